import type { Command } from 'commander';
import { addPluginOption } from './check-options.ts';
import type { McpOptions } from './commands/mcp.ts';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { PluginOptions } from './known-rules.ts';

/** What others start, and speak to on the standard streams. */
export function addServers(
  program: Command,
  io: Io,
  runProgram: (argv: readonly string[], io: Io) => Promise<ExitCode>,
  end: (code: ExitCode) => void,
): void {
  addPluginOption(program.command('lsp'))
    .description('serve an editor: the Language Server Protocol on standard input and output')
    .option('--stdio', 'the same, as editors write it')
    .option('--clientProcessId <pid>', 'end when this process does')
    .action(async (options: PluginOptions) => {
      const { serveLanguage } = await import('./commands/lsp.ts');
      end(await serveLanguage(options, io));
    });
  addPluginOption(program.command('mcp'))
    .description('serve an agent: the Model Context Protocol on standard input and output; tools that only read')
    .option('--root <folder...>', 'folders that may be read, and nothing outside of them (default: .)')
    .action(async (options: McpOptions) => {
      const { serveTools } = await import('./commands/mcp.ts');
      end(await serveTools(options, io, runProgram));
    });
}
