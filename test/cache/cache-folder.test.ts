import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CacheFolder, ScanCache } from '../../src/cache/index.ts';
import { DiskTree } from '../../src/discover/index.ts';
import type { FileReport } from '../../src/engine/index.ts';
import { CLEAN, FAULTY, faulty, makeProject, runCli, WITH_CACHE } from '../cli/run-cli.ts';
import { cacheFiles } from './history.ts';

const JSON_REPORT = ['--format', 'json'];

/** How often a file was mapped, told by the times that `--timing` counts: none where its report was known. */
async function mapped(cwd: string, argv: readonly string[] = [], env: Readonly<Record<string, string>> = WITH_CACHE) {
  const { stderr, code } = await runCli([...JSON_REPORT, '--timing', ...argv], { cwd, env });
  return { code, parsed: /\bparse$/m.test(stderr), reduced: /\bproject$/m.test(stderr) };
}

describe('the cache of a root', () => {
  it('is made by the first scan, hidden from git and from backups, readable by its owner only', async () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    execFileSync('git', ['init', '--quiet'], { cwd });
    await runCli([], { cwd, env: WITH_CACHE });
    const folder = join(cwd, '.auditlint_cache');
    expect(execFileSync('git', ['status', '--porcelain'], { cwd, encoding: 'utf8' })).toBe('?? app.py\n');
    expect(readFileSync(join(folder, 'CACHEDIR.TAG'), 'utf8')).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55\n/,
    );
    expect(cacheFiles(folder).map((name) => name.split('-')[0])).toEqual(['answer', 'contents', 'plan', 'reports']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of cacheFiles(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('spares mapping and concluding where nothing changed, and mapping of the rest where one file did', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'b.py': CLEAN });
    expect(await mapped(cwd)).toEqual({ code: 1, parsed: true, reduced: true });
    expect(await mapped(cwd)).toEqual({ code: 1, parsed: false, reduced: false });
    utimesSync(join(cwd, 'app.py'), 1, 1);
    expect(await mapped(cwd)).toEqual({ code: 1, parsed: false, reduced: false });
    writeFileSync(join(cwd, 'other.txt'), '');
    expect(await mapped(cwd)).toEqual({ code: 1, parsed: false, reduced: true });
    writeFileSync(join(cwd, 'app.py'), CLEAN);
    expect(await mapped(cwd)).toEqual({ code: 0, parsed: true, reduced: true });
  });

  it('serves `--staged`, `--diff`, `baseline` and standard input', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'setup.py': '' });
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], { cwd });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message=Orders');
    await mapped(cwd);
    // Both sides are the tree that was scanned.
    expect(await mapped(cwd, ['--staged'])).toEqual({ code: 0, parsed: false, reduced: false });
    writeFileSync(join(cwd, 'app.py'), CLEAN);
    git('add', '.');
    expect(await mapped(cwd, ['--staged'])).toEqual({ code: 0, parsed: true, reduced: true });
    expect(await mapped(cwd, ['--staged'])).toEqual({ code: 0, parsed: false, reduced: false });
    expect(await mapped(cwd, ['--diff', 'HEAD'])).toEqual({ code: 0, parsed: false, reduced: false });
    const stdin = await runCli(['-', '--stdin-filename', 'b.py', ...JSON_REPORT], {
      cwd,
      env: WITH_CACHE,
      stdin: FAULTY,
    });
    expect(stdin).toEqual(await runCli(['-', '--stdin-filename', 'b.py', ...JSON_REPORT], { cwd, stdin: FAULTY }));
    expect((await runCli(['baseline'], { cwd, env: WITH_CACHE })).code).toBe(0);
    expect((await runCli(['--baseline', 'auditlint-baseline.txt'], { cwd, env: WITH_CACHE })).code).toBe(0);
  });

  it.each([['--staged'], ['--diff', 'HEAD']])('asks git for all files together: %s', async (...argv) => {
    const cwd = makeProject({ 'setup.py': '' });
    for (let i = 0; i < 8; i++) writeFileSync(join(cwd, `m${i}.py`), faulty(`read_${i}`));
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], { cwd });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message=Orders');
    // What a scan of the folder knows is no object of git.
    await mapped(cwd);
    const tools = makeProject();
    const script = `#!/bin/sh\necho "$*" >> ${tools}/asked\nexec ${execFileSync('which', ['git'], { encoding: 'utf8' })}`;
    writeFileSync(join(tools, 'git'), `${script.trimEnd()} "$@"\n`, { mode: 0o755 });
    await mapped(cwd, argv, { ...WITH_CACHE, PATH: `${tools}:${process.env.PATH}` });
    const reads = readFileSync(join(tools, 'asked'), 'utf8').match(/cat-file --batch$/gm) ?? [];
    // Both sides are the same files: their names are made of the first, and what is mapped already is not read again.
    expect(reads).toHaveLength(1);
  });

  it('keeps what was mapped where the report cannot be written', async () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const result = await runCli([...JSON_REPORT, '-o', `${'n'.repeat(250)}.json`], { cwd, env: WITH_CACHE });
    expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(/: the name is too long\n$/) });
    expect(await mapped(cwd)).toEqual({ code: 1, parsed: false, reduced: false });
  });

  it.each<[string[]]>([[[]], [['baseline']]])('keeps what was mapped before an interrupt: %j', async (argv) => {
    const cwd = makeProject(
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`m${i}.py`, FAULTY.repeat(100)])),
    );
    let interrupt = (): void => undefined;
    let reads = 0;
    const { read } = DiskTree.prototype;
    // Each file is read for its outline, and once more when it is mapped.
    const spy = vi.spyOn(DiskTree.prototype, 'read').mockImplementation(function (this: DiskTree, ...args) {
      if (++reads === 120) interrupt();
      return read.apply(this, args);
    });
    const onInterrupt = (callback: () => void) => {
      interrupt = callback;
      return () => undefined;
    };
    expect((await runCli(argv, { cwd, env: WITH_CACHE, onInterrupt })).code).toBe(130);
    spy.mockRestore();
    const kinds = cacheFiles(join(cwd, '.auditlint_cache')).map((name) => name.split('-')[0]);
    expect(kinds).toEqual(['contents', 'plan', 'reports']);
  });

  it('is not made for a file beside which no project stands, nor where nobody wants it', async () => {
    const cwd = makeProject({ 'app.py': CLEAN });
    await runCli(['app.py'], { cwd, env: WITH_CACHE });
    await runCli(['--no-cache'], { cwd, env: WITH_CACHE });
    await runCli([], { cwd, env: { ...WITH_CACHE, AUDITLINT_NO_CACHE: '1' } });
    expect(readdirSync(cwd)).toEqual(['app.py']);
    await runCli(['why', 'app.py:1'], { cwd, env: WITH_CACHE });
    expect(readdirSync(cwd)).toEqual(['app.py']);
  });

  it('lies where it is wanted: on the command line, in the environment, in the configuration', async () => {
    const cwd = makeProject({ 'app.py': CLEAN });
    await runCli(['--cache-dir', 'made/one'], { cwd, env: WITH_CACHE });
    await runCli([], { cwd, env: { ...WITH_CACHE, AUDITLINT_CACHE_DIR: 'two' } });
    writeFileSync(join(cwd, 'auditlint.toml'), 'cache-dir = "three"\n');
    await runCli([], { cwd, env: WITH_CACHE });
    for (const folder of ['made/one', 'two', 'three']) expect(cacheFiles(join(cwd, folder))).toHaveLength(4);
    expect((await runCli(['cache', 'info'], { cwd, env: WITH_CACHE })).stdout).toMatch(
      /^three: 4 files, 0\.\d MB of at most/,
    );
    expect((await runCli(['cache', 'clean'], { cwd, env: WITH_CACHE })).stdout).toMatch(
      /^removed 0\.\d MB from `three`\n$/,
    );
    expect(existsSync(join(cwd, 'three'))).toBe(false);
    expect((await runCli(['cache', 'clean'], { cwd, env: WITH_CACHE })).stdout).toBe('no cache in `three`\n');
  });

  it.each([
    ['', ''],
    ['Signature: 8a47', '# Creat'],
  ])('has the marks again of which a full disk left a part: %j, %j', (tag, ignore) => {
    const cwd = makeProject({ 'whole/a': '', 'part/CACHEDIR.TAG': tag, 'part/.gitignore': ignore });
    rmSync(join(cwd, 'whole/a'));
    const name = `answer-${'1'.repeat(32)}`;
    for (const folder of ['whole', 'part'])
      new CacheFolder(join(cwd, folder), [cwd], undefined).write(name, [Buffer.alloc(1)]);
    for (const mark of ['CACHEDIR.TAG', '.gitignore']) {
      const whole = readFileSync(join(cwd, 'whole', mark), 'utf8');
      expect(whole).not.toBe('');
      expect(readFileSync(join(cwd, 'part', mark), 'utf8')).toBe(whole);
    }
  });

  it('keeps a mark that somebody wrote', () => {
    const cwd = makeProject({ 'cache/CACHEDIR.TAG': '', 'cache/.gitignore': '*\n!kept\n' });
    new CacheFolder(join(cwd, 'cache'), [cwd], undefined).write(`answer-${'1'.repeat(32)}`, [Buffer.alloc(1)]);
    expect(readFileSync(join(cwd, 'cache/.gitignore'), 'utf8')).toBe('*\n!kept\n');
  });

  it('drops what was used least recently', () => {
    const cwd = makeProject();
    const folder = new CacheFolder(join(cwd, 'cache'), [cwd], undefined, 2000);
    const names = ['1', '2', '3'].map((digit) => `answer-${digit.repeat(32)}`);
    for (const [i, name] of names.entries()) {
      folder.write(name, [Buffer.alloc(1000)]);
      utimesSync(join(cwd, 'cache', name), i + 1, i + 1);
    }
    folder.read(names[0] ?? '');
    folder.prune();
    expect(cacheFiles(folder.path)).toEqual([names[0], names[2]]);
  });
});

describe('what is more than a cache takes', () => {
  const context = { root: '/orders', today: '2026-11-20', maxBytesOf: () => 1000, scan: 'default' };
  const place = { kind: 'python', contentId: 'x', requested: true } as const;
  const openAt = (cwd: string, most: number): ScanCache =>
    new ScanCache(new CacheFolder(join(cwd, 'cache'), [cwd], undefined, most), Buffer.alloc(32), context);
  const keep = (cache: ScanCache, names: readonly string[]): void => {
    const reports = cache.reports('rules', () => ({ rules: new Map() }));
    // Of a report a cache looks at the notices.
    for (const path of names) reports.keep({ ...place, path }, { path, notices: [] } as unknown as FileReport);
  };

  it('is not written, is told once, and drives out nothing', () => {
    const cwd = makeProject();
    const small = openAt(cwd, 2000);
    keep(small, ['a.py']);
    small.save();
    const before = cacheFiles(join(cwd, 'cache'));
    expect(before).toHaveLength(1);
    const large = openAt(cwd, 2000);
    large.keepPlan('words', {});
    keep(
      large,
      Array.from({ length: 40 }, (_, i) => `m${i}.py`),
    );
    expect(() => large.save()).toThrow(
      'the results of its files take 1 MB of at most 1 MB; only whole reports are kept',
    );
    large.save();
    expect(cacheFiles(join(cwd, 'cache'))).toEqual([expect.stringMatching(/^plan-/), ...before]);
    expect(openAt(cwd, 2000).plan('words')).toEqual({});
    expect(
      openAt(cwd, 2000)
        .reports('rules', () => ({ rules: new Map() }))
        .find({ ...place, path: 'a.py' }),
    ).toEqual({ path: 'a.py', notices: [] });
  });

  it('is never what earlier runs left: of that only as much is kept as has room', () => {
    const cwd = makeProject();
    for (const name of ['a', 'b', 'c']) {
      const cache = openAt(cwd, 2000);
      keep(
        cache,
        Array.from({ length: 8 }, (_, i) => `${name}${i}.py`),
      );
      cache.save();
    }
    const [file = ''] = cacheFiles(join(cwd, 'cache'));
    expect(statSync(join(cwd, 'cache', file)).size).toBeLessThanOrEqual(2000);
    expect(
      openAt(cwd, 2000)
        .reports('rules', () => ({ rules: new Map() }))
        .find({ ...place, path: 'c7.py' }),
    ).toBeDefined();
  });
});

describe('a cache that is not this user’s', () => {
  it('holds nothing, when the repository brings it along', async () => {
    const other = makeProject({ 'app.py': FAULTY });
    await runCli([], { cwd: other, env: { AUDITLINT_CACHE_KEY: 'of somebody else' } });
    const cwd = makeProject({ 'app.py': FAULTY });
    cpSync(join(other, '.auditlint_cache'), join(cwd, '.auditlint_cache'), { recursive: true });
    expect(await mapped(cwd)).toMatchObject({ parsed: true });
    // And what is beside them is used.
    expect(await mapped(cwd)).toMatchObject({ parsed: false });
  });

  it('holds nothing, when its files have the names of ours', async () => {
    const cwd = makeProject({ 'app.py': CLEAN });
    await runCli([], { cwd, env: WITH_CACHE });
    const folder = join(cwd, '.auditlint_cache');
    for (const name of cacheFiles(folder)) {
      const forged = readFileSync(join(folder, name));
      forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
      writeFileSync(join(folder, name), forged);
    }
    expect(await mapped(cwd)).toEqual({ code: 0, parsed: true, reduced: true });
  });

  it('has a key outside of the repository, made once, that nobody else may read', async () => {
    const home = makeProject();
    const cwd = makeProject({ 'app.py': CLEAN });
    const env = { HOME: home, AUDITLINT_NO_CACHE: '', AUDITLINT_CACHE_KEY: '' };
    await Promise.all([mapped(cwd, [], env), mapped(cwd, [], env)]);
    expect(await mapped(cwd, [], env)).toMatchObject({ parsed: false });
    const key = join(home, '.local/state/auditlint/cache-key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    // What a full disk leaves.
    writeFileSync(key, '');
    expect(await runCli([], { cwd, env })).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(key)).toMatchObject({ size: 32 });
    expect(await mapped(cwd, [], env)).toMatchObject({ parsed: false });
    chmodSync(key, 0o644);
    const { code, stderr } = await runCli([], { cwd, env });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^auditlint: no cache in `\.auditlint_cache`: other users can read its signing key, `.*`; delete that file\n$/,
      ),
    });
    const within = makeProject({ 'app.py': CLEAN });
    expect((await runCli([], { cwd: within, env: { ...env, HOME: within } })).stderr).toMatch(
      /^auditlint: no cache in `\.auditlint_cache`: its signing key would be in the scanned repository \(`.*`\)\n$/,
    );
    expect(readdirSync(within)).toEqual(['app.py']);
  });
});

describe('a folder that cannot be a cache', () => {
  const cases: Readonly<Record<string, readonly [make: (folder: string) => void, why: string]>> = {
    'a file': [(folder) => writeFileSync(folder, ''), 'it is not a folder'],
    'a link': [(folder) => symlinkSync(makeProject(), folder), 'it is a symbolic link'],
    'full of other things': [
      (folder) => mkdirSync(join(folder, 'src'), { recursive: true }),
      'it contains files that are not part of a cache',
    ],
    "another user's": [
      (folder) => {
        mkdirSync(folder);
        chownSync(folder, 4711, 4711);
      },
      'it belongs to another user',
    ],
  };
  const isRoot = process.getuid?.() === 0;

  it.each(Object.entries(cases).filter(([name]) => isRoot || name !== "another user's"))(
    'because it is %s, is told, and is an error where somebody named it',
    async (_, [make, why]) => {
      const cwd = makeProject({ 'app.py': CLEAN });
      make(join(cwd, '.auditlint_cache'));
      make(join(cwd, 'named'));
      const cold = await runCli(JSON_REPORT, { cwd });
      const { stderr, ...rest } = await runCli(JSON_REPORT, { cwd, env: WITH_CACHE });
      expect(rest).toMatchObject({ code: cold.code, stdout: cold.stdout });
      expect(stderr).toBe(`auditlint: no cache in \`.auditlint_cache\`: ${why}\n${cold.stderr}`);
      const named = { code: 2, stdout: '', stderr: `auditlint: the cache folder \`named\` cannot be used: ${why}\n` };
      expect(await runCli(['--cache-dir', 'named'], { cwd, env: WITH_CACHE })).toEqual(named);
      expect(await runCli([], { cwd, env: { ...WITH_CACHE, AUDITLINT_CACHE_DIR: 'named' } })).toEqual(named);
      expect(await runCli(['cache', 'clean', '--cache-dir', 'named'], { cwd })).toMatchObject({
        code: 2,
        stderr: `auditlint: \`named\` is not a cache: ${why}\n`,
      });
    },
  );

  it('because a link of the repository leads to it, is not written to', async () => {
    const elsewhere = makeProject();
    const cwd = makeProject({ 'app.py': CLEAN, 'auditlint.toml': 'cache-dir = "way/cache"\n' });
    symlinkSync(elsewhere, join(cwd, 'way'));
    const { code, stderr } = await runCli([], { cwd, env: WITH_CACHE });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `auditlint: no cache in \`way/cache\`: \`${join(cwd, 'way')}\` in the path is a symbolic link\n`,
    });
    const named = { code: 2, stdout: '', stderr: expect.stringContaining('way` in the path is a symbolic link\n') };
    expect(await runCli(['--cache-dir', 'way/new/cache'], { cwd, env: WITH_CACHE })).toEqual(named);
    expect(await runCli([], { cwd, env: { ...WITH_CACHE, AUDITLINT_CACHE_DIR: 'way/cache' } })).toEqual(named);
    expect(await runCli([cwd, '--cache-dir', join(cwd, 'way/cache')], { cwd: makeProject(), env: WITH_CACHE })).toEqual(
      named,
    );
    expect(readdirSync(elsewhere)).toEqual([]);
    writeFileSync(join(cwd, 'auditlint.toml'), 'cache-dir = "../out"\n');
    expect(await runCli([], { cwd, env: WITH_CACHE })).toMatchObject({
      code: 2,
      stderr:
        'auditlint: auditlint.toml:1:1: `cache-dir` must be a path inside the folder of this file; `--cache-dir` accepts any path\n',
    });
  });

  it('because it cannot be written, is told once and fails nothing', async () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    await runCli([], { cwd, env: WITH_CACHE });
    // What a full disk or a read-only folder does, for anyone who may write everywhere: a folder is where a file should.
    const folder = join(cwd, '.auditlint_cache');
    writeFileSync(join(cwd, 'b.py'), CLEAN);
    const contents = cacheFiles(folder).find((name) => name.startsWith('contents')) ?? '';
    execFileSync('rm', [join(folder, contents)]);
    mkdirSync(join(folder, contents, 'x'), { recursive: true });
    const cold = await runCli(JSON_REPORT, { cwd });
    const { stderr, ...warm } = await runCli(JSON_REPORT, { cwd, env: WITH_CACHE });
    expect(warm).toEqual({ code: cold.code, stdout: cold.stdout });
    expect(stderr.startsWith(cold.stderr)).toBe(true);
    expect(stderr.slice(cold.stderr.length)).toMatch(
      /^auditlint: the cache `\.auditlint_cache` could not be written: [^\n]*\n$/,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('tmp-'))).toEqual([]);
    expect((await runCli(['--quiet'], { cwd, env: WITH_CACHE })).stderr).toBe('');
  });

  it('is refused together with `--no-cache`, and without a name', async () => {
    const cwd = makeProject({ 'app.py': CLEAN });
    const env = WITH_CACHE;
    expect(await runCli(['--no-cache', '--cache-dir', 'x'], { cwd, env })).toMatchObject({
      code: 2,
      stderr: 'auditlint: `--no-cache` and `--cache-dir` contradict each other\n',
    });
    expect(await runCli(['--cache-dir', ''], { cwd, env })).toMatchObject({
      code: 2,
      stderr: 'auditlint: `--cache-dir` needs a folder name\n',
    });
  });
});
