import type { LoadedPlugin, RegisteredRule } from '../kit/index.ts';
import type { PluginPlace } from './find-plugin.ts';
import { PluginError } from './plugin-error.ts';
import { readPlugin } from './read-plugin.ts';
import { useRunningKit } from './running-kit.ts';

/** A module that waits for something that never comes would keep everybody waiting. */
const PATIENCE_MILLISECONDS = 10_000;

/** Our rules and those of plug-ins, which are run for it. Throws `PluginError` for the first that cannot be used. */
export async function withPlugins(
  rules: readonly RegisteredRule[],
  places: readonly Pick<PluginPlace, 'shownAs' | 'entry' | 'version' | 'digest'>[],
): Promise<readonly RegisteredRule[]> {
  let all = rules;
  for (const place of places) {
    const plugin = readPlugin(await importPlugin(place), place.shownAs, all);
    const loaded: LoadedPlugin = {
      name: plugin.name,
      ...(place.version !== undefined && { version: place.version }),
      entry: place.entry,
      digest: place.digest,
    };
    all = [...all, ...plugin.rules.map((rule) => ({ ...rule, category: plugin.name, plugin: loaded }))];
  }
  return all;
}

async function importPlugin({ shownAs, entry }: Pick<PluginPlace, 'shownAs' | 'entry'>): Promise<unknown> {
  useRunningKit();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = PATIENCE_MILLISECONDS / 1000;
    const failure = new PluginError(`the plug-in \`${shownAs}\` did not load within ${seconds} seconds`);
    timer = setTimeout(() => reject(failure), PATIENCE_MILLISECONDS);
  });
  try {
    const module: Readonly<Record<string, unknown>> = await Promise.race([import(entry), late]);
    return module.default;
  } catch (error) {
    if (error instanceof PluginError) throw error;
    throw new PluginError(`the plug-in \`${shownAs}\` cannot be loaded: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** In one line: what Node says of a module that does not parse has many. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return message.split('\n', 1)[0] ?? message;
}
