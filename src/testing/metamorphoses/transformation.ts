import type { Offset, PythonFile, Rewriting } from './rewriting.ts';

/** A fixture as a transformation sees it. */
export interface Subject {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Its Python files that could be read whole, in the order of their paths. */
  readonly python: readonly PythonFile[];
  /** Nothing is told of it, and nothing may be. */
  readonly isClean: boolean;
  /** Where findings and look-alikes stand; in a clean fixture that marks none, undefined: everywhere. */
  readonly sites: readonly Offset[] | undefined;
}

/** How CPython shows that the changed program is the old one in kind: `same_program.py` has one function for each. */
export type Sameness =
  | 'names'
  | 'documentation'
  | 'planted'
  | 'annotations'
  | 'imports'
  | 'wrapped'
  | 'carried'
  | 'moved'
  | 'exchanged'
  | 'jobs'
  | 'parsed';

/** A change of a program after which a finding has to be where it stood. */
export interface Transformation {
  readonly name: string;
  /** What is done, in a clause. */
  readonly what: string;
  /** True where it brings a guess that may hold a finding back: there it has to survive in the strict profile only. */
  readonly isGuess?: true;
  readonly sameness: Sameness;
  /** Writes the change; nothing where there is nothing to change. */
  apply(subject: Subject, rewriting: Rewriting): void;
}
