/**
 * Same input, same bytes out, whatever the order in which files were read. `AUDITLINT_DETERMINISM=folder` runs it on more
 * than the demo.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { describedScan, describeScan, type PreparedScan, prepareScan } from '../../src/audit/index.ts';
import { discover } from '../../src/discover/index.ts';
import {
  type FileReport,
  mapFile,
  RulePreparation,
  reduceReports,
  type ScanReport,
  scan,
} from '../../src/engine/index.ts';
import { formatJson } from '../../src/reporters/json/report-json.ts';
import { formatSarif } from '../../src/reporters/sarif/report-sarif.ts';
import { reportOf, TODAY } from './scan-repository.ts';

const demo = fileURLToPath(new URL('../../fixtures/demo-service', import.meta.url));
const more = process.env.AUDITLINT_DETERMINISM;

describe.each(more === undefined ? [demo] : [demo, more])('a scan of %s', (root) => {
  const prepared = prepareScan({
    root,
    paths: [],
    rules,
    configurationFile: undefined,
    commandLine: { profile: 'strict', ignore: [] },
    exclude: [],
    respectsGitIgnore: true,
    today: TODAY,
    showPath: (file) => file,
  });

  it('writes the same bytes twice', async () => {
    const first = written(reportOf(await scan(prepared.request)), prepared);
    expect(JSON.parse(first.json).findings.length).toBeGreaterThan(10);
    expect(written(reportOf(await scan(prepared.request)), prepared)).toEqual(first);
  });

  it('writes the same bytes for any order of reports, and after JSON', async () => {
    const expected = written(reportOf(await scan(prepared.request)), prepared);
    const { reports, input } = await mapAll(prepared);
    for (const seed of [1, 2, 3]) {
      const shuffled = shuffle(reports, seed).map((report): FileReport => JSON.parse(JSON.stringify(report)));
      expect(written(reduceReports({ ...input, reports: shuffled }), prepared)).toEqual(expected);
    }
  });
});

function written(report: ScanReport, prepared: PreparedScan): { readonly json: string; readonly sarif: string } {
  const described = describeScan(report, describedScan(report, prepared), '.');
  return { json: formatJson(described), sarif: formatSarif(described) };
}

async function mapAll({ request }: PreparedScan) {
  const discovery = await discover(request);
  const tools = {
    parser: await loadPythonParser(),
    rules: new RulePreparation(request.rules),
    limits: request.options.limits,
    now: () => 0,
    timing: undefined,
    onFault: undefined,
  };
  const reports = discovery.files.map((file) => {
    const bytes = readFileSync(join(request.root, file.path));
    return mapFile({ ...file, bytes }, request.options.optionsFor(file.path), tools);
  });
  return { reports, input: { ...request, ...discovery, root: request.root, excluded: [], read: () => undefined } };
}

/** By multiples of a number prime to any length used here: far from sorted, and the same each time. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const keyed = items.map((item, index) => ({ item, key: ((index + seed) * 7919) % 1009 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
