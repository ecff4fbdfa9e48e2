import {
  type Call,
  type Expression,
  lastName,
  methodCalledOn,
  type Name,
  type Node,
  type Subscript,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { nodesWithin } from '#semantics/effects/calls-within';

export default defineSourceRule({
  docs: {
    summary: 'not reproducible: order of a set of strings',
    why: 'Python hashes strings with another key in every process, so the same set has another order after each start. Numbers given by this order do not fit a model or index that was saved before.',
    remedy: 'Sort the set: `sorted(set(values))`, or `list(dict.fromkeys(values))` for the order of first occurrence',
    harm: 'not-reproducible',
    severity: { 'number of an element': 'P2', 'elements chosen by position': 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: order taken from list(set(…))' }],
    bad: 'def class_numbers(labels: list[str]):\n    return {label: number for number, label in enumerate(set(labels))}\n',
    good: 'def class_numbers(labels: list[str]):\n    return {label: number for number, label in enumerate(sorted(set(labels)))}\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['set', 'frozenset', 'enumerate', 'list'],
  visit: {
    Call(call, ctx) {
      const made = setNumbered(call, ctx);
      if (made === undefined) return;
      ctx.report({
        at: call,
        message: `not reproducible: \`${shortText(call, ctx.text)}\` numbers the elements of a set, whose order differs in every process`,
        ...relatedTo(made, call),
      });
    },
    Subscript(part, ctx) {
      if (part.ctx !== 'Load' || !isPosition(part.slice, ctx)) return;
      const made = setBehind(part.value, ctx);
      if (made === undefined || hasOneElement(part, ctx)) return;
      ctx.report({
        at: part,
        kind: 'elements chosen by position',
        message: `not reproducible: \`${shortText(part, ctx.text)}\` chooses by the order of a set, which differs in every process`,
        ...relatedTo(made, part),
      });
    },
  },
});

const relatedTo = (made: Node, at: Node): { related?: { at: Node; message: string }[] } =>
  made.start >= at.start && made.end <= at.end
    ? {}
    : { related: [{ at: made, message: 'the set is put in a list here' }] };

/** `enumerate(set(labels))`, `zip(set(labels), range(9))`, `list(set(labels)).index(label)`. */
function setNumbered(call: Call, ctx: SourceContext): Node | undefined {
  const { func, args } = call;
  if (func.kind === 'Attribute' && func.attr === 'index') return setBehind(func.value, ctx);
  const name = ctx.names.qualifiedName(func);
  const isCounted =
    name === 'builtins.enumerate' || (name === 'builtins.zip' && args.some((each) => isCount(each, ctx)));
  return isCounted && numbersElements(call) ? args.flatMap((each) => setBehind(each, ctx) ?? [])[0] : undefined;
}

const isCount = (given: Expression, { names }: SourceContext): boolean =>
  given.kind === 'Call' && /^(?:builtins\.range|itertools\.count)$/.test(names.qualifiedName(given.func) ?? '');

/** The list of a set that a value is: `list(set(labels))`, or the set itself; of numbers the order is the same every time. */
function setBehind(given: Expression, ctx: SourceContext): Node | undefined {
  const value = ctx.flow.whole(given);
  if (isSetOfText(value, ctx)) return given === value || value.kind !== 'Name' ? value : undefined;
  if (value.kind !== 'Call') return undefined;
  const name = ctx.names.qualifiedName(value.func);
  const [of, other] = value.args;
  if ((name !== 'builtins.list' && name !== 'builtins.tuple') || of === undefined || other !== undefined)
    return undefined;
  // Sorted in place before it is read.
  if (given.kind === 'Name' && isSorted(given, ctx)) return undefined;
  return isSetOfText(ctx.flow.whole(of), ctx) ? value : undefined;
}

/** A set whose elements are seen to be strings: those of numbers have the same order every time. */
function isSetOfText(value: Expression, ctx: SourceContext): boolean {
  if (value.kind === 'Set') return value.elts.some((each) => isText(each, ctx));
  if (value.kind === 'SetComp') return isText(value.elt, ctx);
  if (value.kind !== 'Call') return false;
  const name = ctx.names.qualifiedName(value.func);
  const [of] = value.args;
  if ((name !== 'builtins.set' && name !== 'builtins.frozenset') || of === undefined) return false;
  return holdsText(of, ctx, 0);
}

/** `line.split()`, `[name.lower() for name in names]`, `words: list[str]`, a list of constants, sums of such. */
function holdsText(collection: Expression, ctx: SourceContext, depth: number): boolean {
  const value = ctx.flow.whole(collection);
  if (value.kind === 'BinOp')
    return depth < MOST_SUMS && [value.left, value.right].some((each) => holdsText(each, ctx, depth + 1));
  if (value.kind === 'ListComp' || value.kind === 'GeneratorExp') return isText(value.elt, ctx);
  if (value.kind === 'Call' && /^(?:r?split|splitlines|listdir)$/.test(lastName(value.func) ?? '')) return true;
  if (ctx.types.classOf(value) === 'builtins.str') return true;
  if (value.kind === 'Name' && isListOfText(ctx.names.parameterOf(value)?.annotation)) return true;
  const folded = ctx.values.fold(value);
  return folded !== undefined && 'elements' in folded && folded.elements.some(({ kind }) => kind === 'str');
}

const MOST_SUMS = 5;

const TEXT_MAKERS: ReadonlySet<string> = new Set('lower upper strip lstrip rstrip title replace basename'.split(' '));

function isText(element: Expression, ctx: SourceContext): boolean {
  const value = ctx.flow.whole(element);
  if (value.kind === 'JoinedStr' || ctx.types.classOf(value) === 'builtins.str') return true;
  if (value.kind === 'Call') return TEXT_MAKERS.has(lastName(value.func) ?? '');
  // `name.split("_")[0]`
  return (
    value.kind === 'Subscript' && value.value.kind === 'Call' && /^r?split$/.test(lastName(value.value.func) ?? '')
  );
}

/** `list[str]`, `Iterable[str]`, `Sequence[str]`. */
const isListOfText = (annotation: Expression | undefined): boolean =>
  annotation?.kind === 'Subscript' && annotation.slice.kind === 'Name' && annotation.slice.id === 'str';

/** Sorted in place. */
const isSorted = (list: Name, { names }: SourceContext): boolean =>
  names.resolve(list)?.references.some((each) => methodCalledOn(each)?.method === 'sort') === true;

/** The number is kept with the element: a mapping either way, a list of pairs, an entry of a table. */
function numbersElements(call: Call): boolean {
  const { parent } = call;
  if (parent?.kind === 'Call') return parent.func.kind === 'Name' && /^(?:dict|list)$/.test(parent.func.id);
  if (parent?.kind === 'comprehension') {
    const { parent: made } = parent;
    return made?.kind === 'DictComp' || (made?.kind === 'ListComp' && isPair(made.elt, parent.target));
  }
  if (parent?.kind !== 'For' || parent.iter !== call) return false;
  return nodesWithin(parent.body, 'Assign').some(({ targets, value }) =>
    targets.some((target) => target.kind === 'Subscript' && isEach([target.slice, value], parent.target)),
  );
}

const isPair = (pair: Expression, target: Expression): boolean => pair.kind === 'Tuple' && isEach(pair.elts, target);

/** The parts are the number and the element, in whatever order. */
function isEach(parts: readonly Expression[], target: Expression): boolean {
  const bound = target.kind === 'Tuple' ? target.elts.map(nameOf) : [];
  return (
    parts.length === 2 &&
    bound.length === 2 &&
    bound.every((name) => name !== undefined && parts.map(nameOf).includes(name))
  );
}

const nameOf = (part: Expression): string | undefined => (part.kind === 'Name' ? part.id : undefined);

/** `[0]`, `[:10]`. */
function isPosition(slice: Expression, { values }: SourceContext): boolean {
  if (slice.kind === 'Slice') return slice.upper !== undefined || slice.lower !== undefined;
  return values.number(slice) !== undefined;
}

/** Its length is asked for in the function: it may be known to have one element. */
function hasOneElement({ slice, value }: Subscript, { context, names, text, values }: SourceContext): boolean {
  const fn = context.functionAround(value);
  if (fn === undefined || values.number(slice) === undefined) return false;
  return context
    .nodesOfFunction(fn, 'Call')
    .some(
      ({ func, args: [measured] }) =>
        names.qualifiedName(func) === 'builtins.len' &&
        measured !== undefined &&
        value.kind === 'Name' &&
        text.slice(measured) === value.id,
    );
}
