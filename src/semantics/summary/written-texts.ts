/** Texts in lists and tables that a file writes out, as far as they can be read without running it. */
import { type Expression, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface WrittenTexts {
  readonly texts: readonly { readonly value: string; readonly node: Expression }[];
  /** Nothing else can be in the list. */
  readonly isComplete: boolean;
}

const MAX_DEPTH = 12;

/** The texts of a list, a tuple, a sum of them, or a name that was bound to one; a text alone is one of several lines. */
export function writtenTexts(expression: Expression, model: SemanticModel, depth = 0): WrittenTexts {
  if (depth > MAX_DEPTH) return NOTHING_KNOWN;
  const inner = (each: Expression): WrittenTexts => writtenTexts(each, model, depth + 1);
  switch (expression.kind) {
    case 'List':
    case 'Tuple':
    case 'Set':
      return joined(
        expression.elts.map((each) => (each.kind === 'Starred' ? inner(each.value) : oneText(each, model))),
      );
    case 'BinOp':
      return expression.op === 'Add' ? joined([inner(expression.left), inner(expression.right)]) : NOTHING_KNOWN;
    // Whichever it is, it is one of those.
    case 'IfExp':
      return joined([inner(expression.body), inner(expression.orelse)]);
    case 'Name': {
      const value = soleValue(expression, model);
      if (value === undefined) return NOTHING_KNOWN;
      const found = inner(value);
      return isChangedLater(expression.id, model) ? { ...found, isComplete: false } : found;
    }
    default: {
      const whole = model.flow.whole(expression);
      return whole === expression ? oneText(expression, model) : inner(whole);
    }
  }
}

const NOTHING_KNOWN: WrittenTexts = { texts: [], isComplete: false };

function oneText(node: Expression, model: SemanticModel): WrittenTexts {
  const value = model.values.string(node);
  return value === undefined ? NOTHING_KNOWN : { texts: [{ value, node }], isComplete: true };
}

function joined(parts: readonly WrittenTexts[]): WrittenTexts {
  return { texts: parts.flatMap(({ texts }) => texts), isComplete: parts.every(({ isComplete }) => isComplete) };
}

/** Entries of a dict display with constant keys, through a name; undefined where some are computed. */
export function writtenEntries(
  expression: Expression,
  model: SemanticModel,
): readonly (readonly [string, Expression])[] | undefined {
  const value = expression.kind === 'Name' ? soleValue(expression, model) : model.flow.whole(expression);
  if (value?.kind !== 'Dict') return undefined;
  if (expression.kind === 'Name' && isChangedLater(expression.id, model)) return undefined;
  const entries: (readonly [string, Expression])[] = [];
  for (const [index, key] of value.keys.entries()) {
    const [name, member] = [key && model.values.string(key), value.values[index]];
    if (name === undefined || member === undefined) return undefined;
    entries.push([name, member]);
  }
  return entries;
}

function soleValue(name: Expression & { kind: 'Name' }, { flow }: SemanticModel): Expression | undefined {
  const [only, ...more] = flow.reachingDefinitions(name);
  return more.length === 0 && only?.kind === 'assignment' ? only.value && flow.whole(only.value) : undefined;
}

const CHANGES: ReadonlySet<string> = new Set([
  'append',
  'extend',
  'insert',
  'remove',
  'pop',
  'update',
  'setdefault',
  'add',
]);

function isChangedLater(name: string, { source: { module } }: SemanticModel): boolean {
  const isName = (node: Expression): boolean => node.kind === 'Name' && node.id === name;
  return (
    nodesOf(module, 'Attribute').some(({ value, attr }) => CHANGES.has(attr) && isName(value)) ||
    nodesOf(module, 'AugAssign').some(({ target }) => isName(target)) ||
    nodesOf(module, 'Subscript').some(({ value, ctx }) => ctx !== 'Load' && isName(value))
  );
}
