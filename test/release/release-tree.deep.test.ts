import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fileKindOf } from '../../src/discover/index.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { buildReleaseTree } from '../../tools/release/tree.ts';
import { FAULTY, makeProject } from '../cli/run-cli.ts';
import { buildTree } from './built-tree.ts';

const tree = await buildTree();
const manifest = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8'));

describe('the release tree', () => {
  it('holds what is run, and nothing of what it is made from', () => {
    expect(readdirSync(tree).sort()).toEqual([
      ...['.pre-commit-hooks.yaml', 'LICENSE', 'README.md', 'SECURITY.md', 'action', 'action.yml'],
      ...['bin', 'dist', 'package.json', 'schema'],
    ]);
    expect(readFileSync(join(tree, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8')).toContain('MIT');
  });

  it('has no native code, so that it runs on every platform, musl too', () => {
    const files = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(tree, path)).isFile(),
    );
    expect(files.length).toBeGreaterThan(20);
    const magics = files.filter((path) => isNative(readFileSync(join(tree, path))));
    expect([...magics, ...files.filter((path) => /\.(?:node|so|dylib|dll|exe)$/.test(path))]).toEqual([]);
  });

  it('has a package.json that installs nothing and runs nothing', () => {
    for (const key of ['scripts', 'dependencies', 'devDependencies', 'optionalDependencies', 'imports']) {
      expect(manifest).not.toHaveProperty(key);
    }
    expect(manifest).toMatchObject({ name: 'auditlint', bin: { auditlint: 'bin/auditlint.js' } });
  });

  it('runs from where it lies', () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const bin = join(tree, 'bin/auditlint.js');
    expect(execFileSync(bin, ['--version'], { encoding: 'utf8' }).trim()).toContain(manifest.version);
    const { status, stdout } = spawnSync(bin, ['--select', 'call-signature-mismatch'], { cwd, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain('P1 call-signature-mismatch  app.py:4:5');
  });

  it('names the repository it was built in, which npm compares with', async () => {
    const other = join(makeProject(), 'tree');
    await buildReleaseTree(other, { repository: 'https://github.com/o/r', dist: join(tree, 'dist') });
    expect(JSON.parse(readFileSync(join(other, 'package.json'), 'utf8')).repository).toEqual({
      type: 'git',
      url: 'git+https://github.com/o/r.git',
    });
  });
});

describe('npm run release:tree', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), 'tools/release-tree.ts', ...args], {
      cwd: projectRoot,
      encoding: 'utf8',
    });

  it('empties no folder that holds something else', () => {
    const folder = makeProject({ 'thesis.txt': 'the only copy' });
    const { status, stderr } = run(folder);
    expect(stderr).toBe(
      `release:tree: ${folder} holds something else than a release; name a folder that is empty or not there\n`,
    );
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it.each([[['a', 'b']], [['--repositry', 'x']]])('%j is one sentence and exit code 2', (args) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^release:tree: [^\n]+\n$/);
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const [hook] = parse(readFileSync(join(tree, '.pre-commit-hooks.yaml'), 'utf8'));
  // Python's `(?i:…)`; the names below that it is for are in small letters.
  const files = new RegExp(hook.files.replaceAll('(?i:', '(?:'));

  /** In texts that no reader takes a scan only looks for names: a change of one is none of the hook's. */
  const isRead = (path: string) => ![undefined, 'text'].includes(fileKindOf(path));

  it('names the program of the package', () => {
    expect(hook).toMatchObject({ id: 'auditlint', language: 'node', require_serial: true, args: ['--'] });
    expect(Object.keys(manifest.bin)).toContain(hook.entry.split(' ')[0]);
  });

  it('takes the files that auditlint reads', () => {
    const wanted = [
      ...['app.py', 'src/app.pyi', 'a/b.ipynb', 'x.pyw', 'Dockerfile', 'api/Dockerfile.dev', 'docker/api.dockerfile'],
      ...['compose.yaml', 'deploy/docker-compose.prod.yml', 'environment.yml', 'conda-environment-gpu.yaml'],
      ...['.github/workflows/ci.yml', 'x/action.yaml', 'k8s/deployment.yaml', 'pyproject.toml', 'sub/setup.cfg'],
      ...['requirements.txt', 'requirements-dev.in', 'requirements/base.txt', 'test-requirements.txt', '.env.local'],
      ...['README.md', 'run.sh', 'Makefile', 'rules.mk', 'Procfile', 'conf/redis-cluster.conf', '.dockerignore'],
      ...['grafana/api.json', 'api-dashboard.json', 'ops/dashboards/team/api.json', 'dvc.yaml', '.coveragerc'],
    ];
    expect(wanted.filter((path) => !files.test(path))).toEqual([]);
    expect(wanted.filter((path) => !isRead(path))).toEqual([]);
  });

  it('and no others', () => {
    const unwanted = [
      ...['LICENSE', 'app.pyc', '.py', 'src/.py', 'main.go', 'requirements.lock', 'notes.txt', 'Dockerfile/app.rs'],
      ...['mypipfile', 'xcompose.yml.bak', 'data.json', 'grafana/notes.txt', 'a.sh.txt', 'predis.conf', 'env'],
      ...[
        'my-environment.yml.txt',
        'MyMakefile',
        'setup.cfg.in',
        'pyproject.toml.orig',
        'redis/x.conf',
        '.github/x.json',
      ],
    ];
    expect(unwanted.filter((path) => files.test(path))).toEqual([]);
    expect(unwanted.filter(isRead)).toEqual([]);
  });

  it('agrees with the reader on every path of the fixtures', () => {
    const paths = readdirSync(join(projectRoot, 'fixtures'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)));
    expect(paths.length).toBeGreaterThan(1000);
    expect(paths.filter((path) => files.test(path) !== isRead(path))).toEqual([]);
  });

  it('passes where configuration excludes all that changed', () => {
    const cwd = makeProject({ 'gen/app.py': FAULTY, 'auditlint.toml': 'exclude = ["gen/**"]\n' });
    const [, ...entry] = hook.entry.split(' ');
    const bin = join(tree, 'bin/auditlint.js');
    expect(spawnSync(bin, [...entry, ...hook.args, 'gen/app.py'], { cwd }).status).toBe(0);
    mkdirSync(join(cwd, 'src'));
    writeFileSync(join(cwd, 'src/-app.py'), FAULTY);
    writeFileSync(join(cwd, '-app.py'), FAULTY);
    expect(spawnSync(bin, [...entry, ...hook.args, '-app.py'], { cwd }).status).toBe(1);
  });
});

/** ELF, Mach-O (both byte orders, and universal) and PE begin so. */
function isNative(content: Uint8Array): boolean {
  const start = Buffer.from(content.subarray(0, 4)).toString('hex');
  return (
    ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'].includes(start) || start.startsWith('4d5a')
  );
}
