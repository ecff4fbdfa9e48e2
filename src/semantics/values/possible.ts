import type { BoolOp, Call, Expression, Name, Subscript } from '../../ast/index.ts';
import { Evaluator, type Steps } from '../evaluator.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import type { FoldedValue } from '../values.ts';
import { boundValueOf, isRealDefinition, pathInTarget } from './bound-value.ts';
import { constantFunction } from './constant-function.ts';
import { type Folder, partAt } from './fold.ts';
import { type Folded, identityKey, isMutable, isTruthy, NONE, sequence } from './folded.ts';
import { elementsInOrder } from './methods.ts';

const MAX_VALUES = 64;
const MAX_COMBINATIONS = 256;

type Several = readonly FoldedValue[] | undefined;
type PossibleSteps = Steps<Expression, Several>;

/** The finite sets of values that expressions may take, where every value in them folds. */
export class PossibleValues {
  readonly #evaluator: Evaluator<Expression, Several>;

  constructor(
    private readonly model: SemanticModel,
    private readonly folder: Folder,
  ) {
    this.#evaluator = new Evaluator<Expression, Several>((expression) => this.#steps(expression), undefined);
  }

  of(expression: Expression): Several {
    return this.#evaluator.answer(expression);
  }

  *#steps(node: Expression): PossibleSteps {
    const folded = this.folder.fold(node);
    if (folded !== undefined) return [folded];
    switch (node.kind) {
      case 'IfExp': {
        const test = this.folder.fold(node.test);
        if (test !== undefined) return yield isTruthy(test) ? node.body : node.orelse;
        return union([yield node.body, yield node.orelse]);
      }
      case 'BoolOp':
        return yield* logical(node);
      case 'NamedExpr':
        return yield node.value;
      case 'Name':
        return yield* this.#name(node);
      case 'Call':
        return yield* this.#call(node);
      case 'Subscript':
        return (yield* this.#combinations(node)) ?? this.#anyElement(node);
      case 'BinOp':
      case 'UnaryOp':
      case 'Compare':
      case 'JoinedStr':
      case 'FormattedValue':
      case 'Tuple':
      case 'List':
      case 'Set':
      case 'Dict':
        return yield* this.#combinations(node);
      default:
        return undefined;
    }
  }

  *#name(node: Name): PossibleSteps {
    const binding = node.ctx === 'Load' ? this.model.names.resolve(node) : undefined;
    if (binding === undefined || (binding.scope.kind === 'module' && this.model.names.hasDynamicNames))
      return undefined;
    const found: Several[] = [];
    for (const definition of binding.definitions) {
      if (!isRealDefinition(definition) || definition.kind === 'delete') continue;
      found.push(yield* this.#definition(definition));
      if (found.at(-1) === undefined) return undefined;
    }
    const values = found.length === 0 ? undefined : union(found);
    return values?.some(isMutable) === true && this.folder.mutations.isMutated(binding) ? undefined : values;
  }

  *#definition(definition: Definition): PossibleSteps {
    if (definition.kind === 'for' || definition.kind === 'comprehension') return yield* this.#loopVariable(definition);
    const bound = boundValueOf(definition);
    const wholes = bound && (yield bound.expression);
    return wholes && bound && parts(wholes, bound.path);
  }

  *#loopVariable(definition: Definition): PossibleSteps {
    const path = pathInTarget(definition.node);
    if (definition.partOf === undefined || path === undefined) return undefined;
    const collections = (yield definition.partOf) ?? this.#iterated(definition.partOf);
    const elements = collections?.map((collection) =>
      collection.kind === 'set' ? collection.elements : elementsInOrder(collection),
    );
    const values = elements && union(elements);
    return values && parts(values, path);
  }

  /** `table.items()`, `.keys()`, `.values()`, `enumerate(…)` and `range(…)`: no constants, but their elements are. */
  #iterated(expression: Expression): Several {
    if (expression.kind !== 'Call' || expression.keywords.length > 0) return undefined;
    const { func } = expression;
    if (func.kind === 'Attribute' && expression.args.length === 0) {
      const receiver = this.folder.fold(func.value);
      if (receiver?.kind !== 'mapping') return undefined;
      return one(viewOf(receiver.entries, func.attr));
    }
    const name = this.model.names.qualifiedName(func);
    const given = expression.args.map((argument) => this.folder.fold(argument));
    if (name === 'builtins.enumerate' && given.length === 1) return one(enumerated(given[0]));
    return name === 'builtins.range' ? one(rangeOf(given)) : undefined;
  }

  *#call(node: Call): PossibleSteps {
    const target = constantFunction(node.func, this.model);
    if (target === undefined) return (yield* this.#combinations(node)) ?? this.#anyLookUp(node);
    const found: Several[] = [];
    for (const returned of this.model.flow.returnValues(target)) {
      found.push(returned === undefined ? [NONE] : yield returned);
      if (found.at(-1) === undefined) return undefined;
    }
    return found.length === 0 ? undefined : union(found);
  }

  /** `table[key]` and `table.get(key, default)` with an unknown key: any value of the table. */
  #anyElement(node: Subscript): Several {
    if (node.slice.kind === 'Slice') return undefined;
    const container = this.folder.fold(node.value);
    if (container?.kind === 'mapping') return union([container.entries.map(([, value]) => value)]);
    return container?.kind === 'tuple' || container?.kind === 'list' ? union([container.elements]) : undefined;
  }

  #anyLookUp(node: Call): Several {
    if (node.func.kind !== 'Attribute' || node.func.attr !== 'get' || node.keywords.length > 0) return undefined;
    const [key, fallback, ...more] = node.args;
    if (key === undefined || key.kind === 'Starred' || more.length > 0) return undefined;
    const container = this.folder.fold(node.func.value);
    const otherwise = fallback === undefined ? NONE : this.folder.fold(fallback);
    if (container?.kind !== 'mapping' || otherwise === undefined) return undefined;
    return union([container.entries.map(([, value]) => value), [otherwise]]);
  }

  /** Folds a node once for every combination of what the expressions in it may be. */
  *#combinations(node: Expression): PossibleSteps {
    const choices = new Map<Expression, { readonly values: readonly FoldedValue[]; at: number }>();
    const found: FoldedValue[] = [];
    for (let round = 0; round < MAX_COMBINATIONS; round++) {
      const steps = this.folder.steps(node);
      let next = steps.next();
      while (next.done !== true) {
        let choice = choices.get(next.value);
        if (choice === undefined) {
          const values = yield next.value;
          if (values === undefined) return undefined;
          choice = { values, at: 0 };
          choices.set(next.value, choice);
        }
        next = steps.next(choice.values[choice.at]);
      }
      if (next.value === undefined) return undefined;
      found.push(next.value);
      if (!advance(choices.values())) return union([found]);
    }
    return undefined;
  }
}

function* logical(node: BoolOp): PossibleSteps {
  const found: Several[] = [];
  for (const [i, operand] of node.values.entries()) {
    const values = yield operand;
    if (values === undefined) return undefined;
    const isLast = i === node.values.length - 1;
    found.push(isLast ? values : values.filter((value) => isTruthy(value) === (node.op === 'Or')));
  }
  return union(found);
}

/** Distinct values of all sets; undefined when one of them is unknown or there are too many. */
function union(sets: readonly Several[]): Several {
  const distinct = new Map<string, FoldedValue>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const value of set) {
      distinct.set(identityKey(value), value);
      if (distinct.size > MAX_VALUES) return undefined;
    }
  }
  return [...distinct.values()];
}

function parts(wholes: readonly FoldedValue[], path: readonly number[]): Several {
  const found: FoldedValue[] = [];
  for (const whole of wholes) {
    let part: Folded = whole;
    for (const index of path) part = part && partAt(part, index);
    if (part === undefined) return undefined;
    found.push(part);
  }
  return union([found]);
}

/** Counts up like an odometer; false after the last combination. */
function advance(choices: Iterable<{ readonly values: readonly FoldedValue[]; at: number }>): boolean {
  for (const choice of choices) {
    if (choice.at + 1 < choice.values.length) {
      choice.at++;
      return true;
    }
    choice.at = 0;
  }
  return false;
}

function one(value: Folded): Several {
  return value === undefined ? undefined : [value];
}

function viewOf(entries: readonly (readonly [FoldedValue, FoldedValue])[], view: string): Folded {
  if (view === 'keys') {
    return sequence(
      'list',
      entries.map(([key]) => key),
    );
  }
  if (view === 'values') {
    return sequence(
      'list',
      entries.map(([, value]) => value),
    );
  }
  const pairs = view === 'items' ? entries.map((entry) => sequence('tuple', entry)) : undefined;
  return pairs && allKnown(pairs);
}

function enumerated(collection: Folded): Folded {
  const pairs = collection && elementsInOrder(collection)?.map((each, i) => sequence('tuple', [index(i), each]));
  return pairs && allKnown(pairs);
}

function rangeOf(given: readonly Folded[]): Folded {
  const bounds = given.map((value) => (value?.kind === 'int' ? Number(value.value) : undefined));
  const [first, second, step = 1] = bounds;
  if (bounds.length === 0 || bounds.length > 3 || bounds.includes(undefined) || first === undefined) return undefined;
  const start = second === undefined ? 0 : first;
  const end = second ?? first;
  const count = step === 0 ? MAX_VALUES + 1 : Math.max(0, Math.ceil((end - start) / step));
  if (count > MAX_VALUES) return undefined;
  return sequence(
    'list',
    Array.from({ length: count }, (_, i) => index(start + i * step)),
  );
}

function index(value: number): FoldedValue {
  return { kind: 'int', value: BigInt(value) };
}

function allKnown(values: readonly Folded[]): Folded {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? sequence('list', known) : undefined;
}
