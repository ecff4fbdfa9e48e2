import { join } from 'node:path';
import { retiredSentence } from '../findings/index.ts';
import { leadsOut, relativePath } from '../text/index.ts';
import type { Configuration, Origin, Override, Selector, Setting } from './configuration.ts';
import type { PathLayer, RuleResolution } from './effective-rules.ts';
import { compileGlobs } from './globs.ts';
import { pluginsNamed } from './plugins-named.ts';

/** Something that a configuration says and that makes no difference. */
export interface UnusedSetting {
  /** Relative to the root. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/**
 * What the configurations at or below the root say in vain of a whole scan. `scanned` are the files that it read, `all` those that exist.
 * What a file extends is not looked at: it is written for others as well.
 */
export function findUnusedSettings(
  resolution: RuleResolution,
  scanned: Iterable<string>,
  all: Iterable<string>,
): UnusedSetting[] {
  return new UnusedSettings(resolution, [...scanned], [...all]).find();
}

class UnusedSettings {
  /** Each way in which settings meet on a file, once. */
  readonly #globLayers: readonly (readonly PathLayer[])[];
  readonly #enabled = new Map<readonly PathLayer[], string>();

  constructor(
    readonly resolution: RuleResolution,
    scanned: readonly string[],
    readonly all: readonly string[],
  ) {
    const globLayers = new Map<string, readonly PathLayer[]>();
    for (const path of scanned) {
      const layers = resolution.layersOf(path);
      const key = layers.map(({ configuration, overrides }) =>
        [configuration.file, configuration.folder, ...overrides.map(({ origin }) => origin)].join('\0'),
      );
      globLayers.set(key.join('\n'), layers);
    }
    this.#globLayers = [...globLayers.values()];
  }

  find(): UnusedSetting[] {
    const { chains, root, found } = this.resolution.configurations;
    const own = found.filter(({ folder }) => !leadsOut(relativePath(root, folder)));
    return own.flatMap((configuration) => {
      const globs = new Set(chains?.unusedGlobs(configuration));
      return [
        ...configuration.exclude
          .filter(({ value }) => globs.has(value))
          .map(({ value, origin }) =>
            unusedAt(configuration, origin, `\`exclude\`: \`${value}\` matches no scanned file`),
          ),
        ...configuration.retired.map(({ value, origin }) =>
          unusedAt(configuration, origin, retiredSentence(value) ?? value),
        ),
        ...this.#ofRules(configuration),
        ...configuration.overrides.flatMap((override) => this.#ofOverride(configuration, override)),
        ...pluginsBelow(root, configuration),
      ].map(({ path, ...rest }) => ({ path: relativePath(root, path), ...rest }));
    });
  }

  #ofRules(configuration: Configuration): UnusedSetting[] {
    const entries = (key: 'select' | 'ignore') =>
      (configuration[key] ?? []).filter((entry) =>
        this.#isUnused(key, (layer) =>
          layer.configuration === configuration
            ? { ...layer, configuration: { ...configuration, [key]: without(configuration[key], entry) } }
            : layer,
        ),
      );
    return (['select', 'ignore'] as const).flatMap((key) =>
      entries(key).map((entry) => unusedAt(configuration, entry.origin, vain(key, entry))),
    );
  }

  #ofOverride(configuration: Configuration, override: Override): UnusedSetting[] {
    const unfitting = override.paths.filter((glob) => !this.#fits(configuration, glob));
    const issues = unfitting.map((glob) =>
      unusedAt(configuration, override.origin, `\`[[overrides]]\`: \`${glob}\` matches no path`),
    );
    if (unfitting.length === override.paths.length) return issues;
    const entries = (key: 'select' | 'ignore' | 'enable') =>
      (override[key] ?? []).filter((entry) =>
        this.#isUnused(key, (layer) => ({
          ...layer,
          overrides: layer.overrides.map((each) =>
            each === override ? { ...override, [key]: without(override[key], entry) } : each,
          ),
        })),
      );
    const rules = (['select', 'ignore', 'enable'] as const).flatMap((key) =>
      entries(key).map((entry) => unusedAt(configuration, entry.origin, vain(key, entry))),
    );
    return [...issues, ...rules];
  }

  #fits({ folder }: Configuration, glob: string): boolean {
    const matches = compileGlobs(folder, [glob]);
    return this.all.some((path) => matches(join(this.resolution.root, path)));
  }

  /** Whether the same rules run everywhere without an entry. One that ignores may be there for those who scan with all rules. */
  #isUnused(key: 'select' | 'ignore' | 'enable', remove: (layer: PathLayer) => PathLayer): boolean {
    return this.#globLayers.every((layers) => {
      const changed = layers.map(remove);
      const isSame = this.#enabledOf(layers) === this.resolution.enabledIn(changed);
      if (!isSame || key !== 'ignore') return isSame;
      return this.resolution.enabledIn(layers, 'strict') === this.resolution.enabledIn(changed, 'strict');
    });
  }

  #enabledOf(layers: readonly PathLayer[]): string {
    const known = this.#enabled.get(layers) ?? this.resolution.enabledIn(layers);
    this.#enabled.set(layers, known);
    return known;
  }
}

/** Those of the root, and of what is above it, are told before a scan. */
function pluginsBelow(root: string, { file, folder, text }: Configuration): UnusedSetting[] {
  const { words, line } = pluginsNamed(text, file);
  if (words.length === 0 || folder === root) return [];
  return [
    { path: file, line, message: '`plugins`: ignored, a repository cannot load plug-ins; pass `--plugin` yourself' },
  ];
}

function without(entries: readonly Setting<Selector>[] | undefined, entry: Setting<Selector>): Setting<Selector>[] {
  return (entries ?? []).filter((each) => each !== entry);
}

function vain(key: 'select' | 'ignore' | 'enable', { value }: Setting<Selector>): string {
  const why = {
    select: 'selects nothing that is not already selected',
    ignore: 'excludes nothing',
    enable: 'adds nothing',
  }[key];
  return `\`${key}\`: \`${value.name}\` ${why}`;
}

function unusedAt({ file }: Configuration, origin: Origin, message: string): UnusedSetting {
  return { path: file, line: Number(origin.slice(origin.lastIndexOf(':') + 1)), message };
}
