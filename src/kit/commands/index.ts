/** Options that programs declare, and commands that run their scripts. */
export { argparseOptions, type DeclaredOption, optionsOfParameters } from './command-line.ts';
export type { CommandOption, DeclaredCommands } from './command-option.ts';
export { decoratedCommands, isInCommandLine } from './decorated-commands.ts';
export { plainCommandOf, unreadCommandOptions } from './django-options.ts';
export { scriptNamed, scriptRun } from './script-runs.ts';
