/** Options that programs declare, and commands that run their scripts. */
export { argparseOptions, clickOptions, type DeclaredOption, typerOptions } from './command-line.ts';
export type { CommandOption, DeclaredCommands } from './command-option.ts';
export { clickCommands, fireCommands, isInCommandLine, typerCommands } from './decorated-commands.ts';
export { plainCommandOf, unreadCommandOptions } from './django-options.ts';
export { scriptNamed, scriptRun } from './script-runs.ts';
