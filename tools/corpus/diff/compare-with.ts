import type { Finding } from '../../../src/findings/index.ts';
import type { RegisteredRule } from '../../../src/kit/index.ts';
import { findRuleFiles } from '../../generate/rule-files.ts';
import { untilInterrupted } from '../../git/revision-tree.ts';
import type { Folder } from '../folder.ts';
import { Sources, scanFolder } from '../scan-folder.ts';
import { type BuiltRevision, withBuiltRevision } from './built-revision.ts';
import { compareFindings, type Difference } from './compare-findings.ts';
import { differenceLines, differencesTable } from './print-differences.ts';

/** What is compared with what. */
export interface Comparison {
  /** The folder of the project, a git work tree. */
  readonly project: string;
  readonly revision: string;
  readonly folders: readonly Folder[];
  /** Those of today. */
  readonly rules: readonly RegisteredRule[];
  /** Whether all rules are compared: then those that are gone today are too. */
  readonly isWhole: boolean;
  readonly today: string;
}

/** Prints what the rules of today add and remove against those of a revision, folder by folder, and counts at the end. */
export async function compareWith(comparison: Comparison, print: (text: string) => void): Promise<void> {
  const { project, revision, folders, rules, today } = comparison;
  await untilInterrupted((signal) =>
    withBuiltRevision(project, revision, signal, async (built) => {
      const differences: Difference[] = [];
      const names = comparedNames(comparison, built);
      for (const folder of folders) {
        const before = await scanBefore(built, folder, names, today, signal);
        const { findings } = await scanFolder(folder, rules, today, signal);
        const own = compareFindings(
          before,
          findings.map(({ finding }) => finding),
        );
        printFolder(folder, own, print);
        differences.push(...own);
      }
      print(differences.length === 0 ? 'no difference' : differencesTable(differences));
    }),
  );
}

/** The rules of the revision that are compared; those of the engine, which check comments, are not. */
function comparedNames({ rules, isWhole }: Comparison, { root }: BuiltRevision): string[] {
  const names = findRuleFiles(root).map(({ name }) => name);
  return names.filter((name) => isWhole || rules.some((rule) => rule.name === name));
}

async function scanBefore(
  { scanRepository, configurationFile }: BuiltRevision,
  { path, exclude = [] }: Folder,
  names: readonly string[],
  today: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (names.length === 0) return [];
  const options = { configurationFile, exclude, today, signal, respectsGitIgnore: false } as const;
  const { findings } = await scanRepository(path, { ...options, profile: 'strict', select: names });
  const compared = new Set(names);
  return findings.filter(({ rule }) => compared.has(rule));
}

function printFolder(folder: Folder, differences: readonly Difference[], print: (text: string) => void): void {
  const { package: name, version, path } = folder;
  if (differences.length === 0) return;
  const sources = new Sources(path);
  const lines = differences.flatMap((difference) => differenceLines(difference, sources));
  print([`${name} ${version}: ${differences.length} differences`, ...lines, ''].join('\n'));
}
