/** Source text is shown from `SourceLines` alone: nothing else may read a file for an output. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Who hands the reader on, finds places by it, or compares hashes. */
const READERS = [
  'audit/describe-scan.ts',
  'audit/merge/describe-merge.ts',
  'cli/commands/report.ts',
  'cli/register/observe-scan.ts',
  'register/sightings-of-scan.ts',
  'report/audited-commit.ts',
  'report/make-report.ts',
  'reporters/file-places.ts',
  'reporters/notebooks/notebooks.ts',
  'reporters/report.ts',
  'reporters/sarif/fingerprints.ts',
  'reporters/sarif/sarif-log.ts',
  'reporters/source-lines.ts',
  'reporters/sources-of.ts',
];

it('is read by nobody else', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const reading = files.filter((file) => readFileSync(`${SRC}/${file}`, 'utf8').includes('readSource'));
  expect(reading.sort()).toEqual(READERS);
});
