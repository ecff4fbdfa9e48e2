import { describe, expect, it } from 'vitest';
import { GitRepository } from '../../src/git/index.ts';
import { GitHistory, pastOf, type ReplayedClaim, readAudit, replayAudit } from '../../src/replay/index.ts';
import { ENVIRONMENT, TestRepository } from '../git/git-fixture.ts';
import { shopAudit, shopRepository } from './shop.ts';

/** A document against the files of a folder, with what git knows of it. */
async function replayed(document: string, folder: string): Promise<readonly ReplayedClaim[]> {
  const bytes = Buffer.from(document);
  const audit = readAudit(bytes, 'AUDIT.md');
  const repository = GitRepository.open(folder, ENVIRONMENT, folder);
  const at = repository.findCommit('HEAD') ?? '';
  return await replayAudit(audit, { root: folder }, pastOf(bytes, audit, new GitHistory(repository), at));
}

/** `kind place`, with what the claim is called. */
const reported = (claims: readonly ReplayedClaim[]) =>
  Object.fromEntries(
    claims.map(({ claim, verdict: { kind, place } }) => [
      claim.id,
      `${kind} ${place === undefined ? '' : `${place.path}:${place.lines?.first ?? ''}`}`.trim(),
    ]),
  );

const claimOf = (id: string, body: string): string => `# Audit\n\n### ${id}: Something is wrong\n\n${body}\n`;

describe('an audit of a commit', () => {
  const shop = shopRepository();
  const claims = replayed(shopAudit(shop.audited), shop.repository.folder);

  it('is told what became of each place', async () => {
    expect(reported(await claims)).toEqual({
      // Two lines further down, and otherwise as it was.
      'SHOP-1': 'stands-as-quoted shop/cache.py:10',
      'SHOP-2': 'fixed-as-proposed shop/rates.py:5',
      'SHOP-3': 'gone',
      'SHOP-4': 'changed-since shop/orders.py:4',
      'SHOP-5': 'moved shop/post.py:6',
      'SHOP-6': 'gone shop/config.py:',
      // The document gives a line ththe file never had; the name says which one it means.
      'SHOP-7': 'stands-as-quoted shop/orders.py:8',
      'SHOP-8': 'not-found',
      'SHOP-9': 'no-place-given',
    });
  });

  it('names the commit of what changed', async () => {
    for (const { claim, verdict } of await claims) {
      const isChanged = ['SHOP-2', 'SHOP-3', 'SHOP-4', 'SHOP-5', 'SHOP-6'].includes(claim.id);
      expect(verdict.commit, claim.id).toBe(isChanged ? shop.now : undefined);
    }
  });

  it('says how far lines went', async () => {
    expect((await claims)[0]?.verdict.because).toContain('2 lines further down');
  });
});

describe('lines', () => {
  const CODE = Array.from({ length: 30 }, (_, i) => `def step_${i}(value):\n    return value + ${i}\n`).join('\n');
  const repository = TestRepository.with({ 'app/steps.py': CODE });
  const audited = repository.git('rev-parse', 'HEAD').trim();
  const document = (body: string): string =>
    `${claimOf('S-1', body)}\n`.replace('# Audit', `# Audit\n\n**Commit:** ${audited}`);

  it('that the document gives wrongly are told with the right ones', async () => {
    const wrong = document('**File:** `app/steps.py:4`\n\n`step_20` is wrong.').replace('Something is', '`step_20` is');
    const [claim] = await replayed(wrong, repository.folder);
    expect(claim?.verdict).toMatchObject({ kind: 'stands-as-quoted', place: { lines: { first: 61, last: 62 } } });
    expect(claim?.verdict.because).toContain('the document gives line 4, and `step_20` is on lines 61–62');
  });

  it('that only the disk changed name no commit', async () => {
    repository.write({ 'app/steps.py': CODE.replace('value + 7', 'value * 7') });
    const [claim] = await replayed(document('**File:** `app/steps.py:23`\n\nIt adds.'), repository.folder);
    expect(claim?.verdict).toMatchObject({ kind: 'changed-since', commit: undefined });
    repository.git('checkout', '--quiet', '.');
  });

  it('that a file does not have are not found', async () => {
    const [claim] = await replayed(document('**File:** `app/steps.py:900`\n\nIt adds.'), repository.folder);
    expect(claim?.verdict).toMatchObject({ kind: 'not-found', because: '`app/steps.py` had 89 lines' });
  });

  it('of a file outside of the root are not found', async () => {
    const [claim] = await replayed(document('**File:** `../../etc/passwd.py:1`\n\nIt lists users.'), repository.folder);
    expect(claim?.verdict).toEqual({ kind: 'not-found', because: 'no such file' });
  });
});

describe('a proposal', () => {
  const BEFORE =
    'import pickle\n\n\ndef load(path):\n    with open(path, "rb") as file:\n        return pickle.load(file)\n';
  const PROPOSED = BEFORE.replace('pickle\n', 'json\n').replace('pickle.load(file)', 'json.load(file)');
  const body = `**File:** \`app/load.py:6\`

\`\`\`python
        return pickle.load(file)
\`\`\`

**Fix:**

\`\`\`python
        return json.load(file)  # reads data alone
\`\`\`
`;

  it.each([
    ['that nobody took up leaves the claim standing', BEFORE, 'stands-as-quoted'],
    ['that was taken up is the mend', PROPOSED, 'fixed-as-proposed'],
    ['that another change came before is none', BEFORE.replace('pickle.load(file)', 'None'), 'changed-since'],
    // Someone pasted it beside what it replaces.
    ['that stands beside the old code mends nothing', `${BEFORE}        return json.load(file)\n`, 'stands-as-quoted'],
  ])('%s', async (_what, now, kind) => {
    const repository = TestRepository.with({ 'app/load.py': BEFORE });
    const document = claimOf('L-1', body).replace(
      '# Audit',
      `# Audit\n\n**Commit:** ${repository.git('rev-parse', 'HEAD').trim()}`,
    );
    repository.commit({ 'app/load.py': now });
    expect((await replayed(document, repository.folder))[0]?.verdict.kind).toBe(kind);
  });

  it('that stood there when the document was written proves nothing', async () => {
    const repository = TestRepository.with({ 'app/load.py': PROPOSED });
    const document = claimOf('L-1', body).replace(
      '# Audit',
      `# Audit\n\n**Commit:** ${repository.git('rev-parse', 'HEAD').trim()}`,
    );
    expect((await replayed(document, repository.folder))[0]?.verdict.kind).not.toBe('fixed-as-proposed');
  });
});

describe('a name', () => {
  const POOL =
    'class Pool:\n    def close(self):\n        self.open = False\n\n\ndef build(size):\n    return [Pool() for _ in range(size)]\n';
  const repository = TestRepository.with({ 'app/pool.py': POOL, 'app/other.py': 'def other():\n    return 1\n' });
  const audited = repository.git('rev-parse', 'HEAD').trim();
  const document = (title: string) =>
    `# Audit\n\n**Commit:** ${audited}\n\n### N-1: ${title}\n\n**File:** \`app/pool.py\`\n\nIt is wrong.\n`;

  it('is found where it is defined', async () => {
    expect(reported(await replayed(document('`Pool.close` closes nothing'), repository.folder))).toEqual({
      'N-1': 'stands-as-quoted app/pool.py:2',
    });
  });

  it('that its file never held is not found, where the claim is called by it alone', async () => {
    const named = document('`never_there()`').replace('app/pool.py', 'app/pool.py:2');
    expect(reported(await replayed(named, repository.folder))).toEqual({ 'N-1': 'not-found' });
  });

  it('that stands on many lines stands in its file', async () => {
    const { folder } = TestRepository.with({ 'app/many.py': 'rate\n'.repeat(9) });
    const many = document('`rate` is everywhere').replace('app/pool.py', 'app/many.py');
    expect(reported(await replayed(many, folder))).toEqual({ 'N-1': 'stands-as-quoted app/many.py:' });
  });

  it('that changed, left or went elsewhere says so', async () => {
    repository.commit({
      'app/pool.py': POOL.replace('self.open = False', 'self.open = None').split('def build')[0] ?? '',
    });
    expect(reported(await replayed(document('`Pool.close` closes nothing'), repository.folder))['N-1']).toBe(
      'changed-since app/pool.py:2',
    );
    expect(reported(await replayed(document('`build` builds too much'), repository.folder))['N-1']).toBe(
      'gone app/pool.py:',
    );
    expect(reported(await replayed(document('`never_there` is missing'), repository.folder))['N-1']).toMatch(
      /^changed-since/,
    );
  });
});

it.each([
  ['', []],
  [', by several paths', ['docs/AUDIT.md', 'zz/AUDIT.md']],
])('an audit that names no commit is of the code before it came in%s', async (_how, copies) => {
  const repository = TestRepository.with({ 'app/a.py': 'x = 1\ny = compute(x, 2)\nz = 3\n' });
  const document = claimOf('A-1', '**File:** `app/a.py:2`\n\nIt computes.');
  const now = '# moved down\n\nx = 1\ny = compute(x, 2)\nz = 3\n';
  const paths = ['AUDIT.md', ...copies].map((path) => [path, document]);
  repository.commit({ ...Object.fromEntries(paths), 'app/a.py': now });
  if (copies.length > 0) repository.commit(Object.fromEntries(copies.map((path) => [path, undefined])));
  const [claim] = await replayed(document, repository.folder);
  expect(claim?.verdict).toMatchObject({ kind: 'stands-as-quoted', place: { lines: { first: 4, last: 4 } } });
});

it('a file that was renamed is where it went, and what several share is a guess', async () => {
  const repository = TestRepository.with({
    'app/a.py': 'x = 1\ny = 2\n',
    'one/util.py': 'a = 1\n',
    'two/util.py': 'b = 2\n',
  });
  repository.git('mv', 'app/a.py', 'app/b.py');
  repository.commit();
  const document = `# Audit\n\n### R-1: One\n\n**File:** \`app/a.py\`\n\nWrong.\n\n### R-2: Two\n\n**File:** \`util.py:1\`\n\nWrong.\n`;
  expect(reported(await replayed(document, repository.folder))).toEqual({
    'R-1': 'moved app/b.py:',
    'R-2': 'not-found',
  });
});
