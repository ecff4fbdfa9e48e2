/** Whole replays of repositories by the command line, and of the same histories in memory: both conclude the same. */
import { expect, it } from 'vitest';
import type { ReplayDocument } from '../../src/replay/formats/replay-document.ts';
import { runCli } from '../cli/run-cli.ts';
import { TestRepository } from '../git/git-fixture.ts';
import { bothHistories, type Step } from './both-histories.ts';
import { replayed } from './replayed.ts';
import { AUDITED_SHOP, SHOP_CHANGES, shopAudit } from './shop-audit.ts';

const ROOMS = 'def keys_of(room):\n    opened = room.open_all("north")\n    return [key for key in opened]\n';
const LEDGER = ['orders', 'refunds', 'stock']
  .map((name) => `def ${name}(engine):\n    session = Session(engine)\n    session.close()\n    return engine\n`)
  .join('\n\n');
const MAIN = 'from app.rates import rate_of\n\n\ndef price(item):\n    return item.amount * rate_of(item)\n';
const IMPORT_AUDIT = `# Audit

### BUG-1: Unresolvable import of app.rates

**File:** \`app/main.py:1\`, \`app/rates.py\`

**Issue:** The import of \`rate_of\` from \`app.rates\` cannot be resolved: no such name, ImportError, so the program fails when it is imported.
`;
const lined = (file: string): string => `# Audit\n\n### INN-1: Keys are read one by one\n\n**File:** \`${file}\`\n`;
const unnamed = shopAudit('').replace('**Commit:** ', '');

const REPLAYS: Readonly<Record<string, readonly Step[]>> = {
  'a document that came before what it found was mended': [
    { changes: AUDITED_SHOP },
    { changes: { 'AUDIT.md': unnamed } },
    { changes: SHOP_CHANGES },
  ],
  'a document that came with what it found mended': [
    { changes: AUDITED_SHOP },
    { changes: { 'AUDIT.md': unnamed, ...SHOP_CHANGES } },
  ],
  'a document that bears a day': [
    { changes: AUDITED_SHOP, moment: '2026-03-01T12:00:00Z' },
    { changes: SHOP_CHANGES, moment: '2026-03-20T12:00:00Z' },
    { changes: { 'AUDIT.md': unnamed.replace('\n\n', '\n\n**Date:** 2026-03-02\n\n') } },
  ],
  'a file that `.gitignore` hides and git holds': [
    { changes: { '.gitignore': 'data/\n', 'inn/data/rooms.py': ROOMS } },
    { changes: { 'AUDIT.md': lined('/inn/data/rooms.py:2') } },
    { changes: { 'inn/data/rooms.py': `\n\n${ROOMS}` } },
  ],
  'lines that moved with a file that was renamed': [
    { changes: { 'ledger.py': LEDGER } },
    { changes: { 'AUDIT.md': lined('ledger.py:8-10') } },
    { changes: { 'ledger.py': undefined, 'app/books.py': `"""Books."""\n\n\n${LEDGER}` } },
  ],
  'a mend that only the whole project shows': [
    {
      changes: { 'app/__init__.py': '', 'app/main.py': MAIN, 'app/rates.py': 'TABLE = {}\n', 'AUDIT.md': IMPORT_AUDIT },
    },
    { changes: { 'app/rates.py': 'TABLE = {}\n# by hand\n' } },
    { changes: { 'app/rates.py': 'TABLE = {}\n\n\ndef rate_of(item):\n    return TABLE[item]\n' } },
    { changes: { 'app/main.py': `${MAIN}# later\n` } },
  ],
};

const AS_JSON = ['--format', 'json', '--fail-on', 'never'];

async function toldByCommand({ folder }: TestRepository, ...more: readonly string[]): Promise<ReplayDocument> {
  const { stdout, stderr } = await runCli(['replay', 'AUDIT.md', ...AS_JSON, ...more], { cwd: folder });
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as ReplayDocument;
}

/** With the numbers of commits in place of their names, which are shortened in sentences. */
function claimsIn(told: ReplayDocument, ids: readonly string[]): unknown {
  const named = JSON.stringify(told.claims);
  const numbered = ids.reduce((text, id, n) => text.replaceAll(id, `commit ${n}`), named);
  return JSON.parse(ids.reduce((text, id, n) => text.replaceAll(id.slice(0, 8), `commit ${n}`), numbered));
}

it.each(Object.keys(REPLAYS))('%s', async (name) => {
  const { memory, repository, ids } = bothHistories(REPLAYS[name] ?? []);
  for (const more of [[], ['--history']]) {
    const told = await replayed(memory, more.length > 0);
    const byCommand = await toldByCommand(repository, ...more);
    const memoryClaims = claimsIn(
      told,
      ids.map((id) => id.memory),
    );
    expect(memoryClaims).toEqual(
      claimsIn(
        byCommand,
        ids.map((id) => id.git),
      ),
    );
  }
});

it('a clone that is cut off after the mend denies nothing', async () => {
  const loading = (type: string): string =>
    `def load(client, key):\n    try:\n        return client.fetch(key)\n    except ${type}:\n        print("not loaded")\n        raise\n`;
  const audit =
    '# Audit\n\n### BUG-1: The program cannot be stopped while it loads\n\n**File:** `app/load.py:4-6`\n\n**Issue:** It swallows KeyboardInterrupt\n';
  const files = { 'app/__init__.py': '', 'app/load.py': loading('BaseException'), 'AUDIT.md': audit };
  const whole = TestRepository.with(files).commit({ 'app/load.py': loading('ValueError') });
  const cut = new TestRepository();
  cut.git('clone', '--quiet', '--depth=1', `file://${whole.folder}`, '.');
  for (const repository of [whole, cut])
    expect((await toldByCommand(repository)).claims[0]?.verdict.kind).not.toBe('contradicted');
});
