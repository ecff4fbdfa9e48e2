/** Claims that the document calls fixed: what git shows of the days in which it was written. */
import { expect, it } from 'vitest';
import { MemoryHistory } from './memory-history.ts';
import { replayed } from './replayed.ts';

type Files = Readonly<Record<string, string | undefined>>;

const verdictIn = async (history: MemoryHistory) => (await replayed(history)).claims[0]?.verdict;

/** What is said of the only claim of a document that comes in together with some changes. */
async function verdictOf(before: Files, together: Files, body: string) {
  const history = MemoryHistory.with({ 'pier/__init__.py': '', ...before });
  history.commit({ ...together, 'AUDIT.md': `# Audit\n\n${body}` });
  return { ...(await verdictIn(history)), commit: history.head };
}

const berths = (moor: string, leave = 'return ship.name', top = ''): Files => ({
  'pier/berths.py': `${top}def moor_ship(ship, berths):\n    ${moor}\n    return berths\n\n\ndef leave_pier(ship):\n    ${leave}\n`,
});
const claimed = (title: string, where = '`pier/berths.py`'): string =>
  `## Fixed (1)\n\n### B-1: ${title}\n\n**File:** ${where}\n\nIt was seen in May.\n`;
const TWICE = 'berths.append(ship)';
const ONCE = 'berths.add(ship.number)';
const twice = claimed('`moor_ship` counts a ship twice');

it.each<[string, Files, Files, string, string]>([
  ['the function that the title names was changed with it', berths(TWICE), berths(ONCE), twice, 'fixed'],
  ['another function was', berths(TWICE), berths(TWICE, 'return ship'), twice, 'not-decidable'],
  ['nothing was', berths(TWICE), {}, twice, 'not-decidable'],
  [
    'what the title quotes stands',
    berths(TWICE),
    berths(`${TWICE}\n    print(ship.number)`),
    claimed('`moor_ship` calls `berths.append(ship)` twice'),
    'not-decidable',
  ],
  [
    'the lines that the document gives were changed',
    berths(TWICE),
    berths(ONCE),
    claimed('Ships count twice', '`pier/berths.py:2`'),
    'fixed',
  ],
  [
    'lines with a name of the title came',
    berths(TWICE),
    berths(TWICE, 'return ship.name', 'from pier.harbour import TIDE_TABLE\n\n\n'),
    claimed('`TIDE_TABLE` comes from nowhere'),
    'fixed',
  ],
  [
    'a remark below the heading says so',
    berths(TWICE),
    berths(ONCE),
    '### B-1: `moor_ship` counts a ship twice\n\n> ✅ Fixed\n\n**File:** `pier/berths.py`\n\nIt was seen in May.\n',
    'fixed',
  ],
  ['it is not called fixed', berths(TWICE), berths(ONCE), twice.replace('Fixed', 'Open'), 'not-decidable'],
])('%s', async (_name, before, together, body, kind) => {
  expect((await verdictOf(before, together, body)).kind).toBe(kind);
});

it('tells the commit, and what it changed', async () => {
  const { because, fixedIn, commit } = await verdictOf(berths(TWICE), berths(ONCE), twice);
  expect(fixedIn).toBe(commit);
  expect(because).toContain(`${commit.slice(0, 8)}, which brought the document, changed \`moor_ship\``);
});

const SPLIT = { 'pier/cranes.py': 'def lift(box):\n    return box\n' };

it('what became a package is not gone', async () => {
  const body = '### C-1: Cranes lift too much\n\n**File:** `pier/cranes.py:1`\n\nNobody weighs a box.\n';
  const history = MemoryHistory.with({ 'pier/__init__.py': '', ...SPLIT });
  history.commit({ 'AUDIT.md': `# Audit\n\n${body}` });
  history.commit({ 'pier/cranes.py': undefined, 'pier/cranes/__init__.py': 'LARGE = 40\n' });
  expect((await verdictIn(history))?.kind).toBe('not-decidable');
  history.commit({ 'pier/cranes/__init__.py': undefined });
  expect((await verdictIn(history))?.kind).toBe('gone');
});

it.each([
  ['`cranes.py` is dead code', 'fixed'],
  ['Duplicated script `cranes.py`', 'fixed'],
  ['`cranes.py` lifts duplicate boxes', 'gone'],
  ['Dead boxes stay in `cranes.py`', 'gone'],
])('%s: when the file is deleted it is %s', async (title, kind) => {
  const history = MemoryHistory.with({ 'pier/__init__.py': '', ...SPLIT });
  history.commit({ 'AUDIT.md': `# Audit\n\n### C-2: ${title}\n\n**File:** \`pier/cranes.py:1\`\n` });
  history.commit({ 'pier/cranes.py': undefined });
  expect((await verdictIn(history))?.kind).toBe(kind);
});
