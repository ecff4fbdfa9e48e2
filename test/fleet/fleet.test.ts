/** What must not happen to a fleet on one machine: nothing is lost, nothing is told twice, nothing stops the rest. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { FAULTY, faulty } from '../cli/run-cli.ts';
import { TestRepository } from '../git/git-fixture.ts';
import { buildProgram, FleetFixture, removeProgram } from './fleet-fixture.ts';

afterAll(removeProgram);

describe.concurrent('a fleet on one machine', () => {
  it('goes on where it was killed', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    fixture.close('b');
    const { child, ended } = await fixture.start(fixture.list, '--jobs', '1');
    await fixture.untilCloning('b');
    child.kill('SIGKILL');
    await ended;
    fixture.open('b');
    expect(await fixture.findings()).toEqual({ a: 1 });
    const again = await fixture.run(fixture.list, '--jobs', '1');
    expect(again).toMatchObject({
      code: 1,
      stdout: '3 repositories scanned: 3 P1; `auditlint fleet report` tells them\n',
    });
    expect(await fixture.findings()).toEqual(fixture.once);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'b', 'c']);
  });

  it('scans only what changed, and tells what is new', async () => {
    const fixture = new FleetFixture(['a', 'b']);
    await fixture.run(fixture.list);
    new TestRepository(join(fixture.folder, 'origin/b')).commit({ 'app.py': `${FAULTY}\n\n${faulty('write')}` });
    await fixture.run(fixture.list);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'b']);
    expect(await fixture.findings()).toEqual({ a: 1, b: 2 });
    const since = async (day: string) => (await fixture.ask('report', '--format', 'csv', '--since', day)).stdout;
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
    expect(stderr).toContain('auditlint: 1 repository failed; `auditlint fleet status` says why\n');
    expect(fixture.clones.filter((name) => name === 'b')).toHaveLength(2);
    expect(fixture.clones.filter((name) => name === 'broken')).toHaveLength(1);
    const { stdout } = await fixture.ask('status');
    expect(stdout).toMatch(
      /^store {5}3 repositories, 2 with a scan\nfailed {4}1\n {2}failed {2}.+\/broken: its scan ended with exit code 2: auditlint\.toml:1:\d+: .+no-such-rule.+\n$/,
    );
    expect(readdirSync(join(fixture.folder, 'work/auditlint-fleet-clones'))).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('ends with %s as with Ctrl-C', async (signal) => {
    const fixture = new FleetFixture(['a']);
    fixture.close('a');
    const { child, ended } = await fixture.start(fixture.list);
    await fixture.untilCloning('a');
    child.kill(signal);
    expect(await ended).toMatchObject({
      code: 130,
      stderr: 'auditlint: interrupted after 0 of 1 repositories; the same command goes on\n',
    });
    expect(readdirSync(join(fixture.folder, 'work/auditlint-fleet-clones'))).toEqual([]);
  });

  it('ends when it is interrupted, and goes on later', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    fixture.close('b');
    const { child, ended } = await fixture.start(fixture.list, '--jobs', '1');
    await fixture.untilCloning('b');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect({ code, last: stderr.split('\n').at(-2) }).toEqual({
      code: 130,
      last: 'auditlint: interrupted after 1 of 3 repositories; the same command goes on',
    });
    expect(readdirSync(join(fixture.folder, 'work/auditlint-fleet-clones'))).toEqual([]);
    fixture.open('b');
    expect((await fixture.run(fixture.list)).code).toBe(1);
    expect(await fixture.findings()).toEqual(fixture.once);
  });

  it('writes a SARIF report for each repository', async () => {
    const fixture = new FleetFixture(['a', 'b']);
    await fixture.run(fixture.list);
    const { code, stderr } = await fixture.ask('report', '--format', 'sarif', '-o', 'reports');
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

describe('the program', () => {
  /** What is loaded with a file, before anything is asked for. */
  function loadedWith(entryPoint: string, { outputs }: Metafile): string[] {
    const first = Object.keys(outputs).find((output) => outputs[output]?.entryPoint === entryPoint);
    const loaded = new Set([first ?? '']);
    for (const output of loaded) {
      const imports = outputs[output]?.imports ?? [];
      for (const { path, kind } of imports) if (kind === 'import-statement') loaded.add(path);
    }
    return [...loaded].flatMap((output) => [output, ...Object.keys(outputs[output]?.inputs ?? {})]);
  }

  it('loads the fleet for its commands only, and its packages for what they are', async () => {
    const { metafile } = await buildProgram();
    const isFleet = (path: string) => /^src\/fleet\/|^(?:bullmq|ioredis|pg|node-sqlite3-wasm)$/.test(path);
    for (const entry of ['src/cli/main.ts', 'src/cli/program.ts', 'src/cli/commands/check.ts']) {
      const loaded = loadedWith(entry, metafile);
      expect(loaded.length).toBeGreaterThan(1);
      expect(loaded.filter(isFleet)).toEqual([]);
    }
    expect(loadedWith('src/cli/commands/fleet.ts', metafile).filter(isFleet)).toContain('src/fleet/run-fleet.ts');
    const inputs = Object.keys(metafile.inputs).filter((path) =>
      /node_modules\/(?:bullmq|ioredis|pg|msgpackr|node-sqlite3-wasm)\//.test(path),
    );
    expect(inputs).toEqual([]);
  });
});
