import { sentence } from '../../../src/reporters/sentence.ts';
import type { Scan, ScannedFinding } from './scan-repository.ts';

/** Someone else's program, library or schema that reads a format. */
export interface ReportReader {
  readonly format: string;
  readonly name: string;
  /** What it has understood of a report of the scan; throws where it refuses the report. */
  read(report: string, scan: Scan): Reading[];
  /** What it has to understand, by the JSON report. */
  expect(findings: readonly ScannedFinding[]): Reading[];
  /** The same report with a fault that it has to see. */
  withFault(report: string): string;
}

/** One finding as it was read, in the words and units of the format; members that it does not tell are left out. */
export type Reading = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The text of formats that have one for a finding. */
export function textOf({ message, remedy, cell, line }: ScannedFinding): string {
  return `${sentence(message)} ${sentence(remedy)}${cell === undefined ? '' : ` (Cell ${cell}, line ${line}.)`}`;
}

/** A message where nothing may stand that an old GitHub runner takes for a command. */
export function shown(text: string): string {
  return text.replaceAll('##[', '##\\[');
}
