import type { AsyncFunctionDef, Call, Comprehension, For, FunctionDef, Node, Withitem } from '../ast/index.ts';
import type { KnownEffect } from '../knowledge/effects.ts';

/** What a call does to the world, as far as its target is known. `project` is a function of the scanned repository. */
export type Effect = KnownEffect | 'project' | 'unknown';

/** What the calls in a body do. */
export interface Effects {
  /** By qualified name and receiver type first; by a method's name alone only where that name is unmistakable. */
  of(call: Call): Effect;
  /** Effects of all calls below these nodes, nested functions and lambdas left out. A function given alone stands for its body. */
  within(nodes: readonly Node[]): ReadonlySet<Effect>;
  /**
   * Calls below these nodes whose failure is news: they reach network, files or databases, or functions of the project
   * (of this file: those that do so
   * themselves, to depth two; of other modules: methods of objects, and what is awaited). In source order, nested functions left out.
   */
  newsworthy(nodes: readonly Node[]): readonly Call[];
  /** Whether there is any in the body of a function, which is found sooner. */
  hasNews(fn: FunctionDef | AsyncFunctionDef): boolean;
  /** Calls below these nodes that reach another machine, themselves or within two calls in this file. Nested functions left out. */
  remote(nodes: readonly Node[]): readonly Call[];
  /** The way (`ObjectTypes.pathOf`) to what a call calls, where it may lead to code of the project. */
  projectPath(call: Pick<Call, 'func'>): string | undefined;
  /**
   * The path to what a call calls, where its name is one by which clients of services wait and another module may hold the client
   * (or the function that gives it); undefined where this file says what it is.
   */
  clientPath(call: Call): string | undefined;
  /** Whether a call blocks the thread (sleep, sync network, database driver, subprocess, input, future.result): its qualified name, else undefined. */
  blocking(call: Call): string | undefined;
  /** Whether a call keeps its thread busy for long (a model, a whole document or archive, a password's hash): its qualified name, else undefined. */
  longWork(call: Call): string | undefined;
  /** Whether the thread waits where a loop takes from this, or a `with` enters or leaves it: by what, as a name. */
  implicitWait(node: For | Comprehension | Withitem): string | undefined;
  /** Whether the code around runs what a call makes, if that is a generator or a context: a loop takes from it, a `with` enters it. */
  isConsumed(call: Call): boolean;
}
