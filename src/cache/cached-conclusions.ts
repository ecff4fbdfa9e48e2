import { memoize } from '../collections/index.ts';
import type {
  AskedOfDiscovery,
  FileOptions,
  FileReport,
  FoundConclusions,
  KnownConclusions,
  ProjectConclusions,
  ProjectFiles,
  ScanOptions,
} from '../engine/index.ts';
import { digestOptions } from './cached-reports.ts';
import { digest } from './digest.ts';
import { LinePlaces, movedConclusions } from './line-places.ts';
import type { SealedEntries } from './sealed-entries.ts';
import { shapeToldBy, toldBy } from './stored-report.ts';

/** What project halves concluded, by what the files of the project told them. */
export class CachedConclusions implements KnownConclusions {
  /** A scan that finds nothing keeps what it concludes under the same key. */
  #asked: { readonly reports: readonly FileReport[]; readonly key: Buffer } | undefined;

  /** `context` is all that they depend on beside the files and what they tell. */
  constructor(
    readonly entries: SealedEntries,
    readonly context: string,
    readonly options: Pick<ScanOptions, 'project' | 'optionsFor'>,
    /** A rule may count lines, which ours do not: the conclusions hold only while no line moves. */
    readonly countsLines = false,
  ) {}

  find(reports: readonly FileReport[], discovery: ProjectFiles): FoundConclusions | undefined {
    const key = this.#keyOf(reports, discovery);
    this.#asked = { reports, key };
    const content = this.entries.get(key);
    if (content === undefined) return undefined;
    const { conclusions, unmoved, isGitIgnored, isKept } = JSON.parse(content.toString('utf8')) as StoredConclusions;
    const names = new Map(unmoved);
    const isSame =
      reports.every((report) => (names.get(report.path) ?? toldBy(report)) === toldBy(report)) &&
      isGitIgnored.every(([path, answer]) => discovery.isGitIgnored(path) === answer) &&
      isKept.every(([path, answer]) => discovery.isKept(path) === answer);
    if (!isSame) return undefined;
    const places = new LinePlaces(reports);
    const moved = movedConclusions(conclusions, (path, place) => places.lineAt(path, place) ?? -place);
    const standings = new Map(moved.standings);
    return {
      ...moved,
      standingAt: (path, line) => standings.get(`${places.placeOf(path, line)} ${path}`),
    };
  }

  keep(
    reports: readonly FileReport[],
    discovery: ProjectFiles,
    asked: AskedOfDiscovery,
    conclusions: ProjectConclusions,
  ): void {
    const places = new LinePlaces(reports);
    const unmoved = new Set<string>();
    const moved = movedConclusions(conclusions, (path, line) => {
      const place = places.placeOf(path, line);
      if (places.lineAt(path, place) !== undefined) return place;
      unmoved.add(path);
      return -line;
    });
    const standings = moved.standings.map(([place, standing]) => {
      const [line, path] = [Number.parseInt(place, 10), place.slice(place.indexOf(' ') + 1)];
      return [`${places.placeOf(path, line)} ${path}`, standing] as const;
    });
    const stored: StoredConclusions = {
      conclusions: { ...moved, standings },
      unmoved: reports.flatMap((report) => (unmoved.has(report.path) ? [[report.path, toldBy(report)]] : [])),
      isGitIgnored: [...asked.isGitIgnored],
      isKept: [...asked.isKept],
    };
    const key = this.#asked?.reports === reports ? this.#asked.key : this.#keyOf(reports, discovery);
    this.entries.put(key, Buffer.from(JSON.stringify(stored)));
  }

  /** Rules about the project go by the options of all paths that were asked for, and by those of the place of a finding. */
  #keyOf(reports: readonly FileReport[], discovery: ProjectFiles): Buffer {
    const nameOf = this.countsLines ? toldBy : shapeToldBy;
    const told = reports.map((report) => `${report.path}\0${nameOf(report)}`).sort();
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
  /** With the places of lines, or of a file that is named below its lines below zero. */
  readonly conclusions: ProjectConclusions;
  /** Files with findings on lines that they did not tell of: what they tell has to be the same with all lines. */
  readonly unmoved: readonly (readonly [path: string, name: string])[];
  readonly isGitIgnored: readonly (readonly [path: string, answer: boolean])[];
  readonly isKept: readonly (readonly [path: string, answer: boolean])[];
}
