import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, KEPT, makeProject, runCli } from './run-cli.ts';

const HANDLERS = `import logging

logger = logging.getLogger(__name__)


def load(path):
    try:
        return path.read_text()
    except Exception:
        return None


def load_config(path):
    if not path.exists():
        return None
    try:
        return path.read_text()
    except Exception:
        # the caller has defaults for all of it
        return None


def load_state(path):
    """Reads the state.

    It is small.
    """
    try:
        return path.read_text()
    except Exception as error:
        logger.exception("no state")
        return None
`;

/** By its name alone it is a secret. */
const DOUBTED = 'import logging\n\n\ndef login(token):\n    logging.info("token %s", token)\n';

async function why(argv: readonly string[], files: Readonly<Record<string, string>> = { 'app.py': HANDLERS }) {
  return runCli(['why', ...argv], { cwd: makeProject({ 'other.py': CLEAN, ...files }) });
}

/** The lines of one part of the answer. */
function part({ stdout }: { readonly stdout: string }, title: string): readonly string[] {
  const lines = stdout.split('\n');
  const first = lines.indexOf(title) + 1;
  return first === 0 ? [] : lines.slice(first, lines.indexOf('', first));
}

describe('auditlint why', () => {
  it('tells what fired, and why it has its severity', async () => {
    const reported = await why(['app.py:4'], { 'app.py': FAULTY });
    expect(reported).toMatchObject({ code: 0, stderr: '' });
    expect(part(reported, 'Found')).toEqual([
      expect.stringMatching(/^ {2}P1 call-signature-mismatch {2}line 4: `check_read` /),
      '     the rule states P1',
    ]);
    expect(part(reported, 'Found, but hidden')).toEqual([]);
  });

  it('tells what is not shown, and which doubt speaks against it', async () => {
    const reported = await why(['app.py:5'], { 'app.py': DOUBTED });
    expect(part(reported, 'Found, but hidden')).toEqual([
      expect.stringContaining('secret-logged  line 5: '),
      expect.stringMatching(/^ {5}the rule states P\d/),
      expect.stringMatching(/^ {5}low confidence: .* \[[a-z-]+\]$/),
    ]);
  });

  it('tells of a severity that was not asked for', async () => {
    const reported = await why(['app.py:4'], { 'app.py': FAULTY, 'auditlint.toml': 'min-severity = "P0"\n' });
    expect(part(reported, 'Found, but hidden')).toContain('     `min-severity`, `select` or `ignore` hides P1');
  });

  it('tells which proof silenced a rule, and where it stands', async () => {
    const reported = await why(['app.py:30']);
    expect(part(reported, 'Suppressed by a proof')).toContain(
      '  blind-except  line 30: the traceback is kept (line 31)',
    );
  });

  it('tells of a suppression', async () => {
    const reported = await why(['app.py:4'], { 'app.py': KEPT });
    expect(part(reported, 'Found, but hidden')).toEqual([
      expect.stringContaining('call-signature-mismatch'),
      '     suppressed by the comment in line 4: it is a probe',
    ]);
  });

  it('tells of a rule that the configuration leaves out, and runs it where it is named', async () => {
    const files = { 'app.py': FAULTY, 'auditlint.toml': 'ignore = ["call-signature-mismatch"]\n' };
    expect(part(await why(['app.py:4', 'call-signature-mismatch'], files), 'Found, but hidden')).toEqual([
      expect.stringContaining('call-signature-mismatch'),
      '     the configuration disables the rule here',
    ]);
    expect((await why(['app.py:4'], files)).stdout).not.toContain('call-signature-mismatch');
  });

  it('tells which rules looked, nearest first', async () => {
    const reported = await why(['app.py:9']);
    const looked = part(reported, 'Rules that checked this line').join('\n');
    expect(looked).toMatch(/the code on it: .*blind-except.*swallowed-exception/);
    expect(looked).toMatch(/others: \d+ check no code of this kind, \d+ need names/);
  });

  it('tells why one rule did not look', async () => {
    const answer = async (rule: string) => (await why(['app.py:9', rule])).stdout.trim().split('\n').at(-1);
    expect(await answer('hash-as-seed')).toMatch(/^`hash-as-seed` (needs names that the file does not use|checked )/);
    expect(await answer('swallowed-exception')).toBe('`swallowed-exception` checked the code on it');
    const inTests = await why(['tests/test_app.py:9', 'lost-event'], { 'tests/test_app.py': HANDLERS });
    expect(inTests.stdout).toContain('`lost-event` skips files of this role (test');
  });

  it('tells a program the same', async () => {
    const { stdout, code } = await why(['app.py:18', 'swallowed-exception', '--format', 'json']);
    const reported = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(reported.place).toEqual({ path: 'app.py', line: 18 });
    expect(reported.findings).toEqual([
      expect.objectContaining({
        rule: 'swallowed-exception',
        shown: true,
        confidence: 'high',
        reasons: ['the rule states P2'],
      }),
    ]);
    expect(reported.rules).toEqual([{ rule: 'swallowed-exception', look: 'at it' }]);
  });

  it('finds what it is asked of in a notebook by its cell', async () => {
    const cell = (source: string) => ({ cell_type: 'code', metadata: {}, source, outputs: [], execution_count: null });
    const metadata = { language_info: { name: 'python' } };
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells: [cell('x = 1'), cell('y = 2\nz = 3')] };
    const files = { 'sales.ipynb': JSON.stringify(notebook) };
    expect(await why(['sales.ipynb cell 2:2'], files)).toMatchObject({ code: 0, stderr: '' });
    expect(await why(['sales.ipynb:2'], files)).toMatchObject({
      code: 2,
      stderr: 'auditlint: `sales.ipynb` has no line 2; name a code cell as in reports: `sales.ipynb cell 2:1`\n',
    });
  });

  it.each([
    [['nope.py:3'], 'no such file or folder: `nope.py`'],
    [['app.py:3', 'swallowed-exceptio'], 'unknown rule `swallowed-exceptio`; did you mean `swallowed-exception`?'],
    [['app.py:999'], '`app.py` has only 32 lines'],
    [['app.py:2'], 'line 2 of `app.py` is blank: name a line with code'],
    [['app.py:19'], 'line 19 of `app.py` is a comment: name a line with code'],
    [['app.py'], '`app.py` is not a location such as `src/app.py:12`'],
    [['.:3'], '`.` is not a file; name a file and a line, such as `src/app.py:12`'],
    [['app.py:3', '--format', 'sarif'], '--format: unknown `sarif`; choose text or json'],
  ])('answers %j with one sentence', async (argv, sentence) => {
    expect(await why(argv)).toEqual({ code: 2, stdout: '', stderr: `auditlint: ${sentence}\n` });
  });

  it('says why a file is not scanned', async () => {
    const excluded = { 'app.py': FAULTY, 'auditlint.toml': 'exclude = ["app.py"]\n' };
    expect(await why(['app.py:4'], excluded)).toMatchObject({
      code: 2,
      stderr: 'auditlint: `app.py` is not scanned: the configuration excludes it\n',
    });
    expect(await why(['notes.txt:1'], { 'notes.txt': 'hello\n' })).toMatchObject({ code: 2, stdout: '' });
  });

  it('takes a line within a text for code', async () => {
    expect(await why(['app.py:25'])).toMatchObject({ code: 0, stderr: '' });
    expect(await why(['app.py:24'])).toMatchObject({ code: 0, stderr: '' });
  });
});
