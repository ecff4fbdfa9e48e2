import type { MappedText, Span } from '../../text/index.ts';

/** Shell as far as it stands in containers, workflows, pipelines and documents: the commands, in the order of the text. */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** What could not be parsed; the commands before it were. */
  readonly problem: string | undefined;
}

/** One simple command: `NAME=value program arg >file`. */
export interface ShellCommand {
  /** Program and arguments, without assignments and redirections; never empty. */
  readonly words: readonly ShellWord[];
  /** Assignments before it, which hold for this command alone. */
  readonly environment: readonly ShellAssignment[];
  readonly redirections: readonly ShellRedirection[];
  readonly span: Span;
  /** The folder that it runs in, from where the script starts, by the `cd`s before it; undefined where they cannot be followed. */
  readonly folder: string | undefined;
  /** What hides its failure from whoever runs the script. */
  readonly failureHiddenBy: FailureHiding | undefined;
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
  readonly value: ShellWord | undefined;
}

export interface ShellRedirection {
  readonly operator: string;
  readonly target: ShellWord | undefined;
}

export interface FailureHiding {
  /** `|| true` and its like, `; exit 0` at the end, `set +e`, a pipe whose first part it is without `pipefail`. */
  readonly kind: 'or-true' | 'exit-zero' | 'set-plus-e' | 'pipe';
  readonly span: Span;
}

/** Where the text came from; that decides what a shell would make of it. */
export interface ShellDialect {
  /** The first failing command ends the script (`sh -e`, a workflow's default shell). */
  readonly stopsAtFailure: boolean;
  readonly hasPipefail: boolean;
}

export type ReadShell = (text: MappedText, dialect?: ShellDialect) => ShellScript;
