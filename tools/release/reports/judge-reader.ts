import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CLEAN_FILES, HOSTILE_FILES, type HostileFile } from './hostile-repository.ts';
import type { Reading, ReportReader } from './report-reader.ts';
import { missingTraits, type Scan, scanRepository } from './scan-repository.ts';

/** The scans whose reports are read. */
export interface Scans {
  readonly hostile: Scan;
  readonly clean: Scan;
}

/** Scans the hostile repository and the clean one with the built tree. Throws where that shows nothing to compare. */
export function scanBoth(tree: string, workspace: string): Scans {
  const scan = (name: string, files: readonly HostileFile[]) => {
    const folder = join(workspace, name);
    mkdirSync(folder);
    return scanRepository(tree, files, folder);
  };
  const scans = { hostile: scan('hostile', HOSTILE_FILES), clean: scan('clean', CLEAN_FILES) };
  const [missing] = missingTraits(scans.hostile, HOSTILE_FILES);
  if (missing !== undefined) throw new Error(`the hostile repository for reports has no finding ${missing}`);
  const [found] = scans.clean.findings;
  if (found !== undefined) throw new Error(`the clean repository for reports has a finding of ${found.rule}`);
  return scans;
}

/** Lets a reader read the report of each scan, and one with a fault. Returns problems, one line each. */
export function judgeReader(reader: ReportReader, { hostile, clean }: Scans): string[] {
  const { format, name, withFault } = reader;
  const report = readFileSync(hostile.reportOf(format), 'utf8');
  const mistakes = [
    mistakeIn(reader, report, hostile),
    mistakeIn(reader, readFileSync(clean.reportOf(format), 'utf8'), clean),
    // A reader that finds no fault in this has not read it.
    mistakeIn(reader, withFault(report), hostile) === undefined ? 'sees no fault in a report with one' : undefined,
  ].filter((mistake) => mistake !== undefined);
  if (mistakes.length === 0) {
    const count = hostile.findings.length;
    console.log(`${format}: ${name} reads ${count} findings as they are and none of a clean scan, and sees a fault`);
  }
  return mistakes.map((mistake) => `${format}: ${name} ${mistake}`);
}

/** What a reader understands otherwise than the JSON report has it, if anything. */
function mistakeIn(reader: ReportReader, report: string, scan: Scan): string | undefined {
  const wanted = reader.expect(scan.findings).map(inOneOrder).sort();
  try {
    const read = reader.read(report, scan).map(inOneOrder).sort();
    if (isDeepStrictEqual(read, wanted)) return undefined;
    const [extra, missing] = [read.find((one) => !wanted.includes(one)), wanted.find((one) => !read.includes(one))];
    return `reads ${read.length} of ${wanted.length} findings, and ${extra ?? 'nothing'} instead of ${missing ?? 'nothing'}`;
  } catch (cause) {
    return `refuses it: ${cause instanceof Error ? cause.message.trim().replace(/\s+/g, ' ') : String(cause)}`;
  }
}

function inOneOrder(reading: Reading): string {
  return JSON.stringify(Object.entries(reading).sort());
}
