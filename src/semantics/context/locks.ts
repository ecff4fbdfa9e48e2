/** Which locks are held at a node: `with`, acquire and release in one block, decorators, and callers that all hold one. */
import {
  type AsyncFunctionDef,
  type AsyncWith,
  type Call,
  type FunctionDef,
  identifiersOf,
  isInBlock,
  type Node,
  type With,
} from '../../ast/index.ts';
import type { HeldLock } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { lockChangesBefore } from './acquired.ts';
import { functionAround, functionEntered } from './enclosing.ts';
import { isLockDecorator, lockKindOf, lockText } from './lock-objects.ts';
import { callsOfPrivate } from './private-calls.ts';

/** Answers `locksHeldAt` for one file. */
export class Locks {
  readonly #model: SemanticModel;
  #hasLockCalls: boolean | undefined;
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

  #heldWithinFunction(node: Node): HeldLock[] {
    const held: HeldLock[] = [];
    const released = new Set<string>();
    this.#hasLockCalls ??= LOCK_METHODS.some((name) => identifiersOf(this.#model.source.module).has(name));
    let child = node;
    for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
      if (this.#hasLockCalls) this.#addAcquired(at, child, held, released);
      if ((at.kind === 'With' || at.kind === 'AsyncWith') && isInBlock(at.body, child))
        this.#addWith(at, held, released);
      if (functionEntered(at, child) !== undefined) break;
    }
    return held;
  }

  /** What an inner block releases, no outer one holds. */
  #addAcquired(owner: Node, child: Node, held: HeldLock[], released: Set<string>): void {
    for (const [text, lock] of [...lockChangesBefore(this.#model, owner, child)].reverse()) {
      if (lock === undefined) released.add(text);
      else if (!released.has(text)) held.push(lock);
    }
  }

  #addWith(holder: With | AsyncWith, held: HeldLock[], released: ReadonlySet<string>): void {
    for (const item of holder.items) {
      const lock = item.context_expr;
      const kind = lockKindOf(this.#model, lock, holder.kind === 'AsyncWith');
      if (kind !== undefined && !released.has(lockText(lock) ?? '')) held.push({ kind, lock, holder });
    }
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

/** Files without these are spared the look at statements. */
const LOCK_METHODS = ['acquire', 'release'];

function isSameLock(one: HeldLock, other: HeldLock): boolean {
  const text = lockText(one.lock);
  return text !== undefined && text === lockText(other.lock);
}
