import { configurableRules, type PreparedScan, prepareScan } from '../../audit/index.ts';
import type { CommandLineSettings } from '../../config/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { planRules } from '../check-plan.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { findNamedConfiguration } from '../named-configuration.ts';
import { planPatience } from '../plan-patience.ts';
import { planStdin } from '../plan-stdin.ts';
import { findScanRoot, showPath } from '../scan-root.ts';

/** From the command line of `check` to a scan that is ready to run. Throws what is wrong as one sentence. */
export async function prepareCheck(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  beside: Pick<CommandLineSettings, 'honour'> = {},
  /** Where they are known already. */
  known?: readonly RegisteredRule[],
): Promise<PreparedScan> {
  const stdinPath = planStdin(paths, options, io);
  const { root, paths: scanned } = stdinPath === undefined ? findScanRoot(paths, io.cwd) : { root: io.cwd, paths: [] };
  const rules = known ?? (await loadRules(options, root, io));
  const commandLine = { ...planRules(options, configurableRules(rules)), ...beside };
  const prepared = prepareScan({
    root,
    paths: scanned,
    rules,
    commandLine,
    configurationFile: options.config === undefined ? undefined : findNamedConfiguration(options.config, io),
    exclude: [{ base: io.cwd, patterns: options.exclude ?? [] }],
    respectsGitIgnore: options.noIgnore !== true,
    isStdin: stdinPath !== undefined,
    patience: planPatience(io),
    today: io.today,
    showPath: (file) => showPath(file, io.cwd),
  });
  if (stdinPath === undefined) return prepared;
  const stdin = { path: stdinPath, bytes: await readAll(io.stdin) };
  return { ...prepared, request: { ...prepared.request, stdin } };
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
