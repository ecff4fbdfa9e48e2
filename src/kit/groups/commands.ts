/** Commands of shells, CI and tools, and the options that programs declare. */
export { CHECK_TOOLS, type CheckTool } from '../../knowledge/check-tools.ts';
export { DEBUG_TOOLS, PROGRAMS_OF_TOOLS } from '../../knowledge/debug-tools.ts';
export { TOOL_COMMANDS, type ToolCommand } from '../../knowledge/tool-options.ts';
export type * from '../../semantics/nox.ts';
export { argparseOptions, clickOptions, type DeclaredOption, typerOptions } from '../command-lines/command-line.ts';
export type { CommandOption, DeclaredCommands } from '../command-lines/command-option.ts';
export { commandWords } from '../command-lines/command-words.ts';
export { clickCommands, fireCommands, isInCommandLine, typerCommands } from '../command-lines/decorated-commands.ts';
export { plainCommandOf, unreadCommandOptions } from '../command-lines/django-options.ts';
export { type ScriptRun, scriptNamed, scriptRun } from '../command-lines/script-runs.ts';
export { pipArguments } from '../command-lines/shell-commands.ts';
