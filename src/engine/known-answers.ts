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

/** The discovery that takes down what it is asked. */
export function takingDown(discovery: Discovery): { readonly discovery: Discovery; readonly asked: AskedOfDiscovery } {
  const isGitIgnored = new Map<string, boolean>();
  const isKept = new Map<string, boolean>();
  const isRequested = new Map<string, boolean>();
  const through = (answers: Map<string, boolean>, ask: (path: string) => boolean) => (path: string) => {
    const answer = answers.get(path) ?? ask(path);
    answers.set(path, answer);
    return answer;
  };
  return {
    asked: { isGitIgnored, isKept, isRequested },
    discovery: {
      ...discovery,
      isGitIgnored: through(isGitIgnored, discovery.isGitIgnored),
      isKept: through(isKept, discovery.isKept),
      isRequested: through(isRequested, discovery.isRequested),
    },
  };
}
