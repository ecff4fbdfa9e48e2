/** Configurations in folders, and what they say of comments, counts and themselves, through the command line. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTY, KEPT, makeProject, runCli, UNFINISHED } from './run-cli.ts';

const HANDLER = 'def load(path):\n    try:\n        return open(path)\n    except:\n        return None\n';
const SEEN = ['--format', 'json', '--quiet'];

interface Outcome {
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly message: string }[];
  readonly suppressed: readonly { readonly rule: string; readonly suppression: { readonly reason: string } }[];
  readonly notices: readonly {
    readonly kind: string;
    readonly path?: string;
    readonly line?: number;
    readonly message: string;
  }[];
}

async function scan(cwd: string, argv: readonly string[] = []): Promise<Outcome & { code: number; stderr: string }> {
  const { stdout, ...rest } = await runCli([...argv, ...SEEN], { cwd });
  return { ...JSON.parse(stdout), ...rest };
}

const places = ({ findings }: Outcome) => findings.map(({ rule, path }) => `${path} ${rule}`);

describe('a configuration in a folder', () => {
  const files = {
    '.git/HEAD': '',
    'auditlint.toml': 'select = ["call-signature-mismatch"]\n',
    'app.py': FAULTY,
    'old/auditlint.toml': 'ignore = ["call-signature-mismatch"]\n',
    'old/app.py': FAULTY,
    'jobs/pyproject.toml': '[tool.auditlint]\nfail-on = "never"\n',
    'jobs/app.py': FAULTY,
  };

  it('decides on its files, from wherever the scan begins', async () => {
    const cwd = makeProject(files);
    expect(places(await scan(cwd))).toEqual(['app.py call-signature-mismatch', 'jobs/app.py call-signature-mismatch']);
    expect(places(await scan(cwd, ['old']))).toEqual([]);
    expect(await scan(cwd, ['jobs'])).toMatchObject({ code: 0, findings: [{ rule: 'call-signature-mismatch' }] });
    expect(await scan(cwd, ['app.py'])).toMatchObject({ code: 1 });
    const stdin = { cwd, stdin: FAULTY };
    expect((await runCli(['-', '--stdin-filename', 'old/new.py'], stdin)).code).toBe(0);
    expect((await runCli(['-', '--stdin-filename', 'new.py'], stdin)).code).toBe(1);
  });

  it('is told by `config`, with all that it stands over', async () => {
    const cwd = makeProject({
      ...files,
      'base.toml': 'profile = "strict"',
      'old/auditlint.toml': 'extend = "../base.toml"',
    });
    const { stdout } = await runCli(['config', 'old/app.py'], { cwd });
    expect(stdout).toContain('configuration old/auditlint.toml (extends base.toml), over auditlint.toml\n');
    expect(stdout).toContain('profile       strict (base.toml:1)\n');
  });

  it('has its own baseline, which a scan of the whole goes by as well', async () => {
    const cwd = makeProject({ ...files, 'jobs/pyproject.toml': '[tool.auditlint]\nbaseline = "known.txt"\n' });
    expect(await runCli(['baseline', 'jobs'], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'jobs/known.txt'))).toBe(true);
    expect(places(await scan(cwd))).toEqual(['app.py call-signature-mismatch']);
    writeFileSync(join(cwd, 'jobs/app.py'), '');
    expect((await scan(cwd)).notices.map(({ message }) => message)).toContain(
      'one finding of the baseline is gone; `auditlint baseline --prune` takes it out of jobs/known.txt',
    );
    writeFileSync(join(cwd, 'jobs/app.py'), FAULTY);
    const whole = await runCli(['baseline', '--update'], { cwd });
    expect(whole.stderr).toContain('1 finding belongs to baselines of nested configurations');
    expect(readFileSync(join(cwd, 'auditlint-baseline.txt'), 'utf8')).not.toContain('jobs/');
  });

  it('is wrong with file, line and column, before anything is scanned', async () => {
    const cwd = makeProject({ ...files, 'old/auditlint.toml': '\nignore = ["bare-excpt"]\n' });
    expect(await runCli([], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'auditlint: old/auditlint.toml:2:11: unknown rule, category or severity `bare-excpt`; did you mean `bare-except`?\n',
    });
  });
});

describe('a cause with places in several folders', () => {
  const files = {
    'auditlint.toml': 'select = ["unused-import"]\nfail-on = "P3"\n',
    // The first place is the one that the finding is at.
    'done/auditlint.toml': 'fail-on = "never"\n',
    'done/app.py': 'import os\n',
    'new/app.py': 'import os\n',
  };

  it.each([
    ['new', 1],
    ['done', 0],
    ['.', 1],
  ])('fails by what holds at each of them: in %s with %i', async (path, code) => {
    const { findings, ...reported } = await scan(makeProject(files), [path]);
    expect(findings).toHaveLength(1);
    expect(reported.code).toBe(code);
  });

  it('fails at those without a cap', async () => {
    const capped = { ...files, 'done/auditlint.toml': '[caps]\nunused-import = 1\n' };
    const cwd = makeProject(capped);
    expect(await scan(cwd)).toMatchObject({ code: 1, stderr: '', findings: [{ path: 'done/app.py' }] });
    expect((await scan(cwd, ['done'])).code).toBe(0);
  });
});

describe('settings that do nothing', () => {
  const toml = [
    'exclude = ["old", "gone"]',
    'select = ["call-signature-mismatch", "P0", "bare-except"]',
    'ignore = ["bare-except"]',
    '[[overrides]]',
    'paths = ["app.py", "tests/**"]',
    'enable = ["call-signature-mismatch"]',
    'ignore = ["debug-server"]',
  ];
  const files = { 'app.py': FAULTY, 'old/app.py': FAULTY, 'auditlint.toml': toml.join('\n') };

  it('are told of a whole scan', async () => {
    const { notices } = await scan(makeProject(files));
    expect(notices.map(({ kind, path, line, message }) => `${kind} ${path}:${line} ${message}`)).toEqual([
      'unused-setting auditlint.toml:1 `exclude`: `gone` matches no scanned file',
      'unused-setting auditlint.toml:2 `select`: `bare-except` selects nothing that is not already selected',
      'unused-setting auditlint.toml:4 `[[overrides]]`: `tests/**` matches no path',
      'unused-setting auditlint.toml:6 `enable`: `call-signature-mismatch` adds nothing',
    ]);
  });

  it.each([[['app.py']], [['--select', 'errors']], [['--config', 'auditlint.toml']], [['--profile', 'strict']]])(
    'are not told with %j, which is not all that they speak of',
    async (argv) => {
      expect((await scan(makeProject(files), argv)).notices).toEqual([]);
    },
  );

  it('and neither is one that a scan with all rules needs', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'auditlint.toml': 'ignore = ["bare-except"]\n' });
    expect((await scan(cwd)).notices).toEqual([]);
  });
});

describe('rules that were retired', () => {
  const toml = [
    'ignore = ["repeated-key", "bare-except"]',
    '[severity]',
    'redefined-function = "P1"',
    '[rules.main-imported-again]',
    'any = 1',
  ];

  it('may still be named in a configuration, and are told', async () => {
    const cwd = makeProject({
      'app.py': `${FAULTY}# auditlint: ignore[repeated-key] it was\n`,
      'auditlint.toml': toml.join('\n'),
    });
    const { findings, notices } = await scan(cwd);
    expect(notices.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '1 `repeated-key` was retired: ruff reports the same as F601',
      '3 `redefined-function` was retired: ruff reports the same as F811',
      '4 `main-imported-again` was retired: most of its findings were false positives',
    ]);
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toContain(
      'suppression-unknown-rule `repeated-key` was retired: ruff reports the same as F601',
    );
  });

  it.each([
    ['check', '--select', 'repeated-key'],
    ['explain', 'repeated-key'],
  ])('are told where a command names one: %s', async (...argv) => {
    const { code, stderr } = await runCli(argv, { cwd: makeProject({ 'app.py': FAULTY }) });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('`repeated-key` was retired: ruff reports the same as F601'),
    });
  });
});

describe('caps', () => {
  const select = 'select = ["call-signature-mismatch"]\n';
  it.each([
    [2, 0, ''],
    [1, 1, 'auditlint: 2 findings of `call-signature-mismatch`, but the configuration allows only 1\n'],
    [0, 1, 'auditlint: 2 findings of `call-signature-mismatch`, but the configuration allows only 0\n'],
  ])('of %i let two findings end with %i', async (most, code, stderr) => {
    const toml = `${select}[caps]\ncall-signature-mismatch = ${most}\n`;
    const cwd = makeProject({ 'auditlint.toml': toml, 'app.py': FAULTY, 'b.py': FAULTY });
    expect(await scan(cwd)).toMatchObject({ code, stderr, findings: [{}, {}] });
  });

  it('fail nothing where nothing is to fail', async () => {
    const toml = `${select}[caps]\ncall-signature-mismatch = 0\n`;
    const cwd = makeProject({ 'auditlint.toml': toml, 'app.py': FAULTY });
    expect((await scan(cwd, ['--fail-on', 'never'])).code).toBe(0);
    const stderr = 'auditlint: 1 finding of `call-signature-mismatch`, but the configuration allows only 0\n';
    expect(await scan(cwd)).toMatchObject({ code: 1, stderr });
  });

  it('count what stands in the folder of their configuration', async () => {
    const toml = '[caps]\ncall-signature-mismatch = 1\n';
    const files = { 'auditlint.toml': select, 'a/auditlint.toml': toml, 'a/app.py': FAULTY, 'b/auditlint.toml': toml };
    const cwd = makeProject({ ...files, 'b/app.py': FAULTY });
    expect((await scan(cwd)).code).toBe(0);
  });
});

it('what is unsuppressable is found whatever a comment says, and the comment is told', async () => {
  const toml =
    'select = ["call-signature-mismatch", "suppressions"]\nprofile = "strict"\nunsuppressable = ["concurrency"]\n';
  const cwd = makeProject({ 'app.py': KEPT, 'auditlint.toml': toml });
  const reported = await scan(cwd);
  expect(places(reported).toSorted()).toEqual(['app.py call-signature-mismatch', 'app.py suppression-malformed']);
  expect(reported.suppressed).toEqual([]);
  const { stdout } = await runCli(['config', 'app.py'], { cwd });
  expect(stdout).toContain('\n  unsuppressable async-protocol-mismatch, attribute-never-bound, ');
});

describe('comments of other tools', () => {
  const foreign = HANDLER.replace('except:', 'except:  # noqa: E722, X1 the file may be gone');
  const toml = 'select = ["bare-except"]\n';

  it('count where they are honoured, and by name only', async () => {
    const cwd = makeProject({
      'app.py': foreign,
      'b.py': HANDLER.replace('except:', 'except:  # noqa'),
      'auditlint.toml': toml,
    });
    expect(await scan(cwd)).toMatchObject({ findings: [{ places: [{}] }], suppressed: [] });
    writeFileSync(join(cwd, 'auditlint.toml'), `${toml}honour = ["noqa"]\n`);
    const { findings, suppressed } = await scan(cwd);
    expect(findings.map(({ path }) => path)).toEqual(['b.py']);
    expect(suppressed.map(({ suppression }) => suppression.reason)).toEqual(['the file may be gone (noqa: E722, X1)']);
  });

  it('count for a whole file on a line of their own', async () => {
    const files = {
      'app.py': `# ruff: noqa: E722\n${HANDLER}`,
      'b.py': `import os  # ruff: noqa: E722\n${HANDLER}`,
      'auditlint.toml': `${toml}honour = ["noqa"]\n`,
    };
    const reported = await scan(makeProject(files));
    expect(reported.suppressed.map(({ suppression }) => suppression.reason)).toEqual(['ruff: noqa: E722']);
    expect(places(reported)).toEqual(['b.py bare-except']);
  });

  it('become ours, and still work for the other tool', async () => {
    const cwd = makeProject({ 'app.py': foreign, 'auditlint.toml': toml });
    expect(await runCli(['suppress', '--from-noqa'], { cwd })).toEqual({
      code: 0,
      stdout: 'app.py:4: suppressed `bare-except`\n1 comment written\n',
      stderr: '',
    });
    const text = readFileSync(join(cwd, 'app.py'), 'utf8');
    expect(text).toContain('# auditlint: ignore[bare-except] the file may be gone (noqa: E722, X1)');
    expect(text).toContain('except:  # noqa: E722, X1 the file may be gone');
    expect(await scan(cwd)).toMatchObject({ findings: [], suppressed: [{ rule: 'bare-except' }] });
    expect((await runCli(['suppress', '--from-noqa', 'app.py'], { cwd })).stdout).toBe(
      'no `# noqa` or `# nosec` covers a finding here\n',
    );
  });
});

describe('auditlint suppressions', () => {
  const git = (cwd: string, words: readonly string[], date = '2026-01-02T00:00:00Z') =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
      cwd,
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      stdio: 'pipe',
    });

  function committed(): string {
    const cwd = makeProject({
      'app.py': KEPT,
      'compose.yaml':
        'services:\n  # auditlint: ignore[compose-image-unpinned] until=2026-02-01 later\n  cache:\n    image: redis\n',
    });
    git(cwd, ['init', '--quiet']);
    git(cwd, ['add', '.']);
    git(cwd, ['commit', '--quiet', '--message', 'first']);
    // Moved by an edit that nobody committed.
    writeFileSync(join(cwd, 'app.py'), `"""Orders."""\n${KEPT}x = 1  # auditlint: ignore[bare-except]\n`);
    return cwd;
  }

  it('lists rules, places, reasons, ends and ages', async () => {
    const cwd = committed();
    expect((await runCli(['suppressions'], { cwd })).stdout).toBe(
      [
        'app.py:5  call-signature-mismatch',
        '  it is a probe',
        '  322 days old (2026-01-02)',
        '',
        `app.py:${KEPT.split('\n').length + 1}  bare-except`,
        '  no reason given',
        '  not committed',
        '',
        'compose.yaml:2  compose-image-unpinned',
        '  later',
        '  322 days old (2026-01-02); ended on 2026-02-01',
        '',
        '3 suppressions in 2 files, 1 expired',
        '',
      ].join('\n'),
    );
    const { suppressions } = JSON.parse((await runCli(['suppressions', '--format', 'json'], { cwd })).stdout);
    expect(suppressions[2]).toMatchObject({
      path: 'compose.yaml',
      line: 2,
      until: '2026-02-01',
      expired: true,
      days: 322,
    });
    expect(suppressions[1].since).toBeUndefined();
  });

  it('runs nothing that the checkout names', async () => {
    const cwd = committed();
    writeFileSync(join(cwd, '.gitattributes'), '*.py diff=spy filter=spy\n');
    git(cwd, ['config', 'diff.spy.textconv', 'touch spied; cat']);
    git(cwd, ['config', 'filter.spy.clean', 'touch spied; cat']);
    expect((await runCli(['suppressions'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'spied'))).toBe(false);
    // Or the configuration would be no trap.
    git(cwd, ['blame', 'app.py']);
    expect(existsSync(join(cwd, 'spied'))).toBe(true);
  });
});

describe('auditlint baseline --check', () => {
  const toml = 'select = ["call-signature-mismatch", "placeholder-implementation"]\nbaseline = "known.txt"\n';
  const git = (cwd: string, ...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], { cwd, stdio: 'pipe' });

  it('lets the file stay as it is or shrink, and not grow', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'b.py': '', 'auditlint.toml': toml });
    const check = (...argv: string[]) => runCli(['baseline', '--check', ...argv], { cwd });
    expect((await check()).stderr).toContain('`auditlint baseline` writes one');
    await runCli(['baseline'], { cwd });
    for (const words of [
      ['init', '--quiet'],
      ['add', '.'],
      ['commit', '--quiet', '--message', 'first'],
    ])
      git(cwd, ...words);
    expect(await check('--since', 'HEAD')).toEqual({
      code: 0,
      stdout: 'known.txt: 1 finding, 0 new, 0 gone, 0 added\n',
      stderr: '',
    });
    writeFileSync(join(cwd, 'b.py'), UNFINISHED);
    expect(await check()).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/1 new, 0 gone\nnew .*\n {2}b\.py:4 /),
    });
    await runCli(['baseline', '--update'], { cwd });
    expect((await check()).code).toBe(0);
    expect(await check('--since', 'HEAD')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('0 gone, 1 added\nadded since HEAD'),
    });
    writeFileSync(join(cwd, 'b.py'), '');
    expect(await check()).toMatchObject({ code: 1, stdout: expect.stringContaining('0 new, 1 gone\ngone ') });
    await runCli(['baseline', '--prune'], { cwd });
    expect((await check('--since', 'HEAD')).code).toBe(0);
    expect(await check('--since', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--since: git finds no commit'),
    });
  });
});
