import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WatchSession } from '../../src/cli/watch/watch-session.ts';
import type { FileReport } from '../../src/engine/index.ts';
import { CLEAN, type CliResult, FAULTY, faulty, makeProject, runCli, WITH_CACHE } from './run-cli.ts';

/** A watch over a folder, as someone sees it who edits beside it. */
class Watched {
  #text = '';
  #look: () => void = () => undefined;
  readonly #listeners = new Set<() => void>();
  readonly ended: Promise<CliResult>;

  constructor(cwd: string, argv: readonly string[] = [], env?: Readonly<Record<string, string>>) {
    this.ended = runCli(['--watch', ...argv], {
      cwd,
      ...(env !== undefined && { env }),
      onWrite: (text) => {
        this.#text += text;
        this.#look();
      },
      onInterrupt: (callback) => {
        this.#listeners.add(callback);
        return () => void this.#listeners.delete(callback);
      },
    });
    this.ended.catch(() => undefined);
  }

  /** What was written up to the first line that fits, since it was last asked. */
  until(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const found = pattern.exec(this.#text);
        if (found === null) return;
        const text = this.#text.slice(0, found.index + found[0].length);
        this.#text = this.#text.slice(text.length);
        this.#look = () => undefined;
        resolve(text);
      };
      this.#look();
      void this.ended.finally(() => reject(new Error(`nothing like ${pattern} in: ${this.#text}`)));
    });
  }

  async end(): Promise<CliResult> {
    for (const callback of this.#listeners) callback();
    return this.ended;
  }
}

const WAITING = /watching for changes; press Ctrl-C to stop\n/;

describe('--watch', () => {
  it.each([
    ['with a cache', WITH_CACHE],
    ['without', undefined],
  ])('tells what each save brings, %s', async (_, env) => {
    const cwd = makeProject({ 'app.py': FAULTY, 'b.py': CLEAN });
    const watched = new Watched(cwd, [], env);
    expect(await watched.until(WAITING)).toContain('app.py:4');
    writeFileSync(join(cwd, 'b.py'), faulty('write'));
    const second = await watched.until(/\d\d:\d\d:\d\d {2}b\.py: 1 new, 2 findings in all\n/);
    expect(second).toContain('b.py:4');
    expect(second).not.toContain('app.py:4');
    writeFileSync(join(cwd, 'b.py'), CLEAN);
    await watched.until(/b\.py: 1 gone, 1 finding in all\n/);
    expect((await watched.end()).code).toBe(0);
  });

  it('leaves to the next scan what all its scans found', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'b.py': CLEAN, 'c.py': CLEAN });
    const watched = new Watched(cwd, [], WITH_CACHE);
    await watched.until(WAITING);
    writeFileSync(join(cwd, 'b.py'), faulty('write'));
    await watched.until(/b\.py: 1 new/);
    writeFileSync(join(cwd, 'c.py'), faulty('drop'));
    await watched.until(/c\.py: 1 new/);
    await watched.end();
    // The stored report is another's.
    writeFileSync(join(cwd, 'orders.txt'), '');
    const next = await runCli(['--timing'], { cwd, env: WITH_CACHE });
    expect(next.stderr).toMatch(/\bproject$/m);
    expect(next.stderr).not.toMatch(/\bparse$/m);
  });

  it('takes many saves for one, sees new and removed folders, and is told of a broken configuration', async () => {
    const cwd = makeProject({ 'app.py': CLEAN, '.gitignore': 'build/\n' });
    const watched = new Watched(cwd);
    await watched.until(WAITING);
    mkdirSync(join(cwd, 'orders/deep'), { recursive: true });
    mkdirSync(join(cwd, 'build'));
    for (let i = 0; i < 40; i++) writeFileSync(join(cwd, `orders/deep/m${i}.py`), faulty(`read_${i}`));
    await watched.until(/40 findings in all\n/);
    renameSync(join(cwd, 'orders'), join(cwd, 'build/orders'));
    await watched.until(/0 findings in all\n/);
    rmSync(join(cwd, 'build'), { recursive: true });
    writeFileSync(join(cwd, 'auditlint.toml'), 'ignroe = []\n');
    await watched.until(/auditlint: auditlint\.toml:1:1: .*did you mean `ignore`\?\n/);
    writeFileSync(join(cwd, 'auditlint.toml'), '');
    writeFileSync(join(cwd, 'app.py'), FAULTY);
    await watched.until(/1 finding in all\n/);
    expect((await watched.end()).code).toBe(0);
  });

  it('ends where the folder is gone', async () => {
    const cwd = makeProject({ 'app.py': CLEAN });
    const watched = new Watched(cwd, [cwd]);
    await watched.until(WAITING);
    rmSync(cwd, { recursive: true });
    expect(await watched.ended).toMatchObject({ code: 2 });
  });

  it.each([
    [['--format', 'json'], '--format'],
    [['-o', 'x'], '-o'],
    [['--staged'], '--staged'],
    [['-', '--stdin-filename', 'a.py'], '-'],
  ])('is refused with %j', async (argv, shown) => {
    const cwd = makeProject({ 'app.py': CLEAN });
    const stderr = `auditlint: \`--watch\` and \`${shown}\` cannot be combined\n`;
    expect(await runCli(['--watch', ...argv], { cwd })).toEqual({ code: 2, stdout: '', stderr });
  });
});

it('a watch that is ended before it began scans nothing', async () => {
  const cwd = makeProject({ 'app.py': FAULTY });
  let isFirst = true;
  const onInterrupt = (callback: () => void) => {
    if (isFirst) queueMicrotask(callback);
    isFirst = false;
    return () => undefined;
  };
  expect(await runCli(['--watch'], { cwd, onInterrupt })).toEqual({ code: 130, stdout: '', stderr: '' });
});

it('a session lets go of what files held long ago where there is no cache', () => {
  const session = new WatchSession();
  const reports = session.reports('', () => '');
  const place = (i: number) => ({ path: 'app.py', kind: 'python', contentId: `state ${i}`, requested: true }) as const;
  const keep = (count: number): void => {
    // What it holds is of no interest here.
    for (let i = 0; i < count; i++) reports.keep(place(i), {} as FileReport);
  };
  keep(1000);
  session.trim(1);
  expect(session.reports('', () => '').find(place(999))).toBeDefined();
  keep(1004);
  session.trim(1);
  expect(session.reports('', () => '').find(place(1003))).toBeUndefined();
});
