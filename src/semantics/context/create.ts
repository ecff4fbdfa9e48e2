import {
  type AsyncFunctionDef,
  type Call,
  type Expression,
  type FunctionDef,
  identifiersOf,
  type Node,
  type NodeKind,
  type NodeOfKind,
  nodesOf,
} from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import type { Contexts, FileRole, FunctionStart, HeldLock, Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode } from '../state.ts';
import { deadlineAround } from './deadlines.ts';
import {
  classAround,
  classOfMethod,
  defAround,
  functionAround,
  handlerAround,
  loopAround,
  managersAround,
  testsAround,
  triesAround,
} from './enclosing.ts';
import { startsProgram } from './entry-point.ts';
import { fileRolesOf, foreignRoleOf } from './file-role.ts';
import { runsDuringImport } from './import-run.ts';
import { isTypeCheckingOnly, isUnderMain } from './import-time.ts';
import { Locks } from './locks.ts';
import { isForPython2 } from './python-version.ts';
import { Routes } from './routes.ts';
import { functionRun, startOf, startRunning, threadStartsOf } from './starts.ts';

/** Who may run the code of one file. */
export function createContexts(model: SemanticModel, isReached = false): Contexts {
  return new FileContexts(model, isReached);
}

class FileContexts implements Contexts {
  readonly #model: SemanticModel;
  readonly #locks: Locks;
  readonly #routes: Routes;
  #roles: readonly [FileRole, ...FileRole[]] | undefined;
  readonly #nodes = new Map<NodeKind, ReadonlyMap<FunctionNode | undefined, readonly Node[]>>();
  #isPython2: boolean | undefined;
  #isEntryPoint: boolean | undefined;

  readonly functionAround = functionAround;
  readonly defAround = defAround;
  readonly classAround = classAround;
  readonly classOfMethod = classOfMethod;
  readonly loopAround = loopAround;
  readonly handlerAround = handlerAround;
  readonly triesAround = triesAround;
  readonly testsAround = testsAround;
  readonly managersAround = managersAround;
  readonly isUnderMain = (node: Node): boolean => this.#mentions('__name__') && isUnderMain(node);
  readonly isTypeCheckingOnly = (node: Node): boolean => this.#mentions('TYPE_CHECKING') && isTypeCheckingOnly(node);
  readonly runsAtImport = (node: Node): boolean =>
    functionAround(node) === undefined && !this.isUnderMain(node) && !this.isTypeCheckingOnly(node);

  constructor(
    model: SemanticModel,
    /** Production code imports the file or something starts it, whatever its place, name and top say of it. */
    readonly isReached: boolean,
  ) {
    this.#model = model;
    this.#locks = new Locks(model);
    this.#routes = new Routes(model);
  }

  deadlineAround(node: Node): ReturnType<typeof deadlineAround> {
    return deadlineAround(node, this.#model.names);
  }

  get roles(): readonly [FileRole, ...FileRole[]] {
    this.#roles ??= fileRolesOf(this.#model.path, this.#model.source, this.isReached);
    return this.#roles;
  }

  get foreign(): 'vendored' | 'generated' | undefined {
    return this.isReached ? foreignRoleOf(this.#model.path, this.#model.source) : undefined;
  }

  get role(): FileRole {
    return this.roles[0];
  }

  get isEntryPoint(): boolean {
    this.#isEntryPoint ??= startsProgram(this.#model.path, this.#model.source);
    return this.#isEntryPoint;
  }

  get isPython2(): boolean {
    this.#isPython2 ??= isForPython2(this.#model);
    return this.#isPython2;
  }

  nodesOfFunction<K extends NodeKind>(fn: FunctionNode, kind: K): readonly NodeOfKind<K>[] {
    let byFunction = this.#nodes.get(kind);
    if (byFunction === undefined) {
      byFunction = groupBy<Node, FunctionNode | undefined>(nodesOf(this.#model.source.module, kind), functionAround);
      this.#nodes.set(kind, byFunction);
    }
    // Only nodes of the kind are listed under it.
    return (byFunction.get(fn) ?? []) as unknown as readonly NodeOfKind<K>[];
  }

  isInAsync(node: Node): boolean {
    return functionAround(node)?.kind === 'AsyncFunctionDef';
  }

  locksHeldAt(node: Node): readonly HeldLock[] {
    return this.#locks.heldAt(node);
  }

  lockHeldFrom(first: Node, second: Node): HeldLock | undefined {
    return this.#locks.heldFrom(first, second);
  }

  runsDuringImport(node: Node): boolean {
    return runsDuringImport(this.#model, node);
  }

  routeOf(fn: FunctionDef | AsyncFunctionDef): Route | undefined {
    return this.#routes.of(fn);
  }

  startOf(call: Call): FunctionStart | undefined {
    return startOf(this.#model, call);
  }

  startRunning(named: Expression): FunctionStart | undefined {
    return startRunning(this.#model, named);
  }

  functionRun(run: Expression): FunctionNode | undefined {
    return functionRun(this.#model, run);
  }

  threadStartsOf(fn: FunctionNode): readonly FunctionStart[] {
    return threadStartsOf(this.#model, fn);
  }

  /** A test on a name stands only in files that have the name, and thousands of nodes are asked about. */
  #mentions(identifier: string): boolean {
    return identifiersOf(this.#model.source.module).has(identifier);
  }
}
