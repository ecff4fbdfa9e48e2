/** Text that is put together: what is constant in it, and the expressions that are written between. */
import type { Call, Expression, Name } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { TextPiece } from '../values.ts';
import { handedBack } from './handed-back.ts';

const MAX_PIECES = 400;
/** A text of few pieces may be bound again and again, each time within the next: whoever asks of each would go all the way back. */
const MAX_STEPS = 1000;

/**
 * The pieces of `expression` in order, through f-strings, `+`, `%`, `.format()`, `join` of what is written out, and names bound once to such text.
 * Undefined when it is no text put together here, or in a way that is not read (`*args`, computed templates).
 */
export function findTextPieces(expression: Expression, model: SemanticModel): readonly TextPiece[] | undefined {
  const found: TextPiece[] = [];
  const pending: (Expression | string)[] = [expression];
  const seen = new Set<Expression>();
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (found.length + pending.length > MAX_PIECES || seen.size > MAX_STEPS) return undefined;
    const text = typeof at === 'string' ? at : model.values.string(at);
    if (text !== undefined || typeof at === 'string') {
      found.push({ kind: 'constant', text: text ?? '' });
      continue;
    }
    const parts = seen.has(at) ? undefined : partsOf(at, model);
    seen.add(at);
    if (parts === undefined) found.push({ kind: 'expression', expression: at });
    else pending.push(...[...parts].reverse());
  }
  return found.some(({ kind }) => kind === 'constant') ? found : undefined;
}

type Parts = readonly (Expression | string)[] | undefined;

function partsOf(node: Expression, model: SemanticModel): Parts {
  switch (node.kind) {
    case 'JoinedStr':
      return node.values;
    case 'FormattedValue':
      return [isNumeric(node.format_spec, model) ? DIGITS : node.value];
    case 'BinOp':
      if (node.op === 'Add') return [node.left, node.right];
      return node.op === 'Mod' ? percentParts(node.left, node.right, model) : undefined;
    case 'Call': {
      const given = handedBack(node, model);
      return given === undefined ? callParts(node, model) : [given];
    }
    case 'Name': {
      const [only, second] = model.flow.reachingDefinitions(node);
      const isWhole = only?.kind === 'assignment' || only?.kind === 'annotation' || only?.kind === 'named-expression';
      return isWhole && second === undefined && only.value !== undefined && isTextMade(only.value, model)
        ? [only.value]
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Stands for what a format such as `%d` or `:.2f` lets through: numbers only. */
const DIGITS = '0';

function isNumeric(spec: Expression | undefined, model: SemanticModel): boolean {
  const text = spec === undefined ? undefined : model.values.string(spec);
  return text !== undefined && /[bdoxXeEfFgGn%]$/.test(text);
}

function isTextMade(node: Expression, model: SemanticModel): boolean {
  if (node.kind === 'Call') {
    const method = node.func.kind === 'Attribute' ? node.func.attr : undefined;
    return method === 'format' || method === 'dedent' || (method === 'join' && joinedParts(node, model) !== undefined);
  }
  return node.kind === 'JoinedStr' || node.kind === 'BinOp';
}

const TRIMMING: ReadonlySet<string> = new Set(['strip', 'lstrip', 'rstrip']);

function callParts(call: Call, model: SemanticModel): Parts {
  const { func, args, keywords } = call;
  const [first] = args;
  if (first !== undefined && model.names.qualifiedName(func) === 'textwrap.dedent') return [first];
  if (func.kind !== 'Attribute') return undefined;
  if (func.attr === 'join') return joinedParts(call, model);
  if (TRIMMING.has(func.attr) && args.length === 0 && isTextMade(func.value, model)) return [func.value];
  const template = func.attr === 'format' ? model.values.string(func.value) : undefined;
  if (template === undefined || args.some(({ kind }) => kind === 'Starred')) return undefined;
  let next = 0;
  return split(template, /\{(\w*)(?:[^\w{}][^{}]*)?\}/g, (name) => {
    if (name === '' || /^\d+$/.test(name)) return args[name === '' ? next++ : Number(name)];
    return keywords.find(({ arg }) => arg === name)?.value;
  });
}

/** `"\n".join([head, where])`, also of a list that a name is bound to once and nothing is added to. */
function joinedParts({ func, args: [given] }: Call, model: SemanticModel): Parts {
  const separator = func.kind === 'Attribute' ? model.values.string(func.value) : undefined;
  const list = given?.kind === 'Name' && isOnlyRead(given, model) ? model.flow.whole(given) : given;
  if (separator === undefined || (list?.kind !== 'List' && list?.kind !== 'Tuple')) return undefined;
  if (list.elts.length === 0 || list.elts.some(({ kind }) => kind === 'Starred')) return undefined;
  return list.elts.flatMap((each, index) => (index === 0 ? [each] : [separator, each]));
}

const isOnlyRead = (list: Name, { names }: SemanticModel): boolean =>
  (names.resolve(list)?.references ?? []).every(({ parent }) => parent?.kind !== 'Attribute');

function percentParts(left: Expression, right: Expression, model: SemanticModel): Parts {
  const template = model.values.string(left);
  if (template === undefined) return undefined;
  const given = right.kind === 'Tuple' ? right.elts : [right];
  let next = 0;
  return split(template, /%(?:\((\w+)\))?[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?([a-zA-Z])/g, (name) => {
    if (name === '') return given[next++];
    if (right.kind !== 'Dict') return undefined;
    return right.values[right.keys.findIndex((key) => key !== undefined && model.values.string(key) === name)];
  });
}

/** Conversions of `%` that raise for anything but a number. */
const NUMBERS: ReadonlySet<string> = new Set('diouxXeEfFgG');

/** The template's text, and for every mark in it the expression that `given` names; undefined when one is missing. */
function split(template: string, marks: RegExp, given: (name: string) => Expression | undefined): Parts {
  const parts: (Expression | string)[] = [];
  let from = 0;
  for (const match of template.matchAll(marks)) {
    const value = given(match[1] ?? '');
    if (value === undefined) return undefined;
    parts.push(template.slice(from, match.index), NUMBERS.has(match[2] ?? '') ? DIGITS : value);
    from = match.index + match[0].length;
  }
  return [...parts, template.slice(from)];
}
