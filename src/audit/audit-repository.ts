import { resolve } from 'node:path';
import { parseSelector, type Selector, unknownSelector } from '../config/index.ts';
import { scan } from '../engine/index.ts';
import type { Profile } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import { describeScan } from './describe-scan.ts';
import { configurableRules, prepareScan } from './prepare-scan.ts';

/** What a program may set; everything else comes from the configuration file, as on the command line. */
export interface AuditOptions {
  /** Files and folders under the root, absolute or relative to it; all of it when left out. */
  readonly paths?: readonly string[];
  readonly profile?: Profile;
  /** Rule names, categories or severities, as `--select` takes them. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  /** Globs relative to the root. */
  readonly exclude?: readonly string[];
  /** A configuration file; searched from the root upwards when left out. */
  readonly configuration?: string;
  /** False also scans what `.gitignore` hides. */
  readonly respectsGitIgnore?: boolean;
  /** `YYYY-MM-DD`, for suppressions that expire. */
  readonly today?: string;
  readonly signal?: AbortSignal;
}

/** Scans a repository with the rules given. Throws when a path or the configuration is wrong, and when aborted. */
export async function auditRepository(root: string, rules: readonly RegisteredRule[], options: AuditOptions = {}) {
  const { profile, select, ignore = [], exclude = [], configuration, signal } = options;
  const absolute = resolve(root);
  const selectors = (words: readonly string[]) => words.map((word) => readSelector(word, rules));
  const prepared = prepareScan({
    root: absolute,
    paths: options.paths ?? [],
    rules,
    commandLine: {
      ...(profile !== undefined && { profile }),
      ...(select !== undefined && { select: selectors(select) }),
      ignore: selectors(ignore),
    },
    configurationFile: configuration,
    exclude: [{ base: absolute, patterns: exclude }],
    respectsGitIgnore: options.respectsGitIgnore ?? true,
    today: options.today ?? new Date().toISOString().slice(0, 10),
    showPath: (file) => file,
  });
  const outcome = await scan({ ...prepared.request, ...(signal !== undefined && { signal }) });
  switch (outcome.kind) {
    case 'finished':
      return describeScan(outcome.report, prepared, root);
    case 'interrupted':
      throw new Error(`interrupted after ${outcome.done} of ${outcome.total} files`, { cause: signal?.reason });
    case 'bad-paths':
      throw new Error(`not in the root, or not there: ${[...outcome.outside, ...outcome.missing].join(', ')}`);
  }
}

function readSelector(word: string, rules: readonly RegisteredRule[]): Selector {
  const known = configurableRules(rules);
  const selector = parseSelector(word, known);
  if (selector === undefined) throw new Error(unknownSelector(word, known));
  return selector;
}
