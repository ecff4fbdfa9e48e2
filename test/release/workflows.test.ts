/** The workflows of this project: what they may do, and what the scripts of a release really do, to a repository that is there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../tools/project-root.ts';
import { makeProject, runCli } from '../cli/run-cli.ts';

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: Readonly<Record<string, string>>;
        readonly needs?: string;
        readonly environment?: string;
        /** None where it calls another workflow. */
        readonly steps?: readonly {
          readonly id?: string;
          readonly uses?: string;
          readonly run?: string;
          readonly with?: Readonly<Record<string, unknown>>;
        }[];
      }
    >
  >;
}

const folder = join(projectRoot, '.github/workflows');
const workflows = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const release: Workflow = parse(readFileSync(join(folder, 'release.yml'), 'utf8'));

describe('workflows', () => {
  it('pass the rules of auditlint', async () => {
    const files = workflows.map(({ file, text }) => [`.github/workflows/${file}`, text]);
    const action = readFileSync(join(projectRoot, 'src/action/action.yml'), 'utf8');
    const cwd = makeProject({ ...Object.fromEntries(files), 'action.yml': action });
    const result = await runCli(['--profile', 'strict', '--format', 'json'], { cwd });
    const { findings, stats } = JSON.parse(result.stdout);
    expect(findings).toEqual([]);
    expect(stats.filesByKind).toMatchObject({ workflow: workflows.length, action: 1 });
  });

  it.each(workflows)('$file: others are used by commit, with the version beside it', ({ text }) => {
    const uses = [...text.matchAll(/^.*\buses: (.*)$/gm)].flatMap(([, used]) => used ?? []);
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((used) => !/^(?:\.\/\S+|[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/.test(used))).toEqual(
      [],
    );
  });

  it.each(workflows)('$file: no permission but those of a job, no expression in a script', ({ text }) => {
    const { permissions, jobs }: Workflow = parse(text);
    expect(permissions).toEqual({});
    for (const { steps, permissions: own } of Object.values(jobs)) {
      expect(own).toBeDefined();
      for (const step of steps ?? []) {
        expect(step.run ?? '').not.toContain('${{');
        if (step.uses?.startsWith('actions/checkout@'))
          expect(step.with).toMatchObject({ 'persist-credentials': false });
      }
    }
  });

  it('a release: who builds has no identity, who has one builds nothing', () => {
    const { build, publish, tag } = release.jobs;
    expect(build).toMatchObject({ permissions: { contents: 'read' }, needs: 'deep' });
    expect(publish).toMatchObject({ permissions: { 'id-token': 'write' }, environment: 'npm', needs: 'build' });
    expect(tag).toMatchObject({ permissions: { contents: 'write' }, needs: 'publish' });
    for (const job of [publish, tag]) {
      const did = job?.steps?.map(({ uses = '', run = '' }) => uses + run).join('\n') ?? '';
      expect(did).not.toMatch(/actions\/checkout|npm (?:ci|install|run|test)|npx|\.ci\/run/);
      expect(did).toContain('sha256sum --check --strict SHA256SUMS');
    }
  });
});

/** Runs the script of a step as the runner does. */
function runStep(job: string, id: string, cwd: string, env: Readonly<Record<string, string>>) {
  const step = release.jobs[job]?.steps?.find((candidate) => candidate.id === id);
  return spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step?.run ?? 'exit 99'], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: cwd, GIT_CONFIG_GLOBAL: '/dev/null', ...env },
  });
}

describe('the version check of a release', () => {
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, stdio: 'ignore' });
  const checkout = (changelog = '## [1.2.3] - 2026-11-20\n') => {
    const cwd = makeProject({ 'package.json': '{ "version": "1.2.3" }', 'CHANGELOG.md': changelog });
    git(cwd, 'init', '--quiet');
    git(cwd, 'remote', 'add', 'origin', cwd);
    return cwd;
  };

  it('passes what package.json and CHANGELOG.md name and nobody has released', () => {
    expect(runStep('build', 'version', checkout(), { VERSION: '1.2.3' })).toMatchObject({ status: 0, stdout: '' });
  });

  it.each([
    ['1.2.4', undefined, 'package.json has another version'],
    ['v1.2.3', undefined, 'the version is not of the form 1.2.3'],
    ['1.2.3; touch pwned', undefined, 'the version is not of the form 1.2.3'],
    ['$(touch pwned)', undefined, 'the version is not of the form 1.2.3'],
    ['1.2.3', '## [Unreleased] 1.2.3\n', 'CHANGELOG.md has no dated section of this version'],
  ])('refuses %s', (version, changelog, reason) => {
    const cwd = checkout(changelog);
    const { status, stdout } = runStep('build', 'version', cwd, { VERSION: version });
    expect({ status, stdout }).toEqual({ status: 1, stdout: `::error title=release::${reason}\n` });
    expect(readdirSync(cwd)).not.toContain('pwned');
  });

  it('refuses a version that is released, or whose tags cannot be asked for', () => {
    const cwd = checkout();
    git(cwd, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--allow-empty', '--message=x');
    git(cwd, 'tag', 'v1.2.3');
    expect(runStep('build', 'version', cwd, { VERSION: '1.2.3' }).stdout).toContain('released already');
    git(cwd, 'remote', 'set-url', 'origin', join(cwd, 'nowhere'));
    expect(runStep('build', 'version', cwd, { VERSION: '1.2.3' }).stdout).toContain('cannot be listed');
  });
});

describe('the tags of a release', () => {
  const server = makeProject();
  const remote = join(server, 'team/auditlint');
  execFileSync('git', ['init', '--quiet', '--bare', remote]);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: remote, encoding: 'utf8' }).trim();

  const tagRelease = (version: string, files: Readonly<Record<string, string>>) => {
    const cwd = makeProject();
    const tree = makeProject({ 'bin/auditlint.js': '#!/usr/bin/env node\n', '.gitignore': 'dist/\n', ...files });
    execFileSync('chmod', ['755', join(tree, 'bin/auditlint.js')]);
    execFileSync('tar', ['-czf', join(cwd, 'tree.tar.gz'), '-C', tree, '.']);
    const sum = createHash('sha256')
      .update(readFileSync(join(cwd, 'tree.tar.gz')))
      .digest('hex');
    writeFileSync(join(cwd, 'SHA256SUMS'), `${sum}  tree.tar.gz\n`);
    const env = { GITHUB_SERVER_URL: `file://${server}`, GITHUB_REPOSITORY: 'team/auditlint', GITHUB_SHA: 'abc123' };
    return { cwd, run: () => runStep('tag', 'tag', cwd, { ...env, VERSION: version, GITHUB_TOKEN: 'secret' }) };
  };

  it('name commits of the tree; the tag of the line moves, that of a version never', () => {
    const first = tagRelease('0.1.0', { 'dist/cli.js': '1', 'dist/old.js': '' }).run();
    expect(first).toMatchObject({ status: 0, stdout: 'tree.tar.gz: OK\n', stderr: '' });
    expect(git('tag').split('\n')).toEqual(['v0.1', 'v0.1.0']);
    const [old, files] = [git('rev-parse', 'v0.1.0'), git('ls-tree', '-r', 'v0.1.0')];
    expect(files.split('\n').map((line) => line.replace(/^(\d+) blob \w+\t/, '$1 '))).toEqual([
      ...['100644 .gitignore', '100755 bin/auditlint.js', '100644 dist/cli.js', '100644 dist/old.js'],
    ]);
    expect(git('log', '-1', '--format=%an: %s', 'v0.1.0')).toBe(
      'github-actions[bot]: auditlint 0.1.0, built from abc123',
    );

    expect(tagRelease('0.1.1', { 'dist/cli.js': '2' }).run().status).toBe(0);
    expect(git('rev-parse', 'v0.1.0')).toBe(old);
    expect(git('rev-parse', 'v0.1')).toBe(git('rev-parse', 'v0.1.1'));
    expect(git('rev-parse', 'v0.1.1^')).toBe(old);
    expect(git('rev-parse', 'release')).toBe(git('rev-parse', 'v0.1.1'));
    expect(git('ls-tree', '-r', '--name-only', 'v0.1.1')).not.toContain('old.js');

    expect(tagRelease('1.0.0', { 'dist/cli.js': '3' }).run().status).toBe(0);
    expect(git('rev-parse', 'v1')).toBe(git('rev-parse', 'v1.0.0'));
    expect(git('rev-parse', 'v0.1')).toBe(git('rev-parse', 'v0.1.1'));
  });

  it('stay as they are when a version is released twice, or its tree is not what was built', () => {
    const before = git('show-ref');
    expect(tagRelease('1.0.0', { 'dist/cli.js': 'other' }).run().status).not.toBe(0);
    const { cwd, run } = tagRelease('1.0.1', {});
    mkdirSync(join(cwd, 'elsewhere'));
    execFileSync('tar', ['-czf', join(cwd, 'tree.tar.gz'), '-C', join(cwd, 'elsewhere'), '.']);
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('did NOT match') });
    expect(git('show-ref')).toBe(before);
  });
});
