import type { ExceptHandler, Expression, Name } from '../ast/index.ts';

/** What is raised: an error (a subclass of `Exception`), or what `except Exception` lets pass: `SystemExit`, a cancelled task. */
export type Raised = 'error' | 'departure';

/** Whether an exception ends there. */
export type Catches = 'always' | 'maybe' | 'never';

/** What a graph has to know of names and other functions. */
export interface Oracle {
  /** A call that raises or ends the process whenever it runs. */
  neverReturns(expression: Expression): boolean;
  /** Whether a context manager keeps an exception from leaving its `with`. */
  swallows(manager: Expression, raised: Raised): Catches;
  /** `exception` is what a `raise` statement raises, where one does. */
  catches(handler: ExceptHandler, raised: Raised, exception: Expression | undefined): Catches;
  /** The sort of what a `raise` statement raises; undefined stands for what is being handled. */
  raisedBy(exception: Expression | undefined): readonly Raised[];
  /** A name that may hold nothing, because no statement of the function binds it. */
  isMissing(name: Name): boolean;
  /** An iterable that never ends. */
  isInfinite(iterable: Expression): boolean;
}
