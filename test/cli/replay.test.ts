import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReplayDocument } from '../../src/replay/formats/replay-document.ts';
import { makeFolder, TestRepository } from '../git/git-fixture.ts';
import { MemoryHistory } from '../replay/memory-history.ts';
import { replayed as replayedInMemory } from '../replay/replayed.ts';
import { AUDITED_SHOP, SHOP_CHANGES, shopAudit, shopRepository } from '../replay/shop-audit.ts';
import { schemaErrors } from '../reporters/sarif-schema.ts';
import { makeProject, runCli } from './run-cli.ts';

const shop = shopRepository();
const desk = makeFolder();
writeFileSync(join(desk, 'AUDIT.md'), shopAudit(shop.audited));

const run = (...args: readonly string[]) =>
  runCli(['replay', 'AUDIT.md', '--root', shop.repository.folder, ...args], { cwd: desk });

async function replayed(...args: readonly string[]): Promise<ReplayDocument> {
  return JSON.parse((await run('--format', 'json', ...args)).stdout) as ReplayDocument;
}

const verdictsOf = ({ claims }: ReplayDocument) =>
  Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict.kind]));

/** Three functions that open what only one of them closes safely; the lines of the second are what the audit gives. */
const LEAKS = ['orders', 'refunds', 'stock']
  .map(
    (name) =>
      `def ${name}(engine):\n    session = Session(engine)\n    rows = session.execute("SELECT * FROM ${name}").fetchall()\n    session.close()\n    return rows\n`,
  )
  .join('\n\n');
const LEDGER = `from sqlalchemy.orm import Session\n\n\n${LEAKS}`;
const MENDED = LEDGER.replace(/def refunds[\s\S]*?(?=\n\n\ndef stock)/, 'def refunds(engine):\n    return []');

describe('an audit that names no commit, in the repository that it is about', () => {
  const audit = `# Audit\n\n### P1-1: Leak\n\n**File:** \`app/ledger.py:11-14\`\n\nThe session is closed only where nothing fails.\n`;
  const told = async (repository: TestRepository) => {
    const { stdout } = await runCli(['replay', 'AUDIT.md', '--format', 'json'], { cwd: repository.folder });
    return (JSON.parse(stdout) as ReplayDocument).claims[0];
  };

  it('is of the code before it came in: its lines are found where they stand now', async () => {
    const repository = TestRepository.with({ 'app/ledger.py': LEDGER });
    repository.commit({ 'AUDIT.md': audit, 'app/ledger.py': `${'# moved down\n'.repeat(30)}${LEDGER}` });
    const claim = await told(repository);
    expect(claim?.anchors[0]).toMatchObject({ path: 'app/ledger.py', line: 41, endLine: 44 });
    expect(claim?.verdict).toMatchObject({ kind: 'present', rule: 'unclosed-resource' });
    expect(claim?.verdict.evidence[0]).toMatchObject({ line: 42 });
  });

  it('is not said to be so because of what stands beside it', async () => {
    const history = MemoryHistory.with({ 'app/ledger.py': LEDGER });
    history.commit({ 'AUDIT.md': audit }).commit({ 'app/ledger.py': MENDED });
    expect((await replayedInMemory(history)).claims[0]?.verdict.kind).not.toBe('present');
  });
});

describe('auditlint replay in a repository', () => {
  it('says of each claim what became of it', async () => {
    const now = await replayed();
    expect(verdictsOf(now)).toEqual({
      'SHOP-1': 'present',
      'SHOP-2': 'fixed',
      'SHOP-3': 'gone',
      'SHOP-4': 'gone',
      'SHOP-5': 'moved',
      'SHOP-6': 'contradicted',
      'SHOP-7': 'fixed-in-name-only',
      'SHOP-8': 'not-decidable',
      'SHOP-9': 'contradicted',
    });
    const [first] = now.claims;
    // The finding, and what belongs to it; two lines further down than the document says.
    expect(first?.verdict).toMatchObject({
      rule: 'unbounded-cache',
      evidence: [
        { path: 'shop/cache.py', line: 10 },
        { path: 'shop/cache.py', line: 13 },
      ],
    });
    expect(first?.anchors[0]?.because).toContain('2 lines further down');
    expect(now.totals).toEqual([]);
  });

  it('says what was so at the commit that the document names', async () => {
    const then = verdictsOf(await replayed('--at', shop.audited));
    expect(then).toMatchObject({ 'SHOP-1': 'present', 'SHOP-2': 'present', 'SHOP-6': 'contradicted' });
    for (const id of ['SHOP-3', 'SHOP-4', 'SHOP-5', 'SHOP-8']) expect(then[id]).toBe('not-decidable');
  });

  it('names the commit in which a claim went away', async () => {
    const { claims } = await replayed('--history');
    const fixedIn = Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict.fixedIn]));
    for (const id of ['SHOP-2', 'SHOP-3', 'SHOP-4']) expect(fixedIn[id]).toBe(shop.now);
    expect(fixedIn['SHOP-1']).toBeUndefined();
  });

  it('writes SARIF that its schema accepts', async () => {
    const log = JSON.parse((await run('--format', 'sarif')).stdout);
    expect(schemaErrors(log)).toEqual([]);
    const kinds = log.runs[0].results.map(
      (result: { kind: string; level: string }) => `${result.kind} ${result.level}`,
    );
    expect(kinds).toContain('pass none');
    expect(kinds.filter((kind: string) => kind.startsWith('fail'))).toHaveLength(2);
  });
});

describe('auditlint replay in a folder without git', () => {
  const folder = makeProject(AUDITED_SHOP);
  new TestRepository(folder).write(SHOP_CHANGES);
  const here = (...args: readonly string[]) => runCli(['replay', 'AUDIT.md', '--root', folder, ...args], { cwd: desk });

  it('exits by what is present', async () => {
    expect((await here('--fail-on', 'P3')).code).toBe(1);
    expect((await here('--fail-on', 'never')).code).toBe(0);
  });

  it('gives claims the rules of a mapping file', async () => {
    writeFileSync(join(desk, 'map.toml'), '"SHOP-8" = "sleep-polling"\n');
    writeFileSync(join(desk, 'map.tsv'), 'SHOP-1\tunbounded-cache\n');
    expect((await here('--map', 'map.toml')).stderr).not.toContain('--map');
    const { stdout } = await here('--format', 'json', '--map', 'map.tsv');
    expect(verdictsOf(JSON.parse(stdout))['SHOP-1']).toBe('present');
    writeFileSync(join(desk, 'map.toml'), '"SHOP-8" = 3\n');
    expect(await here('--map', 'map.toml')).toMatchObject({ code: 2, stderr: expect.stringContaining('--map') });
  });

  it.each(['pretty', 'json', 'markdown', 'sarif', 'html'])('writes %s to a file, whole', async (format) => {
    const { code } = await here('--format', format, '-o', `out.${format}`, '--fail-on', 'never');
    expect(code).toBe(0);
    expect(readFileSync(join(desk, `out.${format}`), 'utf8')).toContain('SHOP-7');
  });
});

describe('a hostile document', () => {
  const hostile = `# Audit <script>alert(1)</script>

### BAD-1: \`<script>alert(3)</script>\` and \`<img src=x onerror=alert(1)>\` | [x](javascript:alert(1)) ##[error]

**File:** \`../../../../etc/passwd:1\`, \`shop/link.py:1\`

**Issue:** \u202e<b>turned</b> around, token ghp_${'a1B2'.repeat(9)}

\`\`\`python
print("</script><script>alert(2)</script>")
\`\`\`
`;
  const folder = TestRepository.with({ 'shop/app.py': 'x = 1\n' }).folder;
  const outside = makeFolder();
  writeFileSync(join(outside, 'secret.py'), 'OUTSIDE_OF_IT = 1\n');
  mkdirSync(join(folder, 'shop'), { recursive: true });
  symlinkSync(join(outside, 'secret.py'), join(folder, 'shop/link.py'));
  writeFileSync(join(folder, 'HOSTILE.md'), hostile);

  it.each(['pretty', 'json', 'markdown', 'sarif', 'html'])('is text and nothing else in %s', async (format) => {
    const { stdout, code } = await runCli(['replay', 'HOSTILE.md', '--format', format], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u202e');
    expect(stdout).not.toContain('ghp_a1B2');
    expect(stdout).not.toContain('OUTSIDE_OF_IT');
    expect(stdout).not.toMatch(/root:x:0/);
    if (format === 'html') {
      expect(stdout).not.toMatch(/<script|<img|<b>/);
      expect(stdout).toContain("default-src 'none'");
    }
    // What stands in backticks is code, and shown as it is.
    if (format === 'markdown') expect(stdout.replace(/`[^`]*`/g, '')).not.toMatch(/[^\\]<(?:script|img|b>)/);
    if (format === 'sarif') expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
  });
});

describe('bad input', () => {
  const folder = TestRepository.with({ 'app.py': 'x = 1\n', 'AUDIT.md': shopAudit('HEAD') }).folder;
  writeFileSync(join(folder, 'latin.md'), Buffer.from([0x23, 0x20, 0xe9, 0x0a]));
  writeFileSync(join(folder, 'large.md'), 'x'.repeat(5_000_001));
  writeFileSync(join(folder, 'empty.md'), '# Nothing\n\nAll is well.\n');

  it.each([
    ['a document that is not there', ['nowhere.md'], 'no such file'],
    ['a document that is no UTF-8', ['latin.md'], 'UTF-8'],
    ['a document that is too large', ['large.md'], '5 MB'],
    ['a document without a claim', ['empty.md'], 'no claim'],
    ['a commit that git does not know', ['AUDIT.md', '--at', 'nowhere'], 'no commit `nowhere`'],
    ['a root that is not there', ['AUDIT.md', '--root', 'nowhere'], 'nowhere'],
    ['an unknown format', ['AUDIT.md', '--format', 'pdf'], '--format'],
  ])('%s', async (_what, args, said) => {
    const { code, stderr } = await runCli(['replay', ...args], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('no repository, one without its history, and one without a commit', async () => {
    const plain = makeFolder();
    writeFileSync(join(plain, 'AUDIT.md'), shopAudit('HEAD'));
    const none = await runCli(['replay', 'AUDIT.md', '--history'], { cwd: plain });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('not in a git repository') });
    const shallow = makeFolder();
    const clone = new TestRepository(shallow);
    clone.git('clone', '--quiet', '--depth=1', `file://${shop.repository.folder}`, '.');
    writeFileSync(join(shallow, 'AUDIT.md'), shopAudit('HEAD'));
    const cut = await runCli(['replay', 'AUDIT.md', '--history'], { cwd: shallow });
    expect(cut).toMatchObject({ code: 2, stderr: expect.stringContaining('shallow') });
    const begun = makeFolder();
    new TestRepository(begun).git('init', '--quiet');
    writeFileSync(join(begun, 'AUDIT.md'), shopAudit('HEAD'));
    const early = await runCli(['replay', 'AUDIT.md', '--history'], { cwd: begun });
    expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('needs commits') });
  });
});
