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
    .description('run a language server (LSP) on standard input and output')
    .option('--stdio', 'accepted for editors that pass it; has no effect')
    .option('--clientProcessId <pid>', 'exit when this process exits')
    .action(async (options: PluginOptions) => {
      const { serveLanguage } = await import('./commands/lsp.ts');
      end(await serveLanguage(options, io));
    });
  addPluginOption(program.command('mcp'))
    .description('run an MCP server with read-only tools on standard input and output')
    .option('--root <folder...>', 'folders that tools may read; nothing outside is read (default: .)')
    .action(async (options: McpOptions) => {
      const { serveTools } = await import('./commands/mcp.ts');
      end(await serveTools(options, io, runProgram));
    });
}
