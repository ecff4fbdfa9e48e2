import { resolve } from 'node:path';
import { rules as ownRules } from '../../rules/index.ts';
import { configurableRules, prepareScan, reportedOnce } from '../audit/index.ts';
import { type ConfigurableRule, parseSelector, type Selector, unknownSelector } from '../config/index.ts';
import { scan } from '../engine/index.ts';
import type { ScanReport } from '../engine/scan-report.ts';
import type { Profile } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import { findPlugin } from '../plugins/find-plugin.ts';
import { withPlugins } from '../plugins/load-plugins.ts';

/** What may be said of a scan; everything left out comes from the repository's configuration. */
export interface ScanRepositoryOptions {
  /** Files and folders to scan, absolute or relative to the root; all of it when empty. */
  readonly paths?: readonly string[];
  /** Searched from the root upwards when undefined. */
  readonly configurationFile?: string;
  readonly profile?: Profile;
  /** Packages of rules, installed beside auditlint or as paths from the root. They are run; the `plugins` of a configuration are not. */
  readonly plugins?: readonly string[];
  /** Run only these rules, categories or severities. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  /** Globs relative to the root. */
  readonly exclude?: readonly string[];
  /** Whether git's ignore rules hide files; true unless given. */
  readonly respectsGitIgnore?: boolean;
  /** `YYYY-MM-DD`, on which suppressions have expired or not; the current day unless given. */
  readonly today?: string;
  readonly signal?: AbortSignal;
}

/**
 * Scans a repository with every rule that its configuration enables. Nothing in it is run or changed. Throws an Error
 * with one sentence for a wrong option, path or configuration, and when `signal` is aborted.
 */
export async function scanRepository(root: string, options: ScanRepositoryOptions = {}): Promise<ScanReport> {
  const { signal, plugins = [] } = options;
  const rules = await withPlugins(
    ownRules,
    plugins.map((plugin) => findPlugin(plugin, resolve(root))),
  );
  const { request } = prepareScan(toWish(resolve(root), rules, options));
  const outcome = await scan({ ...request, ...(signal !== undefined && { signal }) });
  switch (outcome.kind) {
    case 'finished':
      return reportedOnce(outcome.report);
    case 'interrupted':
      throw new Error(`the scan was interrupted after ${outcome.done} of ${outcome.total} files`);
    case 'no-parser':
      throw new Error(outcome.reason);
    case 'bad-paths':
      throw new Error(`not in ${root}: ${[...outcome.missing, ...outcome.outside].join(', ')}`);
  }
}

function toWish(
  root: string,
  rules: readonly RegisteredRule[],
  options: ScanRepositoryOptions,
): Parameters<typeof prepareScan>[0] {
  const { configurationFile, profile, select, ignore = [] } = options;
  const configurable = configurableRules(rules);
  return {
    root,
    paths: (options.paths ?? []).map((path) => resolve(root, path)),
    rules,
    configurationFile: configurationFile === undefined ? undefined : resolve(root, configurationFile),
    commandLine: {
      ...(profile !== undefined && { profile }),
      ...(select !== undefined && { select: readSelectors(select, configurable) }),
      ignore: readSelectors(ignore, configurable),
    },
    exclude: [{ base: root, patterns: options.exclude ?? [] }],
    respectsGitIgnore: options.respectsGitIgnore ?? true,
    today: options.today ?? new Date().toISOString().slice(0, 10),
    showPath: (file) => file,
  };
}

function readSelectors(words: readonly string[], configurable: readonly ConfigurableRule[]): Selector[] {
  return words.map((word) => {
    const selector = parseSelector(word, configurable);
    if (selector === undefined) throw new Error(unknownSelector(word, configurable));
    return selector;
  });
}
