import { memoize } from '../collections/index.ts';
import type { FileReport, ToldToProject } from '../engine/index.ts';
import { digest } from './digest.ts';

/** What the project alone is told: most of a report. */
const TOLD: Readonly<Record<Exclude<keyof ToldToProject, 'path'>, true>> = {
  facts: true,
  summary: true,
  mentions: true,
  documented: true,
  artifact: true,
};

/** The name that was made or read stands on the report itself, hidden from whoever copies it. */
const NAME = Symbol();

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
  const name = nameOf(told);
  keepName(report, name);
  return { own: Buffer.from(`${name}\n${JSON.stringify(own)}`), name, told: Buffer.from(JSON.stringify(told)) };
}

/** A name for what the project is told by a report. */
export function toldBy(report: FileReport): string {
  const { [NAME]: known }: FileReport & { readonly [NAME]?: string } = report;
  if (known !== undefined) return known;
  const name = nameOf(parted(report)[1]);
  keepName(report, name);
  return name;
}

function keepName(report: FileReport, name: string): void {
  Object.defineProperty(report, NAME, { value: name, configurable: true });
}

/** The report; what the project is told by it is read when somebody asks. */
export function readStoredReport(content: Buffer, readPart: (name: string) => Buffer): FileReport {
  const ownAt = content.indexOf(LINE_FEED) + 1;
  // What is signed was written by `storeReport` of this version.
  const report = JSON.parse(content.toString('utf8', ownAt)) as FileReport;
  const name = content.toString('utf8', 0, ownAt - 1);
  Object.defineProperty(report, UNREAD, { value: () => readPart(name) });
  for (const [key, property] of Object.entries(TOLD_PROPERTIES)) {
    // Defined where its place was kept, so that the order of the keys stays.
    if (key in report) Object.defineProperty(report, key, property);
  }
  keepName(report, name);
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

const nameOf = (told: Told): string => digest('told', told).toString('base64url');
