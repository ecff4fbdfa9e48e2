/** Shell commands, wherever they stand. */
export { MAX_SCRIPT, readExec, readShell } from './read-shell.ts';
export type {
  FailureHiding,
  ShellAssignment,
  ShellCommand,
  ShellDialect,
  ShellRedirection,
  ShellScript,
  ShellWord,
} from './shell-script.ts';
