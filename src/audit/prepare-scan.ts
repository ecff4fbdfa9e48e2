import {
  type CommandLineSettings,
  type ConfigurableRule,
  type Configuration,
  findConfigurationFile,
  RuleResolution,
  readConfiguration,
} from '../config/index.ts';
import type { GlobSet } from '../discover/index.ts';
import { DEFAULT_LIMITS, ENGINE_RULES, type ScanRequest } from '../engine/index.ts';
import type { PluginOrigin } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import { compareText } from '../text/index.ts';

/** What a caller wants scanned, before configuration was looked for. */
export interface ScanWish {
  /** Absolute path of the root. */
  readonly root: string;
  /** Absolute paths to scan; empty means the root. */
  readonly paths: readonly string[];
  readonly rules: readonly RegisteredRule[];
  /** Absolute path of a configuration file; searched from the root upwards when undefined. */
  readonly configurationFile: string | undefined;
  readonly commandLine: CommandLineSettings;
  /** Besides those of the configuration. */
  readonly exclude: readonly GlobSet[];
  readonly respectsGitIgnore: boolean;
  /** `YYYY-MM-DD`, for suppressions that expire. */
  readonly today: string;
  /** How messages name a file. */
  readonly showPath: (file: string) => string;
}

/** A scan ready to run, with the configuration that it follows. */
export interface PreparedScan {
  readonly request: ScanRequest;
  readonly configuration: Configuration | undefined;
  readonly resolution: RuleResolution;
}

/** Finds and reads the configuration and merges it with the wish. Throws `ConfigurationError`. */
export function prepareScan(wish: ScanWish): PreparedScan {
  const rules = configurableRules(wish.rules);
  const file = wish.configurationFile ?? findConfigurationFile(wish.root, wish.showPath);
  const configuration = file === undefined ? undefined : readConfiguration(file, wish.showPath(file), rules);
  const resolution = new RuleResolution(wish.root, rules, configuration, wish.commandLine);
  const configured =
    configuration === undefined ? [] : [{ base: configuration.folder, patterns: configuration.exclude }];
  const request: ScanRequest = {
    root: wish.root,
    paths: wish.paths,
    exclude: [...configured, ...wish.exclude].filter(({ patterns }) => patterns.length > 0),
    respectsGitIgnore: wish.respectsGitIgnore,
    rules: wish.rules,
    options: {
      optionsFor: (path) => resolution.optionsFor(path),
      project: resolution.project,
      today: wish.today,
      limits: DEFAULT_LIMITS,
    },
  };
  return { request, configuration, resolution };
}

/** Everything that can be configured: the registry and the engine's own rules, sorted by name. */
export function configurableRules(registered: readonly RegisteredRule[]): ConfigurableRule[] {
  const rules = registered.map(({ name, category, rule, firstSight, plugin }) => ({
    name,
    category,
    docs: rule.docs,
    options: rule.options,
    ...(firstSight !== undefined && { firstSight }),
    ...(plugin !== undefined && { plugin: originOf(plugin) }),
  }));
  return [...rules, ...ENGINE_RULES].sort((a, b) => compareText(a.name, b.name));
}

/** What is told of a plug-in: where it lies is the affair of this machine. */
function originOf({ name, version }: PluginOrigin): PluginOrigin {
  return { name, ...(version !== undefined && { version }) };
}
