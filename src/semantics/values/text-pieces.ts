/** Text that is put together: what is constant in it, and the expressions that are written between. */

import type { Call, Expression } from '../../ast/index.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { TextPiece } from '../values.ts';
import { readBraceTemplate, readPercentTemplate, type Template } from './format-template.ts';
import { handedBack } from './handed-back.ts';
import { listedParts } from './listed-parts.ts';
import { unpackedOptions } from './unpacked-options.ts';

/**
 * The pieces of `expression` in order, through f-strings, `+`, `%`, `.format()`, `join` of what is written out, and names bound once to such text.
 * Undefined when it is no text put together here, or in a way that is not read (`*args`, computed templates).
 */
export function findTextPieces(expression: Expression, model: SemanticModel): readonly TextPiece[] | undefined {
  const found: TextPiece[] = [];
  const pending: (Expression | string)[] = [expression];
  const seen = new Set<Expression>();
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const pieces = found.length + pending.length;
    if (isSpent('pieces', pieces, expression, model) || isSpent('parts', seen.size, expression, model))
      return undefined;
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
  if (node.kind === 'Constant') return node.value.kind === 'str';
  if (node.kind !== 'Call') return node.kind === 'JoinedStr' || node.kind === 'BinOp';
  const method = node.func.kind === 'Attribute' ? node.func.attr : undefined;
  return method === 'format' || method === 'dedent' || callParts(node, model) !== undefined;
}

const TRIMMING: ReadonlySet<string> = new Set(['strip', 'lstrip', 'rstrip']);

function callParts(call: Call, model: SemanticModel): Parts {
  const { func, args } = call;
  const [first] = args;
  const name = model.names.qualifiedName(func);
  if (first !== undefined && name === 'textwrap.dedent') return [first];
  if (name === 're.sub' && args[1] !== undefined && args[2] !== undefined)
    return replacedParts(args[2], first, args[1], model);
  if (func.kind !== 'Attribute') return undefined;
  switch (func.attr) {
    case 'join':
      return joinedParts(call, model);
    case 'replace':
      return args[1] === undefined ? undefined : replacedParts(func.value, first, args[1], model);
    case 'format':
    case 'format_map':
      return braceParts(call, model);
    case 'substitute':
    case 'safe_substitute':
      return substitutedParts(call, model);
    default:
      return TRIMMING.has(func.attr) && args.length === 0 && isTextMade(func.value, model) ? [func.value] : undefined;
  }
}

/** The text of `Template("… $name …")`. */
function templateOf(template: Expression, model: SemanticModel): string | undefined {
  const made = model.flow.whole(template);
  if (made.kind !== 'Call' || model.names.qualifiedName(made.func) !== 'string.Template') return undefined;
  return made.args[0] === undefined ? undefined : model.values.string(made.args[0]);
}

/** `template.format(a, *others, b=c, **more)`: by place or by name; what the options are not seen to hold comes from them. */
function braceParts(call: Call, model: SemanticModel): Parts {
  const text = call.func.kind === 'Attribute' ? model.values.string(call.func.value) : undefined;
  const positional: Expression[] = [];
  const isMapped = call.func.kind === 'Attribute' && call.func.attr === 'format_map';
  for (const each of isMapped ? [] : call.args) {
    const elements = each.kind === 'Starred' ? listedParts(each.value, model) : [each];
    if (elements === undefined) return undefined;
    positional.push(...elements);
  }
  return text === undefined
    ? undefined
    : filled(readBraceTemplate(text), ({ root }) =>
        typeof root === 'number' ? positional[root] : valueGiven(root, isMapped ? call.args : [], call, model),
      );
}

function substitutedParts(call: Call, model: SemanticModel): Parts {
  const text = call.func.kind === 'Attribute' ? templateOf(call.func.value, model) : undefined;
  const parts = text?.split(/\$\{?([a-zA-Z_]\w*)\}?/);
  return allKnown(parts?.map((part, i) => (i % 2 === 0 ? part : valueGiven(part, call.args, call, model))));
}

const valueGiven = (name: string, mappings: readonly Expression[], { keywords }: Call, model: SemanticModel) =>
  keywords.find(({ arg }) => arg === name)?.value ??
  valueNamed(name, [...mappings, ...keywords.flatMap(({ arg, value }) => (arg === undefined ? value : []))], model);

function valueNamed(name: string, mappings: readonly Expression[], model: SemanticModel): Expression | undefined {
  for (const mapping of mappings) {
    const { entries, isOpen } = unpackedOptions(mapping, model);
    const found = entries.findLast(({ arg }) => arg === name)?.value ?? (isOpen ? mapping : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `text.replace(":name", name)`: in what is constant of the text. */
function replacedParts(text: Expression, mark: Expression | undefined, value: Expression, model: SemanticModel): Parts {
  const marked = mark === undefined ? undefined : model.values.string(mark);
  const pieces = marked ? model.values.textPieces(text) : undefined;
  if (marked === undefined || pieces === undefined) return undefined;
  const isThere = pieces.some((piece) => piece.kind === 'constant' && piece.text.includes(marked));
  if (!isThere && pieces.every(({ kind }) => kind === 'constant')) return undefined;
  return pieces.flatMap((piece) =>
    piece.kind === 'expression' ? [piece.expression] : between(piece.text.split(marked), value),
  );
}

const between = (parts: readonly (Expression | string)[], separator: Expression | string) =>
  parts.flatMap((each, index) => (index === 0 ? [each] : [separator, each]));

/** `"\n".join([head, where])`, also of a list that is added to. */
function joinedParts({ func, args: [given] }: Call, model: SemanticModel): Parts {
  const separator = func.kind === 'Attribute' ? model.values.string(func.value) : undefined;
  const elements = separator === undefined || given === undefined ? undefined : listedParts(given, model);
  return separator === undefined || !elements?.length ? undefined : between(elements, separator);
}

function percentParts(left: Expression, right: Expression, model: SemanticModel): Parts {
  const text = model.values.string(left);
  if (text === undefined) return undefined;
  const whole = model.flow.whole(right);
  const given = whole.kind === 'Tuple' ? whole.elts : [right];
  let next = 0;
  return filled(readPercentTemplate(text), ({ key, width, precision, letter }) => {
    next += Number(width === '*') + Number(precision === '*');
    const value = key === undefined ? given[next++] : valueNamed(key, [right], model);
    return value !== undefined && NUMBERS.has(letter) ? DIGITS : value;
  });
}

/** Conversions of `%` that raise for anything but a number. */
const NUMBERS: ReadonlySet<string> = new Set('diouxXeEfFgG');

type Part = Expression | string | undefined;

/** The template's text, and what stands for every field; undefined when one is missing, or the template raises. */
const filled = <Field>({ pieces, fault }: Template<Field>, partFor: (field: Field) => Part): Parts =>
  fault === undefined
    ? allKnown(pieces.map((piece) => (typeof piece === 'string' ? piece : partFor(piece))))
    : undefined;

const allKnown = (parts: readonly Part[] | undefined): Parts => {
  const known = parts?.filter((part) => part !== undefined);
  return known?.length === parts?.length ? known : undefined;
};
