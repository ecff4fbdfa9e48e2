/** What must not happen to a fleet on many machines, with real servers that fail in the middle of the work. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endPrograms, FleetFixture } from './fleet-fixture.ts';
import { startPostgres, startRedis, stopServers, type TestServer } from './servers.ts';

afterAll(stopServers);
afterAll(endPrograms);

describe.concurrent('a fleet on many machines', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let redis: TestServer;
  /** One that the tests share: none of them stops it. */
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  });

  /** Jobs of a worker that fell silent go to another after a second. */
  const places = (queue: TestServer, store: string) => ['--queue', queue.url, '--store', store, '--stalled-after', '1'];

  it('loses nothing when a worker is killed in the middle of a job', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    const store = await postgres.makePlace('killed');
    const own = await startRedis();
    fixture.close('b');
    const fleet = fixture.start(fixture.list, '--jobs', '0', ...places(own, store));
    const worker = fixture.start('work', '--jobs', '1', ...places(own, store));
    await fixture.untilCloning('b');
    worker.child.kill('SIGKILL');
    fixture.open('b');
    const other = fixture.start('work', '--jobs', '1', ...places(own, store));
    expect(await fleet.ended).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^3 repositories scanned: 3 P1;/),
    });
    other.child.kill('SIGINT');
    expect((await other.ended).code).toBe(0);
    expect(await fixture.findings('--store', store)).toEqual(fixture.once);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'b', 'c']);
  });

  it('gives a job back at once when its worker is interrupted', async () => {
    const fixture = new FleetFixture(['a', 'b']);
    const store = await postgres.makePlace('interrupted');
    const own = await startRedis();
    // Nobody waits so long here.
    const elsewhere = [...places(own, store), '--stalled-after', '600'];
    fixture.close('a');
    const worker = fixture.start('work', '--jobs', '1', ...elsewhere);
    const fleet = fixture.start(fixture.list, '--jobs', '0', ...elsewhere);
    await fixture.untilCloning('a');
    worker.child.kill('SIGINT');
    expect((await worker.ended).code).toBe(0);
    fixture.open('a');
    const other = fixture.start('work', ...elsewhere);
    expect((await fleet.ended).code).toBe(1);
    other.child.kill('SIGINT');
    await other.ended;
    expect(await fixture.findings('--store', store)).toEqual(fixture.once);
  });

  it.each([
    ['with all that it kept', ['--appendonly', 'yes', '--appendfsync', 'always']],
    ['and has forgotten everything', []],
  ])('loses nothing when Redis is restarted %s', async (_, options) => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    const store = await postgres.makePlace(`restarted${options.length}`);
    const own = await startRedis(...options);
    fixture.close('b');
    const fleet = fixture.start(fixture.list, '--jobs', '1', ...places(own, store));
    await fixture.untilCloning('b');
    await own.stop();
    await sleep(300);
    await own.start();
    fixture.open('b');
    expect(await fleet.ended).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^3 repositories scanned: 3 P1;/),
    });
    expect(await fixture.findings('--store', store)).toEqual(fixture.once);
    // What was at work while it was gone may have been given out again; the rest was not.
    expect([...fixture.clones].filter((name) => name !== 'b').sort()).toEqual(['a', 'c']);
  });

  it('loses nothing when PostgreSQL is gone for ten seconds', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    const own = await startPostgres();
    const queue = await startRedis();
    fixture.close('b');
    const fleet = fixture.start(fixture.list, '--jobs', '1', ...places(queue, own.url));
    await fixture.untilCloning('b');
    await own.stop();
    fixture.open('b');
    await sleep(10_000);
    await own.start();
    const { code, stderr } = await fleet.ended;
    expect({
      code,
      isReported: stderr.includes(`auditlint: waiting for \`${own.url.replace('auditlint@', '')}\`: `),
    }).toEqual({
      code: 1,
      isReported: true,
    });
    expect(await fixture.findings('--store', own.url)).toEqual(fixture.once);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'c']);
  });

  it('scans once what two fleets ask for at the same time', async () => {
    const fixture = new FleetFixture(['a', 'b', 'c']);
    const store = await postgres.makePlace('twice');
    const own = await startRedis();
    const fleets = ['1', '1'].map((jobs) => fixture.run(fixture.list, '--jobs', jobs, ...places(own, store)));
    expect((await Promise.all(fleets)).map(({ code }) => code)).toEqual([1, 1]);
    expect(await fixture.findings('--store', store)).toEqual(fixture.once);
    expect([...fixture.clones].sort()).toEqual(['a', 'b', 'c']);
  });

  it('can be looked at and cancelled, and begun again', async () => {
    const fixture = new FleetFixture(['a', 'b', 'gone']);
    const store = await postgres.makePlace('cancelled');
    fixture.close('a');
    const fleet = fixture.start(fixture.list, '--jobs', '1', ...places(redis, store));
    await fixture.untilCloning('a');
    const query = (command: string, ...more: string[]) => fixture.query(command, '--queue', redis.url, ...more);
    expect((await query('status', '--store', store)).stdout).toContain(
      'queue     2 waiting, 1 running, 0 to be retried\n',
    );
    expect((await query('cancel')).stdout).toBe('2 jobs dropped; 1 running jobs will finish\n');
    // Until the fleet has seen it.
    await sleep(1500);
    fixture.open('a');
    const { code, stderr } = await fleet.ended;
    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('cancelled after 1 of 3 repositories'),
    });
    expect((await query('status', '--store', store)).stdout).toContain(
      'queue     0 waiting, 0 running, 0 to be retried\n',
    );
    rmSync(`${fixture.folder}/origin/gone`, { recursive: true });
    expect((await fixture.run(fixture.list, '--jobs', '2', ...places(redis, store))).code).toBe(3);
    expect(await fixture.findings('--store', store)).toEqual({ a: 1, b: 1 });
    const { stdout } = await query('status', '--store', store);
    expect(stdout).toMatch(
      /failed {4}1\n {2}failed {2}.+\/gone: it cannot be cloned: '.+\/gone' does not appear to be a git/,
    );
  });
});
