import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, faulty, makeProject, ONLY_UNFINISHED, runCli, UNFINISHED, unfinished } from './run-cli.ts';

const FILE = 'auditlint-baseline.txt';
const readBaseline = (project: string) => readFileSync(join(project, FILE), 'utf8');
const linesOf = (project: string) =>
  readBaseline(project)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('auditlint baseline', () => {
  it('accepts what is there, and only what is new fails', async () => {
    const project = makeProject({ 'src/app.py': FAULTY });
    expect(await runCli(['check'], { cwd: project })).toMatchObject({ code: 1 });
    expect(await runCli(['baseline'], { cwd: project })).toEqual({
      code: 0,
      stdout: `wrote ${FILE}: 1 finding; \`auditlint --baseline ${FILE}\` reports only new findings\n`,
      stderr: '',
    });
    expect(linesOf(project)).toEqual([expect.stringMatching(/^src\/app\.py call-signature-mismatch [0-9a-f]{32}:1$/)]);
    expect(await runCli(['--baseline', FILE], { cwd: project })).toEqual({
      code: 0,
      stdout: [
        'Read 1 file, 15 lines of Python\n',
        'No new findings; 1 file scanned, 0 skipped, 0 not parsed',
        'Not shown: 1 finding known (`--no-baseline`)\n',
      ].join('\n'),
      stderr: '',
    });
    writeFileSync(join(project, 'src/app.py'), `# moved down\n\n\n${FAULTY}\n\n${faulty('load')}`);
    const grown = await runCli(['--baseline', FILE, '--format', 'json'], { cwd: project });
    const report = JSON.parse(grown.stdout);
    expect(grown.code).toBe(1);
    expect(report.findings.map(({ rule, line }: { rule: string; line: number }) => `${rule} ${line}`)).toEqual([
      'call-signature-mismatch 24',
    ]);
    expect(report.stats).toMatchObject({ known: 1, gone: 0, findingsByRule: { 'call-signature-mismatch': 1 } });
  });

  it('counts a second copy of a known defect as new, and knows the first in a renamed file', async () => {
    const project = makeProject({ 'old.py': FAULTY });
    await runCli(['baseline'], { cwd: project });
    renameSync(join(project, 'old.py'), join(project, 'new.py'));
    expect(await runCli(['--baseline', FILE], { cwd: project })).toMatchObject({ code: 0 });
    writeFileSync(join(project, 'twin.py'), FAULTY);
    const { code, stdout } = await runCli(['--baseline', FILE], { cwd: project });
    expect(code).toBe(1);
    expect(stdout).toContain('1 new finding: ');
  });

  it('knows the places of a cause, so that a new place of a known one is new', async () => {
    const project = makeProject({ ...ONLY_UNFINISHED, 'a.py': UNFINISHED, 'b.py': UNFINISHED });
    const scanned = async () => JSON.parse((await runCli(['--format', 'json'], { cwd: project })).stdout);
    expect((await scanned()).findings).toMatchObject([{ path: 'a.py', places: [{ path: 'b.py' }] }]);
    await runCli(['baseline'], { cwd: project });
    expect(linesOf(project)).toHaveLength(2);
    expect(await runCli(['--baseline', FILE], { cwd: project })).toMatchObject({ code: 0 });
    writeFileSync(join(project, 'c.py'), UNFINISHED);
    const grown = await runCli(['--baseline', FILE, '--format', 'json', '--fail-on', 'P2'], { cwd: project });
    expect(grown.code).toBe(1);
    const { findings, stats } = JSON.parse(grown.stdout);
    expect(findings).toMatchObject([{ path: 'c.py' }]);
    expect(findings[0].places).toBeUndefined();
    expect(stats).toMatchObject({ known: 2, findingsByRule: { 'placeholder-implementation': 1 } });
  });

  it('does not take a suppressed place of a cause for the cause', async () => {
    const kept = UNFINISHED.replace(
      '(path):',
      '(path):  # auditlint: ignore[placeholder-implementation] it is a probe',
    );
    const project = makeProject({ ...ONLY_UNFINISHED, 'a.py': UNFINISHED, 'b.py': kept, 'c.py': UNFINISHED });
    const { findings, suppressed } = JSON.parse((await runCli(['--format', 'json'], { cwd: project })).stdout);
    expect(findings).toMatchObject([{ path: 'a.py', places: [{ path: 'c.py' }] }]);
    expect(suppressed).toMatchObject([{ path: 'b.py' }]);
    await runCli(['baseline'], { cwd: project });
    expect(linesOf(project).map((line) => line.split(' ')[0])).toEqual(['a.py', 'c.py']);
  });

  it('tells what has gone, and --prune takes it out without adding anything', async () => {
    const project = makeProject({ 'a.py': FAULTY, 'b.py': faulty('load') });
    await runCli(['baseline'], { cwd: project });
    writeFileSync(join(project, 'a.py'), CLEAN);
    writeFileSync(join(project, 'c.py'), faulty('third'));
    const reported = await runCli(['--baseline', FILE], { cwd: project });
    expect(reported.stdout).toContain('baseline-gone (1)');
    expect(reported.stdout).toContain(
      `one finding of the baseline is gone; \`auditlint baseline --prune\` takes it out of ${FILE}`,
    );
    expect(await runCli(['baseline', '--prune'], { cwd: project })).toEqual({
      code: 0,
      stdout: `${FILE}: 1 finding, 1 gone; 1 new one was not added\n`,
      stderr: '',
    });
    expect(linesOf(project)).toEqual([expect.stringMatching(/^b\.py /)]);
  });

  it('never drops what the scan did not look at', async () => {
    const project = makeProject({ 'a/x.py': FAULTY, 'b/y.py': faulty('load') });
    await runCli(['baseline'], { cwd: project });
    const before = readBaseline(project);
    for (const argv of [
      ['--prune', 'a'],
      ['--prune', 'a/x.py', 'a'],
      ['--update', 'b'],
      ['--prune', '--select', 'hash-as-seed'],
      ['--prune', '--ignore', 'concurrency'],
      ['--update', '--ignore', 'call-signature-mismatch'],
    ]) {
      expect(await runCli(['baseline', ...argv], { cwd: project })).toMatchObject({ code: 0 });
      expect(readBaseline(project)).toBe(before);
    }
    expect(await runCli(['a', '--baseline', FILE], { cwd: project })).toMatchObject({ code: 0 });
    expect((await runCli(['a', '--baseline', FILE], { cwd: project })).stdout).not.toContain('gone');
  });

  it('keeps findings of the strict profile when the default one prunes', async () => {
    const project = makeProject({
      'a.py':
        'import threading\n\n\ndef load(name):\n    try:\n        return open(name).read()\n    except Exception:\n        return None\n',
      'b.py': FAULTY,
    });
    await runCli(['baseline', '--profile', 'strict'], { cwd: project });
    const before = readBaseline(project);
    expect(linesOf(project).length).toBeGreaterThan(1);
    await runCli(['baseline', '--prune'], { cwd: project });
    expect(readBaseline(project)).toBe(before);
    expect((await runCli(['--baseline', FILE], { cwd: project })).stdout).not.toContain('gone');
  });

  it('keeps the findings of a file that could not be read', async () => {
    const project = makeProject({ 'a.py': FAULTY, 'b.py': CLEAN });
    await runCli(['baseline'], { cwd: project });
    const before = readBaseline(project);
    writeFileSync(join(project, 'a.py'), Buffer.from([0x66, 0, 0x6f]));
    await runCli(['baseline', '--prune'], { cwd: project });
    await runCli(['baseline', '--update'], { cwd: project });
    expect(readBaseline(project)).toBe(before);
  });

  it('is taken from the configuration, which may not lead out of its folder', async () => {
    const project = makeProject({ 'src/app.py': FAULTY, 'auditlint.toml': 'baseline = "ci/known.txt"\n', 'ci/x': '' });
    expect(await runCli([], { cwd: project })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auditlint: no baseline `ci/known.txt`; `auditlint baseline` writes one\n',
    });
    expect(await runCli(['baseline'], { cwd: project })).toMatchObject({ code: 0 });
    expect(readFileSync(join(project, 'ci/known.txt'), 'utf8')).toContain('\n../src/app.py call-signature-mismatch ');
    expect(await runCli([], { cwd: project })).toMatchObject({ code: 0 });
    expect(await runCli(['src'], { cwd: project })).toMatchObject({ code: 0 });
    expect(await runCli(['--no-baseline'], { cwd: project })).toMatchObject({ code: 1 });
    for (const path of ['../known.txt', '/etc/passwd', 'ci/../../known.txt']) {
      writeFileSync(join(project, 'auditlint.toml'), `profile = "default"\nbaseline = "${path}"\n`);
      expect(await runCli([], { cwd: project })).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'auditlint: auditlint.toml:2:1: `baseline` must be a path inside the folder of this file; `--baseline` accepts any path\n',
      });
    }
    // A folder on the way that leads elsewhere: nothing is written there.
    const elsewhere = makeProject();
    symlinkSync(elsewhere, join(project, 'out'));
    writeFileSync(join(project, 'auditlint.toml'), 'baseline = "out/known.txt"\n');
    expect(await runCli(['baseline'], { cwd: project })).toMatchObject({
      code: 2,
      stderr: 'auditlint: the baseline `out/known.txt` is a symbolic link; name the file itself\n',
    });
    expect(readdirSync(elsewhere)).toEqual([]);
    execFileSync('mkfifo', [join(project, 'pipe.txt')]);
    writeFileSync(join(project, 'auditlint.toml'), 'baseline = "pipe.txt"\n');
    expect(await runCli([], { cwd: project })).toMatchObject({
      code: 2,
      stderr: 'auditlint: the baseline `pipe.txt`: not a regular file\n',
    });
    symlinkSync('/etc/passwd', join(project, 'link.txt'));
    writeFileSync(join(project, 'auditlint.toml'), 'baseline = "link.txt"\n');
    expect(await runCli([], { cwd: project })).toMatchObject({
      code: 2,
      stderr: 'auditlint: the baseline `link.txt` is a symbolic link; name the file itself\n',
    });
  });

  it('update and prune say the same twice, and prune never adds, whatever happened to the code', async () => {
    const names = ['one', 'two', 'three'];
    const code = fc.array(fc.constantFrom(...names), { maxLength: 4 });
    const file = (functions: readonly string[]) => `import os\n${functions.map(unfinished).join('\n\n')}`;
    const project = makeProject(ONLY_UNFINISHED);
    await fc.assert(
      fc.asyncProperty(code, code, code, async (before, after, other) => {
        writeFileSync(join(project, 'a.py'), file(before));
        writeFileSync(join(project, 'b.py'), file(other));
        await runCli(['baseline', '--update'], { cwd: project });
        writeFileSync(join(project, 'a.py'), file(after));
        const accepted = linesOf(project);
        await runCli(['baseline', '--prune'], { cwd: project });
        const pruned = linesOf(project);
        expect(accepted).toEqual(expect.arrayContaining(pruned));
        await runCli(['baseline', '--prune'], { cwd: project });
        expect(linesOf(project)).toEqual(pruned);
        await runCli(['baseline', '--update'], { cwd: project });
        const updated = readBaseline(project);
        expect(linesOf(project)).toHaveLength(after.length + other.length);
        await runCli(['baseline', '--update'], { cwd: project });
        expect(readBaseline(project)).toBe(updated);
        expect(await runCli(['--baseline', FILE], { cwd: project })).toMatchObject({ code: 0 });
      }),
      { numRuns: 15 },
    );
  });
});

describe('wrong use of a baseline is one sentence, and the file stays as it is', () => {
  const conflict = '# auditlint baseline, format 1\n<<<<<<< HEAD\n=======\n>>>>>>> main\n';
  it.each([
    [[], conflict, 'already exists; `--update` rewrites it, `--prune` drops fixed findings'],
    [['--update'], conflict, 'has merge-conflict markers (line 2): keep the lines of both sides; it was not changed'],
    [
      ['--prune'],
      '# auditlint baseline, format 7\n',
      'is of format 7, and this version reads format 1; it was not changed',
    ],
    [
      ['--update'],
      'secret = "hunter2"\n',
      'is no baseline: its first line is not `# auditlint baseline, format 1`; it was not changed',
    ],
  ])('%j on %j', async (argv, text, sentence) => {
    const project = makeProject({ 'a.py': FAULTY, [FILE]: text });
    expect(await runCli(['baseline', ...argv], { cwd: project })).toEqual({
      code: 2,
      stdout: '',
      stderr: `auditlint: the baseline \`${FILE}\` ${sentence}\n`,
    });
    expect(readBaseline(project)).toBe(text);
    if (argv.length > 0) {
      expect(await runCli(['--baseline', FILE], { cwd: project })).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it.each([
    [['--prune'], `no baseline \`${FILE}\` to prune; \`auditlint baseline\` writes one`],
    [['--update', '--prune'], '`--update` also drops fixed findings; use either it or `--prune`'],
    [['-'], '`baseline` works on files, not on standard input'],
    [['--baseline', ''], '`--baseline` needs a file name'],
    [['--baseline', 'no/such/b.txt'], 'cannot write `no/such/b.txt`: no such folder: `no/such`'],
    [
      ['--baseline', 'src'],
      'the baseline `src` already exists; `--update` rewrites it, `--prune` drops fixed findings',
    ],
    [['--baseline', 'src', '--update'], 'the baseline `src`: not a regular file'],
  ])('%j', async (argv, sentence) => {
    const project = makeProject({ 'src/a.py': FAULTY });
    expect(await runCli(['baseline', ...argv], { cwd: project })).toEqual({
      code: 2,
      stdout: '',
      stderr: `auditlint: ${sentence}\n`,
    });
    expect(readdirSync(project)).toEqual(['src']);
  });

  it('writes nothing when nothing was scanned', async () => {
    const project = makeProject({ 'notes.txt': 'x' });
    expect(await runCli(['baseline'], { cwd: project })).toEqual({
      code: 3,
      stdout: '',
      stderr: 'auditlint: nothing was scanned, and no baseline was written\n',
    });
    expect(existsSync(join(project, FILE))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('leaves nothing behind in a folder that may not be written', async () => {
    const project = makeProject({ 'a.py': FAULTY });
    chmodSync(project, 0o555);
    expect(await runCli(['baseline'], { cwd: project })).toMatchObject({
      code: 2,
      stderr: `auditlint: cannot write \`${FILE}\`: permission denied\n`,
    });
    chmodSync(project, 0o755);
    expect(readdirSync(project)).toEqual(['a.py']);
  });
});

it('a secret on a known line stays hidden beside a new finding', async () => {
  const secret = 'qK7pZr4TqW7xLm2VbN8s';
  const login = `client.login(password="${secret}")`;
  const project = makeProject({ 'a.py': `def connect(client):\n    ${login}\n` });
  const argv = ['--select', 'hardcoded-secret,bare-except'];
  await runCli(['baseline', ...argv], { cwd: project });
  expect(linesOf(project)).toHaveLength(1);
  expect(readBaseline(project)).not.toContain(secret);
  const grown = `def connect(client):\n    try:\n        client.ping()\n    except: ${login}\n`;
  writeFileSync(join(project, 'a.py'), grown);
  const { stdout } = await runCli(['--baseline', FILE, ...argv], { cwd: project });
  expect(stdout).toContain('bare-except');
  expect(stdout).toContain('1 finding known');
  expect(stdout).not.toContain(secret);
});
