/** Which locks are held at a node: `with`, acquire and release on every path, decorators, and callers that all hold one. */
import {
  type AsyncFunctionDef,
  type AsyncWith,
  ancestors,
  type Call,
  dottedName,
  type Expression,
  type FunctionDef,
  isInBlock,
  isWithin,
  type Node,
  nodesOf,
  type With,
} from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode } from '../state.ts';
import { LockPaths, lockNamed, lockTaken } from './acquired.ts';
import { functionAround, functionEntered } from './enclosing.ts';
import { isLockDecorator, lockKindOf } from './lock-objects.ts';
import { callsOfPrivate } from './private-calls.ts';

/** Answers `locksHeldAt` for one file. */
export class Locks {
  readonly #model: SemanticModel;
  /** The calls of `acquire` and `release`, by the function that makes them. */
  #calls: ReadonlyMap<FunctionNode | undefined, readonly Call[]> | undefined;
  readonly #paths = new Map<FunctionNode | undefined, LockPathsByText>();
  /** Functions whose callers are being asked. */
  readonly #visiting: Node[] = [];
  readonly #byFunction = new Map<Node, readonly HeldLock[]>();

  constructor(model: SemanticModel) {
    this.#model = model;
  }

  /** Locks held at a node, innermost first. */
  heldAt(node: Node): readonly HeldLock[] {
    const held = this.#heldWithinFunction(node);
    const fn = functionAround(node);
    if (fn === undefined || fn.kind === 'Lambda') return held;
    const around = this.#heldAround(fn);
    return around.length === 0 ? held : [...held, ...around];
  }

  /** A lock that is held at one node and has not been given back when control comes from it to another. */
  heldFrom(first: Node, second: Node): HeldLock | undefined {
    const [before, byText] = [this.heldAt(first), this.#pathsAround(first)];
    return this.heldAt(second).find(
      ({ holder, lock }) =>
        before.some((each) => each.holder === holder) &&
        byText?.get(dottedName(lock))?.mayBeReleasedBetween(first, second) !== true,
    );
  }

  #heldWithinFunction(node: Node): HeldLock[] {
    const held: HeldLock[] = [];
    const byText = this.#pathsAround(node);
    let child = node;
    for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
      if ((at.kind === 'With' || at.kind === 'AsyncWith') && isInBlock(at.body, child))
        held.push(...this.#takenBy(at).filter(({ lock }) => !byText?.get(dottedName(lock))?.mayBeReleasedAt(node)));
      if (functionEntered(at, child) !== undefined) break;
    }
    if (byText === undefined) return held;
    const taken = [...byText.values()]
      .flatMap((paths) => paths.heldAt(node) ?? [])
      .filter(({ lock, holder }) => !isGivenBackBetween(lock, holder, node));
    return [...held, ...taken].sort((one, other) => other.holder.start - one.holder.start);
  }

  #takenBy(holder: With | AsyncWith): HeldLock[] {
    return holder.items.flatMap(({ context_expr: lock }) => {
      const kind = lockKindOf(this.#model, lock, holder.kind === 'AsyncWith');
      return kind === undefined ? [] : [{ kind, lock, holder }];
    });
  }

  /** Those of the function that a node is in, if it calls any of the methods; by the text of the lock. */
  #pathsAround(node: Node): LockPathsByText | undefined {
    const { source, flow } = this.#model;
    this.#calls ??= groupBy(
      nodesOf(source.module, 'Call').filter((call) => METHODS.some((method) => lockNamed(call, method))),
      functionAround,
    );
    const fn = functionAround(node);
    const calls = this.#calls.get(fn);
    if (calls === undefined || fn?.kind === 'Lambda') return undefined;
    const known = this.#paths.get(fn);
    if (known !== undefined) return known;
    const taken = groupBy(
      calls.flatMap((call) => lockTaken(call, this.#model) ?? []),
      ({ lock }) => dottedName(lock),
    );
    const released = groupBy(
      calls.filter((call) => lockNamed(call, 'release')),
      (call) => dottedName(lockNamed(call, 'release') as Expression),
    );
    const items = nodesOf(source.module, 'withitem').filter((item) => functionAround(item) === fn);
    const graph = flow.graphOf(fn ?? source.module);
    const paths = new Map(
      [...new Set([...taken.keys(), ...released.keys()])].map((text) => {
        const entered = items.filter(({ context_expr: lock }) => dottedName(lock) === text);
        return [
          text,
          new LockPaths(graph, taken.get(text) ?? [], released.get(text) ?? [], entered, this.#model),
        ] as const;
      }),
    );
    this.#paths.set(fn, paths);
    return paths;
  }

  /** Locks held whenever a function's body runs: by its decorators, or because every call of it holds them. */
  #heldAround(fn: FunctionDef | AsyncFunctionDef): readonly HeldLock[] {
    const known = this.#byFunction.get(fn);
    if (known !== undefined) return known;
    const held: HeldLock[] = [];
    for (const decorator of fn.decorator_list) {
      if (isLockDecorator(decorator)) held.push({ kind: 'unknown', lock: decorator, holder: fn });
    }
    held.push(...this.#heldByEveryCaller(fn));
    // What was found on the way to another answer stopped short of the full depth.
    if (this.#visiting.length === 0) this.#byFunction.set(fn, held);
    return held;
  }

  /** To this depth; a function that calls itself adds nothing to what its other callers hold. */
  #heldByEveryCaller(fn: FunctionDef | AsyncFunctionDef): readonly HeldLock[] {
    if (this.#visiting.length === CALLER_DEPTH) return [];
    const calls = callsOfPrivate(this.#model, fn);
    if (calls === undefined) return [];
    this.#visiting.push(fn);
    try {
      return this.#heldAtAll(calls);
    } finally {
      this.#visiting.pop();
    }
  }

  #heldAtAll(calls: readonly Call[]): readonly HeldLock[] {
    let common: readonly HeldLock[] | undefined;
    for (const call of calls) {
      const caller = functionAround(call);
      if (caller !== undefined && this.#visiting.includes(caller)) continue;
      const held = this.heldAt(call);
      common = common === undefined ? held : common.filter((lock) => held.some((other) => isSameLock(lock, other)));
      if (common.length === 0) return [];
    }
    return common ?? [];
  }
}

/** Private functions that call each other further than this are rarely all within one lock. */
const CALLER_DEPTH = 3;

const METHODS = ['acquire', 'release'] as const;
type LockPathsByText = ReadonlyMap<string | undefined, LockPaths>;

/** It was taken once more within a `with` of the lock, which ends before the node. */
const isGivenBackBetween = (lock: Expression, holder: Node, node: Node): boolean =>
  [...ancestors(holder)].some(
    (each) =>
      (each.kind === 'With' || each.kind === 'AsyncWith') &&
      !isWithin(node, each) &&
      each.items.some(({ context_expr: other }) => dottedName(other) === dottedName(lock)),
  );

function isSameLock(one: HeldLock, other: HeldLock): boolean {
  const text = dottedName(one.lock);
  return text !== undefined && text === dottedName(other.lock);
}
