import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../program/program.ts';
import { FAULTY, makeProject } from './run-cli.ts';

const env = {
  ...process.env,
  AUDITLINT_NO_CACHE: '1',
  AUDITLINT_CACHE_KEY: 'of this test',
};

/** As on a full disk: files can be made, and nothing be written into one. */
const FULL = 'ulimit -f 0; exec "$@"';
const ROOMY = 'exec "$@"';

function run(disk: string, cwd: string, argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const words = ['-c', disk, 'bash', process.execPath, commandLine(), ...argv];
  const { status, stderr } = spawnSync('bash', words, { cwd, encoding: 'utf8', env: { ...env, ...more } });
  return { status, stderr };
}

describe('a disk that is full', () => {
  it('costs the cache, and leaves none that is known by nobody', () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const withCache = { AUDITLINT_NO_CACHE: '' };
    const { status, stderr } = run(FULL, cwd, ['--format', 'json'], withCache);
    expect(status).toBe(1);
    expect(stderr).toMatch(/auditlint: the cache `\.auditlint_cache` could not be written: [^\n]*\n$/);
    const marks = ['CACHEDIR.TAG', '.gitignore'].map((name) => join(cwd, '.auditlint_cache', name));
    expect(marks.map((mark) => existsSync(mark) && readFileSync(mark, 'utf8') !== '')).toEqual([false, false]);
    expect(run(ROOMY, cwd, ['--format', 'json'], withCache).status).toBe(1);
    expect(marks.map((mark) => readFileSync(mark, 'utf8').split('\n').length)).toEqual([3, 3]);
  });

  it.each([
    ['a report', ['--format', 'json', '-o', 'kept.json'], 'kept.json', 1],
    ['a baseline', ['baseline', '--update'], 'auditlint-baseline.txt', 0],
    ['a register', ['register', 'update'], 'AUDIT-REGISTER.md', 0],
    ['a comment', ['suppress', 'call-signature-mismatch', 'app.py:4', '--reason', 'a probe'], 'app.py', 0],
  ])('leaves %s as it was, in one sentence, and blocks no later run', (_, argv, file, code) => {
    const cwd = makeProject({
      'app.py': FAULTY,
      'kept.json': 'as it was',
      'auditlint-baseline.txt': '# auditlint baseline, format 1\n',
    });
    const before = existsSync(join(cwd, file)) ? readFileSync(join(cwd, file), 'utf8') : undefined;
    const names = readdirSync(cwd);
    const full = run(FULL, cwd, argv);
    expect(full.status).toBe(2);
    expect(full.stderr).toMatch(/auditlint: cannot write `[^\n]*`: the file exceeds the size limit of the system\n$/);
    expect(full.stderr).not.toMatch(/^ +at /m);
    expect(existsSync(join(cwd, file)) ? readFileSync(join(cwd, file), 'utf8') : undefined).toBe(before);
    expect(readdirSync(cwd)).toEqual(names);
    const roomy = run(ROOMY, cwd, argv);
    expect({ status: roomy.status, isWaited: roomy.stderr.includes('waiting for') }).toEqual({
      status: code,
      isWaited: false,
    });
    expect(readFileSync(join(cwd, file), 'utf8')).not.toBe(before);
  });

  it('leaves no half of a plug-in', () => {
    const cwd = makeProject();
    expect(run(FULL, cwd, ['new-plugin', 'acme']).status).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
    expect(run(ROOMY, cwd, ['new-plugin', 'acme']).status).toBe(0);
  });
});

it.skipIf(process.platform !== 'linux')('too little address space for the parser is told as that', () => {
  const cwd = makeProject({ 'app.py': FAULTY });
  const { status, stderr } = run('ulimit -v 6000000; exec "$@"', cwd, []);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr:
      'auditlint: there is too little address space for the parser, which reserves 10 GB of it and uses little: raise the limit of the process (`ulimit -v unlimited`)\n',
  });
});

/** A folder of the system in which nobody, not even its owner, can make one. */
const READ_ONLY = '/proc/self';

it.skipIf(process.platform !== 'linux')(
  'a cache folder that cannot be made costs the cache alone, and the reason is told',
  () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const { status, stderr } = run(ROOMY, cwd, ['--cache-dir', `${READ_ONLY}/new/cache`]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^auditlint: the cache `\/proc\/self\/new\/cache` could not be written: [^\n]*; use `--cache-dir` for another folder, or `--no-cache`\n$/,
    );
  },
);
