import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildFleetReport } from '../../src/fleet/report/fleet-report.ts';
import type { ScanResult, StoredPlace } from '../../src/fleet/store/fleet-store.ts';
import { SqlStore } from '../../src/fleet/store/sql-store.ts';
import { SqliteDatabase } from '../../src/fleet/store/sqlite-database.ts';
import { loadWasmDriver } from '../../src/fleet/store/sqlite-driver.ts';
import { makeProject, runCli } from '../cli/run-cli.ts';

const SCAN: Omit<ScanResult, 'commit' | 'scannedAt' | 'places'> = {
  repository: 'https://git.example/shop',
  version: '1',
  options: '{}',
  isComplete: true,
  sarif: gzipSync('{}'),
};

function placeAt(path: string, severity: StoredPlace['severity'], finding: number, place: number): StoredPlace {
  return { finding, place, rule: 'bare-except', severity, path, line: 3, fingerprint: `${path}:1` };
}

describe('what a fleet prints', () => {
  it('is quoted where a shell would obey it', async () => {
    const cwd = makeProject();
    const list = `l$(id).txt`;
    writeFileSync(join(cwd, list), './gone;id\nhttps://ada@127.0.0.1:1/x\n');
    const file = join(cwd, 'auditlint-fleet.sqlite');
    const store = await SqlStore.open(SqliteDatabase.open(file, 'here', await loadWasmDriver()));
    const scan = { ...SCAN, repository: '/clones/`id`', isComplete: false, scannedAt: '2026-11-01T10:00:00.000Z' };
    await store.record({ ...scan, commit: 'a', places: [placeAt('a$(id) b.py', 'P1', 0, 0)] });
    await store.close();
    const reported = await runCli(['fleet', list, '--attempts', '1', '--work-dir', 'work'], { cwd });
    expect(reported.stderr).toContain(`auditlint: 'l$(id).txt':2: credentials in the URL`);
    expect(reported.stderr).toMatch(/^auditlint: [12]\/2 '.+\/gone;id': it cannot be cloned: /m);
    const { stdout: status } = await runCli(['fleet', 'status'], { cwd });
    expect(status).toMatch(/^ {2}failed {2}'.+\/gone;id': it cannot be cloned: /m);
    const { stdout: report } = await runCli(['fleet', 'report'], { cwd });
    expect(report).toContain("  '/clones/`id`'  'a$(id) b.py':3\n");
    expect(report).toMatch(/^failed {2}'.+\/gone;id': it cannot/m);
    expect(report).toContain("not complete  '/clones/`id`'\n");
    const { stderr } = await runCli(['fleet', 'report', '--format', 'sarif', '-o', 'out;id'], { cwd });
    expect(stderr).toBe("auditlint: wrote 1 file to 'out;id'\n");
  });
});

describe('the report of a fleet', () => {
  it('tells the worst of the new places, where another place of the finding is known', async () => {
    const file = join(makeProject(), 'fleet.sqlite');
    const store = await SqlStore.open(SqliteDatabase.open(file, 'here', await loadWasmDriver()));
    const known = placeAt('known.py', 'P0', 0, 0);
    await store.record({ ...SCAN, commit: 'a', scannedAt: '2026-11-01T10:00:00.000Z', places: [known] });
    const places = [known, placeAt('low.py', 'P2', 0, 1), placeAt('high.py', 'P1', 0, 2), placeAt('e.py', 'P2', 1, 0)];
    await store.record({ ...SCAN, commit: 'b', scannedAt: '2026-11-03T10:00:00.000Z', places });
    const rowsSince = async (since?: string) =>
      (await buildFleetReport(store, since)).rows.map(({ severity, path, findings, fresh }) => [
        ...[severity, path, findings, fresh],
      ]);
    expect(await rowsSince()).toEqual([['P0', 'known.py', 2, 2]]);
    expect(await rowsSince('2026-11-02')).toEqual([['P1', 'high.py', 2, 2]]);
    await store.close();
  });
});
