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

/** A report in three lines: a name for what the project is told, what it is not told, and what it is told. */
export function storeReport(report: FileReport): Buffer {
  const [own, told] = parted(report);
  const name = nameOf(told);
  keepName(report, name);
  return Buffer.from(`${name}\n${JSON.stringify(own)}\n${JSON.stringify(told)}`);
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

/** The report, of which the last line is read when somebody asks for it. */
export function readStoredReport(content: Buffer): FileReport {
  const ownAt = content.indexOf(LINE_FEED) + 1;
  const toldAt = content.indexOf(LINE_FEED, ownAt) + 1;
  // What is signed was written by `storeReport` of this version.
  const report = JSON.parse(content.toString('utf8', ownAt, toldAt)) as FileReport;
  Object.defineProperty(report, UNREAD, { value: content.subarray(toldAt) });
  for (const [key, property] of Object.entries(TOLD_PROPERTIES)) {
    // Defined where its place was kept, so that the order of the keys stays.
    if (key in report) Object.defineProperty(report, key, property);
  }
  keepName(report, content.toString('utf8', 0, ownAt - 1));
  return report;
}

const LINE_FEED = 10;

/** What the project is told by a report, as it is stored: hidden from whoever copies the report. */
const UNREAD = Symbol();

type StoredReport = FileReport & { readonly [UNREAD]: Buffer };

const readTold = memoize((report: StoredReport) => JSON.parse(report[UNREAD].toString('utf8')) as Told);

/** The same for all reports: there may be a hundred thousand. */
const TOLD_PROPERTIES: Readonly<Record<string, PropertyDescriptor & ThisType<StoredReport>>> = Object.fromEntries(
  Object.keys(TOLD).map((key) => [
    key,
    {
      enumerable: true,
      get(this: StoredReport) {
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
