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
  mentions: ['set', 'frozenset', 'enumerate'],
  visit: {
    Call(call, ctx) {
      if (ctx.names.qualifiedName(call.func) !== 'builtins.enumerate') return;
      const [given] = call.args;
      const made = given === undefined ? undefined : setBehind(given, ctx);
      if (given === undefined || made === undefined || !numbersElements(call)) return;
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
  if (parent?.kind === 'comprehension') return parent.parent?.kind === 'DictComp';
  if (parent?.kind === 'Call') return lastName(parent.func) === 'dict';
  if (parent?.kind !== 'For' || parent.iter !== call || parent.target.kind !== 'Tuple') return false;
  const [number, element] = parent.target.elts;
  if (number?.kind !== 'Name' || element?.kind !== 'Name') return false;
  return parent.body.some(
    (each) =>
      each.kind === 'Assign' &&
      each.value.kind === 'Name' &&
      each.targets.some(
        (target) =>
          target.kind === 'Subscript' &&
          target.slice.kind === 'Name' &&
          [number.id, element.id].includes(target.slice.id) &&
          each.value.kind === 'Name' &&
          [number.id, element.id].includes(each.value.id),
      ),
  );
}

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
