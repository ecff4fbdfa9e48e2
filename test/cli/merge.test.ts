import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { TOOL } from '../../src/audit/version.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { CLEAN, FAULTY, faulty, KEPT, makeProject, runCli, UNFINISHED, unfinished } from './run-cli.ts';

const RULES = 'placeholder-implementation,call-signature-mismatch';
/** With a finding: what is only begun in a notebook is none. */
const PROBE = 'def probe(path, mode):\n    return open(path, mode)\n\n\nprobe("orders.csv")\n';
const NOTEBOOK = JSON.stringify(
  {
    cells: [{ cell_type: 'code', source: PROBE, metadata: {}, outputs: [], execution_count: null }],
    metadata: { kernelspec: { language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  },
  undefined,
  1,
);

const read = (cwd: string, file: string) => readFileSync(join(cwd, file), 'utf8');

/** A project that was scanned in parts: one JSON report for each list of paths. */
async function scanParts(
  files: Record<string, string>,
  parts: Record<string, readonly string[]>,
  rules = RULES,
): Promise<string> {
  const cwd = makeProject(files);
  for (const [name, paths] of Object.entries(parts)) {
    await runCli([...paths, '--format', `json=${name}`, '--select', rules, '--quiet'], { cwd });
  }
  return cwd;
}

describe('parts of one scan', () => {
  const files = {
    'app/a.py': FAULTY,
    'app/b.py': `${faulty('fetch')}\n\n${faulty('load')}`,
    'lib/c.py': unfinished('parse'),
    'lib/d.py': KEPT,
    'lib/n.ipynb': NOTEBOOK,
    'lib/utf16.py': Buffer.from('\ufeffx = 1\n', 'utf16le').toString('latin1'),
  };
  const parts = {
    '1.json': ['app/a.py', 'lib/c.py', 'lib/utf16.py'],
    '2.json': ['app/b.py', 'lib/d.py', 'lib/n.ipynb'],
  };

  it('are one report, byte for byte, in whichever order they come', async () => {
    const cwd = await scanParts(files, { ...parts, 'whole.json': Object.values(parts).flat() });
    for (const order of [
      ['1.json', '2.json'],
      ['2.json', '1.json'],
    ]) {
      const merged = await runCli(['merge', ...order, '--format', 'json', '--quiet'], { cwd });
      expect(merged).toEqual({ code: 1, stdout: read(cwd, 'whole.json'), stderr: '' });
    }
  });

  it('and so is one part alone', async () => {
    const cwd = await scanParts(files, parts);
    const { stdout } = await runCli(['merge', '1.json', '--format', 'json', '--quiet'], { cwd });
    expect(stdout).toBe(read(cwd, '1.json'));
  });

  it.each(FORMATS)('in %s', async (format) => {
    const cwd = await scanParts(files, parts);
    const merged = await runCli(['merge', '1.json', '2.json', '--format', format], { cwd });
    const whole = await runCli([...Object.values(parts).flat(), '--format', format, '--select', RULES], {
      cwd,
    });
    expect(merged.code).toBe(1);
    expect(merged.stderr).toBe(whole.stderr);
    // Code that may have changed since the scan is not shown.
    if (format === 'pretty') expect(merged.stdout).toBe(whole.stdout.replace(/^ +(\d+ )?│.*\n/gm, ''));
    else expect(merged.stdout).toBe(whole.stdout);
  });
});

describe('parts of one scan that share a cause', () => {
  const files = { 'a.py': UNFINISHED, 'b.py': UNFINISHED, 'c.py': UNFINISHED, 'd.py': unfinished('load') };
  const parts = { '1.json': ['a.py', 'd.py'], '2.json': ['b.py', 'c.py'] };
  interface MergedFinding {
    readonly path: string;
    readonly places?: readonly MergedFinding[];
  }
  const reported = (text: string) =>
    (JSON.parse(text).findings as MergedFinding[]).map(({ path, places = [] }) => [
      path,
      ...places.map((one) => one.path),
    ]);

  it('keep their places', async () => {
    const cwd = await scanParts(files, parts);
    expect(reported(read(cwd, '2.json'))).toEqual([['b.py', 'c.py']]);
    const { stdout } = await runCli(['merge', '2.json', '--format', 'json', '--quiet'], { cwd });
    expect(stdout).toBe(read(cwd, '2.json'));
  });

  it('tell it once, as one scan does', async () => {
    const cwd = await scanParts(files, { ...parts, 'whole.json': ['.'] });
    expect(reported(read(cwd, 'whole.json'))).toEqual([['a.py', 'b.py', 'c.py'], ['d.py']]);
    const { stdout } = await runCli(['merge', '1.json', '2.json', '--format', 'json', '--quiet'], { cwd });
    expect(reported(stdout)).toEqual([['a.py', 'b.py', 'c.py'], ['d.py']]);
  });

  it('have each place once where they overlap', async () => {
    const cwd = await scanParts(files, { 'some.json': ['b.py'], 'whole.json': ['.'] });
    const { stdout } = await runCli(['merge', 'some.json', 'whole.json', '--format', 'json', '--quiet'], { cwd });
    const paths = reported(stdout).flat();
    expect(paths.sort()).toEqual(['a.py', 'b.py', 'c.py', 'd.py']);
  });
});

describe('parts of one scan that share a secret', () => {
  const login = 'def connect(client):\n    client.login(password="qK7pZr4TqW7xLm2VbN8s")\n';
  const files = { 'a.py': login, 'b.py': login, 'c.py': login };
  interface MergedFinding {
    readonly path: string;
    readonly places?: readonly MergedFinding[];
  }
  const merged = async (parts: Record<string, readonly string[]>) => {
    const cwd = await scanParts(files, parts, 'hardcoded-secret');
    const { stdout } = await runCli(['merge', ...Object.keys(parts), '--format', 'json', '--quiet'], { cwd });
    expect(stdout).not.toContain('"cause"');
    return (JSON.parse(stdout).findings as MergedFinding[]).map(({ path, places = [] }) => [
      path,
      ...places.map((one) => one.path),
    ]);
  };

  it('keep what a report joined, and each place once where they overlap', async () => {
    expect(await merged({ 'some.json': ['b.py'], 'whole.json': ['.'] })).toEqual([['a.py', 'b.py', 'c.py']]);
  });

  it('are not joined: nothing that is written says that the secrets are equal', async () => {
    expect(await merged({ '1.json': ['a.py'], '2.json': ['b.py', 'c.py'] })).toEqual([['a.py'], ['b.py', 'c.py']]);
  });
});

describe('parts of a repository', () => {
  const files = {
    '.git/HEAD': '',
    'services/a/app.py': FAULTY,
    'services/b/app.py': faulty('load'),
    'c.py': faulty('parse'),
  };

  it('that are folders of one place stand below it', async () => {
    const cwd = await scanParts(files, { 'a.json': ['services/a'], 'b.json': ['./services/b/'] });
    const { stdout } = await runCli(['merge', 'a.json', 'b.json', '--format', 'json', '--quiet'], { cwd });
    const { root, findings, stats } = JSON.parse(stdout);
    expect(root).toBe('.');
    expect(findings.map(({ path }: { path: string }) => path)).toEqual(['services/a/app.py', 'services/b/app.py']);
    expect(new Set(findings.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(2);
    expect(stats.files.scanned).toBe(2);
    const sarif: Log = JSON.parse((await runCli(['merge', 'a.json', 'b.json', '--format', 'sarif'], { cwd })).stdout);
    const uris = sarif.runs[0]?.results?.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    );
    expect(uris).toEqual(['services/a/app.py', 'services/b/app.py']);
  });

  it('that overlap have each finding once, and that is said', async () => {
    const cwd = await scanParts(files, { 'a.json': ['services/a'], 'all.json': ['.'] });
    const result = await runCli(['merge', 'a.json', 'all.json', '--format', 'json'], { cwd });
    expect(JSON.parse(result.stdout).findings).toHaveLength(3);
    expect(result.stderr).toMatch(
      /^auditlint: 1 finding stands in several reports, listed once in this one\n3 findings/,
    );
  });

  it('that do not agree whether a finding is accepted have it open', async () => {
    const cwd = await scanParts({ 'a.py': KEPT }, { 'kept.json': ['a.py'] });
    const report = JSON.parse(read(cwd, 'kept.json'));
    const [{ suppression, ...finding }] = report.suppressed;
    expect(suppression.reason).toBe('it is a probe');
    writeFileSync(join(cwd, 'open.json'), JSON.stringify({ ...report, findings: [finding], suppressed: [] }));
    const { code, stdout } = await runCli(['merge', 'kept.json', 'open.json', '--format', 'json', '--quiet'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ path: 'a.py' }],
      suppressed: [],
      stats: { suppressed: 0 },
    });
  });
});

describe('the exit code is that of one scan', () => {
  it('with findings by --fail-on', async () => {
    const cwd = await scanParts({ 'a.py': FAULTY, 'b.py': CLEAN }, { 'a.json': ['a.py'], 'b.json': ['b.py'] });
    const codeOf = async (...argv: string[]) => (await runCli(['merge', ...argv, '--quiet'], { cwd })).code;
    expect(await codeOf('a.json', 'b.json')).toBe(1);
    expect(await codeOf('a.json', 'b.json', '--fail-on', 'never')).toBe(0);
    expect(await codeOf('b.json')).toBe(0);
  });

  it('3 when a part was not complete, or nothing was scanned', async () => {
    const cwd = await scanParts({ 'b.py': CLEAN }, { 'b.json': ['b.py'] });
    const report = JSON.parse(read(cwd, 'b.json'));
    const failed = { kind: 'rule-failed', rule: 'placeholder-implementation', message: 'it failed' };
    writeFileSync(join(cwd, 'failed.json'), JSON.stringify({ ...report, notices: [failed] }));
    const result = await runCli(['merge', 'b.json', 'failed.json'], { cwd });
    expect(result.code).toBe(3);
    expect(result.stderr).toBe('auditlint: the scan is incomplete; see the notices\n');
    report.stats.files.scanned = 0;
    writeFileSync(join(cwd, 'empty.json'), JSON.stringify(report));
    expect((await runCli(['merge', 'empty.json'], { cwd })).code).toBe(3);
  });
});

describe('what is no part of a report is one sentence, exit code 2, and nothing is written', () => {
  const version = (more: object) => ({ schemaVersion: '1', tool: TOOL, ...more });

  it.each<[string, string | object, string]>([
    ['not JSON', 'auditlint 0.1.0\n', '`bad.json` is not JSON'],
    ['empty', '', '`bad.json` is not JSON'],
    ['another JSON', { runs: [] }, '`bad.json` is not a report of `auditlint --format json`'],
    ['null', 'null', '`bad.json` is not a report of `auditlint --format json`'],
    [
      'a newer version',
      version({ tool: { name: 'auditlint', version: '9.9.9' } }),
      `\`bad.json\` was written by auditlint 9.9.9, but this is ${TOOL.version}; scan and merge with one version`,
    ],
    [
      'another schema',
      version({ schemaVersion: '2' }),
      `\`bad.json\` has schema version \`2\`, but this auditlint reads 1; scan and merge with one version`,
    ],
    ['nothing else in it', version({}), '`bad.json` is not a report of `auditlint --format json`: `root`: '],
  ])('%s', async (_, content, sentence) => {
    const cwd = await scanParts({ 'a.py': FAULTY }, { 'a.json': ['a.py'] });
    writeFileSync(join(cwd, 'bad.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const result = await runCli(['merge', 'a.json', 'bad.json', '-o', 'out.txt'], { cwd });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr.startsWith(`auditlint: ${sentence}`)).toBe(true);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(cwd).sort()).toEqual(['a.json', 'a.py', 'bad.json']);
  });

  it.each<[string, (finding: Record<string, unknown>) => object, string]>([
    [
      'a path that leaves the root',
      () => ({ path: '../../etc/passwd' }),
      '`findings.0.path`: not a path inside the scanned root',
    ],
    ['an absolute path', () => ({ path: '/etc/passwd' }), '`findings.0.path`: not a path inside the scanned root'],
    ['a line before the first', () => ({ line: 0 }), '`findings.0.line`: '],
    ['an unknown severity', () => ({ severity: 'P9' }), '`findings.0.severity`: '],
    [
      'an unknown rule',
      () => ({ rule: 'no-such-rule' }),
      'names the rule `no-such-rule`, which auditlint does not have',
    ],
  ])('%s', async (_, change, sentence) => {
    const cwd = await scanParts({ 'a.py': FAULTY }, { 'a.json': ['a.py'] });
    const report = JSON.parse(read(cwd, 'a.json'));
    report.findings[0] = { ...report.findings[0], ...change(report.findings[0]) };
    writeFileSync(join(cwd, 'a.json'), JSON.stringify(report));
    const result = await runCli(['merge', 'a.json'], { cwd });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(sentence);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each<[readonly string[], string]>([
    [[], '`merge` needs a report: all files written by `--shard i/n`, or files written by `--format json`'],
    [['a.json', 'none.json'], 'no such report: `none.json`'],
    [['a.json', 'folder'], '`folder` is a folder, not a report'],
    [['a.json', './a.json'], '`./a.json` is listed twice'],
    [['a.json', 'link.json'], '`link.json` is listed twice'],
    [['a.json', '--format', 'sarff'], '--format: unknown `sarff`; did you mean `sarif`?'],
    [['a.json', '--format', 'json=x', '--format', 'csv=x'], '`json` and `csv` both write to `x`; use two files'],
    [['a.json', '-o', 'none/x'], 'cannot write `none/x`: no such folder: `none`'],
    [['a.json', '--fail-on', 'P7'], '--fail-on: unknown `P7`; did you mean `P0`?'],
    [['a.json', '--category', ''], '`--category` needs a name, such as `auditlint` or `services/orders`'],
    [['a.json', '--select', 'x'], 'unknown option `--select` of `merge`; see --help'],
    [['mrege', 'a.json'], 'no such file or folder: `mrege`; did you mean `merge`?'],
  ])('%j', async (argv, sentence) => {
    const cwd = await scanParts({ 'a.py': FAULTY }, { 'a.json': ['a.py'] });
    mkdirSync(join(cwd, 'folder'));
    symlinkSync('a.json', join(cwd, 'link.json'));
    const before = readdirSync(cwd).sort();
    const command = argv[0] === 'mrege' ? argv : ['merge', ...argv];
    expect(await runCli(command, { cwd })).toEqual({ code: 2, stdout: '', stderr: `auditlint: ${sentence}\n` });
    expect(readdirSync(cwd).sort()).toEqual(before);
  });

  it.each([
    ['/checkouts/one', '/checkouts/two'],
    ['.', '../other'],
    ['C:/a', 'C:/b'],
  ])('roots that have nothing in common: %s and %s', async (one, two) => {
    const cwd = await scanParts({ 'a.py': FAULTY }, { 'a.json': ['a.py'] });
    const report = JSON.parse(read(cwd, 'a.json'));
    writeFileSync(join(cwd, '1.json'), JSON.stringify({ ...report, root: one }));
    writeFileSync(join(cwd, '2.json'), JSON.stringify({ ...report, root: two }));
    expect(await runCli(['merge', '1.json', '2.json'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `auditlint: \`1.json\` is about \`${one}\`, \`2.json\` about \`${two}\`: no common root; scan the folders from one directory, with paths without \`..\`\n`,
    });
  });
});

it('reads no file outside of where it runs, whatever a report names as root', async () => {
  const outside = makeProject({ 'secret.py': '# é é é é\npassword = "hunter2"\n' });
  const cwd = await scanParts({ 'a.py': FAULTY }, { 'a.json': ['a.py'] });
  symlinkSync(outside, join(cwd, 'inside'));
  const report = JSON.parse(read(cwd, 'a.json'));
  const finding = { ...report.findings[0], path: 'secret.py', line: 1, column: 9, endLine: 1, endColumn: 10 };
  for (const root of [outside, 'inside']) {
    writeFileSync(join(cwd, 'a.json'), JSON.stringify({ ...report, root, findings: [finding] }));
    const { stdout } = await runCli(['merge', 'a.json', '--format', 'rdjson'], { cwd });
    expect(JSON.parse(stdout).diagnostics[0].location.range).toEqual({ start: { line: 1 }, end: { line: 1 } });
    const sarif: Log = JSON.parse((await runCli(['merge', 'a.json', '--format', 'sarif'], { cwd })).stdout);
    expect(Object.keys(sarif.runs[0]?.results?.[0]?.partialFingerprints ?? {})).toEqual(['auditlint/v1']);
  }
});

it('members of a later report of the same version do no harm', async () => {
  const cwd = await scanParts({ 'a.py': FAULTY }, { 'a.json': ['a.py'] });
  const text = read(cwd, 'a.json');
  const report = JSON.parse(text);
  report.findings[0].later = { a: 1 };
  writeFileSync(join(cwd, 'a.json'), `\ufeff${JSON.stringify({ ...report, later: [] })}`);
  expect((await runCli(['merge', 'a.json', '--format', 'json', '--quiet'], { cwd })).stdout).toBe(text);
});
