/** How a delay is computed: the slice of code that its amount comes from, read for growth and for randomness. */

import type { Call, Expression, Name, Node } from '../../ast/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import type { DelayComputation } from '../retries.ts';

export function computationOf(call: Call, amount: Expression | undefined, model: SemanticModel): DelayComputation {
  const slice = new Slice(model);
  if (amount === undefined || model.effects.of(call) !== 'sleep') slice.readCall(call);
  if (amount !== undefined) slice.read(amount);
  return slice.finish();
}

/** Says by its name that it is not the same everywhere. */
const RANDOM_NAME = /jitter|rand|uniform|fuzz|noise|spread|variance|entropy/i;
const RANDOM_CALL = /^(?:random|secrets|numpy\.random|os\.urandom|uuid)(?:\.|$)/;
/** Conversions and arithmetic that hand on what they are given. */
const PLAIN_CALLS: ReadonlySet<string> = new Set(
  'min max float int round abs sum len range enumerate reversed'.split(' ').map((name) => `builtins.${name}`),
);
const POWERS: ReadonlySet<string> = new Set(['builtins.pow', 'math.pow', 'math.exp', 'math.exp2', 'operator.pow']);

class Slice {
  #growth: Node | undefined;
  #randomness: Node | undefined;
  #isWhole = true;
  readonly #seen = new Set<Node>();
  readonly #pending: Expression[] = [];

  constructor(private readonly model: SemanticModel) {}

  read(expression: Expression): void {
    this.#pending.push(expression);
  }

  finish(): DelayComputation {
    for (let at = this.#pending.pop(); at !== undefined; at = this.#pending.pop()) {
      if (this.#seen.has(at)) continue;
      this.#seen.add(at);
      if (isSpent('delays', this.#seen.size, at, this.model)) {
        this.#isWhole = false;
        break;
      }
      this.#step(at);
    }
    return { growth: this.#growth, randomness: this.#randomness, isWhole: this.#isWhole };
  }

  #step(node: Expression): void {
    switch (node.kind) {
      case 'Constant':
        return;
      case 'Name':
        this.#name(node);
        return;
      case 'Attribute':
        this.#attribute(node);
        return;
      case 'BinOp':
        if ((node.op === 'Pow' || node.op === 'LShift') && this.model.values.number(node.right) === undefined)
          this.#growth ??= wholeProduct(node);
        this.#pending.push(node.left, node.right);
        return;
      case 'Call':
        this.readCall(node);
        return;
      default: {
        const parts = partsOf(node);
        if (parts === undefined) this.#isWhole = false;
        else this.#pending.push(...parts);
      }
    }
  }

  #name(name: Name): void {
    if (RANDOM_NAME.test(name.id)) this.#randomness ??= name;
    for (const definition of this.model.flow.reachingDefinitions(name)) this.#definition(definition);
  }

  #definition({ statement, value, partOf, name }: Definition): void {
    if (statement.kind === 'AugAssign') {
      if (statement.op === 'Mult' || statement.op === 'Pow' || statement.op === 'LShift') this.#growth ??= statement;
      this.#pending.push(statement.value);
      return;
    }
    if (value !== undefined) {
      if (this.#multipliesItself(value, name)) this.#growth ??= value;
      this.#pending.push(value);
    } else if (partOf !== undefined) this.#pending.push(partOf);
  }

  /** `delay = min(delay * 2, limit)`. */
  #multipliesItself(value: Expression, name: string): boolean {
    const product = value.kind === 'Call' ? value.args.find((arg) => arg.kind === 'BinOp') : value;
    if (product?.kind !== 'BinOp' || product.op !== 'Mult') return false;
    return [product.left, product.right].some(
      (side) => (side.kind === 'Name' && side.id === name) || (side.kind === 'Attribute' && side.attr === name),
    );
  }

  /** What an object keeps, by everything that is stored there in this file. */
  #attribute(attribute: Expression & { kind: 'Attribute' }): void {
    if (RANDOM_NAME.test(attribute.attr)) this.#randomness ??= attribute;
    const life = this.model.state.lifeOf(attribute);
    if (life === undefined) return;
    for (const { kind, node, value } of life.uses) {
      if (kind !== 'create' && kind !== 'rebind' && kind !== 'update') continue;
      const statement = node.parent;
      if (statement?.kind === 'AugAssign' && statement.op === 'Mult') this.#growth ??= statement;
      if (value === undefined) continue;
      if (this.#multipliesItself(value, attribute.attr)) this.#growth ??= value;
      this.#pending.push(value);
    }
  }

  readCall(call: Call): void {
    const name = this.model.types.calleeName(call.func);
    const last = call.func.kind === 'Attribute' ? call.func.attr : call.func.kind === 'Name' ? call.func.id : '';
    if (RANDOM_NAME.test(last) || (name !== undefined && RANDOM_CALL.test(name))) {
      this.#randomness ??= call;
      return;
    }
    if (name !== undefined && POWERS.has(name)) this.#growth ??= call;
    const called = definitionCalled(this.model, call);
    if (called !== undefined && called.kind !== 'ClassDef') {
      for (const value of this.model.flow.returnValues(called)) if (value !== undefined) this.#pending.push(value);
      for (const inner of callsWithin(called.body)) {
        if (this.model.effects.of(inner) === 'sleep' && inner.args[0] !== undefined) this.#pending.push(inner.args[0]);
      }
    } else if (name === undefined || !(PLAIN_CALLS.has(name) || POWERS.has(name))) this.#isWhole = false;
    for (const arg of call.args) this.#pending.push(arg);
    for (const { arg, value } of call.keywords) {
      if (RANDOM_NAME.test(arg ?? '')) this.#randomness ??= value;
    }
  }
}

/** `base * 2 ** attempt` says more than `2 ** attempt`. */
function wholeProduct(power: Expression): Expression {
  let whole = power;
  while (whole.parent?.kind === 'BinOp') whole = whole.parent;
  return whole;
}

/** What an expression only hands on; undefined for what makes something new of it. */
function partsOf(node: Expression): readonly Expression[] | undefined {
  switch (node.kind) {
    case 'UnaryOp':
      return [node.operand];
    case 'BoolOp':
      return node.values;
    case 'IfExp':
      return [node.body, node.orelse];
    case 'Subscript':
    case 'NamedExpr':
    case 'Await':
      return [node.value];
    case 'List':
    case 'Tuple':
      return node.elts;
    default:
      return undefined;
  }
}
