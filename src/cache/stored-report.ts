import { memoize } from '../collections/index.ts';
import type { FileReport, ToldToProject } from '../engine/index.ts';
import { digest } from './digest.ts';
import { partLines } from './told-lines.ts';

/** What the project alone is told: most of a report. */
const TOLD: Readonly<Record<Exclude<keyof ToldToProject, 'path'>, true>> = {
  facts: true,
  summary: true,
  mentions: true,
  documented: true,
  artifact: true,
};

/** The names that were made or read stand on the report itself, hidden from whoever copies it. */
const NAMES = Symbol();

interface ToldNames {
  /** Of all that the project is told. */
  readonly name: string;
  /** The same wherever nothing but lines moved. */
  readonly shape: string;
  readonly lines: readonly number[];
}

/** Told parts by name. */
type Told = Readonly<Record<string, unknown>>;

/** A report as it is stored: what the project is not told, below a name for what it is told, and that. */
export interface StoredReport {
  readonly own: Buffer;
  readonly name: string;
  readonly told: Buffer;
}

export function storeReport(report: FileReport): StoredReport {
  const [own, told] = parted(report);
  const names = nameTold(report, told);
  keepNames(report, names);
  const { name, shape, lines } = names;
  return {
    own: Buffer.from(
      `${name} ${shape} ${lines.join()}\n${JSON.stringify({ ...own, rulesRun: report.rulesRun.join() })}`,
    ),
    name,
    told: Buffer.from(JSON.stringify(told)),
  };
}

/** A name for what the project is told by a report. */
export const toldBy = (report: FileReport): string => namesOf(report).name;

/** A name for the same without the lines where it stands. */
export const shapeToldBy = (report: FileReport): string => namesOf(report).shape;

/** The lines that the project is told of, where they stand apart. */
export const toldLines = (report: FileReport): readonly number[] => namesOf(report).lines;

function namesOf(report: FileReport): ToldNames {
  const { [NAMES]: known }: FileReport & { readonly [NAMES]?: ToldNames } = report;
  if (known !== undefined) return known;
  const names = nameTold(report, parted(report)[1]);
  keepNames(report, names);
  return names;
}

function keepNames(report: FileReport, names: ToldNames): void {
  Object.defineProperty(report, NAMES, { value: names, configurable: true });
}

/** What is no Python has the offsets of its lines among what is told, and a notebook counts them by cells. */
function nameTold({ summary, cells }: FileReport, told: Told): ToldNames {
  if (summary === undefined || cells !== undefined) {
    const name = digest('told', told).toString('base64url');
    return { name, shape: name, lines: [] };
  }
  const { shape: found, lines } = partLines(told);
  const shape = digest('shape', found).toString('base64url');
  return { name: digest('told', [shape, lines]).toString('base64url'), shape, lines };
}

/** The report; what the project is told by it is read when somebody asks. */
export function readStoredReport(content: Buffer, readPart: (name: string) => Buffer): FileReport {
  const ownAt = content.indexOf(LINE_FEED) + 1;
  // What is signed was written by `storeReport` of this version, which joins the hundreds of rules: seldom does anybody ask for them.
  const report = JSON.parse(content.toString('utf8', ownAt)) as FileReport;
  const [name = '', shape = '', lines = ''] = content.toString('utf8', 0, ownAt - 1).split(' ');
  Object.defineProperty(report, UNREAD, { value: () => readPart(name) });
  for (const [key, property] of Object.entries(TOLD_PROPERTIES)) {
    // Defined where its place was kept, so that the order of the keys stays.
    if (key in report) Object.defineProperty(report, key, property);
  }
  const ran = String(report.rulesRun);
  Object.defineProperty(report, 'rulesRun', { enumerable: true, get: () => (ran === '' ? [] : ran.split(',')) });
  keepNames(report, { name, shape, lines: lines === '' ? [] : lines.split(',').map(Number) });
  return report;
}

const LINE_FEED = 10;

/** Reads what the project is told by a report: hidden from whoever copies the report. */
const UNREAD = Symbol();

type ReadReport = FileReport & { [UNREAD](): Buffer };

const readTold = memoize((report: ReadReport) => JSON.parse(report[UNREAD]().toString('utf8')) as Told);

/** The same for all reports: there may be a hundred thousand. */
const TOLD_PROPERTIES: Readonly<Record<string, PropertyDescriptor & ThisType<ReadReport>>> = Object.fromEntries(
  Object.keys(TOLD).map((key) => [
    key,
    {
      enumerable: true,
      get(this: ReadReport) {
        return readTold(this)[key];
      },
    },
  ]),
);

/** The first keeps a place for each part that is told. */
function parted(report: FileReport): readonly [own: Told, told: Told] {
  const entries = Object.entries(report);
  return [
    Object.fromEntries(entries.map(([key, value]) => [key, key in TOLD ? 0 : value])),
    Object.fromEntries(entries.filter(([key]) => key in TOLD)),
  ];
}
