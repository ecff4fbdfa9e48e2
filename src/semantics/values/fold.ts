import type {
  Attribute,
  BinOp,
  BoolOp,
  Call,
  Compare,
  Dict,
  Expression,
  FormattedValue,
  FunctionDef,
  IfExp,
  JoinedStr,
  List,
  Name,
  Set as SetDisplay,
  Subscript,
  Tuple,
} from '../../ast/index.ts';
import { Evaluator, type Steps } from '../evaluator.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { FoldedValue } from '../values.ts';
import { boundValueOf, soleDefinition } from './bound-value.ts';
import { callBuiltin, isKnownBuiltin } from './builtins.ts';
import { ClassConstants } from './class-constants.ts';
import { compare } from './comparison.ts';
import { constantFunction } from './constant-function.ts';
import {
  bool,
  type Folded,
  identityKey,
  isMutable,
  isTruthy,
  MAX_JOINED,
  mapping,
  NONE,
  sequence,
  str,
} from './folded.ts';
import { convert, formatValue } from './format-spec.ts';
import { handedBack } from './handed-back.ts';
import { instanceConstant } from './instance-constants.ts';
import { callMethod, elementsInOrder, type FoldedArguments, isKnownMethod } from './methods.ts';
import { Mutations } from './mutations.ts';
import { applyBinary, applyUnary } from './operators.ts';
import { elementAt, sliceOf } from './subscript.ts';

export type FoldSteps = Steps<Expression, Folded>;

/** Folds expressions of one file; every expression once. */
export class Folder {
  readonly mutations: Mutations;
  readonly classConstants: ClassConstants;
  readonly #evaluator: Evaluator<Expression, Folded>;

  constructor(private readonly model: SemanticModel) {
    this.mutations = new Mutations(model);
    this.classConstants = new ClassConstants(model, this.mutations);
    this.#evaluator = new Evaluator((expression) => this.steps(expression), undefined);
  }

  fold(expression: Expression): Folded {
    if (expression.kind === 'Constant') return foldConstant(expression.value);
    return this.#evaluator.answer(expression);
  }

  /** How an expression folds, given what the expressions that it yields fold to. */
  *steps(node: Expression): FoldSteps {
    switch (node.kind) {
      case 'Constant':
        return foldConstant(node.value);
      case 'Name':
        return yield* this.#name(node);
      case 'Attribute':
        return yield* this.#attribute(node);
      case 'Call':
        return yield* this.#call(node);
      case 'BinOp':
        return yield* binary(node);
      case 'UnaryOp': {
        const operand = yield node.operand;
        return operand && applyUnary(node.op, operand);
      }
      case 'BoolOp':
        return yield* logical(node);
      case 'Compare':
        return yield* comparison(node);
      case 'IfExp':
        return yield* conditional(node);
      case 'NamedExpr':
        return yield node.value;
      case 'JoinedStr':
        return yield* joinedText(node);
      case 'FormattedValue':
        return yield* formatted(node);
      case 'Tuple':
      case 'List':
      case 'Set':
        return yield* display(node);
      case 'Dict':
        return yield* dictionary(node);
      case 'Subscript':
        return yield* subscript(node);
      default:
        return undefined;
    }
  }

  *#name(node: Name): FoldSteps {
    if (node.ctx !== 'Load') return undefined;
    const binding = this.model.names.resolve(node);
    return binding && (yield* this.#binding(binding));
  }

  *#attribute(node: Attribute): FoldSteps {
    if (node.ctx !== 'Load') return undefined;
    const binding = this.classConstants.bindingOf(node);
    const held = binding === undefined ? instanceConstant(node, this.model) : undefined;
    const value = binding !== undefined ? yield* this.#binding(binding) : held && (yield held);
    return value !== undefined && isMutable(value) && this.mutations.isAttributeMutated(node.attr) ? undefined : value;
  }

  *#binding(binding: Binding): FoldSteps {
    const definition = soleDefinition(binding, this.model);
    const bound = definition && boundValueOf(definition);
    let value = bound && (yield bound.expression);
    for (const index of bound?.path ?? []) {
      value = value && partAt(value, index);
    }
    return value !== undefined && isMutable(value) && this.mutations.isMutated(binding) ? undefined : value;
  }

  *#call(node: Call): FoldSteps {
    const { func } = node;
    if (func.kind === 'Attribute' && isKnownMethod(func.attr)) {
      const receiver = yield func.value;
      const given = receiver && (yield* argumentsOf(node));
      if (receiver !== undefined) return given && callMethod(receiver, func.attr, given);
    }
    const name = func.kind === 'Name' ? this.model.names.qualifiedName(func) : undefined;
    if (name?.startsWith('builtins.') === true) {
      const builtin = name.slice('builtins.'.length);
      const given = isKnownBuiltin(builtin) ? yield* argumentsOf(node) : undefined;
      return given && callBuiltin(builtin, given);
    }
    const given = handedBack(node, this.model);
    if (given !== undefined) return yield given;
    const target = constantFunction(func, this.model);
    return target && (yield* this.#sameReturn(target));
  }

  *#sameReturn(fn: FunctionDef): FoldSteps {
    let same: Folded;
    for (const returned of this.model.flow.returnValues(fn)) {
      const value: Folded = returned === undefined ? NONE : yield returned;
      if (value === undefined || (same !== undefined && identityKey(same) !== identityKey(value))) return undefined;
      same = value;
    }
    return same;
  }
}

function foldConstant(value: (Expression & { kind: 'Constant' })['value']): Folded {
  if (value.kind === 'ellipsis' || value.kind === 'complex') return undefined;
  if (value.kind === 'str' && /\p{Surrogate}/u.test(value.value)) return undefined;
  return value;
}

/** The left spine is yielded from the leftmost operand up, as everything here: no recursion. */
function* binary(node: BinOp): FoldSteps {
  const left = yield node.left;
  const right = left && (yield node.right);
  return left && right && applyBinary(node.op, left, right);
}

function* conditional(node: IfExp): FoldSteps {
  const test = yield node.test;
  return test && (yield isTruthy(test) ? node.body : node.orelse);
}

function* logical(node: BoolOp): FoldSteps {
  let value: Folded;
  for (const operand of node.values) {
    value = yield operand;
    if (value === undefined || isTruthy(value) === (node.op === 'Or')) return value;
  }
  return value;
}

function* comparison(node: Compare): FoldSteps {
  let left = yield node.left;
  for (const [i, op] of node.ops.entries()) {
    const comparator = node.comparators[i];
    const right: Folded = left && comparator && (yield comparator);
    const holds = left && right && compare(op, left, right);
    if (holds === undefined) return undefined;
    if (!holds) return bool(false);
    left = right;
  }
  return bool(true);
}

function* joinedText(node: JoinedStr): FoldSteps {
  let text = '';
  for (const part of node.values) {
    const value = yield part;
    if (value?.kind !== 'str') return undefined;
    text += value.value;
  }
  return str(text);
}

function* formatted(node: FormattedValue): FoldSteps {
  const value = yield node.value;
  const converted = value && convert(value, node.conversion);
  if (converted === undefined) return undefined;
  const spec: Folded = node.format_spec === undefined ? { kind: 'str', value: '' } : yield node.format_spec;
  const text = spec?.kind === 'str' ? formatValue(converted, spec.value) : undefined;
  return text === undefined ? undefined : str(text);
}

const DISPLAYS = { Tuple: 'tuple', List: 'list', Set: 'set' } as const;

function* display(node: Tuple | List | SetDisplay): FoldSteps {
  const values: FoldedValue[] = [];
  for (const element of node.elts) {
    const value = yield element.kind === 'Starred' ? element.value : element;
    const spread = value && (element.kind === 'Starred' ? elementsInOrder(value) : [value]);
    if (spread === undefined || (element.kind === 'Starred' && values.length + spread.length > MAX_JOINED))
      return undefined;
    for (const each of spread) values.push(each);
  }
  return sequence(DISPLAYS[node.kind], values);
}

function* dictionary(node: Dict): FoldSteps {
  const entries: (readonly [FoldedValue, FoldedValue])[] = [];
  for (const [i, keyNode] of node.keys.entries()) {
    const valueNode = node.values[i];
    const value: Folded = valueNode && (yield valueNode);
    if (value === undefined) return undefined;
    if (keyNode === undefined) {
      if (value.kind !== 'mapping' || entries.length + value.entries.length > MAX_JOINED) return undefined;
      for (const entry of value.entries) entries.push(entry);
      continue;
    }
    const key = yield keyNode;
    if (key === undefined) return undefined;
    entries.push([key, value]);
  }
  return mapping(entries);
}

function* subscript(node: Subscript): FoldSteps {
  if (node.ctx !== 'Load') return undefined;
  const container = yield node.value;
  if (container === undefined) return undefined;
  if (node.slice.kind !== 'Slice') {
    const index = yield node.slice;
    return index && elementAt(container, index);
  }
  const lower: Folded = node.slice.lower === undefined ? NONE : yield node.slice.lower;
  const upper: Folded = node.slice.upper === undefined ? NONE : yield node.slice.upper;
  const step: Folded = node.slice.step === undefined ? NONE : yield node.slice.step;
  return lower && upper && step && sliceOf(container, { lower, upper, step });
}

function* argumentsOf(call: Call): Generator<Expression, FoldedArguments | undefined, Folded> {
  const positional: FoldedValue[] = [];
  for (const argument of call.args) {
    const value = yield argument.kind === 'Starred' ? argument.value : argument;
    const spread = value && (argument.kind === 'Starred' ? elementsInOrder(value) : [value]);
    if (spread === undefined) return undefined;
    positional.push(...spread);
  }
  const named = new Map<string, FoldedValue>();
  for (const keyword of call.keywords) {
    const value = yield keyword.value;
    if (value === undefined || keyword.arg === undefined) return undefined;
    named.set(keyword.arg, value);
  }
  return { positional, named };
}

/** One part of an unpacked value. */
export function partAt(value: FoldedValue, index: number): Folded {
  return elementsInOrder(value)?.[index];
}
