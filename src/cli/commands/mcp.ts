import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AllowedRoots } from '../agents/allowed-roots.ts';
import type { RunProgram } from '../agents/run-tool.ts';
import { type AgentStreams, serveAgent } from '../agents/serve-agent.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { findPlugins, type PluginOptions } from '../known-rules.ts';
import { UsageError } from '../usage-error.ts';

export interface McpOptions extends PluginOptions {
  readonly root?: readonly string[];
}

/** `auditlint mcp`: serves an agent, on the standard streams unless others are given. */
export async function serveTools(
  { root = ['.'], ...named }: McpOptions,
  io: Io,
  runProgram: RunProgram,
  streams: AgentStreams = { input: process.stdin, output: process.stdout },
): Promise<ExitCode> {
  const plugins = (await findPlugins(named, io)).map(({ entry }) => fileURLToPath(entry));
  const roots = new AllowedRoots(root, io.cwd);
  if (streams.input.isTTY) {
    throw new UsageError(
      '`auditlint mcp` must be started by an agent, which uses its standard input; see docs/agents.md',
    );
  }
  const cacheFolder = mkdtempSync(join(tmpdir(), 'auditlint-mcp-'));
  const remove = (): void => rmSync(cacheFolder, { recursive: true, force: true });
  const stopListening = io.onEnd(() => {
    remove();
    process.exit(EXIT.interrupted);
  });
  try {
    await serveAgent({ roots, plugins, cacheFolder, io, runProgram }, streams);
    return EXIT.clean;
  } finally {
    stopListening();
    remove();
  }
}
