import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, makeProject, runCli } from './run-cli.ts';

const CSV = 'severity,rule,category,path';

/** A repository whose files lead to a victim outside of it. */
function hostileProject() {
  const home = makeProject({ '.bashrc': 'as it was', 'repo/app.py': CLEAN });
  const repo = join(home, 'repo');
  symlinkSync('../.bashrc', join(repo, 'audit.json'));
  symlinkSync('../nothing-yet', join(repo, 'dangling.json'));
  symlinkSync('..', join(repo, 'reports'));
  return { home, repo, victim: () => readFileSync(join(home, '.bashrc'), 'utf8') };
}

describe('a link that the repository brings', () => {
  it.each([
    [
      ['-o', 'audit.json'],
      'cannot write `audit.json`: it is a symbolic link; name its target, `../.bashrc`, if you mean that',
    ],
    [['--format', 'sarif=audit.json'], 'cannot write `audit.json`: it is a symbolic link'],
    [['-o', 'dangling.json'], 'cannot write `dangling.json`: it is a symbolic link'],
    [['-o', 'reports/.bashrc'], 'is a symbolic link; name the folder it points to'],
    [['-o', 'reports/new.json'], 'is a symbolic link; name the folder it points to'],
    [['-o', 'reports/repo/audit.csv'], 'is a symbolic link; name the folder it points to'],
  ])('is not written through: %s', async (options, sentence) => {
    const { home, repo, victim } = hostileProject();
    const result = await runCli(['--format', 'json', ...options].slice(options[0] === '-o' ? 0 : 2), { cwd: repo });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(sentence);
    expect(victim()).toBe('as it was');
    expect(readdirSync(home).sort()).toEqual(['.bashrc', 'repo']);
  });

  it('is refused when the repository is named from elsewhere, and in the work tree of another', async () => {
    const { repo, victim } = hostileProject();
    const elsewhere = makeProject();
    const out = join(repo, 'reports/.bashrc');
    const named = await runCli([repo, '--format', 'json', '-o', out], { cwd: elsewhere });
    expect(named).toMatchObject({ code: 2, stdout: '' });
    mkdirSync(join(repo, '.git'));
    const other = await runCli(['--format', 'json', '-o', out], { cwd: makeProject({ 'app.py': CLEAN }) });
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(victim()).toBe('as it was');
  });

  it('is refused by `baseline`, `init` and `merge` alike', async () => {
    const { home, repo } = hostileProject();
    symlinkSync('../stolen', join(repo, 'auditlint-baseline.txt'));
    symlinkSync('../stolen.toml', join(repo, 'auditlint.toml'));
    const refused = { code: 2, stdout: '' };
    expect(await runCli(['baseline', '--no-ignore'], { cwd: repo })).toMatchObject(refused);
    expect(await runCli(['init'], { cwd: repo })).toMatchObject(refused);
    expect(existsSync(join(home, 'stolen'))).toBe(false);
    expect(existsSync(join(home, 'stolen.toml'))).toBe(false);
  });
});

describe('a link that takes the place of a folder while the scan runs', () => {
  /** At the end of a scan, which is before anything is written. */
  const swapAfter = (scans: number, folder: string, target: string) => {
    let ended = 0;
    return () => () => {
      if (++ended !== scans) return;
      renameSync(folder, `${folder}-before`);
      symlinkSync(target, folder);
    };
  };

  it('is not written through, when the repository is named from elsewhere', async () => {
    const repo = makeProject({ 'app.py': CLEAN, 'reports/keep.txt': '' });
    const victim = makeProject({ 'audit.csv': 'as it was' });
    const out = join(repo, 'reports/audit.csv');
    const onInterrupt = swapAfter(1, join(repo, 'reports'), victim);
    const result = await runCli([repo, '--format', 'csv', '-o', out], { cwd: makeProject(), onInterrupt });
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('in the path is a symbolic link') });
    expect(readFileSync(join(victim, 'audit.csv'), 'utf8')).toBe('as it was');
  });

  it('is not written through by `suppress`', async () => {
    const cwd = makeProject({ 'orders/app.py': FAULTY });
    const victim = makeProject({ 'app.py': FAULTY });
    // One that finds what is to be suppressed, one with the comment.
    const onInterrupt = swapAfter(2, join(cwd, 'orders'), victim);
    const words = ['suppress', 'call-signature-mismatch', 'orders/app.py:4', '--reason', 'a probe'];
    const result = await runCli(words, { cwd, onInterrupt });
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('in the path is a symbolic link') });
    expect(readFileSync(join(victim, 'app.py'), 'utf8')).toBe(FAULTY);
  });
});

describe('a link that the repository brings to where others write', () => {
  it.each([
    [['fleet', 'list.txt', '--store', 'audit.json'], 'audit.json'],
    [['fleet', 'list.txt', '--store', 'reports/new.sqlite'], 'reports/new.sqlite'],
    [['fleet', 'list.txt', '--store', 'fleet.sqlite'], 'fleet.sqlite-journal'],
    [
      ['fleet', 'list.txt', '--store', 'kept.sqlite', '--work-dir', 'reports/work'],
      'reports/work/auditlint-fleet-clones',
    ],
    [['register', 'update', '--register', 'reports/R.md'], 'reports/R.md'],
    [['register', 'accept', 'STATE-01', '--register', 'reports/R.md', '--reason', 'known'], 'reports/R.md'],
  ])('is not written through: %j', async (argv, refused) => {
    const { home, repo, victim } = hostileProject();
    symlinkSync('../.bashrc', join(repo, 'fleet.sqlite-journal'));
    writeFileSync(join(repo, 'list.txt'), `${join(home, 'nothing')}\n`);
    const result = await runCli(argv, { cwd: repo });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(new RegExp(`cannot (?:read|write) \`${refused}\`: .*symbolic link`));
    expect(victim()).toBe('as it was');
    expect(readdirSync(home).sort()).toEqual(['.bashrc', 'repo']);
  });
});

it('a folder of the user that is a link is followed: no repository brought it', async () => {
  const home = makeProject({ 'real/keep.txt': '', 'repo/app.py': CLEAN });
  symlinkSync('real', join(home, 'reports'));
  const result = await runCli(['--format', 'csv', '-o', '../reports/audit.csv'], { cwd: join(home, 'repo') });
  expect(result.code).toBe(0);
  expect(readFileSync(join(home, 'real/audit.csv'), 'utf8')).toContain(CSV);
});

describe('what users write to besides files', () => {
  const project = makeProject({ 'src/app.py': CLEAN, 'log.txt': 'kept\n' });
  it('standard output that is appended to, process substitution, a named pipe and a device', () => {
    execFileSync('mkfifo', [join(project, 'pipe')]);
    const main = join(import.meta.dirname, '../../src/cli/main.ts');
    const files =
      '--format csv=/dev/stdout --format agent=>(cat > substituted.txt) --format json=pipe --format sarif=/dev/null';
    const script = `timeout 20 cat pipe > piped.txt & node --import ${import.meta.resolve('tsx')} ${main} --quiet ${files} src >> log.txt; wait`;
    const { stderr } = spawnSync('bash', ['-c', script], { cwd: project, encoding: 'utf8', timeout: 30_000 });
    expect(stderr).toBe('');
    // What stood in a file that is appended to is still there.
    expect(readFileSync(join(project, 'log.txt'), 'utf8')).toMatch(new RegExp(`^kept\n${CSV}`));
    expect(readFileSync(join(project, 'substituted.txt'), 'utf8')).toBe('no findings\n');
    expect(JSON.parse(readFileSync(join(project, 'piped.txt'), 'utf8'))).toMatchObject({ findings: [] });
  });

  it('a descriptor that nobody opened is refused', async () => {
    const result = await runCli(['--format', 'csv', '-o', '/dev/fd/9999'], { cwd: project });
    expect(result).toMatchObject({
      code: 2,
      stderr: 'auditlint: cannot write `/dev/fd/9999`: nothing is open there\n',
    });
  });
});

it('a command that is printed to be pasted runs nothing of a file name', async () => {
  const name = '`touch pwned`; rm $x.txt';
  const project = makeProject({ 'app.py': CLEAN });
  writeFileSync(join(project, 'auditlint.toml'), `baseline = ${JSON.stringify(name)}\n`);
  const { stdout } = await runCli(['baseline'], { cwd: project });
  const command = /`auditlint --baseline (.*)` reports/.exec(stdout)?.[1] ?? '';
  const words = execFileSync('bash', ['-c', `printf '%s' ${command}`], { cwd: project, encoding: 'utf8' });
  expect(words).toBe(name);
  expect(existsSync(join(project, 'pwned'))).toBe(false);
});
