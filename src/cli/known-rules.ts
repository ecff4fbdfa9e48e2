import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { configurationFileIn, isCheckout } from '../config/find-configuration.ts';
import { pluginsNamed } from '../config/plugins-named.ts';
import type { RegisteredRule } from '../kit/index.ts';
import type { PluginPlace } from '../plugins/find-plugin.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { findNamedConfiguration } from './named-configuration.ts';
import { Writer } from './output/writer.ts';
import { showPath } from './scan-root.ts';
import { UsageError } from './usage-error.ts';

/** What names plug-ins on a command line. */
export type PluginOptions = Pick<CheckOptions, 'plugin' | 'config' | 'quiet'>;

/**
 * Our rules and those of the plug-ins that the user named, himself or in a configuration that he passed. Of a `root` that is scanned
 * also says which its own configuration names: they are not loaded, because anyone who wrote it may not run code here.
 */
export async function loadRules(
  options: PluginOptions,
  root: string | undefined,
  io: Io,
): Promise<readonly RegisteredRule[]> {
  const places = await findPlugins(options, io);
  if (root !== undefined && options.config === undefined) warnOfIgnored(root, options, io);
  const { rules } = await import('./registry.ts');
  if (places.length === 0) return rules;
  io.divertConsole?.();
  const { withPlugins } = await import('../plugins/load-plugins.ts');
  return saidInUse(() => withPlugins(rules, places));
}

/** The plug-ins that the user named, each once. Nothing of them runs; how they are found is loaded for those who name some. */
export async function findPlugins({ plugin = [], config }: PluginOptions, io: Io): Promise<readonly PluginPlace[]> {
  const words = plugin.map((word) => ({ word, folder: io.cwd }));
  if (config !== undefined) {
    const file = findNamedConfiguration(config, io);
    words.push(...namedIn(file).map((word) => ({ word, folder: dirname(file) })));
  }
  if (words.length === 0) return [];
  const { findPlugin } = await import('../plugins/find-plugin.ts');
  const places = await saidInUse(async () => words.map(({ word, folder }) => findPlugin(word, folder)));
  return [...new Map(places.map((place) => [place.entry, place])).values()];
}

function warnOfIgnored(root: string, { plugin = [], quiet }: PluginOptions, io: Io): void {
  if (quiet === true || warned.has(io)) return;
  for (const file of configurationsOf(root, io)) {
    const ignored = namedIn(file).filter((word) => !plugin.includes(word));
    if (ignored.length === 0) continue;
    warned.add(io);
    const names = ignored.map((word) => `\`${word}\``).join(', ');
    new Writer(io.stderr, io.env).line(
      `auditlint: \`plugins\` of ${showPath(file, io.cwd)} is ignored (${names}): a repository cannot load plug-ins; pass \`--plugin\` or \`--config\` yourself`,
    );
  }
}

/** Whether a configuration that holds for a root names plug-ins. */
export function namesPlugins(root: string, io: Io): boolean {
  return configurationsOf(root, io).some((file) => namedIn(file).length > 0);
}

/** The configurations that may hold for a root: its own, and those above it up to the root of its checkout or of the file system. */
function configurationsOf(root: string, io: Io): string[] {
  const own = configurationFileIn(root, root, (path) => showPath(path, io.cwd));
  const above = dirname(root);
  const others = isCheckout(root) || above === root ? [] : configurationsOf(above, io);
  return [...(own === undefined ? [] : [own.file]), ...others];
}

/** Some commands prepare more than one scan. */
const warned = new WeakSet<Io>();

function namedIn(file: string): readonly string[] {
  try {
    return pluginsNamed(readFileSync(file, 'utf8'), file).words;
  } catch {
    // Anyone who reads the configuration says so.
    return [];
  }
}

/** What is wrong with a plug-in is wrong with the words that named it. */
async function saidInUse<T>(work: () => Promise<T>): Promise<T> {
  const { PluginError } = await import('../plugins/plugin-error.ts');
  return work().catch((error: unknown) => {
    throw error instanceof PluginError ? new UsageError(error.message, { cause: error }) : error;
  });
}
