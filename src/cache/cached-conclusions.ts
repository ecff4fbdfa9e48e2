import { memoize } from '../collections/index.ts';
import type {
  AskedOfDiscovery,
  FileOptions,
  FileReport,
  KnownConclusions,
  ProjectConclusions,
  ProjectFiles,
  ScanOptions,
} from '../engine/index.ts';
import { digestOptions } from './cached-reports.ts';
import { digest } from './digest.ts';
import type { SealedEntries } from './sealed-entries.ts';
import { toldBy } from './stored-report.ts';

/** What project halves concluded, by what the files of the project told them. */
export class CachedConclusions implements KnownConclusions {
  /** A scan that finds nothing keeps what it concludes under the same key. */
  #asked: { readonly reports: readonly FileReport[]; readonly key: Buffer } | undefined;

  /** `context` is all that they depend on beside the files and what they tell. */
  constructor(
    readonly entries: SealedEntries,
    readonly context: string,
    readonly options: Pick<ScanOptions, 'project' | 'optionsFor'>,
  ) {}

  find(reports: readonly FileReport[], discovery: ProjectFiles): ProjectConclusions | undefined {
    const key = this.#keyOf(reports, discovery);
    this.#asked = { reports, key };
    const content = this.entries.get(key);
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
    const key = this.#asked?.reports === reports ? this.#asked.key : this.#keyOf(reports, discovery);
    this.entries.put(key, Buffer.from(JSON.stringify(stored)));
  }

  /** Rules about the project go by the options of all paths that were asked for, and by those of the place of a finding. */
  #keyOf(reports: readonly FileReport[], discovery: ProjectFiles): Buffer {
    const told = reports.map((report) => `${report.path}\0${toldBy(report)}`).sort();
    const { project, optionsFor } = this.options;
    // Few differ, and there may be a hundred thousand paths.
    const names: string[] = [];
    const numberOf = memoize((options: FileOptions) => names.push(digestOptions(options)) - 1);
    const ofProject = numberOf(project);
    const paths = [...discovery.allPaths].map((path) => [path, numberOf(optionsFor(path))]);
    const asked = reports
      .filter(({ path }) => discovery.isRequested(path))
      .map(({ path }) => numberOf(optionsFor(path)));
    return digest('conclusions', [this.context, ofProject, [...new Set(asked)].sort(), told, paths, names]);
  }
}

/** Plain JSON. */
interface StoredConclusions {
  readonly conclusions: ProjectConclusions;
  readonly isGitIgnored: readonly (readonly [path: string, answer: boolean])[];
  readonly isKept: readonly (readonly [path: string, answer: boolean])[];
}
