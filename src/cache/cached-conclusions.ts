import type {
  AskedOfDiscovery,
  FileReport,
  KnownConclusions,
  ProjectConclusions,
  ProjectFiles,
} from '../engine/index.ts';
import { digest } from './digest.ts';
import type { SealedEntries } from './sealed-entries.ts';
import { toldBy } from './stored-report.ts';

/** What project halves concluded, by what the files of the project told them. */
export class CachedConclusions implements KnownConclusions {
  /** `context` is all that they depend on beside the files and what they tell. */
  constructor(
    readonly entries: SealedEntries,
    readonly context: string,
  ) {}

  find(reports: readonly FileReport[], discovery: ProjectFiles): ProjectConclusions | undefined {
    const content = this.entries.get(this.#keyOf(reports, discovery));
    if (content === undefined) return undefined;
    const { conclusions, isGitIgnored, isKept } = JSON.parse(content.toString('utf8')) as StoredConclusions;
    const isSame =
      isGitIgnored.every(([path, answer]) => discovery.isGitIgnored(path) === answer) &&
      isKept.every(([path, answer]) => discovery.isKept(path) === answer);
    return isSame ? conclusions : undefined;
  }

  keep(
    reports: readonly FileReport[],
    discovery: ProjectFiles,
    asked: AskedOfDiscovery,
    conclusions: ProjectConclusions,
  ): void {
    const stored: StoredConclusions = {
      conclusions,
      isGitIgnored: [...asked.isGitIgnored],
      isKept: [...asked.isKept],
    };
    this.entries.put(this.#keyOf(reports, discovery), Buffer.from(JSON.stringify(stored)));
  }

  #keyOf(reports: readonly FileReport[], { allPaths }: ProjectFiles): Buffer {
    const told = reports.map((report) => `${report.path}\0${toldBy(report)}`).sort();
    return digest('conclusions', [this.context, told, [...allPaths]]);
  }
}

/** Plain JSON. */
interface StoredConclusions {
  readonly conclusions: ProjectConclusions;
  readonly isGitIgnored: readonly (readonly [path: string, answer: boolean])[];
  readonly isKept: readonly (readonly [path: string, answer: boolean])[];
}
