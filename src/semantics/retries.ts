import type { AsyncFor, Call, ExceptHandler, Expression, For, Node, Stmt, Try, TryStar, While } from '../ast/index.ts';

/** How a delay is made, as far as the file shows. */
export interface DelayComputation {
  /** What makes it grow exponentially: `base * 2 ** attempt`, `1 << attempt`, `delay *= 2`. */
  readonly growth: Node | undefined;
  /** What makes it differ between clients: `random.*`, `secrets.*`, something called jitter. */
  readonly randomness: Node | undefined;
  /** Every part of it is seen; otherwise something unknown may add to it. */
  readonly isWhole: boolean;
}

/** A pause before the next attempt. */
export interface Delay {
  readonly call: Call;
  /** How long; undefined where the call does not say. */
  readonly amount: Expression | undefined;
  readonly computation: DelayComputation;
}

/** One handler that goes round again with nothing changed. */
export interface RetryPath {
  readonly handler: ExceptHandler;
  /** Pauses on the way from the handler to the next attempt, the one at the head of the loop included. */
  readonly delays: readonly Delay[];
  /** Calls of the handler that do something: not logging, pausing, computing or tidying up. They may fix what failed. */
  readonly work: readonly Call[];
  /** It sets a flag that it tests: the second failure takes another way. */
  readonly isOnce: boolean;
}

/** A loop that does one thing again until it succeeds. A loop over alternatives (mirrors, encodings) is none. */
export interface Retry {
  readonly loop: For | AsyncFor | While;
  /** What says that an attempt failed: an exception, or the answer (`if response.ok: return`, else sleep). */
  readonly by: 'exception' | 'result';
  /** `for attempt in range(n)` and `while attempt < n`, `while True`, or a condition that an attempt makes true. */
  readonly limit: 'counted' | 'endless' | 'condition';
  /** The number of attempts where it is known. */
  readonly attempts: number | undefined;
  /** The `try` whose body is an attempt; undefined for retries by result. */
  readonly attempt: Try | TryStar | undefined;
  /** The statements that are done again. */
  readonly attempted: readonly Stmt[];
  /** Empty for retries by result. */
  readonly retryPaths: readonly RetryPath[];
  /** All pauses between attempts. */
  readonly delays: readonly Delay[];
  /** Calls of the attempt that reach another machine, themselves or within two calls. */
  readonly remoteCalls: readonly Call[];
  /** Exceptions among those that go round which only a connection raises: the author says that the attempt has one. */
  readonly remoteExceptions: readonly string[];
}

/** Loops that retry, and what lies on the path back. */
export interface Retries {
  /** All of the file, in source order. */
  readonly all: readonly Retry[];
  /** Pauses below these nodes, nested functions left out: sleeps, waits, and functions of this file that do so within two calls. */
  pausesWithin(nodes: readonly Node[]): readonly Delay[];
}
