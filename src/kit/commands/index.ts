/** Commands of shells, CI and tools, and the options that programs declare. */
export { argparseOptions, clickOptions, type DeclaredOption, typerOptions } from './command-line.ts';
export type { CommandOption, DeclaredCommands } from './command-option.ts';
export { clickCommands, fireCommands, isInCommandLine, typerCommands } from './decorated-commands.ts';
export { plainCommandOf, unreadCommandOptions } from './django-options.ts';
export { scriptNamed, scriptRun } from './script-runs.ts';
