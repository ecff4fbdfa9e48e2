import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { CLEAN, FAULTY, faulty, KEPT, makeProject, runCli, UNFINISHED } from './run-cli.ts';

const only = ['--select', 'call-signature-mismatch'];

describe('exit codes', () => {
  const faulty = makeProject({ 'app.py': FAULTY });
  const clean = makeProject({ 'app.py': CLEAN });

  it.each(FORMATS)('%s: 1 with findings, 0 without', async (format) => {
    expect((await runCli(['--format', format, ...only], { cwd: faulty })).code).toBe(1);
    expect((await runCli(['--format', format, ...only], { cwd: clean })).code).toBe(0);
  });

  it('follow --fail-on, and it is stronger than the configuration', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'auditlint.toml': 'fail-on = "never"\n' });
    expect((await runCli(only, { cwd })).code).toBe(0);
    expect((await runCli([...only, '--fail-on', 'P1'], { cwd })).code).toBe(1);
    expect((await runCli([...only, '--fail-on', 'P0'], { cwd })).code).toBe(0);
    const graded = makeProject({
      'app.py': FAULTY,
      'auditlint.toml': '[severity]\ncall-signature-mismatch = "P2"\n',
    });
    expect((await runCli(only, { cwd: graded })).code).toBe(0);
    expect((await runCli([...only, '--fail-on', 'p2'], { cwd: graded })).code).toBe(1);
    expect((await runCli([...only, '--fail-on', 'never'], { cwd: faulty })).code).toBe(0);
  });

  it('3 when there is nothing to scan, and a report is written all the same', async () => {
    const cwd = makeProject({ 'README.txt': 'no Python here' });
    const result = await runCli(['--format', 'sarif'], { cwd });
    expect(result.code).toBe(3);
    expect(result.stderr).toContain(
      'auditlint: nothing was scanned: no file has a supported type, or all are excluded\n',
    );
    expect((await runCli(['--allow-empty'], { cwd })).code).toBe(0);
    expect(JSON.parse(result.stdout).runs[0].results).toEqual([]);
  });

  it('3 when all there is could not be read', async () => {
    const cwd = makeProject({ 'app.py': 'x = 1\0' });
    const { code, stdout, stderr } = await runCli([], { cwd });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: 'auditlint: nothing was scanned: every file was skipped or not parsed\n',
    });
    expect(stdout).toContain('binary (1)');
  });
});

describe('what is scanned', () => {
  it('a folder or a file is a part of what the working directory holds', async () => {
    const cwd = makeProject({ 'service/src/app.py': FAULTY, 'other.py': faulty('load') });
    const pathsOf = async (...paths: string[]) => {
      const { stdout } = await runCli([...paths, '--format', 'json', ...only], { cwd });
      const report = JSON.parse(stdout);
      return [report.root, ...report.findings.map(({ path }: { path: string }) => path)];
    };
    expect(await pathsOf('service/')).toEqual(['.', 'service/src/app.py']);
    expect(await pathsOf('service/src/app.py')).toEqual(['.', 'service/src/app.py']);
    expect(await pathsOf('service/src', 'other.py')).toEqual(['.', 'other.py', 'service/src/app.py']);
    expect(await pathsOf()).toEqual(['.', 'other.py', 'service/src/app.py']);
  });

  it('SARIF is relative to the root of the checkout, as GitHub needs it', async () => {
    const cwd = makeProject({ '.git/HEAD': '', 'a b/src/app.py': FAULTY });
    const log: Log = JSON.parse((await runCli(['a b', '--format', 'sarif', ...only], { cwd })).stdout);
    const location = log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
    expect(location).toEqual({ uri: 'a%20b/src/app.py', uriBaseId: '%SRCROOT%' });
  });

  it('check is the same as no command', async () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const [bare, named] = [await runCli(only, { cwd }), await runCli(['check', ...only], { cwd })];
    expect(named).toEqual(bare);
    expect(bare.stdout).toContain('P1 call-signature-mismatch  app.py:4:5');
  });

  it('--exclude and exclude of the configuration leave paths out', async () => {
    const files = { 'a.py': FAULTY, 'gen/b.py': FAULTY, 'old/c.py': FAULTY };
    const cwd = makeProject({ ...files, 'pyproject.toml': '[tool.auditlint]\nexclude = ["old"]\n' });
    const { stdout } = await runCli(['--exclude', 'gen/**', '--format', 'json', ...only], { cwd });
    expect(JSON.parse(stdout).findings.map(({ path }: { path: string }) => path)).toEqual(['a.py']);
  });

  it('--no-ignore also scans what .gitignore hides', async () => {
    const cwd = makeProject({ '.gitignore': 'build/\n', 'a.py': CLEAN, 'build/b.py': FAULTY });
    expect((await runCli(only, { cwd })).code).toBe(0);
    expect((await runCli(['--no-ignore', ...only], { cwd })).code).toBe(1);
    expect((await runCli(['--no-ignore', '--ignore', 'call-signature-mismatch,P3'], { cwd })).code).toBe(0);
  });

  it('standard input under a name', async () => {
    const cwd = makeProject({
      'auditlint.toml': '[[overrides]]\npaths = ["tests"]\nignore = ["call-signature-mismatch"]\n',
    });
    const named = (name: string) => runCli(['-', '--stdin-filename', name, ...only], { cwd, stdin: FAULTY });
    const result = await named('src/new.py');
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('src/new.py:4:5');
    expect(result.stdout).toContain('4 │     check_read(path, "csv")');
    expect((await named('tests/new.py')).code).toBe(0);
    expect((await runCli(['-'], { cwd })).stderr).toBe(
      'auditlint: `-` needs `--stdin-filename FILE`, which sets the path of the input\n',
    );
    expect((await runCli(['--stdin-filename', '../x.py', '-'], { cwd })).code).toBe(2);
  });
});

describe('output', () => {
  const cwd = makeProject({
    'app.py': FAULTY,
    'kept.py': KEPT,
  });

  it('-o writes the report and leaves standard output empty', async () => {
    const result = await runCli(['--format', 'sarif', '-o', 'out.sarif', ...only], { cwd });
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^1 finding: 0 P0, 1 P1, 0 P2, 0 P3; 2 files scanned, 0 skipped, 0 not parsed/);
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('several formats in one run', async () => {
    const result = await runCli(['--format', 'pretty', '--format', 'json=r.json', '--format=sarif=r.sarif', ...only], {
      cwd,
    });
    expect(result.stdout).toContain('P1 call-signature-mismatch');
    expect(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')).schemaVersion).toBe('1');
    expect(existsSync(join(cwd, 'r.sarif'))).toBe(true);
    expect((await runCli(['--format', 'json', '--format', 'sarif'], { cwd })).stderr).toMatch(
      /^auditlint: two formats without a file/,
    );
  });

  it('every format to its own file, and each of them to standard output beside the others', async () => {
    const written = (but?: string) =>
      FORMATS.filter((format) => format !== but).map((format) => `${format}=out/${format}`);
    const project = makeProject({ 'app.py': FAULTY, 'out/.gitignore': '*' });
    const read = (format: string) => readFileSync(join(project, 'out', format), 'utf8');
    const run = (formats: readonly string[]) =>
      runCli([...formats.flatMap((format) => ['--format', format]), 'app.py', ...only], { cwd: project });
    expect(await run(written())).toMatchObject({ code: 1, stdout: '' });
    for (const format of FORMATS) {
      expect((await run([...written(format), format])).stdout).toBe(read(format));
    }
    expect(readdirSync(join(project, 'out')).sort()).toEqual(['.gitignore', ...FORMATS].sort());
  });

  it('--category tells one SARIF from another', async () => {
    const idOf = async (...more: string[]) => {
      const log: Log = JSON.parse((await runCli(['--format', 'sarif', ...only, ...more], { cwd })).stdout);
      return log.runs[0]?.automationDetails;
    };
    expect(await idOf()).toBeUndefined();
    expect(await idOf('--category', 'services/orders')).toEqual({ id: 'services/orders/' });
    expect(await idOf('--category', 'auditlint/')).toEqual({ id: 'auditlint/' });
  });

  it('says on stderr when a format has no room for all', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `read${i}`);
    const functions = names.map((name) => faulty(name).split('\n\n\n')[0]).join('\n\n\n');
    const loop = `def serve():\n    while True:\n${names.map((name) => `        ${name}("orders.csv")\n`).join('')}`;
    const main = 'if __name__ == "__main__":\n    serve()\n';
    const project = makeProject({ 'app.py': [functions, loop, main].join('\n\n') });
    const result = await runCli(['--format', 'github', ...only], { cwd: project });
    expect(result.stdout.match(/^::error /gm)).toHaveLength(10);
    expect(result.stderr).toMatch(
      /^auditlint: github omits the 2 least severe of 12 findings; `json` contains all of them\n12 findings/,
    );
    const quiet = await runCli(['--format', 'github', '--quiet', ...only], { cwd: project });
    expect(quiet.stderr).toBe('');
  });

  it('links the summary to the commit that a workflow runs on, and to nothing else', async () => {
    const run = (env: Record<string, string>) =>
      runCli(['--format', 'markdown', ...only], { cwd, env: { GITHUB_REPOSITORY: 'o/r', ...env } });
    const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567' };
    expect((await run(env)).stdout).toContain(`](https://github.com/o/r/blob/${env.GITHUB_SHA}/app.py#L4)`);
    expect((await run({ ...env, GITHUB_SHA: 'x)](y' })).stdout).not.toContain('](');
  });

  it('--group-by puts findings of pretty below their rule, their file or nothing', async () => {
    const project = makeProject({
      'a.py': 'def start(rng, url):\n    rng.seed(url)\n\n\nstart(1)\n',
      'b.py': `${UNFINISHED}\n\ndef stop(rng):\n    rng.stop()\n\n\nstop()\n`,
    });
    const select = ['--select', 'placeholder-implementation,call-signature-mismatch', '--all'];
    const run = (...argv: string[]) => runCli([...select, ...argv], { cwd: project });
    const headsOf = async (...argv: string[]) =>
      (await run(...argv)).stdout
        .split('\n')
        .filter((line) => /^\S/.test(line) && !/^(Read|\d+ findings:) /.test(line))
        .map((line) => line.replace(/ {2}.*(?<!:\d+)$/, ''));
    const [unfinished, start, stop] = [
      'P2 placeholder-implementation  b.py:4:5',
      'P2 call-signature-mismatch  a.py:5:1',
      'P1 call-signature-mismatch  b.py:22:1',
    ];
    expect(await headsOf('--group-by', 'rule')).toEqual([
      'call-signature-mismatch',
      ...[stop, start],
      'placeholder-implementation',
      unfinished,
    ]);
    expect(await headsOf('--group-by', 'file')).toEqual(['a.py', start, 'b.py', unfinished, stop]);
    expect(await headsOf('--group-by', 'cause')).toEqual([stop, start, unfinished]);
    expect(await run()).toEqual(await run('--group-by', 'cause'));
    // Other formats have their own order.
    expect(await run('--format', 'json', '--group-by', 'file')).toEqual(await run('--format', 'json'));
  });

  it('--group-by knows three groupings, also in a merge', async () => {
    const unknown = {
      code: 2,
      stdout: '',
      stderr: 'auditlint: --group-by: unknown `fil`; did you mean `file`?\n',
    };
    expect(await runCli(['--group-by', 'fil', ...only], { cwd })).toEqual(unknown);
    await runCli(['--format', 'json=report.json', ...only], { cwd });
    expect(await runCli(['merge', 'report.json', '--group-by', 'fil'], { cwd })).toEqual(unknown);
    const { stdout } = await runCli(['merge', 'report.json', '--group-by', 'file'], { cwd });
    expect(stdout).toMatch(/^Read .*\n\napp\.py\n\nP1 call-signature-mismatch {2}app\.py:4:5\n/);
  });

  it('suppressed findings stand in JSON, and in SARIF when asked for', async () => {
    const json = JSON.parse((await runCli(['--format', 'json', ...only], { cwd })).stdout);
    expect(json.suppressed[0]).toMatchObject({ path: 'kept.py', suppression: { line: 4, reason: 'it is a probe' } });
    const resultsOf = async (...more: string[]) => {
      const log: Log = JSON.parse((await runCli(['--format', 'sarif', ...only, ...more], { cwd })).stdout);
      return log.runs[0]?.results?.length;
    };
    expect(await resultsOf()).toBe(1);
    expect(await resultsOf('--sarif-include-suppressed')).toBe(2);
  });

  it('--docs-url and AUDITLINT_DOCS_URL lead to the pages of rules', async () => {
    const page = 'https://example.com/docs/rules/call-signature-mismatch.html';
    const env = { AUDITLINT_DOCS_URL: 'https://example.com/docs/', AUDITLINT_NO_CACHE: '1' };
    const urls = ['--docs-url', 'https://example.com/docs'];
    for (const [format, reported] of [
      ['pretty', `page    ${page}`],
      ['agent', `page: ${page}`],
      ['markdown', `](${page})`],
      ['rdjson', `"url": "${page}"`],
      ['sarif', `"helpUri": "${page}"`],
      ['json', `"page": "${page}"`],
    ] as const) {
      const { stdout } = await runCli(['--format', format, ...only, ...urls], { cwd });
      expect(stdout).toContain(reported);
      expect((await runCli(['--format', format, ...only], { cwd, env })).stdout).toBe(stdout);
      expect((await runCli(['--format', format, ...only], { cwd })).stdout).not.toContain('example.com');
    }
    expect((await runCli(['explain', 'call-signature-mismatch'], { cwd, env })).stdout).toContain(`Page\n  ${page}\n`);
    expect((await runCli(['rules', '--format', 'json'], { cwd, env })).stdout).toContain(`"page": "${page}"`);
    expect(await runCli([...only, '--docs-url', 'javascript:alert(1)'], { cwd })).toMatchObject({
      code: 2,
      stderr:
        'auditlint: --docs-url is `javascript:alert(1)`; use the URL of the documentation, such as https://example.com/auditlint/\n',
    });
  });

  it('--quiet, --statistics and --timing', async () => {
    const quiet = await runCli(['--quiet', ...only], { cwd });
    expect(quiet.stdout).toBe(
      '1 finding: 0 P0, 1 P1, 0 P2, 0 P3; 2 files scanned, 0 skipped, 0 not parsed\n' +
        'Not shown: 1 finding suppressed (`auditlint suppressions`)\n',
    );
    expect(quiet.stderr).toBe('');
    const full = await runCli(['--statistics', '--timing', ...only], { cwd });
    expect(full.stdout).toMatch(/Count {2}Rule\n +1 {2}call-signature-mismatch\n$/);
    expect(full.stderr).toMatch(/ms {2}Phase\n(.*\n)+.*parse/);
  });

  it('--all shows in full what is in short without', async () => {
    const project = makeProject({ 'b.py': UNFINISHED });
    const select = ['--select', 'placeholder-implementation'];
    const [short, all] = [await runCli(select, { cwd: project }), await runCli([...select, '--all'], { cwd: project })];
    expect(short.stdout).toMatch(/^P2: 1 finding\n {2}b\.py\n {4}4:5 +placeholder-implementation {2}\S/m);
    expect(short.stdout).toContain('In short: 1 P2 (`--all` shows all in full');
    expect(all.stdout).toMatch(/^P2 placeholder-implementation {2}b\.py:4:5\n {3}\S/m);
    expect(all.stdout).not.toContain('In short');
    expect(await runCli(['--all', '--quiet'], { cwd: project })).toMatchObject({
      code: 2,
      stderr: 'auditlint: `--all` and `--quiet` contradict each other\n',
    });
  });

  it('tells the seconds on a terminal only', async () => {
    const head = async (isTTY: boolean) =>
      (await runCli(only, { cwd, isTTY, env: { NO_COLOR: '1' } })).stdout.split('\n')[0];
    expect(await head(false)).toBe('Read 2 files, 30 lines of Python');
    expect(await head(true)).toMatch(/^Read 2 files, 30 lines of Python in \d+\.\d s$/);
  });

  it('counts what is of low confidence, also where nothing else is found', async () => {
    const project = makeProject({
      'app.py': 'import logging\n\n\ndef login(token):\n    logging.info("token %s", token)\n',
    });
    const select = ['--select', 'security'];
    const run = async (...argv: string[]) => (await runCli([...select, ...argv], { cwd: project })).stdout;
    for (const argv of [[], ['--quiet']]) {
      expect(await run(...argv)).toMatch(
        /^No findings shown; 1 file .*\nNot shown: 1 finding of low confidence or in tests and examples \(`--profile strict`\)\n$/m,
      );
    }
    expect(await run('--profile', 'strict')).not.toContain('Not shown');
  });

  it('shows the severities that are asked for, and counts the rest', async () => {
    const project = makeProject({ 'a.py': FAULTY, 'b.py': UNFINISHED });
    const run = async (...argv: string[]) =>
      (await runCli(['--select', 'call-signature-mismatch,placeholder-implementation', ...argv], { cwd: project }))
        .stdout;
    const all = await run();
    expect(all).toMatch(/^\d findings: 0 P0, 1 P1, 1 P2, 0 P3;/m);
    const grave = await run('--min-severity', 'P1');
    expect(grave).toMatch(/^1 finding: 0 P0, 1 P1, 0 P2, 0 P3;/m);
    expect(grave).toContain('Not shown: 1 finding of other severities');
    expect(await run('--ignore', 'P1')).toMatch(/^1 finding: 0 P0, 0 P1, 1 P2, 0 P3;/m);
    const { stdout } = await runCli(['--select', 'P0'], { cwd: project });
    expect(stdout).toMatch(/^No findings shown;/m);
  });

  it('is the same bytes for the same input', async () => {
    const run = () => runCli(['--format', 'json'], { cwd });
    expect((await run()).stdout).toBe((await run()).stdout);
  });
});

it('an interrupt in the middle ends with 130 and no report', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`m${i}.py`, FAULTY.repeat(200)]));
  const cwd = makeProject(files);
  const onInterrupt = (callback: () => void) => {
    const timer = setTimeout(callback, 0);
    return () => clearTimeout(timer);
  };
  const result = await runCli(['--format', 'sarif', '-o', 'out.sarif'], { cwd, onInterrupt });
  expect(result.code).toBe(130);
  expect(result.stdout).toBe('');
  expect(result.stderr).toMatch(/^auditlint: interrupted after \d+ of \d+ files; no report was written\n$/);
  expect(readdirSync(cwd).filter((name) => !name.endsWith('.py'))).toEqual([]);
});
