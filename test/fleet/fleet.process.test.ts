/** What must not happen to a fleet on one machine: nothing is lost, nothing is reported twice. More of it in `fleet.deep.test.ts`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { endPrograms, FleetFixture } from './fleet-fixture.ts';

afterAll(endPrograms);

describe('a fleet on one machine', () => {
  it('goes on where it was killed', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    fixture.close('b');
    const { child, ended } = fixture.start(fixture.list, '--jobs', '1');
    await fixture.untilCloning('b');
    child.kill('SIGKILL');
    await ended;
    fixture.open('b');
    expect(await fixture.findings()).toEqual({ a: 1 });
    const again = await fixture.run(fixture.list, '--jobs', '1');
    expect(again).toMatchObject({
      code: 1,
      stdout: '3 repositories scanned: 3 P1; `auditlint fleet report` shows them\n',
    });
    expect(await fixture.findings()).toEqual(fixture.once);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'b', 'c']);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('ends with %s as with Ctrl-C', async (signal) => {
    const fixture = new FleetFixture(['a']);
    fixture.close('a');
    const { child, ended } = fixture.start(fixture.list);
    await fixture.untilCloning('a');
    child.kill(signal);
    expect(await ended).toMatchObject({
      code: 130,
      stderr: 'auditlint: interrupted after 0 of 1 repositories; run the same command to continue\n',
    });
    expect(readdirSync(join(fixture.folder, 'work/auditlint-fleet-clones'))).toEqual([]);
  });

  it('writes a SARIF report for each repository', async () => {
    const fixture = new FleetFixture(['a', 'b']);
    await fixture.run(fixture.list);
    const { code, stderr } = await fixture.query('report', '--format', 'sarif', '-o', 'reports');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'auditlint: wrote 2 files to reports\n' });
    const files = readdirSync(join(fixture.folder, 'reports'));
    expect(files.map((name) => name.replace(/^.*origin-([ab])-[0-9a-f]{8}/, '$1'))).toEqual(['a.sarif', 'b.sarif']);
    for (const file of files) {
      const log = JSON.parse(readFileSync(join(fixture.folder, 'reports', file), 'utf8'));
      expect(log.runs[0].results).toHaveLength(1);
      expect(JSON.stringify(log)).not.toContain('work-');
    }
    expect(existsSync(join(fixture.folder, 'auditlint-fleet.sqlite'))).toBe(true);
  });
});
