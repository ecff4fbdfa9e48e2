import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReplayDocument } from '../../src/replay/formats/replay-document.ts';
import { makeFolder, TestRepository } from '../git/git-fixture.ts';
import { shopAudit, shopRepository } from '../replay/shop.ts';
import { schemaErrors } from '../reporters/sarif-schema.ts';
import { runCli } from './run-cli.ts';

const shop = shopRepository();
const desk = makeFolder();
writeFileSync(join(desk, 'AUDIT.md'), shopAudit(shop.audited));

const run = (...args: readonly string[]) =>
  runCli(['replay', 'AUDIT.md', '--root', shop.repository.folder, ...args], { cwd: desk });

async function replayed(...args: readonly string[]): Promise<ReplayDocument> {
  return JSON.parse((await run('--format', 'json', ...args)).stdout) as ReplayDocument;
}

const FORMATS = ['pretty', 'json', 'markdown', 'sarif', 'html'];

describe('auditlint replay', () => {
  it('tells the worst first, and each verdict with its place and commit', async () => {
    const { claims, verdicts, audited } = await replayed();
    expect(claims.map(({ id }) => id).slice(0, 3)).toEqual(['SHOP-2', 'SHOP-1', 'SHOP-6']);
    expect(verdicts).toMatchObject({
      'stands-as-quoted': 2,
      moved: 1,
      'fixed-as-proposed': 1,
      gone: 2,
      'not-found': 1,
    });
    expect(audited).toBe(shop.audited);
    expect(claims[0]?.verdict).toMatchObject({
      kind: 'fixed-as-proposed',
      place: { path: 'shop/rates.py', line: 5 },
      commit: shop.now,
    });
  });

  it('is a line a claim at the terminal', async () => {
    const { stdout } = await run();
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^P0 {2}SHOP-2 {2}fixed as proposed {2}shop\/rates\.py:5 \([0-9a-f]{8}\) {2}A request/);
    expect(lines.filter((line) => /^P\d/.test(line))).toHaveLength(9);
    expect(stdout).toContain('9 claims: 2 stands as quoted, 1 moved');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130);
  });

  it('says what was so at the commit that the document names', async () => {
    const { claims } = await replayed('--at', shop.audited);
    const kinds = new Map(claims.map(({ id, verdict }) => [id, verdict.kind]));
    for (const id of ['SHOP-1', 'SHOP-2', 'SHOP-3', 'SHOP-4', 'SHOP-5', 'SHOP-6'])
      expect(kinds.get(id), id).toBe('stands-as-quoted');
  });

  it('lists what a scan finds there, which decides nothing unless a rule is named', async () => {
    const { claims: unscanned } = await replayed();
    expect(unscanned.flatMap(({ seeAlso }) => seeAlso)).toEqual([]);
    const { claims } = await replayed('--scan');
    const found = [{ rule: 'swallowed-exception', path: 'shop/orders.py', line: 11 }];
    expect(claims.find(({ id }) => id === 'SHOP-7')?.seeAlso).toMatchObject(found);
    expect(claims.find(({ id }) => id === 'SHOP-4')?.verdict.kind).toBe('changed-since');
    writeFileSync(join(desk, 'map.toml'), '"SHOP-4" = "swallowed-exception"\n');
    const mapped = await replayed('--scan', '--map', 'map.toml');
    expect(mapped.claims.find(({ id }) => id === 'SHOP-4')).toMatchObject({
      verdict: { kind: 'stands-as-quoted', because: '`swallowed-exception` reports it on line 11' },
      seeAlso: found,
    });
  });

  it('writes SARIF that its schema accepts', async () => {
    const log = JSON.parse((await run('--format', 'sarif')).stdout);
    expect(schemaErrors(log)).toEqual([]);
    const kinds: readonly string[] = log.runs[0].results.map(
      (result: { kind: string; level: string }) => `${result.kind} ${result.level}`,
    );
    expect(kinds).toContain('pass none');
    expect(kinds.filter((kind) => kind.startsWith('fail'))).toHaveLength(3);
  });

  it('exits by the severity of what still stands', async () => {
    expect((await run()).code).toBe(1);
    expect((await run('--fail-on', 'P0')).code).toBe(0);
    expect((await run('--fail-on', 'never')).code).toBe(0);
  });

  it.each(FORMATS)('writes %s to a file, whole', async (format) => {
    expect((await run('--format', format, '-o', `out.${format}`, '--fail-on', 'never')).code).toBe(0);
    expect(readFileSync(join(desk, `out.${format}`), 'utf8')).toContain('SHOP-7');
  });

  it('has a box in HTML for each verdict and severity that occurs, and a rule that hides its rows', async () => {
    const { stdout } = await run('--format', 'html');
    for (const name of ['gone', 'moved', 'P0', 'P3']) {
      expect(stdout).toContain(`id="show-${name}"`);
      expect(stdout).toContain(`body:has(#show-${name}:not(:checked)) tr.${name}{display:none}`);
    }
    expect(stdout).not.toContain('<script');
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
    // What is in backticks is code, and shown as it is.
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
    ['an option of earlier versions', ['AUDIT.md', '--history'], '`--history` was removed'],
    ['a mapping file without a scan', ['AUDIT.md', '--map', 'map.toml'], 'add `--scan`'],
    ['a mapping file that is none', ['AUDIT.md', '--scan', '--map', 'AUDIT.md'], '--map'],
  ])('%s', async (_what, args, said) => {
    const { code, stderr } = await runCli(['replay', ...args], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('without git, or without a commit, tells what stands', async () => {
    const plain = makeFolder();
    new TestRepository(plain).write({ 'app.py': 'x = 1\n', 'AUDIT.md': shopAudit('HEAD') });
    expect((await runCli(['replay', 'AUDIT.md', '--fail-on', 'never'], { cwd: plain })).code).toBe(0);
    const none = await runCli(['replay', 'AUDIT.md', '--at', 'HEAD'], { cwd: plain });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('not in a git repository') });
    new TestRepository(plain).git('init', '--quiet');
    expect((await runCli(['replay', 'AUDIT.md', '--fail-on', 'never'], { cwd: plain })).code).toBe(0);
  });

  it('of a shallow clone says so once', async () => {
    const shallow = makeFolder();
    new TestRepository(shallow).git('clone', '--quiet', '--depth=1', `file://${shop.repository.folder}`, '.');
    writeFileSync(join(shallow, 'AUDIT.md'), shopAudit(shop.audited));
    const { code, stderr } = await runCli(['replay', 'AUDIT.md', '--fail-on', 'never'], { cwd: shallow });
    expect(code).toBe(0);
    expect(stderr).toContain('the clone is shallow');
  });
});
