/**
 * Parts of a scan, merged, are the scan: byte for byte, in all formats. The repositories are put together of the rules' own fixtures, so
 * that many project rules have something to say.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type PartHead, partLines, prepareScan } from '../../src/audit/index.ts';
import { mapFiles } from '../../src/engine/index.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { propertyRuns } from '../property-runs.ts';
import { CLEAN, FAULTY, KEPT, makeProject, runCli, unfinished } from './run-cli.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));
const RUNS = propertyRuns(2);
const SEED = 20_261_122;
const TODAY = '2026-11-20';

/** The fixtures of rules that are repositories. */
const SCENARIOS = readdirSync(join(FIXTURES, 'rules')).flatMap((category) =>
  readdirSync(join(FIXTURES, 'rules', category)).flatMap((rule) =>
    readdirSync(join(FIXTURES, 'rules', category, rule))
      .map((name) => join(FIXTURES, 'rules', category, rule, name))
      .filter((path) => statSync(path).isDirectory()),
  ),
);

const NOTEBOOK = JSON.stringify({
  cells: [{ cell_type: 'code', source: FAULTY, metadata: {}, outputs: [], execution_count: null }],
  metadata: { kernelspec: { language: 'python', name: 'python3' } },
  nbformat: 4,
  nbformat_minor: 5,
});

/** What a part has to bring along besides findings: suppressions, cells, causes, secrets, notices of all kinds. */
const EVERYTHING = {
  'auditlint.toml': [
    'profile = "strict"',
    'fail-on = "P2"',
    'baseline = "known.txt"',
    'exclude = ["left/**"]',
    '[[overrides]]',
    'paths = ["lib/**"]',
    'ignore = ["swallowed-exception"]',
  ].join('\n'),
  'lib/kept.py': KEPT,
  'lib/unused.py': 'x = 1  # auditlint: ignore[bare-except] there was one\n',
  'lib/expired.py': KEPT.replace('] it', '] until=2026-01-01 it'),
  'lib/n.ipynb': NOTEBOOK,
  'lib/a.py': unfinished('load'),
  'lib/b.py': unfinished('load'),
  'lib/ü.py': 'def connect(client):\n    client.login(password="qK7pZr4TqW7xLm2VbN8s")  # \u2028 \u{1f600}\n',
  'lib/broken.py': 'def f(:\n    pass\n',
  'lib/binary.py': Buffer.from([0, 1, 2, 0, 255]),
  'lib/large.py': Buffer.alloc(5 * 1024 * 1024 + 1, 'x = 1\n'),
  'left/out.py': FAULTY,
  'lib/starts.py': 'import runpy\n\nrunpy.run_path("lib/started.dat")\nrunpy.run_path("left/out.py")\n',
  'lib/started.dat': unfinished('load'),
  '.env': 'API_TOKEN=ghp_qK7pZr4TqW7xLm2VbN8sqK7pZr4TqW7xLm2V\n',
};

function makeRepository(scenarios: readonly string[]): string {
  const cwd = makeProject(EVERYTHING);
  for (const [i, scenario] of scenarios.entries()) cpSync(scenario, join(cwd, `part${i}`), { recursive: true });
  return cwd;
}

/** All that a run leaves: each format in a file, what it prints, its exit code. */
async function everyFormat(argv: readonly string[], cwd: string, place: string) {
  const files = FORMATS.map((format) => [format, join(place, format)] as const);
  const result = await runCli([...argv, ...files.flatMap(([format, file]) => ['--format', `${format}=${file}`])], {
    cwd,
  });
  if (result.code === 2 || result.stderr.includes('a fault')) throw new Error(result.stderr);
  return {
    ...result,
    reports: Object.fromEntries(files.map(([format, file]) => [format, readFileSync(file, 'utf8')])),
  };
}

async function writeParts(cwd: string, place: string, n: number, options: readonly string[] = []): Promise<string[]> {
  const parts = Array.from({ length: n }, (_, i) => join(place, `${i + 1}.ndjson`));
  for (const [i, part] of parts.entries()) {
    const written = await runCli([...options, '--shard', `${i + 1}/${n}`, '-o', part, '--quiet'], { cwd });
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
  }
  return parts;
}

/** Deals what the parts hold anew, each file to the part that `dealt` says. */
async function dealAnew(cwd: string, parts: readonly string[], dealt: readonly number[]): Promise<void> {
  const { request } = prepareScan({
    root: cwd,
    paths: [],
    rules,
    configurationFile: undefined,
    commandLine: { ignore: [] },
    exclude: [],
    respectsGitIgnore: true,
    today: TODAY,
    showPath: (file) => file,
  });
  const mapped = await mapFiles(request, ({ files }) => files);
  if (mapped.kind !== 'mapped') throw new Error(mapped.kind);
  const { files } = mapped.discovery;
  const partOf = new Map(files.map(({ path }, i) => [path, (dealt[i % dealt.length] ?? 0) % parts.length]));
  for (const [i, part] of parts.entries()) {
    const isHere = ({ path = '' }: { readonly path?: string }) => partOf.get(path) === i;
    const [first = ''] = readFileSync(part, 'utf8').split('\n');
    const { auditlintPart: head } = JSON.parse(first) as { auditlintPart: PartHead };
    const { reports, skipped } = mapped;
    const lines = partLines(head, {
      files: files.filter(isHere),
      reports: reports.filter(isHere),
      skipped: skipped.filter(isHere),
    });
    writeFileSync(part, [...lines].join(''));
  }
}

describe('all parts of a scan, merged', () => {
  it('are the scan, for any number, split and order', { timeout: 120_000 }, async () => {
    const repository = fc.shuffledSubarray(SCENARIOS, { minLength: 12, maxLength: 12 });
    const order = fc.infiniteStream(fc.nat());
    await fc.assert(
      fc.asyncProperty(
        repository,
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(), { minLength: 7, maxLength: 60 }),
        order,
        async (scenarios, n, dealt, keys) => {
          const cwd = makeRepository(scenarios);
          await runCli(['baseline', 'lib', '--baseline', 'known.txt', '--quiet'], { cwd });
          const place = makeProject();
          const whole = await everyFormat(['.'], cwd, makeProject());
          expect(whole.code).toBe(1);
          const parts = await writeParts(cwd, place, n, ['.']);
          const shuffled = parts.map((part) => ({ part, key: keys.next().value })).sort((a, b) => a.key - b.key);
          const merge = ['merge', ...shuffled.map(({ part }) => part)];
          expect(await everyFormat(merge, cwd, makeProject())).toEqual(whole);
          await dealAnew(cwd, parts, dealt);
          expect(await everyFormat(merge, cwd, makeProject())).toEqual(whole);
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  });

  it('are it with paths and options, from a folder below, and where the parts lie in what is scanned', async () => {
    const cwd = makeProject({ 'lib/a.py': FAULTY, 'lib/b.py': CLEAN, 'tests/c.py': FAULTY, 'pyproject.toml': '' });
    const options = ['lib', 'tests', '--select', 'call-signature-mismatch,missing-member', '--exclude', 'tests/**'];
    const whole = await everyFormat(options, cwd, makeProject());
    expect(JSON.parse(whole.reports.json ?? '').findings).toHaveLength(1);
    const parts = await writeParts(cwd, cwd, 3, options);
    expect(await everyFormat(['merge', ...parts], cwd, makeProject())).toEqual(whole);
    // Again, over those that lie there now.
    expect(await everyFormat(['merge', ...(await writeParts(cwd, cwd, 3, options))], cwd, makeProject())).toEqual(
      whole,
    );
  });

  it('have the exit code of the scan', async () => {
    const cases: [Record<string, string | Buffer>, string[], number][] = [
      [{ 'a.py': CLEAN }, [], 0],
      [{ 'a.py': FAULTY }, ['--fail-on', 'never'], 0],
      [{ 'a.txt': 'no code' }, [], 3],
      [{ 'a.txt': 'no code' }, ['--allow-empty'], 0],
      [{ 'a.py': FAULTY }, ['--no-baseline'], 1],
    ];
    for (const [files, options, code] of cases) {
      const cwd = makeProject(files);
      const whole = await everyFormat(options, cwd, makeProject());
      expect(whole.code).toBe(code);
      const parts = await writeParts(cwd, makeProject(), 2);
      expect(await everyFormat(['merge', ...parts, ...options], cwd, makeProject())).toEqual(whole);
    }
  });
});

describe('a part', () => {
  it('is for its owner to read, because it tells of the code', async () => {
    const cwd = makeProject({ 'a.py': CLEAN, '1.ndjson': 'from a run before' });
    const parts = await writeParts(cwd, cwd, 2);
    for (const part of parts) expect(statSync(part).mode & 0o777).toBe(0o600);
  });

  it('has its share of the bytes, and keeps it when a file grows', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `m${i}.py`);
    const cwd = makeProject(
      Object.fromEntries(names.map((name, i) => [name, `x = "${'y'.repeat((i * 37) % 900)}"\n`])),
    );
    const place = makeProject();
    const pathsOf = (part: string): string[] =>
      [...readFileSync(part, 'utf8').matchAll(/^\{"file":.*?"path":"([^"]+)"/gm)].map(([, path = '']) => path);
    const parts = await writeParts(cwd, place, 4);
    const before = parts.map(pathsOf);
    const bytes = before.map((paths) => paths.reduce((sum, path) => sum + statSync(join(cwd, path)).size, 0));
    expect(Math.max(...bytes)).toBeLessThan(1.1 * Math.min(...bytes));
    writeFileSync(join(cwd, 'm7.py'), `x = "${'y'.repeat(2000)}"\n`);
    await writeParts(cwd, place, 4);
    const moved = parts.flatMap((part, i) => pathsOf(part).filter((path) => !before[i]?.includes(path)));
    expect(moved.length).toBeLessThan(12);
  });
});

describe('what cannot be merged is one sentence, exit code 2, and nothing written', () => {
  const FILES = { 'a.py': FAULTY, 'b.py': CLEAN, 'c.py': CLEAN, 'd.py': CLEAN };

  async function refuse(argv: readonly string[], cwd: string): Promise<string> {
    const before = readdirSync(cwd);
    const { code, stdout, stderr } = await runCli(argv, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(readdirSync(cwd)).toEqual(before);
    expect(stderr).toMatch(/^auditlint: .*\n$/);
    return stderr.slice('auditlint: '.length, -1);
  }

  it.each<[string[], string]>([
    [['--shard', '0/4', '-o', 'p'], '--shard: no shard 0 of 4; use `1/4` to `4/4`'],
    [['--shard', '5/4', '-o', 'p'], '--shard: no shard 5 of 4; use `1/4` to `4/4`'],
    [['--shard', '1/0', '-o', 'p'], '--shard: `1/0`: a scan has 1 to 10000 shards'],
    [['--shard', 'x', '-o', 'p'], '--shard: `x` is not a shard; use `1/4` to `4/4`'],
    [['--shard', '', '-o', 'p'], '--shard: `` is not a shard; use `1/4` to `4/4`'],
    [['--shard', '-1/4', '-o', 'p'], '--shard: `-1/4` is not a shard; use `1/4` to `4/4`'],
    [['--shard', '1.5/4', '-o', 'p'], '--shard: `1.5/4` is not a shard; use `1/4` to `4/4`'],
    [['--shard', '1/2'], '`--shard` needs `-o FILE`, the file for `auditlint merge`'],
    [['--shard', '1/2', '-o', 'no/p'], 'cannot write `no/p`: no such folder: `no`'],
    [
      ['--shard', '1/2', '-o', 'p', '--format', 'json'],
      '`--shard` writes no report; pass `--format` to `auditlint merge`',
    ],
    [
      ['--shard', '1/2', '-o', 'p', '--no-baseline'],
      '`--shard` writes no report; pass `--no-baseline` to `auditlint merge`',
    ],
    [['--shard', '1/2', '-o', 'p', '--staged'], '`--shard` and `--staged` cannot be combined'],
    [['--shard', '1/2', '-o', 'p', '--diff', 'main'], '`--shard` and `--diff` cannot be combined'],
    [['-', '--shard', '1/2', '-o', 'p'], '`--shard` cannot read standard input'],
    [['--shard', '1/2', '-o', 'p', '--cache-dir', 'c'], '`--shard` uses no cache, so `--cache-dir` has no effect'],
    [['nowhere', '--shard', '1/2', '-o', 'p'], 'no such file or folder: `nowhere`'],
    [['why', 'a.py:1', '--shard', '1/2'], 'unknown option `--shard` of `why`; see --help'],
  ])('%j', async (argv, sentence) => {
    expect(await refuse(argv, makeProject(FILES))).toBe(sentence);
  });

  const merged = async (cwd: string, ...parts: string[]) => refuse(['merge', ...parts, '--format', 'json=out'], cwd);

  async function twoParts(options: readonly string[] = []): Promise<string> {
    const cwd = makeProject(FILES);
    await writeParts(cwd, cwd, 2, options);
    return cwd;
  }

  it('a part that is missing, given twice, or of another split', async () => {
    const cwd = await twoParts();
    expect(await merged(cwd, '1.ndjson')).toBe('part 2 of 2 is missing; pass all parts');
    expect(await merged(cwd, '1.ndjson', './1.ndjson')).toBe('`./1.ndjson` is listed twice');
    writeFileSync(join(cwd, 'copy'), readFileSync(join(cwd, '1.ndjson')));
    expect(await merged(cwd, '1.ndjson', 'copy', '2.ndjson')).toBe(
      '`1.ndjson` and `copy` are both part 1 of 2; pass each part once',
    );
    await runCli(['--shard', '2/3', '-o', 'third'], { cwd });
    expect(await merged(cwd, '1.ndjson', 'third')).toBe(
      'the parts have different splits: `1.ndjson` is part 1 of 2, `third` is part 2 of 3; merge only parts of one scan',
    );
    expect(await merged(cwd, '1.ndjson', 'nowhere')).toContain('`nowhere` is not');
  });

  it('parts of other options, versions, files and configurations', async () => {
    const cwd = await twoParts();
    await runCli(['--shard', '2/2', '-o', 'strict', '--profile', 'strict'], { cwd });
    expect(await merged(cwd, '1.ndjson', 'strict')).toContain(
      'the parts have different options: `1.ndjson` was made with no `--profile`, `strict` with `--profile strict`',
    );
    const text = readFileSync(join(cwd, '2.ndjson'), 'utf8');
    writeFileSync(join(cwd, 'older'), text.replace(/"version":"[^"]+"/, '"version":"0.0.9"'));
    expect(await merged(cwd, '1.ndjson', 'older')).toMatch(/`older` was written by auditlint 0\.0\.9, but this is /);
    writeFileSync(join(cwd, 'format'), text.replace('"format":1', '"format":99'));
    expect(await merged(cwd, '1.ndjson', 'format')).toMatch(
      /`format` is a part of format 99, and this auditlint reads 1/,
    );
    writeFileSync(join(cwd, 'a.py'), `${FAULTY}\n`);
    expect(await merged(cwd, '1.ndjson', '2.ndjson')).toMatch(
      /^`a.py` differs from the file that `\d.ndjson` was made from; merge in/,
    );
    await runCli(['--shard', '2/2', '-o', 'later'], { cwd });
    expect(await merged(cwd, '1.ndjson', 'later')).toMatch(/^the parts have different files: /);
    writeFileSync(join(cwd, 'a.py'), FAULTY);
    writeFileSync(join(cwd, 'e.py'), CLEAN);
    expect(await merged(cwd, '1.ndjson', '2.ndjson')).toMatch(
      /^`e.py` is in this checkout but in none of the parts; merge in/,
    );
    writeFileSync(join(cwd, 'auditlint.toml'), 'exclude = ["e.py"]\n');
    expect(await merged(cwd, '1.ndjson', '2.ndjson')).toBe(
      'the parts were made with a different configuration; scan and merge with the same one',
    );
    expect(await merged(makeProject(), join(cwd, '1.ndjson'), join(cwd, '2.ndjson'))).toMatch(
      /^`.*1.ndjson` holds `\w.py`, which is not here/,
    );
  });

  it('parts of different commits, and a checkout of another', async () => {
    const cwd = makeProject({ 'a.py': CLEAN });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-C', cwd, ...args], {
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    git('add', 'a.py');
    git('commit', '--quiet', '--message', 'one');
    const one = git('rev-parse', 'HEAD');
    await writeParts(cwd, cwd, 2);
    git('commit', '--quiet', '--allow-empty', '--message', 'two');
    const two = git('rev-parse', 'HEAD');
    expect(await merged(cwd, '1.ndjson', '2.ndjson')).toBe(
      `the parts are of commit ${one}, but this is ${two}; check that commit out, or scan again`,
    );
    await runCli(['--shard', '2/2', '-o', 'later'], { cwd });
    expect(await merged(cwd, '1.ndjson', 'later')).toBe(
      `the parts have different commits: \`1.ndjson\` is of ${one}, \`later\` is of ${two}; merge only parts of one scan`,
    );
  });

  it('a part that is cut off anywhere, or in which a byte was changed', async () => {
    const cwd = await twoParts();
    const bytes = readFileSync(join(cwd, '2.ndjson'));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.boolean(), fc.nat({ max: 254 }), async (at, cuts, by) => {
        const changed = cuts ? bytes.subarray(0, at) : Buffer.from(bytes);
        if (!cuts) changed[at] = ((bytes[at] ?? 0) + 1 + by) % 256;
        writeFileSync(join(cwd, 'changed'), changed);
        // A change of the head may make it a part of something else, and of the first letters a file that is no part.
        await merged(cwd, '1.ndjson', 'changed');
      }),
      { numRuns: 60, seed: SEED },
    );
    writeFileSync(join(cwd, 'changed'), Buffer.concat([bytes, bytes]));
    expect(await merged(cwd, '1.ndjson', 'changed')).toMatch(
      /^`changed` was changed after it was written; run its shard/,
    );
  });

  it('parts together with reports, and what is said of the one for the other', async () => {
    const cwd = await twoParts();
    await runCli(['--format', 'json=report', '--quiet'], { cwd });
    expect(await merged(cwd, '1.ndjson', 'report')).toBe(
      '`1.ndjson` is a part of a scan, but `report` is not; merge only parts',
    );
    expect(await merged(cwd, 'report', '--baseline', 'known.txt')).toBe(
      '`--baseline` works only with parts that `--shard` wrote',
    );
    expect(await merged(cwd, '1.ndjson', '2.ndjson', '--baseline', 'known.txt')).toMatch(/^no baseline `known.txt`/);
  });
});
