/** What must not happen to a fleet on one machine: nothing is lost, nothing is reported twice, nothing stops the rest. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FAULTY, faulty } from '../cli/run-cli.ts';
import { TestRepository } from '../git/git-fixture.ts';
import { endPrograms, FleetFixture } from './fleet-fixture.ts';

afterAll(endPrograms);

describe.concurrent('a fleet on one machine', () => {
  it('scans only what changed, and tells what is new', async () => {
    const fixture = new FleetFixture(['a', 'b']);
    await fixture.run(fixture.list);
    new TestRepository(join(fixture.folder, 'origin/b')).commit({ 'app.py': `${FAULTY}\n\n${faulty('write')}` });
    await fixture.run(fixture.list);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'b']);
    expect(await fixture.findings()).toEqual({ a: 1, b: 2 });
    const since = async (day: string) => (await fixture.query('report', '--format', 'csv', '--since', day)).stdout;
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(await since(tomorrow)).toBe('severity,rule,repository,findings,new,path,line\r\n');
    const all = await since('2020-01-01');
    expect(
      all
        .split('\r\n')
        .slice(1, -1)
        .map((row) => row.split(',').slice(3, 5)),
    ).toEqual([
      ['2', '2'],
      ['1', '1'],
    ]);
    // Other options are another scan.
    await fixture.run(fixture.list, '--select', 'unused-import');
    expect(fixture.clones).toHaveLength(5);
  });

  it('goes on with the rest, tries again what may pass, and lists what failed', async () => {
    const fixture = new FleetFixture(['a', 'b', 'broken']);
    fixture.failOnce('b');
    new TestRepository(join(fixture.folder, 'origin/broken')).commit({
      'auditlint.toml': 'select = ["no-such-rule"]\n',
    });
    new TestRepository(join(fixture.folder, 'origin/a')).git('rm', '-q', '--cached', 'app.py');
    const { code, stderr } = await fixture.run(fixture.list, '--retry-delay', '0');
    expect(code).toBe(3);
    expect(stderr).toContain('auditlint: 1 repository failed; `auditlint fleet status` shows the reason\n');
    expect(fixture.clones.filter((name) => name === 'b')).toHaveLength(2);
    expect(fixture.clones.filter((name) => name === 'broken')).toHaveLength(1);
    const { stdout } = await fixture.query('status');
    expect(stdout).toMatch(
      /^store {5}3 repositories, 2 with a scan\nfailed {4}1\n {2}failed {2}.+\/broken: its scan ended with exit code 2: auditlint\.toml:1:\d+: .+no-such-rule.+\n$/,
    );
    expect(readdirSync(join(fixture.folder, 'work/auditlint-fleet-clones'))).toEqual([]);
  });

  it('ends when it is interrupted, and goes on later', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    fixture.close('b');
    const { child, ended } = fixture.start(fixture.list, '--jobs', '1');
    await fixture.untilCloning('b');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect({ code, last: stderr.split('\n').at(-2) }).toEqual({
      code: 130,
      last: 'auditlint: interrupted after 1 of 3 repositories; run the same command to continue',
    });
    expect(readdirSync(join(fixture.folder, 'work/auditlint-fleet-clones'))).toEqual([]);
    fixture.open('b');
    expect((await fixture.run(fixture.list)).code).toBe(1);
    expect(await fixture.findings()).toEqual(fixture.once);
  });
});
