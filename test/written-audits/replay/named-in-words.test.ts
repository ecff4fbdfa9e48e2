/** Claims whose words name a place: functions by their words, classes in prose, lines that the document gives, tests that are missed. */
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../../src/ast/lower/index.ts';
import { GitRepository } from '../../../src/git/index.ts';
import type { Claim } from '../../../src/written-audits/claim.ts';
import { anchorClaim } from '../../../src/written-audits/replay/anchor-claim.ts';
import { RepositoryCode } from '../../../src/written-audits/replay/repository-code.ts';
import { ENVIRONMENT, TestRepository } from '../../git/git-fixture.ts';
import { claimOf, placeOf, quoteOf } from './claims.ts';

const parser = await loadPythonParser();

const BAKERY = `class DOUGHStore:
    def bake(self, loaf):
        return {"error": str(loaf)}


class Oven:
    def __init__(self, shelves, fan):
        self.tray_of_oven = Tray(
            shelves, fan, timer=30,
        )
        self.heat = 0
        self.dust = 0

    def bake(self, loaf):
        return {"error": str(loaf)}


def weigh_flour(sack):
    return sack.heat


def _check_dough_rise(dough):
    return dough
`;
const bakery = TestRepository.with({
  'bakery/oven.py': BAKERY,
  'tests/test_oven.py': `def test_names():
    assert True


def test_dough_rises_twice_a_day():
    dough = risen_dough(yeast=2)
    assert dough.height == 9
`,
  'web/tests/shelf.test.js': "test('shelf holds loaves', () => {});\n",
});
const git = GitRepository.open(bakery.folder, ENVIRONMENT, '.');
const paths = new Set(bakery.git('ls-files').split('\n').filter(Boolean));
const code = new RepositoryCode(git.treeOf(git.findCommit('HEAD') ?? ''), paths, parser, []);

const linesOf = (parts: Partial<Claim>): readonly string[] =>
  anchorClaim(claimOf(parts), { code, past: undefined }).anchors.map(
    ({ path, lines: { first, last } }) => `${path}:${first}-${last}`,
  );

it('finds a function by the words of its name', () => {
  expect(linesOf({ title: 'Flour never weighed' })[0]).toBe('bakery/oven.py:18-19');
  expect(linesOf({ title: 'Dough rise without limit' })[0]).toBe('bakery/oven.py:22-23');
  expect(linesOf({ title: 'Flour is dear' })).not.toContain('bakery/oven.py:18-19');
});

it('finds a class in prose that begins with capitals', () => {
  expect(linesOf({ title: 'No shelf life', text: 'DOUGHStore keeps all of it' })).toContain('bakery/oven.py:1-3');
});

it('takes the one of several methods, and of equal lines, that the document gives', () => {
  const places = [placeOf('bakery/oven.py', 15)];
  const found = linesOf({ title: '`bake` tells too much', names: ['bake'], places });
  expect(found).toContain('bakery/oven.py:14-15');
  expect(found).not.toContain('bakery/oven.py:2-3');
  const quotes = [quoteOf('{"error": str(loaf)}')];
  expect(linesOf({ title: 'Errors are told', places, quotes })[0]).toBe('bakery/oven.py:15-15');
});

it('tells the lines of the document before what stands elsewhere, and names below one another as one place', () => {
  const found = linesOf({
    title: 'Wrong numbers',
    names: ['heat', 'dust'],
    places: [placeOf('bakery/oven.py', 22)],
  });
  expect(found.slice(0, 2)).toEqual(['bakery/oven.py:22-22', 'bakery/oven.py:11-12']);
});

it('finds where an attribute is bound to what is quoted in part', () => {
  const quotes = [
    quoteOf('self.tray_of_oven = Tray(shelves, cover=cover, legs=legs, handles=handles, glass=glass)', 'python'),
  ];
  expect(linesOf({ title: 'Wrong tray', places: [placeOf('bakery/oven.py')], quotes })).toContain(
    'bakery/oven.py:8-10',
  );
});

it('looks among the tests for one that is missed or proposed', () => {
  const quotes = [quoteOf('def test_dough_rises_in_cold():\n    assert risen_dough(yeast=0).height == 0', 'python')];
  expect(linesOf({ title: 'Dough rises in the cold', text: 'No yeast, no height.', quotes })[0]).toMatch(
    /^tests\/test_oven\.py/,
  );
  expect(linesOf({ title: 'No tests for dough of yeast and its height' })[0]).toMatch(/^tests\/test_oven\.py/);
  const named = [placeOf('web/tests/shelf.test.js')];
  const shelf = linesOf({
    title: 'Shelf of loaves',
    text: 'shelf holds loaves',
    quotes: [quoteOf("test('shelf is cold', () => {})")],
    places: named,
  });
  expect(shelf.every((at) => at.startsWith('web/'))).toBe(true);
});
