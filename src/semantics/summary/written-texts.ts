/** Texts in lists and tables that a file writes out, as far as they can be read without running it. */
import { type Expression, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface WrittenTexts {
  readonly texts: readonly { readonly value: string; readonly node: Expression }[];
  /** Nothing else can be in the list. */
  readonly isComplete: boolean;
}

const MAX_DEPTH = 12;

/** The texts of a list, a tuple, a sum of them, or of what a name or a function of the file gives; a text alone is one of several lines. */
export function writtenTexts(expression: Expression, model: SemanticModel): WrittenTexts {
  const { elements, isComplete } = writtenElements(expression, model);
  const texts = elements.flatMap((node) => {
    const value = model.values.string(node);
    return value === undefined ? [] : [{ value, node }];
  });
  return { texts, isComplete: isComplete && texts.length === elements.length };
}

export interface WrittenElements {
  readonly elements: readonly Expression[];
  /** Nothing else can be in the list. */
  readonly isComplete: boolean;
}

/** What `writtenTexts` takes the texts of; an expression that is no list is its own only element. */
export function writtenElements(expression: Expression, model: SemanticModel, depth = 0): WrittenElements {
  if (depth > MAX_DEPTH) return NOTHING_KNOWN;
  const inner = (each: Expression): WrittenElements => writtenElements(each, model, depth + 1);
  switch (expression.kind) {
    case 'List':
    case 'Tuple':
    case 'Set':
      return joined(expression.elts.map((each) => (each.kind === 'Starred' ? inner(each.value) : alone(each))));
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
      const given = givenBack(expression, model);
      if (given !== undefined) return joined(given.map(inner));
      const whole = model.flow.whole(expression);
      return whole === expression ? alone(expression) : inner(whole);
    }
  }
}

const NOTHING_KNOWN: WrittenElements = { elements: [], isComplete: false };

const alone = (node: Expression): WrittenElements => ({ elements: [node], isComplete: true });

function joined(parts: readonly WrittenElements[]): WrittenElements {
  return {
    elements: parts.flatMap(({ elements }) => elements),
    isComplete: parts.every(({ isComplete }) => isComplete),
  };
}

/** What a plain function of the file may give: `install_requires=read_requirements()`. */
function givenBack(call: Expression, { names, flow }: SemanticModel): readonly Expression[] | undefined {
  const fn = call.kind === 'Call' ? names.definitionOf(call.func) : undefined;
  if (fn?.kind !== 'FunctionDef' || fn.decorator_list.length > 0) return undefined;
  const values = flow.returnValues(fn);
  const known = values.flatMap((value) => value ?? []);
  return known.length === values.length && known.length > 0 ? known : undefined;
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
  const [only, second] = flow.reachingDefinitions(name);
  return second === undefined && only?.kind === 'assignment' ? only.value && flow.whole(only.value) : undefined;
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
