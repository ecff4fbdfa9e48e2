import type { Def, Expression, Module, Name, Node, Stmt } from '../../ast/index.ts';
import type { Condition, ControlFlowGraph } from '../../flow/index.ts';
import type { Boundness, Exits, Fact, Flow, ValueSource, ValueUse } from '../flow.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import type { FunctionNode } from '../state.ts';
import { Definitions } from './definitions.ts';
import { findDestinations } from './destinations.ts';
import { BlockExits } from './exits.ts';
import { factsAbout } from './facts.ts';
import { Graphs } from './graphs.ts';
import { KnownConditions } from './known-conditions.ts';
import { alwaysPrecedes, hasRunBy, mayComeTo } from './order.ts';
import { findOrigins } from './origins.ts';
import { findReturnValues } from './return-values.ts';
import { findSources } from './sources.ts';
import { Unreachable } from './unreachable.ts';
import { wholeValueOf } from './whole.ts';

/** Control flow and value flow of one file; every block, function and name is looked at when first asked for. */
export function createFlow(model: SemanticModel): Flow {
  return new FileFlow(model);
}

class FileFlow implements Flow {
  readonly #exits: BlockExits;
  readonly #definitions: Definitions;
  readonly #unreachable: Unreachable;
  readonly #graphs: Graphs;
  readonly #conditions: KnownConditions;
  readonly #origins = new Map<Expression, readonly Expression[]>();
  readonly #returnValues = new Map<FunctionNode, readonly (Expression | undefined)[]>();

  constructor(private readonly model: SemanticModel) {
    this.#exits = new BlockExits(model);
    this.#graphs = new Graphs(model, this.#exits);
    this.#definitions = new Definitions(model, (scope) => this.graphOf(scope));
    this.#conditions = new KnownConditions(model, (scope) => this.graphOf(scope));
    this.#unreachable = new Unreachable(model, this.#exits);
  }

  graphOf(scope: Module | Def): ControlFlowGraph {
    return this.#graphs.of(scope);
  }

  exits(body: readonly Stmt[]): Exits {
    return this.#exits.exitsOf(body);
  }

  alwaysRaises(body: readonly Stmt[]): boolean {
    const exits = this.#exits.exitsOf(body);
    return exits.raises && !exits.falls && !exits.returns && !exits.breaks && !exits.continues;
  }

  isUnreachable(node: Node): boolean {
    return this.#unreachable.has(node);
  }

  returnValues(fn: FunctionNode): readonly (Expression | undefined)[] {
    let values = this.#returnValues.get(fn);
    if (values === undefined) {
      values = findReturnValues(fn, this.#exits);
      this.#returnValues.set(fn, values);
    }
    return values;
  }

  reachingDefinitions(name: Name): readonly Definition[] {
    return this.#definitions.reaching(name);
  }

  boundness(name: Name): Boundness | undefined {
    const boundness = this.#definitions.boundness(name);
    return boundness === 'bound' || boundness === undefined || !this.isUnreachable(name) ? boundness : undefined;
  }

  usesOf(definition: Definition): readonly Name[] {
    return this.#definitions.readsOf(definition).filter((name) => name.ctx === 'Load');
  }

  origins(expression: Expression): readonly Expression[] {
    let origins = this.#origins.get(expression);
    if (origins === undefined) {
      origins = findOrigins(expression, this.model);
      this.#origins.set(expression, origins);
    }
    return origins;
  }

  whole(expression: Expression): Expression {
    return wholeValueOf(expression, this.model);
  }

  sources(expression: Expression): readonly ValueSource[] {
    return findSources(expression, this.model);
  }

  destinations(expression: Expression): readonly ValueUse[] {
    return findDestinations(expression, this.model, this.#definitions);
  }

  precedes(first: Node, second: Node): boolean {
    return alwaysPrecedes(first, second, (scope) => this.graphOf(scope));
  }

  hasRunBy(first: Node, second: Node): boolean {
    return hasRunBy(first, second, (scope) => this.graphOf(scope));
  }

  mayComeTo(first: Node, second: Node): boolean {
    return mayComeTo(first, second, (scope) => this.graphOf(scope));
  }

  conditionsAt(node: Node): readonly Condition[] {
    return this.#conditions.at(node);
  }

  factsAbout(expression: Expression): readonly Fact[] {
    return factsAbout(expression, this.model);
  }
}
