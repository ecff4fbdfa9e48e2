import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
      stdout: 'app.py:4: `call-signature-mismatch` is suppressed already\n',
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
        stdout: 'app.py:4: `call-signature-mismatch` is suppressed already\n',
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
      stderr: 'auditlint: `app.py` was left as it is: the file is not UTF-8 (latin-1): write the reason in ASCII\n',
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
      'no finding of `call-signature-mismatch` at `app.py:2`; in this file it is found on line 4',
    ],
    [
      ['call-signature-mismatch', 'app.py:99', ...REASON],
      'no finding of `call-signature-mismatch` at `app.py:99`; in this file it is found on line 4',
    ],
    [
      ['call-signature-mismatch', 'other.py:1', ...REASON],
      'no finding of `call-signature-mismatch` at `other.py:1`; nothing of it is found in this file',
    ],
    [['call-signature-mismatch', 'app.py', ...REASON], '`app.py` is no place such as `src/app.py:12`'],
    [['call-signature-mismatch', 'app.py:0', ...REASON], '`app.py:0` is no place such as `src/app.py:12`'],
    [['call-signature-mismatch', 'ap.py:4', ...REASON], 'no such file or folder: `ap.py`; did you mean `app.py`?'],
    [['call-signature-mismatch', '.:4', ...REASON], '`.` is no file in which a comment could be written'],
    [['call-signature-mismatch', 'app.py:4'], '`suppress` needs `--reason "…"`: why the finding may stay'],
    [
      ['call-signature-mismatch', 'app.py:4', '--reason', ' '],
      '`suppress` needs `--reason "…"`: why the finding may stay',
    ],
    [['call-signature-mismatch', 'app.py:4', '--reason', 'a\nb'], '`--reason` must be one line of text'],
    [
      ['call-signature-mismatch', 'app.py:4', '--reason', 'x # auditlint: ignore[hash-as-seed]'],
      '`app.py` was left as it is: a comment cannot stand there',
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
        'auditlint: `a.ipynb` was left as it is: a notebook keeps its code in JSON: write the comment into its cell\n',
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
