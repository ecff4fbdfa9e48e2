import { chmodSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { TestRepository } from '../git/git-fixture.ts';
import { makeProject, runCli, WITH_CACHE } from './run-cli.ts';

const UNUSED = 'import json\nimport os\n\nprint(os.getcwd())\n';
const USED = 'import os\n\nprint(os.getcwd())\n';
const LOAD = 'import torch\n\nstate = torch.load("model.pt", weights_only=False)\n';
const ONLY = ['--profile', 'strict', '--select', 'unused-import,unsafe-torch-load'];

const repositoryOf = (files: Readonly<Record<string, string>>): string => TestRepository.with(files).folder;
const git = (folder: string, ...words: readonly string[]): string => new TestRepository(folder).git(...words);

describe('--fix', () => {
  it('writes what is safe, says what it did and what more there is, and ends by what is left', async () => {
    const project = makeProject({ 'a.py': UNUSED, 'b.py': LOAD });
    const { code, stdout, stderr } = await runCli(['--fix', '--fail-on', 'P3', ...ONLY], { cwd: project });
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(USED);
    expect(readFileSync(join(project, 'b.py'), 'utf8')).toBe(LOAD);
    expect(stderr).toContain('auditlint: fixed 1 finding in 1 file; `--unsafe-fixes` could fix 1 more\n');
    expect(stdout).toContain('unsafe-torch-load');
    expect(stdout).not.toContain('unused-import');
    expect(code).toBe(1);
    const all = await runCli(['--fix', '--unsafe-fixes', '--fail-on', 'P3', ...ONLY], { cwd: project });
    expect(all.stderr).toContain('auditlint: fixed 1 finding in 1 file\n');
    expect(all.code).toBe(0);
    expect(readFileSync(join(project, 'b.py'), 'utf8')).toBe(LOAD.replace('False', 'True'));
  });

  it('keeps line ends, encoding, byte order mark and mode', async () => {
    const latin = Buffer.from(
      '# coding: latin-1\r\nimport json\r\nimport os\r\n\r\nprint(os.sep, "\u00e9")\r\n',
      'latin1',
    );
    const marked = Buffer.from(`\ufeff${UNUSED}`);
    const project = makeProject({ 'latin.py': latin, 'marked.py': marked });
    chmodSync(join(project, 'latin.py'), 0o755);
    await runCli(['--fix', ...ONLY], { cwd: project });
    const after = latin.toString('latin1').replace('import json\r\n', '');
    expect(readFileSync(join(project, 'latin.py'), 'latin1')).toBe(after);
    expect(statSync(join(project, 'latin.py')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(project, 'marked.py'), 'utf8')).toBe(`\ufeff${USED}`);
  });

  it('fixes neither what a comment, a baseline or the base of a comparison accepts, nor what is not selected', async () => {
    const accepted = UNUSED.replace('json\n', 'json  # auditlint: ignore[unused-import] loaded early\n');
    const project = repositoryOf({ 'a.py': accepted, 'old.py': UNUSED });
    writeFileSync(join(project, 'new.py'), UNUSED);
    const { stderr } = await runCli(['--fix', '--diff', 'HEAD', ...ONLY], { cwd: project });
    expect(stderr).toContain('fixed 1 finding in 1 file');
    expect(readFileSync(join(project, 'new.py'), 'utf8')).toBe(USED);
    expect(readFileSync(join(project, 'old.py'), 'utf8')).toBe(UNUSED);
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(accepted);
    await runCli(['baseline', ...ONLY], { cwd: project });
    const known = await runCli(['--fix', '--baseline', 'auditlint-baseline.txt', ...ONLY], { cwd: project });
    expect(known.stderr).toContain('fixed 0 findings');
    const other = await runCli(['--fix', '--select', 'bare-except'], { cwd: project });
    expect(other.stderr).toContain('fixed 0 findings');
    expect(git(project, 'status', '--porcelain', 'old.py', 'a.py')).toBe('');
  });

  it('takes out the import that a fix leaves without a use', async () => {
    const start = 'import time\n\n\ndef start(engine):\n    run_id = f"run-{time.time()}"\n    engine.start(run_id)\n';
    const project = makeProject({ 'a.py': start });
    const argv = ['--fix', '--unsafe-fixes', '--profile', 'strict', '--select', 'time-based-id,unused-import'];
    const { stderr } = await runCli(argv, { cwd: project });
    expect(stderr).toContain('fixed 1 finding in 1 file\n');
    const fixed = start.replace('import time', 'import uuid').replace('time.time()', 'uuid.uuid4().hex');
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(fixed);
  });

  it('calls no import safe to remove that texts may use, or that is there for what it does', async () => {
    const files = {
      'formulas.py': 'from math import pi\n\nprint(eval(input()))\n',
      'shell.py': 'import readline\n\nprint(input())\n',
      'rates.py': "from fractions import Fraction\n\n\ndef half():\n    '''\n    >>> Fraction(1, 2)\n    '''\n",
    };
    const project = makeProject(files);
    const { stderr } = await runCli(['--fix', ...ONLY], { cwd: project });
    expect(stderr).toContain('fixed 0 findings in 0 files; `--unsafe-fixes` could fix 2 more');
    for (const [path, code] of Object.entries(files)) expect(readFileSync(join(project, path), 'utf8')).toBe(code);
  });

  it('leaves notebooks alone, and says so', async () => {
    const cells = [{ cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: UNUSED }];
    const notebook = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    const project = makeProject({ 'a.ipynb': notebook });
    const { stderr } = await runCli(['--fix', ...ONLY], { cwd: project });
    expect(stderr).toContain('fixed 0 findings in 0 files; notebooks are not changed (1 finding)');
    expect(readFileSync(join(project, 'a.ipynb'), 'utf8')).toBe(notebook);
  });

  it('writes to no file that a link leads to', async () => {
    const project = makeProject({ 'real/a.py': UNUSED });
    mkdirSync(join(project, 'linked'));
    symlinkSync('../real/a.py', join(project, 'linked/a.py'));
    await runCli(['--fix', ...ONLY, 'linked'], { cwd: project });
    expect(lstatSync(join(project, 'linked/a.py')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(project, 'linked/a.py'), 'utf8')).toBe(UNUSED);
  });

  it('writes to no folder that a link leads to, whoever named it', async () => {
    const project = makeProject({ 'real/a.py': UNUSED, 'project/b.py': 'x = 1\n' });
    const here = join(project, 'project');
    symlinkSync('../real', join(here, 'linked'));
    const { code, stderr } = await runCli(['--fix', ...ONLY, 'linked'], { cwd: here });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('symbolic link') });
    expect(readFileSync(join(project, 'real/a.py'), 'utf8')).toBe(UNUSED);
  });

  it('leaves a file that changed meanwhile as it is, and fixes the others', async () => {
    const project = makeProject({ 'a.py': UNUSED, 'b.py': UNUSED });
    const saved = `${UNUSED}print("saved meanwhile")\n`;
    let scans = 0;
    const onInterrupt = () => {
      scans += 1;
      if (scans === 2) writeFileSync(join(project, 'a.py'), saved);
      return () => undefined;
    };
    const { stderr, stdout } = await runCli(['--fix', ...ONLY], { cwd: project, onInterrupt });
    expect(stderr).toContain(
      'auditlint: cannot write `a.py`: it changed since it was scanned; its fixes are skipped\n',
    );
    expect(stderr).toContain('fixed 1 finding in 1 file');
    expect(stdout).toContain('a.py:1');
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(saved);
    expect(readFileSync(join(project, 'b.py'), 'utf8')).toBe(USED);
  });

  it.each([
    [['--unsafe-fixes'], '`--unsafe-fixes` has no effect alone'],
    [['--fix', '--preview-fixes'], 'contradict each other'],
    [['--fix', '--staged'], '`--staged` scans the index'],
    [['--fix', '-', '--stdin-filename', 'a.py'], 'cannot read standard input'],
    [['--fix', '--watch'], 'scans them again and again'],
    [['--fix', '--shard', '1/2', '-o', 'part'], 'scans a part of them'],
    [['--preview-fixes', '--format', 'json'], 'prints a diff instead of a report'],
  ])('%s is refused in one sentence', async (argv, sentence) => {
    const { code, stdout, stderr } = await runCli(argv, { cwd: makeProject({ 'a.py': UNUSED }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('fixes in reports', () => {
  it('are the same from a cache, from parts of a scan and in merged reports', async () => {
    const idle = 'x = 1  # auditlint: ignore[bare-except] nothing is caught\n';
    const project = makeProject({ 'a.py': `import re\n${UNUSED}`, 'b.py': LOAD, 'c.py': idle });
    const argv = ['--profile', 'strict', '--fail-on', 'never', '--format', 'json'];
    const read = async (...words: readonly string[]) => {
      const { stdout } = await runCli(words, { cwd: project, env: WITH_CACHE });
      const { findings } = JSON.parse(stdout) as { findings: (TestPlace & { places?: TestPlace[] })[] };
      const all = findings.flatMap(({ places = [], ...finding }) => [finding, ...places]);
      return all.flatMap(({ path, fix }) => (fix === undefined ? [] : [{ path, fix }]));
    };
    const fixes = await read(...argv, '--no-cache');
    expect(fixes.map(({ path }) => path)).toEqual(['a.py', 'a.py', 'b.py', 'c.py']);
    await read(...argv);
    expect(await read(...argv)).toEqual(fixes);
    for (const part of ['1', '2'])
      await runCli(['--profile', 'strict', '--shard', `${part}/2`, '-o', `part${part}`], { cwd: project });
    expect(await read('merge', 'part1', 'part2', '--fail-on', 'never', '--format', 'json')).toEqual(fixes);
    await runCli([...argv, '-o', 'report.json'], { cwd: project });
    expect(await read('merge', 'report.json', '--fail-on', 'never', '--format', 'json')).toEqual(fixes);
  });

  it('stand at each place of a cause, in every format, and are made at each', async () => {
    const project = makeProject({ 'a.py': `import re\n${UNUSED}`, 'b.py': UNUSED });
    const argv = ['--profile', 'strict', '--select', 'unused-import', '--fail-on', 'never'];
    const reported = async (format: string): Promise<unknown> =>
      JSON.parse((await runCli([...argv, '--format', format], { cwd: project })).stdout);
    const { findings } = (await reported('json')) as {
      findings: (TestPlace & { readonly places: readonly TestPlace[] })[];
    };
    const edited = findings.map((finding) =>
      [finding, ...finding.places].map(({ path, line, fix }) => [path, line, fix?.edits[0]?.line]),
    );
    expect(edited).toEqual([
      [
        ['a.py', 1, 1],
        ['a.py', 2, 2],
        ['b.py', 1, 1],
      ],
    ]);
    const sarif = (await reported('sarif')) as { runs: { results: { fixes: SarifFix[] }[] }[] };
    const replaced = sarif.runs[0]?.results.flatMap(({ fixes }) =>
      fixes.flatMap(({ artifactChanges }) =>
        artifactChanges.map(({ artifactLocation: { uri }, replacements: [first] }) => [
          uri,
          first?.deletedRegion.startLine,
        ]),
      ),
    );
    const places = [
      ['a.py', 1],
      ['a.py', 2],
      ['b.py', 1],
    ];
    expect(replaced).toEqual(places);
    const rdjson = (await reported('rdjson')) as { diagnostics: RdjsonDiagnostic[] };
    expect(
      rdjson.diagnostics.map(({ location, suggestions: [first] }) => [location.path, first?.range.start.line]),
    ).toEqual(places);
    const agent = await runCli([...argv, '--format', 'agent'], { cwd: project });
    expect(agent.stdout.match(/fix: /g)).toHaveLength(3);
    await runCli(['--fix', ...argv], { cwd: project });
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(USED);
    expect(readFileSync(join(project, 'b.py'), 'utf8')).toBe(USED);
  });
});

interface TestPlace {
  readonly path: string;
  readonly line: number;
  readonly fix?: { readonly edits: readonly { readonly line: number }[] };
}

interface SarifFix {
  readonly artifactChanges: readonly {
    readonly artifactLocation: { readonly uri: string };
    readonly replacements: readonly { readonly deletedRegion: { readonly startLine: number } }[];
  }[];
}

interface RdjsonDiagnostic {
  readonly location: { readonly path: string };
  readonly suggestions: readonly { readonly range: { readonly start: { readonly line: number } } }[];
}

describe('--preview-fixes', () => {
  it('shows a diff that git applies, and writes nothing', async () => {
    const crlf = UNUSED.replaceAll('\n', '\r\n');
    const project = repositoryOf({ 'a.py': UNUSED, 'sub/b.py': crlf, 'c.py': LOAD });
    const { code, stdout } = await runCli(['--preview-fixes', '--fail-on', 'P3', ...ONLY], { cwd: project });
    expect(code).toBe(1);
    expect(git(project, 'status', '--porcelain')).toBe('');
    writeFileSync(join(project, '../fixes.diff'), stdout);
    git(project, 'apply', join(project, '../fixes.diff'));
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(USED);
    expect(readFileSync(join(project, 'sub/b.py'), 'utf8')).toBe(USED.replaceAll('\n', '\r\n'));
    expect(readFileSync(join(project, 'c.py'), 'utf8')).toBe(LOAD);
    expect(applyPatch(UNUSED, stdout.slice(0, stdout.indexOf('--- a/sub')))).toBe(USED);
  });

  it('names files from where it is called, whatever folder is scanned', async () => {
    const project = repositoryOf({ 'a.py': UNUSED, 'sub/b.py': UNUSED });
    const { stdout } = await runCli(['sub', '--preview-fixes', ...ONLY], { cwd: project });
    writeFileSync(join(project, '../fixes.diff'), stdout);
    git(project, 'apply', join(project, '../fixes.diff'));
    expect(readFileSync(join(project, 'sub/b.py'), 'utf8')).toBe(USED);
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(UNUSED);
  });

  it('keeps tabs, page breaks and byte order marks, so that the diff of such files applies as well', async () => {
    const paged = UNUSED.replace('print', '\f\nif os:\n\tprint');
    const odd = UNUSED.replace('\n\n', '\n\n# no end of line\n').trimEnd();
    const marked = `\ufeff${UNUSED}`;
    const project = repositoryOf({ 'marked.py': marked, 'my files/é "paged".py': paged, 'odd.py': odd });
    const { stdout, stderr } = await runCli(['--preview-fixes', ...ONLY], { cwd: project });
    expect(stderr).toBe('auditlint: would fix 3 findings in 3 files\n');
    writeFileSync(join(project, '../fixes.diff'), stdout);
    git(project, 'apply', join(project, '../fixes.diff'));
    expect(readFileSync(join(project, 'my files/é "paged".py'), 'utf8')).toBe(paged.replace('import json\n', ''));
    expect(readFileSync(join(project, 'marked.py'), 'utf8')).toBe(`\ufeff${USED}`);
    expect(readFileSync(join(project, 'odd.py'), 'utf8')).toBe(odd.replace('import json\n', ''));
  });

  it('says of which file the diff does not apply, because it hides what may not be printed', async () => {
    const secret = UNUSED.replace('print', 'password = "c0rrect-h0rse"\nprint');
    const turned = UNUSED.replace('print', '# \u202eright to left\nprint');
    const latin = Buffer.from(`# coding: latin-1\n${UNUSED}print("\xe9")\n`, 'latin1');
    const obeyed = UNUSED.replace('print', '# ##vso[task.complete]\nTEXT = """\n::stop-commands::x\n"""\nprint');
    const project = makeProject({ 'a.py': turned, 'b.py': secret, 'ci.py': obeyed, 'latin.py': latin });
    const { stdout, stderr } = await runCli(['--preview-fixes', ...ONLY], { cwd: project });
    expect(stdout).toContain('# \\u202eright to left\n');
    expect(stdout).not.toContain('h0rse');
    expect(stdout).toContain('# ##vso\\[task.complete]\n');
    expect(stdout).not.toMatch(/^\s*::/m);
    expect(stderr.split('\n').slice(0, 4)).toEqual([
      'auditlint: a.py: this hunk of the diff does not apply: control sequences are shown as escapes',
      'auditlint: b.py: this hunk of the diff does not apply: a secret next to a change is masked',
      'auditlint: ci.py: this hunk of the diff does not apply: control sequences are shown as escapes',
      'auditlint: latin.py: this hunk of the diff does not apply: the file is not in UTF-8',
    ]);
    const { stderr: quiet } = await runCli(['--preview-fixes', '--quiet', ...ONLY], { cwd: project });
    expect(quiet).toBe('');
  });
});
