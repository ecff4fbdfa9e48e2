import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { CLEAN, FAULTY, makeProject, runCli, WITH_CACHE } from './run-cli.ts';

const cwd = makeProject({ 'src/app.py': CLEAN, 'fractal.py': CLEAN });

/** What the same words with other options were answered before. */
const warm = makeProject({ 'src/app.py': CLEAN, 'fractal.py': CLEAN });
beforeAll(async () => {
  for (const paths of [[], ['src']]) await runCli(paths, { cwd: warm, env: WITH_CACHE });
});

describe('wrong use is one sentence, exit code 2, and nothing on standard output', () => {
  it.each<[string[], string]>([
    [['sr'], 'no such file or folder: `sr`; did you mean `src`?'],
    [['src/ap.py'], 'no such file or folder: `src/ap.py`; did you mean `app.py`?'],
    [['nowhere/at/all'], 'no such file or folder: `nowhere/at/all`'],
    [['explian'], 'no such file or folder: `explian`; did you mean `explain`?'],
    [['src', '--fromat', 'json'], 'unknown option `--fromat`; did you mean `--format`?'],
    [['check', '--select=x', '--qiet'], 'unknown option `--qiet` of `check`; did you mean `--quiet`?'],
    [['--zzzzzzzzz'], 'unknown option `--zzzzzzzzz`; see --help'],
    [['--format', 'serif'], '--format: unknown `serif`; did you mean `sarif`?'],
    [
      ['--format', 'yaml'],
      `--format: unknown \`yaml\`; choose ${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)}`,
    ],
    [['--format', 'gihtub'], '--format: unknown `gihtub`; did you mean `github`?'],
    [['--format', 'json='], '`--format json=` names no file'],
    [
      ['--format', 'json', '--format', 'sarif'],
      'two formats without a file; use `--format FORMAT=FILE` for all but one',
    ],
    [['--format', 'json=a', '-o', 'b'], '`-o` has no effect: every `--format` names its own file'],
    [['--format', 'json=a', '--format', 'sarif=./a'], '`json` and `sarif` both write to `./a`; use two files'],
    [
      ['--format', 'json=src/../a', '--format', 'json', '-o', 'a'],
      '`json` and `json` both write to `a`; use two files',
    ],
    [['--category', ' '], '`--category` needs a name, such as `auditlint` or `services/orders`'],
    [['--category', 'a\nb'], '`--category` needs a name, such as `auditlint` or `services/orders`'],
    [['--format'], 'option `--format <format>` needs a value'],
    [
      ['--select', 'bare-exept'],
      '--select: unknown rule, category or severity `bare-exept`; did you mean `bare-except`?',
    ],
    [['--ignore', 'P1,errrors'], '--ignore: unknown rule, category or severity `errrors`; did you mean `errors`?'],
    [['--select', ''], '--select names no rule, category or severity'],
    [['--profile', 'strikt'], '--profile: unknown `strikt`; did you mean `strict`?'],
    [['--fail-on', 'P7'], '--fail-on: unknown `P7`; did you mean `P0`?'],
    [['--jobs', 'all'], '--jobs: `all` is not a number of threads: use a whole number from 1 to 256'],
    [['--jobs', '0'], '--jobs: `0` is not a number of threads: use a whole number from 1 to 256'],
    [['--jobs', '1.5'], '--jobs: `1.5` is not a number of threads: use a whole number from 1 to 256'],
    [['baseline', '--jobs', '999'], '--jobs: `999` is not a number of threads: use a whole number from 1 to 256'],
    [['--config', 'no.toml'], 'no such configuration file: `no.toml`'],
    [['--config', 'src'], '`src` is not a configuration file'],
    [['--stdin-filename', 'a.py'], '`--stdin-filename` needs the path `-`'],
    [['explain', 'bare-excep'], 'unknown rule `bare-excep`; did you mean `bare-except`?'],
    [['explain', 'zzzzzzzzzzzz'], 'unknown rule `zzzzzzzzzzzz`; `auditlint rules` lists them'],
    [['explain'], '`explain` needs a rule'],
    [['completion'], '`completion` needs a shell: bash, zsh, fish or powershell'],
    [['cache'], '`cache` needs an action: info or clean'],
    [['rules', '--fromat', 'json'], 'unknown option `--fromat` of `rules`; did you mean `--format`?'],
    [
      ['--plugin', './x', 'explain', 'bare-except'],
      '`--plugin` is before `explain`; put options after the command: `auditlint explain --plugin …`',
    ],
    [['--fix', 'rules'], 'unknown option `--fix` of `rules`; see --help'],
    [['config', 'src/ap.py'], 'no such file or folder: `src/ap.py`; did you mean `app.py`?'],
    [['init', 'here'], '`init` got too many arguments; see --help'],
  ])('%j', async (argv, sentence) => {
    const reported = { code: 2, stdout: '', stderr: `auditlint: ${sentence}\n` };
    expect(await runCli(argv, { cwd })).toEqual(reported);
    expect(await runCli(argv, { cwd: warm, env: WITH_CACHE })).toEqual(reported);
  });
});

it('AUDITLINT_PARSER names one of three parsers', async () => {
  const reported = {
    code: 2,
    stdout: '',
    stderr: 'auditlint: AUDITLINT_PARSER: unknown `nativ`; did you mean `native`?\n',
  };
  expect(await runCli(['src'], { cwd, env: { AUDITLINT_PARSER: 'nativ' } })).toEqual(reported);
  expect(await runCli(['src'], { cwd: warm, env: { ...WITH_CACHE, AUDITLINT_PARSER: 'nativ' } })).toEqual(reported);
  for (const parser of ['wasm', 'auto']) {
    expect(await runCli(['src'], { cwd, env: { AUDITLINT_PARSER: parser } })).toMatchObject({ code: 0, stderr: '' });
  }
});

it('AUDITLINT_JOBS is a number of threads, or nothing', async () => {
  const reported = {
    code: 2,
    stdout: '',
    stderr: 'auditlint: AUDITLINT_JOBS: `-2` is not a number of threads: use a whole number from 1 to 256\n',
  };
  expect(await runCli(['src'], { cwd, env: { AUDITLINT_JOBS: '-2' } })).toEqual(reported);
  expect(await runCli(['src'], { cwd: warm, env: { ...WITH_CACHE, AUDITLINT_JOBS: '-2' } })).toEqual(reported);
  for (const jobs of ['', '2'])
    expect(await runCli(['src'], { cwd, env: { AUDITLINT_JOBS: jobs } })).toMatchObject({ code: 0, stderr: '' });
  expect(await runCli(['src', '--jobs', '1'], { cwd, env: { AUDITLINT_JOBS: '-2' } })).toMatchObject({ code: 0 });
});

describe('a configuration that cannot be used names file, line and column', () => {
  it.each<[string, string, string]>([
    [
      'auditlint.toml',
      'profile = "strict"\nselect = "errors"\n',
      'auditlint.toml:2:1: `select` must be a list, not "errors"',
    ],
    ['auditlint.toml', 'profile = "strict\n', 'auditlint.toml:1:18: not valid TOML: '],
    ['auditlint.toml', 'exlude = []\n', 'auditlint.toml:1:1: unknown key `exlude`; did you mean `exclude`?'],
    [
      'pyproject.toml',
      '[tool.auditlint]\nignore = ["bare-exept"]\n',
      'pyproject.toml:2:11: unknown rule, category or severity `bare-exept`; did you mean `bare-except`?',
    ],
  ])('%s %j', async (name, text, sentence) => {
    const project = makeProject({ 'src/app.py': FAULTY, [name]: text });
    const result = await runCli(['src', 'src/app.py', '-o', 'out.txt'], { cwd: project });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr.startsWith(`auditlint: ${sentence}`)).toBe(true);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(project).sort()).toEqual([name, 'src']);
  });
});

describe('an output file that cannot be written', () => {
  it.each([
    ['missing/out.json', 'no such folder: `missing`'],
    ['folder', 'it is a folder'],
    ['file.txt/out.json', 'no such folder: `file.txt`'],
  ])('%s', async (output, reason) => {
    const project = makeProject({ 'app.py': FAULTY, 'file.txt': 'as it was' });
    mkdirSync(join(project, 'folder'));
    const result = await runCli(['--format', 'json', '-o', output], { cwd: project });
    expect(result).toEqual({ code: 2, stdout: '', stderr: `auditlint: cannot write \`${output}\`: ${reason}\n` });
    expect(readdirSync(project).sort()).toEqual(['app.py', 'file.txt', 'folder']);
    expect(readFileSync(join(project, 'file.txt'), 'utf8')).toBe('as it was');
  });

  it.each([
    ['link.json', 'real.json'],
    ['real.json', 'link.json'],
    ['folder/new.json', 'alias/new.json'],
    ['link.json', 'folder/../real.json'],
  ])('that two formats share by way of links: %s and %s', async (first, second) => {
    const project = makeProject({ 'app.py': FAULTY, 'real.json': 'as it was', 'folder/kept.txt': '' });
    symlinkSync('real.json', join(project, 'link.json'));
    symlinkSync('folder', join(project, 'alias'));
    const result = await runCli(['--format', `json=${first}`, '--format', `sarif=${second}`], { cwd: project });
    expect(result).toEqual({
      code: 2,
      stdout: '',
      stderr: `auditlint: \`json\` and \`sarif\` both write to \`${second}\`; use two files\n`,
    });
    expect(readFileSync(join(project, 'real.json'), 'utf8')).toBe('as it was');
    expect(readdirSync(join(project, 'folder'))).toEqual(['kept.txt']);
  });

  it('keeps no other report from being written', async () => {
    const project = makeProject({ 'app.py': FAULTY });
    const long = `${'n'.repeat(250)}.json`;
    const formats = ['--format', `json=${long}`, '--format', 'sarif=out.sarif', '--format', 'pretty'];
    const result = await runCli([...formats, '--select', 'call-signature-mismatch'], { cwd: project });
    expect(result.code).toBe(2);
    expect(result.stderr).toBe(`auditlint: cannot write \`${long}\`: the name is too long\n`);
    expect(result.stdout).toContain('P1 call-signature-mismatch');
    expect(readdirSync(project).sort()).toEqual(['app.py', 'out.sarif']);
  });

  it('that fails in the end leaves nothing behind', async () => {
    const project = makeProject({ 'app.py': FAULTY });
    const result = await runCli(['--format', 'json', '-o', `${'n'.repeat(250)}.json`], { cwd: project });
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/the name is too long\n$/);
    expect(readdirSync(project)).toEqual(['app.py']);
  });
});

describe('a repository that wants to be obeyed', () => {
  const evil = 'x\n::error file=a::b\u001b[2J\u202e##[add-mask]##vso[task.complete]';
  const COMMAND = /(?:##|@@)[a-z]*\[|fold:(?:start|end):/;
  const project = makeProject({
    [`${evil}.py`]: `${FAULTY}# ##[error]x ::error::y\n`,
    '--- ##vso[task.complete result=Succeeded]fold:start:x.py': FAULTY,
    'two.py': FAULTY.replace(
      '"csv"',
      '"\u001b]0;owned\u0007 \u009b ##[set-env] ##teamcity[buildStop] @@continua[x] fold:end:x"',
    ),
  });

  it.each(FORMATS)('is printed in visible characters: %s', async (format) => {
    const result = await runCli(['--format', format, '--select', 'call-signature-mismatch'], { cwd: project });
    expect(result.code).toBe(1);
    // CSV ends its lines with both.
    for (const line of `${result.stdout}${result.stderr}`.split(format === 'csv' ? /\r?\n/ : '\n')) {
      expect(line).not.toMatch(COMMAND);
      if (format === 'github') expect(line).toMatch(/^(::(?:error|notice) title=|\d+ findings: |auditlint: |$)/);
      else expect(line.trimStart().startsWith('::')).toBe(false);
      expect([...line].filter((character) => character < ' ' || '\u007f\u009b\u202e'.includes(character))).toEqual([]);
    }
  });

  it('also where it is only named in an error', async () => {
    const result = await runCli([`${evil}.p`], { cwd: project });
    expect(result.stderr.split('\n')).toHaveLength(2);
    expect(result.stderr).not.toContain('\u001b');
    expect(result.stderr).not.toMatch(COMMAND);
  });
});

it('notices stand in the report, and the rest of the scan is intact', async () => {
  const project = makeProject({
    'app.py': FAULTY,
    'utf16.py': Buffer.from('\ufeffx = 1\n', 'utf16le'),
    'binary.py': Buffer.from([0, 1, 2, 0]),
  });
  writeFileSync(join(project, 'empty.py'), '');
  const { code, stdout } = await runCli(['--format', 'json', '--select', 'call-signature-mismatch'], {
    cwd: project,
  });
  const report = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(report.findings).toHaveLength(1);
  expect(report.notices.map(({ path }: { path: string }) => path).sort()).toEqual(['binary.py', 'utf16.py']);
});
