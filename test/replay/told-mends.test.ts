/** Claims that a document calls mended, where the code itself tells of it. */
import { expect, it } from 'vitest';
import { MemoryHistory } from './memory-history.ts';
import { replayed } from './replayed.ts';

type Files = Readonly<Record<string, string>>;

async function firstOf(files: Files, body: string) {
  const history = MemoryHistory.with({ 'mill/__init__.py': '', ...files });
  const [claim] = (await replayed(history.commit({ 'AUDIT.md': `# Audit\n\n${body}` }))).claims;
  return { kind: claim?.verdict.kind, status: claim?.status, places: claim?.anchors.map(({ path }) => path) };
}

const grind = (remark: string): Files => ({
  'mill/grind.py': `def grind(sack, stones):\n    # ${remark}\n    turned = stones.turn(sack)\n    return turned\n`,
});
const row = (fix: string, id = 'MILL-04'): string =>
  `## Bugs that were found and fixed\n\n| Bug ID | What was wrong | How it was fixed |\n|---|---|---|\n| ${id} | Stones turn while the sack is empty | ${fix} |\n| MILL-90 | Flour is weighed twice | Weigh it once |\n`;
const tests = { 'tests/test_grind.py': 'def test_empty_sack_stops_stones():\n    assert True\n' };
const section = (fix: string, heading = '## Findings -- ALL REMEDIATED'): string =>
  `${heading}\n\n### F-1: Stones turn while the sack is empty\n\n- **Description**: Nobody looks into the sack.\n- **Fix**: ${fix}\n- **Tests**: \`test_empty_sack_stops_stones\`\n`;

it.each<[string, Files, string, string]>([
  [
    'a comment has its id, and its words',
    grind('The stones stand while a sack is empty (MILL-04).'),
    row('Look first'),
    'fixed',
  ],
  [
    'one that has nothing else in common with it',
    { 'mill/oats.py': '# What oats cost (MILL-04).\nOATS = 3\n' },
    row('Look first'),
    'not-decidable',
  ],
  [
    'one that tells what is to be done',
    grind('TODO MILL-04: stones and an empty sack'),
    row('Look first'),
    'not-decidable',
  ],
  [
    'an id that is a value',
    { 'mill/known.py': 'KNOWN = [("MILL-04", "stones turn, the sack is empty")]\n' },
    row('Look first'),
    'not-decidable',
  ],
  ['a longer id', grind('The stones stand while a sack is empty (MILL-041).'), row('Look first'), 'not-decidable'],
  [
    'limits that stand nowhere near it',
    grind('The stones stand while a sack is empty (MILL-04).'),
    row('Stop at weight < 0.35 or speed > 75'),
    'not-decidable',
  ],
  [
    'several ids in one',
    grind('The stones stand while a sack is empty (MILL-04).'),
    row('Look first', 'MILL-04/05'),
    'fixed',
  ],
  [
    'the function that was written for it',
    { 'mill/sack.py': 'def _has_grain(sack):\n    return sack.grain > 0\n' },
    row('The miller calls `_has_grain()` first', 'MILL-05'),
    'fixed',
  ],
  [
    'one that nobody wrote',
    { 'mill/sack.py': 'def has_corn(sack):\n    return sack.grain > 0\n' },
    row('The miller calls `_has_grain()` first', 'MILL-05'),
    'not-decidable',
  ],
  ['the tests that it names', tests, section('Looked into first'), 'fixed'],
  ['tests that are not there', {}, section('Looked into first'), 'not-decidable'],
  ['tests of an open claim', tests, section('Look into it first', '## Findings'), 'not-decidable'],
])('%s', async (_name, files, body, kind) => {
  expect((await firstOf(files, body)).kind).toBe(kind);
});

it('stands where the code tells of it', async () => {
  const { places } = await firstOf(grind('The stones stand while a sack is empty (MILL-04).'), row('Look first'));
  expect(places?.[0]).toBe('mill/grind.py');
});

it('what a document lacked and lists stands in it', async () => {
  const guide = (more: string) => `# Guide\n\nSet \`MILL_HOME\`.\n${more}`;
  const history = MemoryHistory.with({ 'mill/__init__.py': '', 'GUIDE.md': guide('') });
  const body =
    '# Audit\n\n### D-1: The guide lacks settings\n\n**Status:** Fixed\n\n**File:** `GUIDE.md`\n\n**Description:** Nobody reads of `MILL_HOME`, `MILL_STONES` and `MILL_RIVER`.\n';
  history.commit({ 'AUDIT.md': body, 'GUIDE.md': guide('Set `MILL_STONES` and `MILL_RIVER`.\n') });
  expect((await replayed(history)).claims[0]?.verdict.kind).toBe('fixed');
});
