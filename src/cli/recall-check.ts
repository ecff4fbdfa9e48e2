import type { ScanCache } from '../cache/index.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { type FolderSettings, thresholdOf } from '../config/folder-settings.ts';
import { KnownSettings } from '../config/known-settings.ts';
import { discover, type FileTree, type GlobSet, ListedTree, settingsIn } from '../discover/index.ts';
import { DEFAULT_LIMITS } from '../engine/scan-options.ts';
import type { RuleDescription } from '../findings/index.ts';
import type { CheckOptions } from './check-options.ts';
import type { ConcludedCheck } from './commands/check.ts';
import type { Io } from './io.ts';
import { findPlugins, namesPlugins } from './known-rules.ts';
import { cacheReporter, openCache, placeCache, saveCache } from './open-cache.ts';
import { findInputs, type ScanInputs } from './scan-inputs.ts';
import { showPath } from './scan-root.ts';
import { UsageError } from './usage-error.ts';

/** What a command line came to mean when it was understood. Plain JSON. */
export interface CheckPlan {
  readonly exclude: readonly GlobSet[];
  readonly respectsGitIgnore: boolean;
  /** Empty where the cache lies elsewhere. */
  readonly leftOut: string;
  /** Of the configuration that was named, or of those in the folders. */
  readonly settings: readonly FolderSettings[];
  readonly isNamed: boolean;
  readonly enabled: readonly string[];
  /** Those that may be in its report. */
  readonly rules: readonly RuleDescription[];
}

/** What an earlier run answered, or what was looked at in vain: anyone who goes the whole way looks no second time. */
export interface Recall {
  readonly known?: ConcludedCheck;
  readonly looked?: LookedAt;
}

export interface LookedAt {
  /** Of the inputs of the scan. */
  readonly digest: string;
  /** Where the cache lies. */
  readonly folder: string;
  readonly cache: ScanCache;
  readonly tree: FileTree;
}

/**
 * The answer of an earlier run of the same command line, where nothing has changed: neither rules nor parser are loaded for
 * it. Nothing is known where there is none, and where anything is wrong, which the full lookup then reports.
 */
export async function recallCheck(paths: readonly string[], options: CheckOptions, io: Io): Promise<Recall> {
  try {
    const inputs = findInputs(paths, options, await findPlugins(options, io), io);
    // Which plug-ins a repository names is reported on the whole way.
    if (options.config === undefined && namesPlugins(inputs.root, io)) return {};
    // Where a configuration names another folder, no plan of it lies here.
    const place = placeCache(inputs, options, undefined, io);
    const cache = place && openCache(place, inputs, io, () => undefined);
    const plan = cache?.plan<CheckPlan>(inputs.digest);
    if (place === undefined || cache === undefined || plan === undefined) return {};
    const tree = new ListedTree(inputs.root);
    const answer = await answerOf(inputs, plan, cache, tree, io);
    if (answer === undefined) return { looked: { digest: inputs.digest, folder: place.folder, cache, tree } };
    return { known: { ...answer, finish: () => saveCache(cache, place, cacheReporter(options, io)) } };
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigurationError) return {};
    if (error instanceof Error && 'code' in error) return {};
    throw error;
  }
}

async function answerOf(
  { root, paths }: ScanInputs,
  plan: CheckPlan,
  cache: ScanCache,
  tree: FileTree,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<Omit<ConcludedCheck, 'finish'> | undefined> {
  const { exclude, respectsGitIgnore, leftOut } = plan;
  const known = new KnownSettings(root, plan.settings, plan.isNamed, (path) => showPath(path, cwd));
  const discovery = await discover({
    root,
    paths,
    exclude,
    respectsGitIgnore,
    settings: settingsIn(root, known.chains, () => known.digest),
    tree,
    ...(leftOut !== '' && { leftOut }),
  });
  if (discovery.missing.length + discovery.outside.length > 0) return undefined;
  const report = cache.answers.find(discovery, tree);
  if (report === undefined) return undefined;
  const found = new Set(
    [...report.findings, ...report.suppressed.map(({ finding }) => finding)].map(({ rule }) => rule),
  );
  const enabled = new Set(plan.enabled);
  const rules = plan.rules.filter(({ name }) => enabled.has(name) || found.has(name));
  return {
    report,
    threshold: thresholdOf((path) => known.at(path)),
    scan: { root, isWhole: paths.length === 0, tree, stdin: undefined, limits: DEFAULT_LIMITS, rules },
  };
}
