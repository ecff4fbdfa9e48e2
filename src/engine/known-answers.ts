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
  readonly asked: AskedOfDiscovery;
  readonly reports: readonly FileReport[];
  readonly report: ScanReport;
}

/** Answers of discovery that a conclusion took into account: they may change though every file stays as it is. */
export interface AskedOfDiscovery {
  readonly isGitIgnored: ReadonlyMap<string, boolean>;
  readonly isKept: ReadonlyMap<string, boolean>;
  readonly isRequested: ReadonlyMap<string, boolean>;
}

/** So much is asked of a monorepo of hundreds of packages. Of more the answers alone would fill the memory. */
const MOST_ASKED = 500_000;

/** The discovery that takes down what it is asked; `asked` gives nothing once that was too much to be kept. */
export function takingDown(
  discovery: Discovery,
  most = MOST_ASKED,
): { readonly discovery: Discovery; asked(): AskedOfDiscovery | undefined } {
  const asked = {
    isGitIgnored: new Map<string, boolean>(),
    isKept: new Map<string, boolean>(),
    isRequested: new Map<string, boolean>(),
  };
  let isTooMuch = false;
  const through = (answers: Map<string, boolean>, ask: (path: string) => boolean) => (path: string) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = ask(path);
    if (isTooMuch) return answer;
    answers.set(path, answer);
    if (answers.size > most) {
      isTooMuch = true;
      for (const each of Object.values(asked)) each.clear();
    }
    return answer;
  };
  return {
    asked: () => (isTooMuch ? undefined : asked),
    discovery: {
      ...discovery,
      isGitIgnored: through(asked.isGitIgnored, discovery.isGitIgnored),
      isKept: through(asked.isKept, discovery.isKept),
      isRequested: through(asked.isRequested, discovery.isRequested),
    },
  };
}
