import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiscoveryRequest, discover } from '../../src/discover/index.ts';
import { makeRepository } from './repository.ts';

type Settings = Partial<Omit<DiscoveryRequest, 'root'>>;

const find = (root: string, settings: Settings = {}) =>
  discover({ root, paths: [], exclude: [], respectsGitIgnore: true, ...settings });

async function requestedPaths(root: string, settings: Settings = {}): Promise<string[]> {
  const { files } = await find(root, settings);
  return files.filter(({ requested }) => requested).map(({ path }) => path);
}

describe('files', () => {
  it('are told apart by name and come in the order of code units', async () => {
    const root = makeRepository({
      'b.py': '',
      'B.py': '',
      'a/z.pyi': '',
      'a.py': '',
      'notes.ipynb': '{}',
      'README.md': '',
      'pyproject.toml': '',
      'requirements-dev.txt': '',
      'requirements/base.in': '',
      'notes.txt': '',
    });
    const { files, allPaths } = await find(root);
    expect(files.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'B.py python',
      'README.md markdown',
      'a.py python',
      'a/z.pyi stub',
      'b.py python',
      'notes.ipynb notebook',
      'pyproject.toml pyproject',
      'requirements-dev.txt requirements',
      'requirements/base.in requirements',
    ]);
    expect([...allPaths]).toContain('README.md');
    expect([...allPaths]).toEqual([...allPaths].sort());
  });

  it('of tools and environments are left out, unless their folder is named', async () => {
    const root = makeRepository({
      'app.py': '',
      'node_modules/gyp/gyp.py': '',
      'node_modules/gyp/package.json': '',
      'env/bin/python': '',
      'env/pyvenv.cfg': 'home = /usr/bin\n',
      'env/lib/os.py': '',
      'conda/bin/python': '',
      'conda/conda-meta/history': '',
      'conda/site.py': '',
      '__pycache__/app.cpython-312.pyc': '',
      'vendor/site-packages/six.py': '',
      'vendor/site-packages/six-1.17.0.dist-info/RECORD': '',
      '.git/hooks/pre_commit.py': '',
      'build/made.py': '',
    });
    expect(await requestedPaths(root)).toEqual(['app.py', 'build/made.py']);
    expect(await requestedPaths(root, { paths: ['env', 'vendor/site-packages'] })).toEqual([
      'env/lib/os.py',
      'env/pyvenv.cfg',
      'vendor/site-packages/six.py',
    ]);
  });

  it('are scanned where a name alone makes a folder look like that of a tool', async () => {
    const root = makeRepository({
      'src/pyvenv.cfg': '',
      'src/bin/run.py': '',
      'src/app.py': '',
      'lib/conda-meta': '',
      'lib/util.py': '',
      'pkg/__pycache__/hidden.py': '',
      'pkg/site-packages/hidden.py': '',
    });
    const files = ['lib/util.py', 'pkg/__pycache__/hidden.py', 'pkg/site-packages/hidden.py', 'src/app.py'];
    expect(await requestedPaths(root)).toEqual([...files, 'src/bin/run.py', 'src/pyvenv.cfg']);
  });
});

describe("git's ignore rules", () => {
  const content = {
    '.gitignore': 'generated/\n*_pb2.py\n',
    'kept/.gitignore': '!wire_pb2.py\n/local.py\n',
    '.git/info/exclude': 'private.py\n',
    'app.py': '',
    'private.py': '',
    'api_pb2.py': '',
    'generated/model.py': '',
    'kept/wire_pb2.py': '',
    'kept/local.py': '',
    'kept/deep/local.py': '',
  };

  const makeWorkTree = (): string => {
    const root = makeRepository(content);
    execFileSync('git', ['-C', root, 'init', '--quiet', '--template=']);
    execFileSync('git', ['-C', root, 'add', 'app.py']);
    return root;
  };

  it('hide files, the nearest rule first', async () => {
    const root = makeWorkTree();
    expect(await requestedPaths(root)).toEqual(['app.py', 'kept/deep/local.py', 'kept/wire_pb2.py']);
    const { ignored, allPaths } = await find(root);
    expect([...ignored].sort()).toEqual(['api_pb2.py', 'generated', 'kept/local.py', 'private.py']);
    expect(allPaths.has('generated/model.py')).toBe(false);
  });

  it('hold when only a folder below them is named', async () => {
    const root = makeWorkTree();
    expect(await requestedPaths(root, { paths: ['kept'] })).toEqual(['kept/deep/local.py', 'kept/wire_pb2.py']);
  });

  it('can be switched off', async () => {
    const root = makeRepository(content);
    expect(await requestedPaths(root, { respectsGitIgnore: false })).toHaveLength(7);
  });

  it('do not hide what is named', async () => {
    const root = makeRepository(content);
    const paths = ['generated/model.py', 'private.py'];
    expect(await requestedPaths(root, { paths })).toEqual(paths);
    expect(await requestedPaths(root, { paths: ['generated'] })).toEqual(['generated/model.py']);
  });

  it('are not read through a link', async () => {
    const outside = makeRepository({ rules: '*.py\n' });
    const root = makeRepository({ 'app.py': '' });
    symlinkSync(join(outside, 'rules'), join(root, '.gitignore'));
    expect(await requestedPaths(root)).toEqual(['app.py']);
  });
});

describe('exclude', () => {
  const content = { 'a.py': '', 'migrations/1.py': '', 'sub/migrations/2.py': '', 'sub/b.py': '', 'sub/c_test.py': '' };
  const exclude = (base: string, ...patterns: string[]) => ({ exclude: [{ base, patterns }] });

  it('fits names anywhere, paths from its base, and covers what lies below', async () => {
    const root = makeRepository(content);
    expect(await requestedPaths(root, exclude(root, 'migrations'))).toEqual(['a.py', 'sub/b.py', 'sub/c_test.py']);
    expect(await requestedPaths(root, exclude(root, './sub/migrations/', '*_test.py'))).toEqual([
      'a.py',
      'migrations/1.py',
      'sub/b.py',
    ]);
    expect(await requestedPaths(root, exclude(root, '/migrations/**'))).toHaveLength(4);
    expect(await requestedPaths(root, exclude(join(root, 'sub'), 'migrations/*', '*.py'))).toEqual([
      'a.py',
      'migrations/1.py',
    ]);
    expect(await requestedPaths(join(root, 'sub'), exclude(root, 'sub/b.py'))).toEqual([
      'c_test.py',
      'migrations/2.py',
    ]);
  });

  it('holds for named files too, and says so', async () => {
    const root = makeRepository(content);
    const discovery = await find(root, {
      paths: ['a.py', 'sub/migrations/2.py', 'sub/b.py'],
      ...exclude(root, 'migrations'),
    });
    expect(discovery.files.filter(({ requested }) => requested).map(({ path }) => path)).toEqual(['a.py', 'sub/b.py']);
    expect(discovery.excluded).toEqual(['sub/migrations/2.py']);
  });

  it('leaves excluded files among the paths that exist', async () => {
    const root = makeRepository(content);
    const { allPaths, files } = await find(root, exclude(root, 'a.py', 'sub'));
    expect(files.map(({ path }) => path)).toEqual(['migrations/1.py']);
    expect([...allPaths]).toEqual(Object.keys(content).sort());
  });
});

describe('named paths', () => {
  it('bring the rest of the project as context', async () => {
    const root = makeRepository({ 'pyproject.toml': '', 'pkg/a.py': '', 'pkg/b.py': '', 'tests/test_a.py': '' });
    const { files, isRequested } = await find(root, { paths: ['pkg/a.py', 'tests/'] });
    expect(files.map(({ path, requested }) => `${path} ${requested}`)).toEqual([
      'pkg/a.py true',
      'pkg/b.py false',
      'pyproject.toml false',
      'tests/test_a.py true',
    ]);
    expect(isRequested('tests/new.py')).toBe(true);
  });

  it('bring the rest where nothing marks a project and it is little, and nothing else where it is much', async () => {
    const root = makeRepository({ 'a.py': '', 'b.py': '', 'c/d.py': '' });
    const found = async () => (await find(root, { paths: ['a.py', join(root, 'c')] })).files.map(({ path }) => path);
    expect(await found()).toEqual(['a.py', 'b.py', 'c/d.py']);
    for (let file = 0; file < 1000; file++) writeFileSync(join(root, `e${file}.py`), '');
    expect(await found()).toEqual(['a.py', 'c/d.py']);
  });

  it('that do not exist, lie elsewhere or are of no known kind are told', async () => {
    const root = makeRepository({ 'a.py': '', 'notes.rst': '', tool: '' });
    const discovery = await find(root, {
      paths: ['a.py', 'b.py', 'a.py/x', '..', '/etc/hostname', 'notes.rst', 'tool'],
    });
    expect(discovery.missing).toEqual(['b.py', 'a.py/x']);
    expect(discovery.outside).toEqual(['..', '/etc/hostname']);
    expect(discovery.skipped.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['unknown-kind notes.rst']);
    expect(discovery.files.map(({ path, kind }) => `${path} ${kind}`)).toEqual(['a.py python', 'tool python']);
  });
});
