/** Where a scan begins: which folder is the root for what a command line names, and that all commands agree on it. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScanRoot, namedRoot } from '../../src/cli/scan-root.ts';
import { TestRepository } from '../git/git-fixture.ts';
import { CLEAN, FAULTY, faulty, makeProject, runCli, WITH_CACHE } from './run-cli.ts';

/** A function that certainly fails, and what calls it for ever: in files of their own. */
const [FAILING = '', ...SERVING] = FAULTY.split('\n\n\n');
const CALLED = {
  'orders/__init__.py': '',
  'orders/reading.py': `${FAILING}\n`,
  'serve.py': `from orders.reading import read\n\n\n${SERVING.join('\n\n\n')}`,
};
const MARK = { '.git/HEAD': '' };

function rootOf(path: string, cwd: string): { readonly root: string; readonly paths: readonly string[] } {
  const { root, paths } = findScanRoot([path], cwd);
  const shown = (each: string): string => (each.startsWith(cwd) ? each.slice(cwd.length + 1) || '.' : each);
  return { root: shown(root), paths: paths.map(shown) };
}

async function scan(cwd: string, ...argv: readonly string[]) {
  const { code, stdout, stderr } = await runCli([...argv, '--format', 'json', '--quiet'], { cwd });
  const { findings, root } = JSON.parse(stdout);
  const places = findings.map(
    ({ path, line, severity }: { path: string; line: number; severity: string }) => `${severity} ${path}:${line}`,
  );
  return { code, stderr, root, places };
}

describe('a single folder below the working directory', () => {
  it('is a part of the project there, also when it is written in another way', () => {
    const cwd = makeProject({ ...MARK, 'a/b/x.py': '', 'c/x.py': '' });
    const part = { root: '.', paths: ['a/b'] };
    for (const path of ['a/b', 'a/b/', './a/b', 'a/./b//', 'c/../a/b', join(cwd, 'a/b')]) {
      expect(rootOf(path, cwd), path).toEqual(part);
    }
  });

  it.each(['pyproject.toml', 'setup.py', 'setup.cfg', 'auditlint.toml', '.git', 'requirements.txt', 'Pipfile'])(
    'where %s says that a project begins there',
    (mark) => {
      expect(rootOf('a', makeProject({ [mark]: '', 'a/x.py': '' }))).toEqual({ root: '.', paths: ['a'] });
    },
  );

  it('and where nothing says so and there is little to read', () => {
    expect(rootOf('a', makeProject({ 'a/x.py': '', 'b/.git/HEAD': '' }))).toEqual({ root: '.', paths: ['a'] });
  });

  it('is the root where nothing says so and the working directory holds many files, which is told', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`b/x${i}.py`, '']));
    const cwd = makeProject({ 'a/app.py': FAULTY, ...many });
    expect(rootOf('a', cwd)).toEqual({ root: 'a', paths: [] });
    expect(rootOf('b', cwd)).toEqual({ root: '.', paths: ['b'] });
    expect((await runCli(['a'], { cwd })).stderr).toBe(
      'auditlint: `a` is scanned without the rest of the project: the working directory is a home directory or too large to be read; add an empty `auditlint.toml` there to make it a project\n',
    );
    expect((await runCli(['a', '--quiet'], { cwd })).stderr).toBe('');
    writeFileSync(join(cwd, 'auditlint.toml'), '');
    expect(rootOf('a', cwd)).toEqual({ root: '.', paths: ['a'] });
  });

  it('is told with what reaches it from the rest', async () => {
    const cwd = makeProject({ ...MARK, ...CALLED });
    const whole = await scan(cwd);
    expect(whole).toEqual({ code: 1, stderr: '', root: '.', places: ['P1 orders/reading.py:4'] });
    expect(await scan(cwd, 'orders')).toEqual(whole);
    // The working directory is the project, also where it is a folder of one.
    expect(await scan(join(cwd, 'orders'))).toMatchObject({ code: 1, places: ['P1 reading.py:4'] });
  });

  it.skipIf(existsSync(import.meta.filename.toUpperCase()))('is another one in other letters', async () => {
    const cwd = makeProject({ ...MARK, ...CALLED });
    const { code, stderr } = await runCli(['Orders'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'auditlint: no such file or folder: `Orders`; did you mean `orders`?\n',
    });
  });

  it('has nothing to scan where it is empty, or holds nothing that is read', async () => {
    const cwd = makeProject({ ...MARK, ...CALLED, 'notes/list.txt': 'x' });
    mkdirSync(join(cwd, 'empty'));
    for (const folder of ['notes', 'empty']) {
      const { code, stderr } = await runCli([folder], { cwd });
      expect(code).toBe(3);
      expect(stderr).toContain('nothing was scanned');
    }
  });

  it('is scanned where git ignores it, and not where the configuration excludes it', async () => {
    const cwd = makeProject({
      '.gitignore': 'made/\n',
      'auditlint.toml': 'exclude = ["old"]\n',
      'made/app.py': FAULTY,
      'old/app.py': FAULTY,
      'app.py': CLEAN,
    });
    new TestRepository(cwd).git('init', '--quiet');
    new TestRepository(cwd).git('add', 'app.py');
    expect((await scan(cwd)).places).toEqual([]);
    expect((await scan(cwd, 'made')).places).toEqual(['P1 made/app.py:4']);
    expect(await runCli(['old'], { cwd })).toMatchObject({ code: 3 });
  });
});

describe('a folder that is a project of its own', () => {
  it.each([
    ['a checkout', { 'own/.git/HEAD': '' }],
    ['a submodule', { 'own/.git': 'gitdir: ../.git/modules/own\n' }],
    ['what calls itself a root', { 'own/auditlint.toml': '# the service\nroot = true\n' }],
    ['the same among the settings of other tools', { 'own/pyproject.toml': '[tool.auditlint]\nroot = true\n' }],
  ])('is the root of its own scan: %s', (_, files) => {
    const cwd = makeProject({ ...MARK, ...files, 'own/pkg/x.py': '', 'own/y.py': '' });
    expect(rootOf('own', cwd)).toEqual({ root: 'own', paths: [] });
    expect(rootOf('own/pkg', cwd)).toEqual({ root: 'own', paths: ['own/pkg'] });
    // Files, and several paths, are those of the project that the user is in.
    expect(rootOf('own/y.py', cwd)).toEqual({ root: '.', paths: ['own/y.py'] });
    expect(findScanRoot(['own', 'own/pkg'], cwd).root).toBe(cwd);
  });

  it('is found from a folder that is none', () => {
    const cwd = makeProject({ 'own/.git/HEAD': '', 'own/pkg/x.py': '' });
    expect(rootOf('own/pkg', cwd)).toEqual({ root: 'own', paths: ['own/pkg'] });
  });

  it.each([
    ['says no', 'root = false\n'],
    ['says nothing', '# root = true\n'],
    ['means something else', '[rules.root]\nroot = true\n'],
    ['is wrong, which is told by whoever reads it', 'root = "yes"\n'],
    ['is no TOML', 'root = true\nroot = ['],
  ])('is none where its configuration %s', (_, text) => {
    const cwd = makeProject({ ...MARK, 'a/auditlint.toml': text });
    expect(rootOf('a', cwd)).toEqual({ root: '.', paths: ['a'] });
  });

  it('is none because of a file outside of the repository that a link stands for', async () => {
    const cwd = makeProject({ ...MARK, 'a/x.py': '' });
    const outside = makeProject({ 'auditlint.toml': 'root = true\n' });
    symlinkSync(join(outside, 'auditlint.toml'), join(cwd, 'a/auditlint.toml'));
    expect(rootOf('a', cwd)).toEqual({ root: '.', paths: ['a'] });
    expect((await runCli(['a'], { cwd })).stderr).toContain('a symbolic link that leads outside the repository');
  });
});

describe('a folder elsewhere', () => {
  it('is the root, and so are the working directory and the folders above it', () => {
    const top = makeProject({ ...MARK, 'here/pyproject.toml': '', 'there/x.py': '' });
    const cwd = join(top, 'here');
    expect(findScanRoot(['../there'], cwd)).toEqual({ root: join(top, 'there'), paths: [] });
    expect(findScanRoot(['..'], cwd)).toEqual({ root: top, paths: [] });
    expect(findScanRoot(['.'], cwd)).toEqual({ root: cwd, paths: [] });
    expect(findScanRoot([cwd], cwd)).toEqual({ root: cwd, paths: [] });
    expect(findScanRoot([], cwd)).toEqual({ root: cwd, paths: [] });
  });

  it('is where a link leads, whatever the link is called', async () => {
    const cwd = makeProject({ ...MARK, ...CALLED });
    const outside = makeProject({ 'app.py': FAULTY });
    symlinkSync(outside, join(cwd, 'out'));
    symlinkSync('orders', join(cwd, 'alias'));
    expect(rootOf('out', cwd)).toEqual({ root: outside, paths: [] });
    expect(rootOf('alias', cwd)).toEqual({ root: '.', paths: ['orders'] });
    expect((await scan(cwd, 'out')).places).toEqual(['P1 app.py:4']);
    expect((await scan(cwd, 'alias')).places).toEqual(['P1 orders/reading.py:4']);
  });
});

describe('commands agree on the root', () => {
  const files = { ...MARK, ...CALLED, 'own/auditlint.toml': 'root = true\n', 'own/app.py': FAULTY };

  it('on where the cache lies', async () => {
    const cwd = makeProject(files);
    const run = (...argv: string[]) => runCli(argv, { cwd, env: WITH_CACHE });
    await run('orders');
    await run('own');
    expect(['.', 'orders', 'own'].filter((each) => existsSync(join(cwd, each, '.auditlint_cache')))).toEqual([
      '.',
      'own',
    ]);
    expect((await run('cache', 'info', 'orders')).stdout).toMatch(/^\.auditlint_cache: /);
    expect((await run('cache', 'info', 'own')).stdout).toMatch(/^own\/\.auditlint_cache: /);
    const [cold, warm] = [await runCli(['orders'], { cwd }), await run('orders')];
    expect(warm).toEqual(cold);
    await run('cache', 'clean', 'orders');
    expect(existsSync(join(cwd, '.auditlint_cache'))).toBe(false);
  });

  it('on what a configuration is about', async () => {
    const cwd = makeProject(files);
    const reported = async (file: string) => (await runCli(['config', file], { cwd })).stdout.split('\n').slice(0, 3);
    expect(await reported('orders')).toEqual(['orders', '  root          .', '  configuration none found']);
    expect(await reported('own')).toEqual(['own', '  root          own', '  configuration own/auditlint.toml (root)']);
  });

  it('on what is known of its files', async () => {
    const cwd = makeProject(files);
    const why = await runCli(['why', 'orders/reading.py:4', 'call-signature-mismatch'], { cwd });
    expect(why.stdout).toContain('P1 call-signature-mismatch');
    const parts = [1, 2].map((part) => ['orders', '--shard', `${part}/2`, '-o', `part-${part}`]);
    for (const part of parts) expect((await runCli(part, { cwd })).code).toBe(0);
    const merged = await runCli(['merge', 'part-1', 'part-2', '--format', 'json', '--quiet'], { cwd });
    expect(merged.stdout).toBe((await runCli(['orders', '--format', 'json', '--quiet'], { cwd })).stdout);
    expect(JSON.parse(merged.stdout).findings).toHaveLength(1);
    const register = await runCli(['register', 'update', 'orders'], { cwd });
    expect(register.stdout).toContain('orders/reading.py:4  is new');
  });

  it('on what an audit is of: the folder, and what of the system its files have a part in', async () => {
    const cwd = makeProject({
      ...files,
      'pyproject.toml': '[project]\nname = "shop"\n[project.scripts]\nserve = "serve:serve_read"\n',
      'orders/pyproject.toml': '[project]\nname = "orders-service"\n',
      'own/pyproject.toml': '[project]\nname = "till"\n',
      'own/Dockerfile': 'FROM python:3.12\nCMD ["python", "app.py"]\n',
    });
    const audit = async (folder: string) =>
      JSON.parse((await runCli(['report', folder, '--format', 'json', '--quiet'], { cwd })).stdout);
    const [whole, orders, own] = [await audit('.'), await audit('orders'), await audit('own')];
    expect([whole, orders, own].map(({ project, scope }) => [project, scope.root])).toEqual([
      ['shop', '.'],
      ['orders-service', 'orders'],
      ['till', 'own'],
    ]);
    expect(orders.findings.map(({ path }: { path: string }) => path)).toEqual([
      'orders/reading.py',
      'orders/__init__.py',
    ]);
    expect(whole.system.images).toHaveLength(1);
    expect([orders.system.images, orders.system.entries]).toEqual([[], []]);
  });

  it('on suppressions, of which those of the folder are listed', async () => {
    const comment = `${FAILING.replace('"csv")', '"csv")  # auditlint: ignore[call-signature-mismatch] a probe')}\n`;
    const cwd = makeProject({ ...MARK, 'a/x.py': comment, 'b/y.py': comment });
    const { stdout } = await runCli(['suppressions', 'a', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).suppressions.map(({ path }: { path: string }) => path)).toEqual(['a/x.py']);
  });

  it('but for a root that is called one: it is that', () => {
    const cwd = makeProject(files);
    expect(namedRoot('orders', cwd)).toBe(join(cwd, 'orders'));
    expect(namedRoot('orders/reading.py', cwd)).toBe(cwd);
  });

  it('on what is staged, where git does not know the folder as well', async () => {
    const repository = TestRepository.with(CALLED);
    repository.write({ 'made/app.py': faulty('made') });
    const run = (...argv: string[]) => runCli([...argv, '--staged'], { cwd: repository.folder });
    expect(await run('made')).toMatchObject({ code: 3 });
    expect(await run('made/app.py')).toMatchObject({ code: 3 });
    repository.git('add', 'made');
    expect((await run('made')).stdout).toContain('P1 call-signature-mismatch  made/app.py:4:5');
    expect(await run('orders')).toMatchObject({ code: 0 });
  });
});

describe('a baseline', () => {
  it('holds for a folder as for all of the project', async () => {
    const cwd = makeProject({ ...MARK, 'a/app.py': FAULTY, 'b/app.py': CLEAN });
    expect((await runCli(['baseline', '.'], { cwd })).stdout).toContain('1 finding');
    const known = (...argv: string[]) => runCli([...argv, '--baseline', 'auditlint-baseline.txt'], { cwd });
    expect(await known('a')).toMatchObject({ code: 0 });
    const lines = readFileSync(join(cwd, 'auditlint-baseline.txt'), 'utf8').split('\n');
    expect(lines.at(-2)).toMatch(/^a\/app\.py call-signature-mismatch /);
    expect((await runCli(['baseline', 'a', '--update'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'auditlint-baseline.txt'), 'utf8').split('\n')).toEqual(lines);
  });

  it('takes no copy for what is known elsewhere, though that was not asked for', async () => {
    const copied = makeProject({ ...MARK, 'a/app.py': FAULTY });
    await runCli(['baseline', '.'], { cwd: copied });
    const cwd = makeProject({
      ...MARK,
      'a/app.py': FAULTY,
      'b/app.py': FAULTY,
      'auditlint-baseline.txt': readFileSync(join(copied, 'auditlint-baseline.txt')),
    });
    const known = (...argv: string[]) => scan(cwd, ...argv, '--baseline', 'auditlint-baseline.txt');
    expect((await known('.')).places).toEqual(['P1 b/app.py:4']);
    expect((await known('a')).places).toEqual([]);
    expect((await known('b')).places).toEqual(['P1 b/app.py:4']);
    expect((await known('b/app.py')).places).toEqual(['P1 b/app.py:4']);
  });

  it('of another folder is not read', async () => {
    const cwd = makeProject({
      ...MARK,
      'a/app.py': FAULTY,
      'b/auditlint.toml': 'baseline = "gone.txt"\n',
      'b/app.py': CLEAN,
    });
    expect((await scan(cwd, 'a')).places).toEqual(['P1 a/app.py:4']);
    expect((await runCli(['b'], { cwd })).stderr).toContain('no baseline `b/gone.txt`');
  });
});
