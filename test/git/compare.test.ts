/** `--diff` and `--staged` over real repositories. */
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, faulty, ONLY_UNFINISHED, runCli, UNFINISHED } from '../cli/run-cli.ts';
import { ENVIRONMENT, makeFolder, TestRepository } from './git-fixture.ts';

interface Outcome {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly places?: readonly Outcome[];
}

/** `path:line rule` of what is reported, other places of its cause behind it, and how many findings were known. */
async function compare(repository: TestRepository, argv: readonly string[], folder = '') {
  const cwd = join(repository.folder, folder);
  const { code, stdout, stderr } = await runCli(['--format', 'json', ...argv], { cwd, env: ENVIRONMENT });
  if (stdout === '') return { code, stderr };
  const { findings, stats } = JSON.parse(stdout);
  const places = findings.map(
    ({ path, line, rule, places: more = [] }: Outcome) =>
      `${path}:${line} ${rule}${more.map((place) => ` + ${place.path}:${place.line}`).join('')}`,
  );
  return { code, places, known: stats.known };
}

const refused = (option: string, sentence: string) => ({ code: 2, stderr: `auditlint: ${option}: ${sentence}\n` });

describe('--diff reports what is not at the merge base', () => {
  it('whether it is committed, added or only written', async () => {
    const repository = TestRepository.with({ 'a.py': FAULTY });
    repository.git('switch', '--quiet', '--create', 'work');
    expect(await compare(repository, ['--diff', 'main'])).toEqual({ code: 0, places: [], known: 1 });
    repository.commit({ 'b.py': faulty('load') });
    repository.write({ 'c.py': faulty('fetch') });
    repository.git('add', 'c.py');
    repository.write({ 'd.py': faulty('parse') });
    const places = [
      'b.py:4 call-signature-mismatch',
      'c.py:4 call-signature-mismatch',
      'd.py:4 call-signature-mismatch',
    ];
    expect(await compare(repository, ['--diff', 'main'])).toEqual({ code: 1, places, known: 1 });
    expect(await compare(repository, ['--diff', 'HEAD'])).toEqual({ code: 1, places: places.slice(1), known: 2 });
  });

  it('wherever the lines are: moved, in a renamed file, in another file', async () => {
    const repository = TestRepository.with({ 'a.py': FAULTY, 'b.py': faulty('load'), 'c.py': faulty('fetch') });
    repository.git('mv', 'b.py', 'renamed.py');
    repository.commit({
      'a.py': `# moved down\n\n\n${FAULTY.replace('return path', 'return path  # why not')}`,
      'c.py': CLEAN,
      'd.py': `# moved over\n\n\n${faulty('fetch')}`,
    });
    expect(await compare(repository, ['--diff', 'HEAD~1'])).toEqual({ code: 0, places: [], known: 3 });
  });

  it('a copy of a known defect is new, and shown where it was copied to', async () => {
    const repository = TestRepository.with({ ...ONLY_UNFINISHED, 'm.py': UNFINISHED });
    repository.write({ 'a.py': UNFINISHED, 'm.py': `${UNFINISHED}\n\n${UNFINISHED}` });
    expect(await compare(repository, ['--diff', 'main', '--fail-on', 'P2'])).toEqual({
      code: 1,
      places: ['a.py:4 placeholder-implementation + m.py:21'],
      known: 1,
    });
  });

  it('a new place of a known cause is new, and a known one stays known', async () => {
    const repository = TestRepository.with({ ...ONLY_UNFINISHED, 'a.py': UNFINISHED, 'b.py': UNFINISHED });
    expect(await compare(repository, [])).toMatchObject({ places: ['a.py:4 placeholder-implementation + b.py:4'] });
    expect(await compare(repository, ['--diff', 'main'])).toEqual({ code: 0, places: [], known: 2 });
    repository.write({ 'c.py': UNFINISHED });
    expect(await compare(repository, ['--diff', 'main', '--fail-on', 'P2'])).toEqual({
      code: 1,
      places: ['c.py:4 placeholder-implementation'],
      known: 2,
    });
  });

  it('what a change elsewhere makes of an unchanged file', async () => {
    const caller =
      'import asyncio\nfrom jobs import refresh\n\nasync def main():\n    refresh()\n    print("done")\n\n\nif __name__ == "__main__":\n    asyncio.run(main())\n';
    const repository = TestRepository.with({ 'app.py': caller, 'jobs.py': 'def refresh():\n    return 1\n' });
    const argv = ['--diff', 'main', '--select', 'coroutine-never-awaited', '--profile', 'strict', '--fail-on', 'P2'];
    expect(await compare(repository, argv)).toEqual({ code: 0, places: [], known: 0 });
    repository.write({ 'jobs.py': 'async def refresh():\n    return 1\n' });
    expect(await compare(repository, argv)).toEqual({
      code: 1,
      places: ['app.py:5 coroutine-never-awaited'],
      known: 0,
    });
    expect(await compare(repository, [...argv, 'app.py'])).toMatchObject({
      places: ['app.py:5 coroutine-never-awaited'],
    });
    expect(await compare(repository, [...argv, 'jobs.py'])).toMatchObject({ places: [] });
  });

  it('after the other branch went on, and was merged in', async () => {
    const repository = TestRepository.with({ 'a.py': FAULTY });
    repository.git('switch', '--quiet', '--create', 'work');
    repository.commit({ 'mine.py': faulty('mine') });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'theirs.py': faulty('theirs'), 'a.py': CLEAN });
    repository.git('switch', '--quiet', 'work');
    const places = ['mine.py:4 call-signature-mismatch'];
    expect(await compare(repository, ['--diff', 'main'])).toEqual({ code: 1, places, known: 1 });
    repository.git('merge', '--quiet', '--no-edit', 'main');
    expect(await compare(repository, ['--diff', 'main'])).toEqual({ code: 1, places, known: 1 });
    // Merged crosswise: each side has the other, and there are two merge bases.
    repository.git('switch', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'work~1');
    expect(repository.git('merge-base', '--all', 'main', 'work').trim().split('\n')).toHaveLength(2);
    expect(await compare(repository, ['--diff', 'work'])).toMatchObject({ code: 0, places: [] });
  });

  it('in a folder of the repository, and for files that are named', async () => {
    const repository = TestRepository.with({ 'app/old.py': FAULTY, 'app/two.py': faulty('two'), 'lib/x.py': CLEAN });
    repository.git('mv', 'app/old.py', 'app/new.py');
    repository.write({ 'lib/x.py': faulty('x'), 'app/two.py': `${faulty('two')}\n\n${faulty('three')}` });
    const places = ['two.py:21 call-signature-mismatch'];
    expect(await compare(repository, ['--diff', 'main'], 'app')).toEqual({ code: 1, places, known: 2 });
    // A folder that is named is a part of the project, and paths are those of the project.
    const inProject = places.map((place) => `app/${place}`);
    expect(await compare(repository, ['--diff', 'main', 'app'])).toEqual({ code: 1, places: inProject, known: 2 });
    expect(await compare(repository, ['--diff', 'main', 'app/new.py'])).toEqual({ code: 0, places: [], known: 1 });
    expect(await compare(repository, ['--diff', 'main', 'app/two.py', 'lib'])).toEqual({
      code: 1,
      places: ['app/two.py:21 call-signature-mismatch', 'lib/x.py:4 call-signature-mismatch'],
      known: 1,
    });
  });

  it('whatever the encoding, the line ends and the name of a file', async () => {
    const latin = (text: string) => Buffer.from(`# -*- coding: latin-1 -*-\n${text}`, 'latin1');
    const documented = (name: string) => faulty(name).replace('):\n', '):\n\n    """Größe\n\n    é."""\n');
    const repository = TestRepository.with({
      'latin.py': latin(documented('measure')),
      'price list #1 é.py': documented('price'),
      'crlf.py': documented('dos'),
      'mark.py': `\uFEFF${documented('mark')}`,
    });
    repository.write({
      'latin.py': latin(`# moved down\n${documented('measure')}`),
      'crlf.py': documented('dos').replaceAll('\n', '\r\n'),
    });
    expect(await compare(repository, ['--diff', 'main'])).toEqual({ code: 0, places: [], known: 4 });
  });

  it('together with a baseline', async () => {
    const repository = TestRepository.with({ 'a.py': FAULTY });
    repository.write({ 'b.py': faulty('accepted') });
    await runCli(['baseline', 'b.py'], { cwd: repository.folder });
    repository.write({ 'c.py': faulty('fresh') });
    const argv = ['--diff', 'main', '--baseline', 'auditlint-baseline.txt'];
    expect(await compare(repository, argv)).toEqual({
      code: 1,
      places: ['c.py:4 call-signature-mismatch'],
      known: 2,
    });
    const { stdout } = await runCli(argv, { cwd: repository.folder, env: ENVIRONMENT });
    expect(stdout).not.toContain('gone');
  });

  it('leaves submodules to their own repositories, and says so', async () => {
    const inner = TestRepository.with({ 'inner.py': FAULTY });
    const repository = TestRepository.with({ 'a.py': CLEAN });
    repository.git('submodule', '--quiet', 'add', inner.folder, 'vendored');
    repository.commit();
    const { stdout, code } = await runCli(['--diff', 'HEAD~1'], { cwd: repository.folder, env: ENVIRONMENT });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'vendored  a submodule, which cannot be compared from here: scan it in its own repository',
    );
    repository.write({ 'vendored/new.py': faulty('fresh') });
    expect(await compare(repository, ['--diff', 'HEAD'], 'vendored')).toEqual({
      code: 1,
      places: ['new.py:4 call-signature-mismatch'],
      known: 1,
    });
  });

  it('in a work tree of `git worktree`, and with names of SHA-256', async () => {
    const repository = TestRepository.with({ 'a.py': FAULTY }, '--object-format=sha256');
    const other = join(makeFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', other);
    const linked = new TestRepository(other);
    linked.write({ 'b.py': faulty('load') });
    expect(await compare(linked, ['--diff', 'main'])).toEqual({
      code: 1,
      places: ['b.py:4 call-signature-mismatch'],
      known: 1,
    });
  });
});

describe('--staged reports what the next commit adds', () => {
  it('from the index, not from the disk', async () => {
    const repository = TestRepository.with({ 'a.py': FAULTY });
    repository.write({ 'b.py': faulty('load') });
    repository.git('add', 'b.py');
    repository.write({ 'b.py': CLEAN, 'c.py': faulty('untracked') });
    expect(await compare(repository, ['--staged'])).toEqual({
      code: 1,
      places: ['b.py:4 call-signature-mismatch'],
      known: 1,
    });
    const { stdout } = await runCli(['--staged'], { cwd: repository.folder, env: ENVIRONMENT });
    expect(stdout).toContain('def load(path):');
    repository.git('add', 'b.py');
    expect(await compare(repository, ['--staged'])).toEqual({ code: 0, places: [], known: 1 });
  });

  it('before the first commit', async () => {
    const repository = new TestRepository();
    repository.git('init', '--quiet');
    repository.write({ 'a.py': FAULTY });
    repository.git('add', '.');
    expect(await compare(repository, ['--staged'])).toEqual({
      code: 1,
      places: ['a.py:4 call-signature-mismatch'],
      known: 0,
    });
    expect(await compare(repository, ['--diff', 'main'])).toEqual(
      refused('--diff', 'there is no commit to compare with yet; `--staged` compares the index with the last commit'),
    );
  });

  it('of a merge only what neither side had', async () => {
    const repository = TestRepository.with({ 'a.py': CLEAN });
    repository.git('switch', '--quiet', '--create', 'work');
    repository.commit({ 'mine.py': faulty('mine') });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'theirs.py': faulty('theirs') });
    repository.git('merge', '--quiet', '--no-commit', 'work');
    repository.write({ 'slip.py': faulty('slip') });
    repository.git('add', 'slip.py');
    expect(await compare(repository, ['--staged'])).toEqual({
      code: 1,
      places: ['slip.py:4 call-signature-mismatch'],
      known: 2,
    });
  });

  it('refuses a conflict', async () => {
    const repository = TestRepository.with({ 'a.py': 'x = 1\n' });
    repository.git('switch', '--quiet', '--create', 'work');
    repository.commit({ 'a.py': 'x = 2\n' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'a.py': 'x = 3\n' });
    expect(() => repository.git('merge', '--quiet', 'work')).toThrow();
    expect(await compare(repository, ['--staged'])).toEqual(
      refused('--staged', '`a.py` has a merge conflict; resolve it and `git add` it'),
    );
  });
});

describe('what cannot be compared is one sentence and exit code 2', () => {
  it('a shallow clone, which says what to fetch, and is right once it was', async () => {
    const origin = TestRepository.with({ 'a.py': FAULTY });
    origin.git('switch', '--quiet', '--create', 'work');
    origin.commit({ 'b.py': CLEAN });
    const clone = new TestRepository(join(makeFolder(), 'clone'));
    origin.git('clone', '--quiet', '--depth=1', '--branch=work', `file://${origin.folder}`, clone.folder);
    const unknown =
      'git finds no commit `origin/main`; fetch it with `git fetch --unshallow origin main:refs/remotes/origin/main`';
    expect(await compare(clone, ['--diff', 'origin/main'])).toEqual(refused('--diff', unknown));
    clone.git('fetch', '--quiet', '--depth=1', 'origin', 'main:refs/remotes/origin/main');
    const unreached =
      'the clone is shallow and does not reach the merge base of HEAD and `origin/main`; fetch it with ' +
      '`git fetch --unshallow` (GitHub: `fetch-depth: 0`, GitLab: `GIT_DEPTH: 0`)';
    expect(await compare(clone, ['--diff', 'origin/main'])).toEqual(refused('--diff', unreached));
    clone.git('fetch', '--quiet', '--unshallow', 'origin', 'main:refs/remotes/origin/main');
    clone.write({ 'c.py': faulty('load') });
    expect(await compare(clone, ['--diff', 'origin/main'])).toEqual({
      code: 1,
      places: ['c.py:4 call-signature-mismatch'],
      known: 1,
    });
  });

  it('a partial clone that lacks the files of the base', async () => {
    const origin = TestRepository.with({ 'a.py': FAULTY });
    origin.commit({ 'a.py': CLEAN });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = new TestRepository(join(makeFolder(), 'clone'));
    origin.git('clone', '--quiet', '--filter=blob:none', `file://${origin.folder}`, clone.folder);
    const result = await compare(clone, ['--diff', 'HEAD~1']);
    expect(result).toMatchObject({ code: 2 });
    expect(result.stderr).toContain('git fetch --refetch --no-filter');
  });

  it.each([
    [['--diff', 'nowhere'], '--diff', 'git finds no commit `nowhere`; name a fetched branch, tag or commit'],
    [['--diff', '^HEAD'], '--diff', 'git finds no commit `^HEAD`; name a fetched branch, tag or commit'],
    [['--diff', '--all'], '--diff', 'git finds no commit `--all`; name a fetched branch, tag or commit'],
    [
      ['--diff', 'origin/next'],
      '--diff',
      'git finds no commit `origin/next`; fetch it with `git fetch origin next:refs/remotes/origin/next`',
    ],
    [['--diff', 'main:a.py'], '--diff', 'git finds no commit `main:a.py`; name a fetched branch, tag or commit'],
    [['--diff', 'other'], '--diff', 'HEAD and `other` have no common ancestor; name an ancestor of HEAD'],
  ])('%j', async (argv, option, sentence) => {
    const repository = TestRepository.with({ 'a.py': CLEAN });
    repository.git('switch', '--quiet', '--orphan', 'other');
    repository.commit({ 'z.py': CLEAN });
    repository.git('switch', '--quiet', 'main');
    expect(await compare(repository, argv)).toEqual(refused(option, sentence));
  });

  it('options that exclude each other', async () => {
    const { folder: cwd } = TestRepository.with({ 'a.py': CLEAN });
    const said = async (...argv: string[]) => (await runCli(argv, { cwd, env: ENVIRONMENT })).stderr;
    expect(await said('--diff', 'main', '--staged')).toBe(
      'auditlint: `--diff` and `--staged` compare different things\n',
    );
    expect(await said('--diff', '')).toBe('auditlint: `--diff` needs a commit\n');
    expect(await said('--staged', '-', '--stdin-filename', 'a.py')).toBe(
      'auditlint: `--staged` compares files and cannot read standard input\n',
    );
  });

  it('no git, no repository, the inside of a git directory', async () => {
    const repository = TestRepository.with({ 'a.py': CLEAN });
    const bare = { PATH: '/nonexistent' };
    expect(await runCli(['--diff', 'main'], { cwd: repository.folder, env: bare })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auditlint: --diff: git is not installed, or not on the PATH\n',
    });
    const folder = new TestRepository();
    folder.write({ 'a.py': CLEAN });
    expect(await compare(folder, ['--diff', 'main'])).toEqual(refused('--diff', '`.` is not in a git repository'));
    expect(await compare(repository, ['--staged'], '.git/hooks')).toEqual(
      refused('--staged', '`.` is in a git directory, not in a work tree'),
    );
  });
});

describe('nothing of a hostile repository runs', () => {
  it('whatever its configuration, attributes and hooks name', async () => {
    const mark = join(makeFolder(), 'ran');
    const program = join(makeFolder(), 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${mark}'\nexit 1\n`);
    chmodSync(program, 0o755);
    const repository = TestRepository.with({ 'a.py': FAULTY, '.gitattributes': '* filter=evil diff=evil\n' });
    for (const key of [
      ...['core.fsmonitor', 'core.pager', 'core.sshCommand', 'core.askPass', 'core.editor', 'core.gitProxy'],
      ...['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'filter.evil.clean', 'filter.evil.smudge'],
      ...['filter.evil.process', 'credential.helper', 'gpg.program', 'core.alternateRefsCommand', 'alias.ls-tree'],
      ...['uploadpack.packObjectsHook', 'remote.origin.uploadpack', 'pager.ls-tree', 'sequence.editor'],
    ]) {
      repository.git('config', key, program);
    }
    repository.git('config', 'core.hooksPath', join(program, '..'));
    repository.git('config', 'remote.origin.url', `ext::${program} %S`);
    repository.git('config', 'remote.origin.promisor', 'true');
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'fsmonitor-watchman']) {
      symlinkSync(program, join(repository.folder, '.git/hooks', hook));
    }
    writeFileSync(join(repository.folder, 'b.py'), faulty('load'));
    const environment = {
      ...ENVIRONMENT,
      ...{ GIT_EXTERNAL_DIFF: program, GIT_SSH_COMMAND: program, GIT_PAGER: program, GIT_ASKPASS: program },
      ...{ GIT_EXEC_PATH: join(program, '..'), GIT_TRACE: mark, GIT_PROXY_COMMAND: program, PAGER: program },
    };
    for (const argv of [['--diff', 'main'], ['--diff', 'nowhere'], ['--staged']]) {
      await runCli(argv, { cwd: repository.folder, env: environment });
    }
    expect(existsSync(mark)).toBe(false);
    const { stdout } = await runCli(['--diff', 'main'], { cwd: repository.folder, env: environment });
    expect(stdout).toContain('1 new finding');
  });
});
