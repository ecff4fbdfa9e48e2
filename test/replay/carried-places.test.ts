/** What the document saw and is elsewhere now, or nowhere. */
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { anchorClaim } from '../../src/replay/anchor-claim.ts';
import { auditedCommit } from '../../src/replay/audited-commit.ts';
import type { Claim } from '../../src/replay/claim.ts';
import { GitPast } from '../../src/replay/git-past.ts';
import { RepositoryCode } from '../../src/replay/repository-code.ts';
import { claimOf, placeOf, quoteOf } from './claims.ts';
import { MemoryHistory } from './memory-history.ts';

const parser = await loadPythonParser();

function told(history: MemoryHistory, parts: Partial<Claim>): readonly string[] {
  const { head } = history;
  const code = new RepositoryCode(history.treeOf(head), new Set(history.pathsIn(head)), parser);
  const past = new GitPast(history, head, history.parentOf(head));
  const { anchors } = anchorClaim(claimOf(parts), { code, past });
  return anchors.map(({ path, lines, confidence }) => `${confidence} ${path}:${lines.first}-${lines.last}`);
}

const STEPS = 'ab cd ef gh ij kl'
  .split(' ')
  .map((word) => `        self.${word.replace(' ', '')} = order.${word}_of()\n`);
const DESK = `MODE = "open-all-hours"
TILL_LIMIT = 40


class Desk:
    def take(self, order):
${STEPS.join('')}        return self.price(order)

    def price(self, order):
        total = 0
        for line in order:
            total += line.cost
        return total

    def close(self, day):
        return day


def hand_over(order):
    desk = Desk()
    found = desk.take(order)
    print(found)
    print(order)
    print(desk)
    print(Desk)
    print(found, order)
    print(desk, order)
    return found
`;
const moved = MemoryHistory.with({ 'desk.py': DESK }).commit({
  'desk.py': undefined,
  'shop/desk.py': 'from shop.counter import hand_over as inner\n\n\ndef hand_over(order):\n    return inner(order)\n',
  'shop/counter.py': `class Counter:
    def take(self, order):
        return self.total(order)

    def close(self, day):
        return day


def hand_over(order):
    return Counter().take(order)
`,
  'shop/limits.py': 'TILL_LIMIT = 50\n',
  'test_desk.py': 'def take(order):\n    return order\n',
});

it.each([
  ['a method goes to the class of another file', 6, 'medium shop/counter.py:2-3'],
  ['what hands on leads to where it is done', 27, 'medium shop/counter.py:9-10'],
  ['a variable goes to the file that binds it', 2, 'medium shop/limits.py:1-1'],
])('carries lines with the function around them: %s', (_what, line, place) => {
  expect(told(moved, { places: [placeOf('desk.py', line)] })[0]).toBe(place);
});

it('is not sure of lines where nothing of what was there is left', () => {
  const gone = MemoryHistory.with({ 'a.py': 'def book(order):\n    return order\n' }).commit({ 'a.py': 'X = 1\n' });
  expect(told(gone, { places: [placeOf('a.py', 2)] })).toEqual(['low a.py:1-1']);
});

it('finds what a name and a text in quotation marks stood for', () => {
  const mended = MemoryHistory.with({ 'a.py': `import os\n\n\nprint(os)\n${DESK}` }).commit({
    'a.py': `import os\n\n\nprint(os)\n${DESK.replace('"open-all-hours"', 'os.environ["MODE"]').replace('TILL_LIMIT = 40', '# none')}`,
  });
  const places = [placeOf('a.py', 30)];
  expect(told(mended, { places, names: ['TILL_LIMIT'] })).toEqual(
    expect.arrayContaining(['low a.py:6-6', 'low a.py:30-30']),
  );
  expect(told(mended, { places, text: 'It holds "open-all-hours".' })).toEqual(
    expect.arrayContaining(['low a.py:5-5', 'low a.py:30-30']),
  );
});

it('takes a function that is quoted with a remark to the one of its name', () => {
  const quotes = [quoteOf('def hand_over(order, till):  # no -> Order', 'python')];
  expect(told(moved, { quotes })).toEqual(['medium shop/counter.py:9-10', 'medium shop/desk.py:4-5']);
});

it('dates a document by most of its lines', () => {
  const text = '# Audit\n\n1. The till is open.\n2. The desk is shut.\n';
  const noted = MemoryHistory.with({ 'desk.py': DESK });
  const audited = noted.head;
  noted
    .commit({ 'audit/prüfung.md': text })
    .commit({ 'desk.py': 'X = 1\n' })
    .commit({ 'audit/prüfung.md': `> OUTDATED\n\n${text}` });
  const document = Buffer.from(`> OUTDATED\n\n${text}`);
  const brought = noted.broughtIn(document, noted.head);
  expect(auditedCommit(document, [], noted, brought)).toBe(audited);
});
