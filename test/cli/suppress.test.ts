import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineAmongComments } from '../../src/audit/index.ts';
import { CLEAN, FAULTY, makeProject, runCli } from './run-cli.ts';

const REASON = ['--reason', 'the caller retries'];

/** Suppresses, and says how the file reads now. */
async function suppressIn(content: string | Uint8Array, argv: readonly string[], path = 'app.py') {
  const project = makeProject({ [path]: content, 'other.py': CLEAN });
  const { code, stdout, stderr } = await runCli(['suppress', ...argv], { cwd: project });
  const bytes = readFileSync(join(project, path));
  expect(readdirSync(project)).toHaveLength(path === 'other.py' ? 1 : 2);
  return { code, stdout, stderr, text: bytes.toString('utf8'), bytes, project };
}

/** The findings of a rule that are left. */
async function left(project: string, rule: string): Promise<string> {
  const { stdout } = await runCli(['--select', rule, '--format', 'json'], { cwd: project });
  const { findings, suppressed } = JSON.parse(stdout);
  return `${findings.length} left, ${suppressed.length} suppressed`;
}

describe('auditlint suppress', () => {
  it('writes the comment at the end of the line, once', async () => {
    const { project, text, ...said } = await suppressIn(FAULTY, ['call-signature-mismatch', 'app.py:4', ...REASON]);
    expect(said).toMatchObject({ code: 0, stdout: 'app.py:4: suppressed `call-signature-mismatch`\n', stderr: '' });
    expect(text).toBe(
      FAULTY.replace('"csv")', '"csv")  # auditlint: ignore[call-signature-mismatch] the caller retries'),
    );
    expect(await left(project, 'call-signature-mismatch')).toBe('0 left, 1 suppressed');
    expect(await runCli(['suppress', 'call-signature-mismatch', 'app.py:4', ...REASON], { cwd: project })).toEqual({
      code: 0,
      stdout: 'app.py:4: `call-signature-mismatch` is already suppressed\n',
      stderr: '',
    });
    expect(readFileSync(join(project, 'app.py'), 'utf8')).toBe(text);
  });

  it('takes rule and place in either order, as `why` has the place first', async () => {
    const { text, ...said } = await suppressIn(FAULTY, ['app.py:4', 'call-signature-mismatch', ...REASON]);
    expect(said).toMatchObject({ code: 0, stdout: 'app.py:4: suppressed `call-signature-mismatch`\n' });
    expect(text).toContain('# auditlint: ignore[call-signature-mismatch] the caller retries');
  });

  it('above the statement where the line would become too long, also when asked again', async () => {
    const reason =
      'the reader of the queue has its own journal and repeats whatever was not acknowledged before the end';
    const argv = ['call-signature-mismatch', 'app.py:4', '--reason', reason, '--until', '2027-01-31'];
    const { project, text } = await suppressIn(FAULTY, argv);
    const comment = `# auditlint: ignore[call-signature-mismatch] until=2027-01-31 ${reason}\n    check_read(path, `;
    expect(text).toBe(FAULTY.replace('check_read(path, ', comment));
    expect(await left(project, 'call-signature-mismatch')).toBe('0 left, 1 suppressed');
    for (const line of [4, 5]) {
      const again = await runCli(['suppress', 'call-signature-mismatch', `app.py:${line}`, ...REASON], {
        cwd: project,
      });
      expect(again).toMatchObject({
        code: 0,
        stdout: 'app.py:4: `call-signature-mismatch` is already suppressed\n',
      });
    }
    expect(readFileSync(join(project, 'app.py'), 'utf8')).toBe(text);
  });

  it('where the line itself can have none: in a text, before a continued line', async () => {
    const code = 'import random\n\n\ndef start(url):\n    random.seed(hash(f"""{url}\n/orders"""))\n';
    const { project, text } = await suppressIn(code, ['hash-as-seed', 'app.py:5', ...REASON]);
    expect(text).toBe(
      code.replace('    random.seed', '    # auditlint: ignore[hash-as-seed] the caller retries\n    random.seed'),
    );
    expect(await left(project, 'hash-as-seed')).toBe('0 left, 1 suppressed');
  });

  it('keeps line ends, byte order mark, encoding and the mode of the file', async () => {
    const dos = FAULTY.replaceAll('\n', '\r\n');
    expect((await suppressIn(`\uFEFF${dos}`, ['call-signature-mismatch', 'app.py:4', ...REASON])).text).toBe(
      `\uFEFF${dos.replace('"csv")', '"csv")  # auditlint: ignore[call-signature-mismatch] the caller retries')}`,
    );
    const long = 'x'.repeat(90);
    expect((await suppressIn(dos, ['call-signature-mismatch', 'app.py:4', '--reason', long])).text).toBe(
      dos.replace('check_read(path, ', `# auditlint: ignore[call-signature-mismatch] ${long}\r\n    check_read(path, `),
    );
    const latin = Buffer.from(`# -*- coding: latin-1 -*-\nNAME = "Größe"\n${FAULTY}`, 'latin1');
    const { bytes } = await suppressIn(latin, ['call-signature-mismatch', 'app.py:6', ...REASON]);
    expect(bytes.toString('latin1')).toBe(
      latin
        .toString('latin1')
        .replace('"csv")', '"csv")  # auditlint: ignore[call-signature-mismatch] the caller retries'),
    );
    const refused = await suppressIn(latin, ['call-signature-mismatch', 'app.py:6', '--reason', 'Größe']);
    expect(refused).toMatchObject({
      code: 2,
      stderr: 'auditlint: `app.py` was not changed: the file is not UTF-8 (latin-1): write the reason in ASCII\n',
    });
    expect(refused.bytes).toEqual(latin);
    const project = makeProject({ 'run.py': FAULTY });
    chmodSync(join(project, 'run.py'), 0o755);
    await runCli(['suppress', 'call-signature-mismatch', 'run.py:4', '--reason', 'é 🙂'], { cwd: project });
    expect(statSync(join(project, 'run.py')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(project, 'run.py'), 'utf8')).toContain(
      '# auditlint: ignore[call-signature-mismatch] é 🙂\n',
    );
  });

  it('beside the comment of another tool, and under one for another rule', async () => {
    const noqa = FAULTY.replace('"csv")', '"csv")  # noqa');
    const { project, text } = await suppressIn(noqa, ['call-signature-mismatch', 'app.py:4', ...REASON]);
    expect(text).toContain('"csv")  # noqa  # auditlint: ignore[call-signature-mismatch] the caller retries\n');
    expect(await left(project, 'call-signature-mismatch')).toBe('0 left, 1 suppressed');
  });

  it.each([
    [
      'Dockerfile',
      'FROM python\nRUN pip install flask\nUSER app\nCMD ["python", "app.py"]\n',
      'docker-unpinned-base',
      1,
      '# auditlint: ignore[docker-unpinned-base] the caller retries\nFROM python\n',
    ],
    [
      'compose.yaml',
      'services:\n  web:\n    image: redis\n',
      'compose-image-unpinned',
      3,
      '    # auditlint: ignore[compose-image-unpinned] the caller retries\n    image: redis\n',
    ],
    [
      'README.md',
      '# Shop\n\nThe steps stand in [the guide](docs/guide.md).\n',
      'missing-referenced-file',
      3,
      '<!-- auditlint: ignore[missing-referenced-file] the caller retries -->\nThe steps',
    ],
    [
      'pyproject.toml',
      '[project]\nname = "shop"\nversion = "1.0"\ndependencies = ["flask"]\n\n[project.scripts]\nshop = "other:main"\n',
      'entry-point-not-callable',
      7,
      '# auditlint: ignore[entry-point-not-callable] the caller retries\nshop =',
    ],
  ])('in a %s', async (path, content, rule, line, expected) => {
    const { project, text, ...said } = await suppressIn(content, [rule, `${path}:${line}`, ...REASON], path);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(text).toContain(expected);
    expect(await left(project, rule)).toBe('0 left, 1 suppressed');
  });
});

describe('several findings', () => {
  const SEEDS = `import random


def start(a, b, c):
    return {
        "first": random.Random(hash(a)),
        "second": random.Random(hash(b)),
        "third": random.Random(hash(c)),
    }


def draw(a, b):
    return start(random.Random(hash(a)),
                 random.Random(hash(b)),
                 3)
`;
  const LONG = ['--reason', 'a reason of so many words that the line of the code would become too long with it'];
  const SEED = 'hash-as-seed';
  /** Lines in which a rule still finds something. */
  const linesLeft = async (cwd: string, rule: string): Promise<number[]> => {
    const { stdout } = await runCli(['--select', rule, '--format', 'json'], { cwd });
    return JSON.parse(stdout).findings.map(({ line }: { line: number }) => line);
  };
  const suppressAll = async (
    cwd: string,
    wishes: readonly (readonly [rule: string, line: number])[],
    reason = REASON,
  ) => {
    const codes: number[] = [];
    for (const [rule, line] of wishes)
      codes.push((await runCli(['suppress', rule, `app.py:${line}`, ...reason], { cwd })).code);
    return codes;
  };

  it.each([
    [6, REASON, [7, 8, 13, 14]],
    [7, REASON, [6, 8, 13, 14]],
    [8, REASON, [6, 7, 13, 14]],
    // The comment is above, and moves what is below it.
    [6, LONG, [8, 9, 14, 15]],
    [7, LONG, [6, 9, 14, 15]],
    [8, LONG, [6, 7, 14, 15]],
    [14, LONG, [6, 7, 8, 13]],
  ])('in one statement are suppressed one by one: line %i, %j', async (line, reason, others) => {
    const { project, code } = await suppressIn(SEEDS, [SEED, `app.py:${line}`, ...reason]);
    expect(code).toBe(0);
    expect(await linesLeft(project, SEED)).toEqual(others);
  });

  it('that no comment parts are suppressed in the order that is told', async () => {
    const { project, text, ...said } = await suppressIn(SEEDS, [SEED, 'app.py:13', ...REASON]);
    expect(said).toMatchObject({
      code: 2,
      stderr:
        'auditlint: `app.py` was not changed: a comment there also suppresses `hash-as-seed` in line 14; suppress that first if they are acceptable too\n',
    });
    expect(text).toBe(SEEDS);
    expect(
      await suppressAll(
        project,
        [14, 13].map((line) => [SEED, line]),
      ),
    ).toEqual([0, 0]);
    expect(await linesLeft(project, SEED)).toEqual([6, 7, 8]);
  });

  it('on adjacent lines are all suppressed from the last to the first, and again nothing changes', async () => {
    const project = makeProject({ 'app.py': SEEDS });
    const wishes = [8, 7, 6].map((line) => [SEED, line] as const);
    expect(await suppressAll(project, wishes, LONG)).toEqual([0, 0, 0]);
    expect(await linesLeft(project, SEED)).toEqual([16, 17]);
    const text = readFileSync(join(project, 'app.py'), 'utf8');
    const [, code] = await suppressAll(
      project,
      [
        [SEED, 6],
        [SEED, 7],
      ],
      LONG,
    );
    expect(code).toBe(0);
    expect(readFileSync(join(project, 'app.py'), 'utf8')).toBe(text);
    const { stdout } = await runCli(['suppress', SEED, 'app.py:6', ...LONG], { cwd: project });
    expect(stdout).toBe(
      'app.py:6: `hash-as-seed` is already suppressed; in this file it is also reported on line 16, 17\n',
    );
  });

  it('of several rules on one line are all suppressed, and again nothing changes', async () => {
    const code =
      'import pickle\nimport random\n\n\ndef both(path, name):\n    return pickle.load(open(path, "rb")), random.Random(hash(name))\n';
    for (const reason of [REASON, LONG]) {
      const project = makeProject({ 'app.py': code });
      const rules = [SEED, 'unsafe-deserialization', 'unclosed-resource'];
      const wishes = rules.map((rule) => [rule, 6] as const);
      expect(await suppressAll(project, wishes, reason)).toEqual([0, 0, 0]);
      for (const rule of rules) expect(await linesLeft(project, rule)).toEqual([]);
      const text = readFileSync(join(project, 'app.py'), 'utf8');
      expect(await suppressAll(project, wishes, reason)).toEqual([0, 0, 0]);
      expect(readFileSync(join(project, 'app.py'), 'utf8')).toBe(text);
      expect(await left(project, 'suppressions')).toBe('0 left, 0 suppressed');
    }
  });

  it('are all suppressed where commands run at once', async () => {
    const project = makeProject({ 'app.py': SEEDS });
    const results = await Promise.all(
      [6, 7, 8, 14].map((line) => runCli(['suppress', SEED, `app.py:${line}`, '--reason', 'x'], { cwd: project })),
    );
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await linesLeft(project, SEED)).toHaveLength(1);
    expect(readdirSync(project)).toEqual(['app.py']);
  });
});

it('a line is found again after others wrote comments into the file', () => {
  const before = Buffer.from('# auditlint: ignore[x] y\na = 1\n# b\nb = 2\nc = 3\n');
  const now = Buffer.from(
    '# auditlint: ignore[x] y\n# auditlint: ignore[z] y\na = 1  # auditlint: ignore[z] y\n# b\n  # auditlint: ignore[z] y\nb = 2\nc = 3\n',
  );
  expect([2, 3, 4, 5].map((line) => lineAmongComments(before, now, line))).toEqual([3, 4, 6, 7]);
  expect([2, 3, 4, 5].map((line) => lineAmongComments(before, before, line))).toEqual([2, 3, 4, 5]);
});

describe('what cannot be suppressed is one sentence, and the file stays as it is', () => {
  it.each([
    [
      ['call-signature-mismatc', 'app.py:4', ...REASON],
      'unknown rule `call-signature-mismatc`; did you mean `call-signature-mismatch`?',
    ],
    [
      ['suppression-unused', 'app.py:4', ...REASON],
      '`suppression-unused` is about comments and cannot be suppressed by one; ignore it in the configuration',
    ],
    [
      ['call-signature-mismatch', 'app.py:2', ...REASON],
      'no finding of `call-signature-mismatch` at `app.py:2`; in this file it is reported on line 4',
    ],
    [
      ['call-signature-mismatch', 'app.py:99', ...REASON],
      'no finding of `call-signature-mismatch` at `app.py:99`; in this file it is reported on line 4',
    ],
    [
      ['call-signature-mismatch', 'other.py:1', ...REASON],
      'no finding of `call-signature-mismatch` at `other.py:1`; this file has no such finding',
    ],
    [['call-signature-mismatch', 'app.py', ...REASON], '`app.py` is not a location such as `src/app.py:12`'],
    [['call-signature-mismatch', 'app.py:0', ...REASON], '`app.py:0` is not a location such as `src/app.py:12`'],
    [['call-signature-mismatch', 'ap.py:4', ...REASON], 'no such file or folder: `ap.py`; did you mean `app.py`?'],
    [['call-signature-mismatch', '.:4', ...REASON], '`.` is not a file that can contain a suppression comment'],
    [['call-signature-mismatch', 'app.py:4'], '`suppress` needs `--reason "…"`: why the finding is acceptable'],
    [
      ['call-signature-mismatch', 'app.py:4', '--reason', ' '],
      '`suppress` needs `--reason "…"`: why the finding is acceptable',
    ],
    [['call-signature-mismatch', 'app.py:4', '--reason', 'a\nb'], '`--reason` must be one line of text'],
    [
      ['call-signature-mismatch', 'app.py:4', '--reason', 'x # auditlint: ignore[hash-as-seed]'],
      '`app.py` was not changed: a comment cannot be placed there',
    ],
    [
      ['call-signature-mismatch', 'app.py:4', ...REASON, '--until', '2027-02-30'],
      '`--until 2027-02-30` is not a date such as `2027-01-31`',
    ],
    [
      ['call-signature-mismatch', 'app.py:4', ...REASON, '--until', 'soon'],
      '`--until soon` is not a date such as `2027-01-31`',
    ],
    [['call-signature-mismatch', 'app.py:4', ...REASON, '--until', '2026-11-19'], '`--until 2026-11-19` has passed'],
  ])('%j', async (argv, sentence) => {
    const { code, stdout, stderr, text } = await suppressIn(FAULTY, argv);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `auditlint: ${sentence}\n` });
    expect(text).toBe(FAULTY);
  });

  it('in a notebook, which says where to write it', async () => {
    const CALL = 'def read(path, mode):\n    return open(path, mode)\n\nread("orders.csv")\n';
    const notebook = JSON.stringify({
      cells: [{ cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: CALL }],
      metadata: { kernelspec: { language: 'python', name: 'python3', display_name: 'Python' } },
      nbformat: 4,
      nbformat_minor: 5,
    });
    const project = makeProject({ 'a.ipynb': notebook });
    expect(
      await runCli(['suppress', 'call-signature-mismatch', 'a.ipynb:4', ...REASON], { cwd: project }),
    ).toMatchObject({
      code: 2,
      stderr:
        'auditlint: `a.ipynb` was not changed: a notebook keeps its code in JSON: write the comment into its cell\n',
    });
    expect(readFileSync(join(project, 'a.ipynb'), 'utf8')).toBe(notebook);
  });

  it('on a line that holds several, suppresses the equal ones of the statement together', async () => {
    const twice = 'import random\n\n\ndef start(a, b):\n    random.seed(hash(a)), random.seed(hash(b))\n';
    const project = makeProject({ 'app.py': twice });
    writeFileSync(join(project, 'app.py'), twice);
    await runCli(['suppress', 'hash-as-seed', 'app.py:5', ...REASON], { cwd: project });
    expect(await left(project, 'hash-as-seed')).toBe('0 left, 2 suppressed');
  });
});
