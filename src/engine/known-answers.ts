import type { Discovery, FileTree } from '../discover/index.ts';
import type { FileReport } from './file-report.ts';
import type { ScanReport } from './scan-report.ts';

/** What earlier scans of the same rules and options concluded. */
export interface KnownAnswers {
  /** The report of a scan that found the same files with the same contents; undefined where there is none. */
  find(discovery: Discovery, tree: FileTree): ScanReport | undefined;
  keep(concluded: ConcludedScan): void;
}

export interface ConcludedScan {
  readonly discovery: Discovery;
  readonly tree: FileTree;
  readonly discoveryAnswers: DiscoveryAnswers;
  readonly reports: readonly FileReport[];
  readonly report: ScanReport;
}

/** Answers of discovery that a conclusion took into account: they may change though every file stays as it is. */
export interface DiscoveryAnswers {
  readonly isGitIgnored: ReadonlyMap<string, boolean>;
  readonly isKept: ReadonlyMap<string, boolean>;
  readonly isRequested: ReadonlyMap<string, boolean>;
}

/** So much is asked of a monorepo of hundreds of packages. Of more the answers alone would fill the memory. */
const MAX_ANSWERS = 500_000;

/** The discovery that takes down what it is asked; `asked` gives nothing once that was too much to be kept. */
export function takingDown(
  discovery: Discovery,
  most = MAX_ANSWERS,
): { readonly discovery: Discovery; discoveryAnswers(): DiscoveryAnswers | undefined } {
  const discoveryAnswers = {
    isGitIgnored: new Map<string, boolean>(),
    isKept: new Map<string, boolean>(),
    isRequested: new Map<string, boolean>(),
  };
  let isTooMuch = false;
  const through = (answers: Map<string, boolean>, query: (path: string) => boolean) => (path: string) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = query(path);
    if (isTooMuch) return answer;
    answers.set(path, answer);
    if (answers.size > most) {
      isTooMuch = true;
      for (const each of Object.values(discoveryAnswers)) each.clear();
    }
    return answer;
  };
  return {
    discoveryAnswers: () => (isTooMuch ? undefined : discoveryAnswers),
    discovery: {
      ...discovery,
      isGitIgnored: through(discoveryAnswers.isGitIgnored, discovery.isGitIgnored),
      isKept: through(discoveryAnswers.isKept, discovery.isKept),
      isRequested: through(discoveryAnswers.isRequested, discovery.isRequested),
    },
  };
}
