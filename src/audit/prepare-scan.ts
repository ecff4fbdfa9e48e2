import {
  type CommandLineSettings,
  type ConfigurableRule,
  Configurations,
  findUnusedSettings,
  RuleResolution,
  readConfiguration,
} from '../config/index.ts';
import { type GlobSet, settingsIn } from '../discover/index.ts';
import { DEFAULT_LIMITS, ENGINE_RULES, type ScanLimits, type ScanOptions, type ScanRequest } from '../engine/index.ts';
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
  /** Absolute path of a configuration file that holds for all; those in the folders do when undefined. */
  readonly configurationFile: string | undefined;
  readonly commandLine: CommandLineSettings;
  /** Besides those of the configuration. */
  readonly exclude: readonly GlobSet[];
  readonly respectsGitIgnore: boolean;
  /** `YYYY-MM-DD`, for suppressions that expire. */
  readonly today: string;
  /** What is scanned is content that is elsewhere. */
  readonly isStdin?: boolean;
  /** Milliseconds that a file, or a rule about the project, may take; more than any takes that people wrote unless given. */
  readonly patience?: number | undefined;
  /** How messages name a file. */
  readonly showPath: (file: string) => string;
}

/** A scan ready to run, with the configurations that it follows. */
export interface PreparedScan {
  readonly request: ScanRequest;
  readonly configurations: Configurations;
  readonly resolution: RuleResolution;
}

/** Finds and reads the configuration of the root, and merges it with the wish. Throws `ConfigurationError`. */
export function prepareScan(wish: ScanWish): PreparedScan {
  const rules = configurableRules(wish.rules);
  const { root, showPath, configurationFile: file } = wish;
  const named = file === undefined ? undefined : readConfiguration(file, { showPath, within: undefined }, rules);
  const configurations =
    file === undefined ? Configurations.inFolders(root, showPath, rules) : Configurations.only(root, named);
  const resolution = new RuleResolution(rules, configurations, wish.commandLine);
  const { chains } = configurations;
  // What is wrong with that of the root is said before anything is done.
  chains?.at(root);
  const configured = named === undefined ? [] : [{ base: named.folder, patterns: named.excluded }];
  const request: ScanRequest = {
    root: wish.root,
    paths: wish.paths,
    exclude: [...configured, ...wish.exclude].filter(({ patterns }) => patterns.length > 0),
    respectsGitIgnore: wish.respectsGitIgnore,
    rules: wish.rules,
    settings: settingsIn(root, chains, () => configurations.digest),
    options: new PreparedOptions(resolution, wish),
  };
  return { request, configurations, resolution };
}

/** Options that are found out when they are asked for: configurations of folders are read on the way. */
class PreparedOptions implements ScanOptions {
  readonly limits: ScanLimits;
  readonly today: string;
  readonly unusedSettings: NonNullable<ScanOptions['unusedSettings']> = (scanned, all) =>
    this.isWhole ? findUnusedSettings(this.resolution, scanned, all) : [];
  readonly optionsFor: ScanOptions['optionsFor'] = (path) => this.resolution.optionsFor(path);
  readonly isWhole: boolean;

  constructor(
    readonly resolution: RuleResolution,
    wish: ScanWish,
  ) {
    this.today = wish.today;
    this.limits = limitsOf(wish);
    this.isWhole = isWhole(wish);
  }

  get project(): ScanOptions['project'] {
    return this.resolution.project;
  }
}

const limitsOf = ({ patience }: ScanWish): ScanLimits =>
  patience === undefined
    ? DEFAULT_LIMITS
    : { ...DEFAULT_LIMITS, maxFileMilliseconds: patience, maxProjectMilliseconds: patience };

/** Whether a scan is all that its configurations speak of. */
function isWhole({ paths, isStdin, configurationFile, commandLine }: ScanWish): boolean {
  const { profile, minSeverity, select, ignore = [] } = commandLine;
  const isAsConfigured = [profile, minSeverity, select].every((each) => each === undefined) && ignore.length === 0;
  return isAsConfigured && paths.length === 0 && isStdin !== true && configurationFile === undefined;
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
