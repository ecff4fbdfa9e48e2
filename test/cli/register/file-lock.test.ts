import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withFileLock } from '../../../src/cli/register/file-lock.ts';
import { entriesOf, parseRegister } from '../../../src/register/index.ts';
import { makeProject } from '../run-cli.ts';

const SCRIPT = fileURLToPath(new URL('./update-process.ts', import.meta.url));
const start = (...argv: string[]): ChildProcess =>
  spawn(process.execPath, ['--import', import.meta.resolve('tsx'), SCRIPT, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });

describe('processes that update a register at once', () => {
  it('lose no entry and give no id twice', async () => {
    const folder = makeProject();
    const names = ['a', 'b', 'c'];
    const ended = await Promise.all(names.map((name) => once(start(folder, name, '8'), 'exit')));
    expect(ended.map(([code]) => code)).toEqual([0, 0, 0]);
    const register = parseRegister(readFileSync(join(folder, 'AUDIT-REGISTER.md'), 'utf8'));
    const entries = 'problem' in register ? [] : entriesOf(register);
    const titles = names.flatMap((name) => Array.from({ length: 8 }, (_, at) => `Issue ${name}${at}`));
    expect(entries.map(({ title }) => title).sort()).toEqual(titles.sort());
    const ids = Array.from({ length: 24 }, (_, at) => `STATE-${String(at + 1).padStart(2, '0')}`);
    expect(entries.map(({ id }) => id)).toEqual(ids);
    const log = readFileSync(join(folder, 'AUDIT-REGISTER.log.jsonl'), 'utf8').trimEnd().split('\n');
    expect(log.map((line) => JSON.parse(line).id)).toEqual(ids);
    expect(readdirSync(folder).sort()).toEqual(['AUDIT-REGISTER.log.jsonl', 'AUDIT-REGISTER.md']);
  });
});

const lockedFile = (file: string) => ({ shownAs: 'R.md', lock: `${file}.lock`, lockShownAs: 'R.md.lock' });

describe('a lock', () => {
  const LIMITS = { deadAfter: 10_000, elsewhereAfter: 600_000, wait: 150 };
  const lockOf = (owner: object | string, age: number): { file: string; lock: string } => {
    const file = join(makeProject(), 'R.md');
    const lock = `${file}.lock`;
    writeFileSync(lock, typeof owner === 'string' ? owner : JSON.stringify({ token: 'x', ...owner }));
    const then = Date.now() / 1000 - age;
    utimesSync(lock, then, then);
    return { file, lock };
  };
  const take = async (file: string) => {
    const reported: string[] = [];
    const done = await withFileLock(
      lockedFile(file),
      (sentence) => reported.push(sentence),
      () => 'done',
      LIMITS,
    ).catch((error: Error) => error.message);
    return { done, reported };
  };
  /** A number that no process has any more. */
  const ended = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid ?? 0;
  };

  it('of a process that has ended is taken over after ten seconds, and let go of', async () => {
    const pid = await ended();
    const { file, lock } = lockOf({ pid, host: hostname() }, 11);
    expect(await take(file)).toEqual({
      done: 'done',
      reported: [`took over \`R.md.lock\` from process ${pid} on ${hostname()}, which exited without releasing it`],
    });
    expect(existsSync(lock)).toBe(false);
    const { file: fresh } = lockOf({ pid, host: hostname() }, 5);
    expect((await take(fresh)).done).toContain('is locked by process');
  });

  it('of this process number, from another container, is none of ours', async () => {
    const { file } = lockOf({ pid: process.pid, host: hostname() }, 11);
    expect((await take(file)).done).toBe('done');
  });

  it.each([
    [
      'a process that runs',
      { pid: process.ppid, host: hostname() },
      10_000,
      `process ${process.ppid} on ${hostname()}`,
    ],
    ['another machine', { pid: 1, host: 'elsewhere' }, 500, 'process 1 on elsewhere'],
    ['one that may still be writing whose it is', '', 5, 'another process'],
  ])('of %s is waited for, and then reported', async (_, owner, age, who) => {
    const { file, lock } = lockOf(owner, age);
    const before = readFileSync(lock, 'utf8');
    expect(await take(file)).toEqual({
      done: `\`R.md\` is locked by ${who}; run the command again, or delete \`R.md.lock\` if no other process is running`,
      reported: [`waiting for ${who}, which is changing \`R.md\``],
    });
    expect(readFileSync(lock, 'utf8')).toBe(before);
  });

  it.each(['', '{"p', '{"pid":1,"ho', '{"pid":1}'])(
    'that does not say whose it is blocks nobody for longer than ten seconds: %j',
    async (text) => {
      const { file, lock } = lockOf(text, 11);
      expect(await take(file)).toEqual({
        done: 'done',
        reported: ['took over `R.md.lock` from another process, which exited without releasing it'],
      });
      expect(existsSync(lock)).toBe(false);
    },
  );

  it('of another machine is taken over after ten minutes', async () => {
    const { file } = lockOf({ pid: 1, host: 'elsewhere' }, 601);
    expect((await take(file)).done).toBe('done');
  });

  it('that was taken over from under a change stops it, and stays', async () => {
    const file = join(makeProject(), 'R.md');
    const change = withFileLock(
      lockedFile(file),
      () => undefined,
      (held) => {
        held.assertHeld();
        writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'other' }));
        held.assertHeld();
      },
    );
    await expect(change).rejects.toThrow('another process took over `R.md`; run the command again');
    expect(existsSync(`${file}.lock`)).toBe(true);
  });

  it('that is no file, or one of others, is refused and stays', async () => {
    const file = join(makeProject(), 'R.md');
    mkdirSync(`${file}.lock`);
    const sentence = '`R.md.lock` is not a lock of auditlint; delete it if nothing uses it';
    expect((await take(file)).done).toBe(sentence);
    const { file: other, lock } = lockOf('{"_meta": {}}', 5000);
    expect((await take(other)).done).toBe(sentence);
    expect(readFileSync(lock, 'utf8')).toBe('{"_meta": {}}');
  });
});
