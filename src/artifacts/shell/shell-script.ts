import type { Span } from '../../text/index.ts';

/** Shell as far as it is in containers, workflows, pipelines and documents: the commands, in the order of the text. */
export interface ShellScript {
  /** Of a whole file: it asks how a command ended (`$?`, `PIPESTATUS`). */
  readonly readsStatus?: boolean;
  readonly commands: readonly ShellCommand[];
  /** Something in it is no shell that can be parsed; what was understood is there. */
  readonly isBroken: boolean;
  /** It is longer than what is looked at. */
  readonly isTooLong?: true;
}

/** One simple command: `NAME=value program arg >file`. */
export interface ShellCommand {
  /** Program and arguments, without assignments and redirections; never empty. */
  readonly words: readonly ShellWord[];
  /** Assignments before it, which hold for this command alone. */
  readonly environment: readonly ShellAssignment[];
  readonly redirections: readonly ShellRedirection[];
  readonly span: Span;
  /** The folder that it runs in, by the `cd`s before it: relative to where the script starts, or absolute; absent where they cannot be followed. */
  readonly folder?: string;
  /** What hides its failure from anyone who runs the script. */
  readonly failureHiddenBy?: FailureHiding;
  /** It runs only under a condition, in a loop, in a function, or after `||`. */
  readonly isConditional: boolean;
}

/** A word with quotes taken away. */
export interface ShellWord {
  readonly text: string;
  /** It holds an expansion (`$X`, `$(…)`, a glob) that only a shell can fill in; the text has it as written. */
  readonly isDynamic: boolean;
  readonly span: Span;
}

export interface ShellAssignment {
  readonly name: string;
  /** Absent for arrays. */
  readonly value?: ShellWord;
}

export interface ShellRedirection {
  readonly operator: string;
  /** Absent for here-documents. */
  readonly target?: ShellWord;
}

export interface FailureHiding {
  /** `|| true` and its like; `exit 0` at the end of a script that goes on after failures; `set +e`; a pipe without `pipefail`. */
  readonly kind: 'or-true' | 'exit-zero' | 'set-plus-e' | 'pipe';
  readonly span: Span;
  /** Of `|| true` and its like, where that ends which is before the `||`. */
  readonly behind?: number;
}

/** What a shell makes of failures, which anyone who runs the script decides. */
export interface ShellDialect {
  /** The first failing command ends the script: `sh -e`. */
  readonly stopsAtFailure: boolean;
  /** A pipe fails with any of its parts. */
  readonly hasPipefail: boolean;
}
