/** What tests answer from memory is what git answers: every question of a replay, asked of both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { History } from '../../src/replay/history.ts';
import { type BothHistories, bothHistories, type Step } from './both-histories.ts';

const desk = (name: string, count = 12): string =>
  Array.from({ length: count }, (_, i) => `def ${name}_${i}(order):\n    return order.${name} + ${i}\n`).join('\n\n');
const DESK = desk('desk');
const TILL = desk('till');

const HISTORIES: Readonly<Record<string, readonly Step[]>> = {
  'files that move': [
    { changes: { 'desk.py': DESK, 'till.py': TILL, 'a/same.py': 'X = 1\n', 'b/other.py': 'Y = 2\n' } },
    { changes: { 'desk.py': undefined, 'shop/desk.py': DESK } },
    { changes: { 'till.py': undefined, 'shop/money.py': `import json\n\n\n${TILL.replace('till_3', 'money_3')}` } },
    { changes: { 'shop/desk.py': undefined, 'shop/counter.py': `${DESK}\n\nCOUNTER = 1\n`, 'desk.py': 'NEW = 1\n' } },
    { changes: { 'a/same.py': undefined, 'b/other.py': undefined, 'c/same.py': 'X = 1\n', 'c/other.py': 'Y = 2\n' } },
    { changes: { 'shop/copy.py': TILL } },
    { changes: { 'shop/counter.py': desk('other') } },
  ],
  'files that go and come': [
    { changes: { 'desk.py': DESK, 'till/__init__.py': '', 'till/sum.py': TILL, 'notes.txt': 'one\ntwo\n' } },
    { changes: { 'desk.py': undefined } },
    { changes: { 'till/__init__.py': undefined, 'till/sum.py': undefined, 'till.py': TILL } },
    { changes: { 'desk.py': `${DESK}# again\n` } },
    { changes: { 'notes.txt': undefined, 'empty.txt': '' } },
    { changes: { 'till.py': undefined, 'till/sum.py': 'LARGE = 40\n' } },
  ],
  'lines that move': [
    { changes: { 'desk.py': DESK, 'open.py': 'X = 1\nY = 2', 'wide.py': `A = "${'x'.repeat(300)}"\n` } },
    { changes: { 'desk.py': `"""Desk."""\n\nimport json\n\n\n${DESK}` } },
    {
      changes: {
        'desk.py': `"""Desk."""\n\nimport json\n\n\n${DESK.replace('desk_4', 'table_4').replace(/def desk_7[\s\S]*?\n\n\n/, '')}`,
      },
    },
    { changes: { 'open.py': 'W = 0\nX = 1\nY = 2\n', 'wide.py': `A = "${'x'.repeat(299)}y"\n` } },
    {
      changes: {
        'desk.py': `${desk('desk', 6)}\n\n${desk('till', 3)}\n\n${desk('desk', 12).split('\n\n\n').slice(6).join('\n\n\n')}`,
      },
    },
  ],
  'branches and merges': [
    { changes: { 'desk.py': DESK, 'till.py': TILL, 'keep.py': 'KEEP = 1\n' } },
    { changes: { 'desk.py': `import os\n\n\n${DESK}` } },
    { changes: { 'till.py': `import os\n\n\n${TILL}`, 'side.py': 'SIDE = 1\n' }, after: [0] },
    { changes: { 'till.py': `import os\n\n\n${TILL}`, 'side.py': 'SIDE = 1\n' }, after: [1, 2] },
    { changes: { 'side.py': undefined, 'lost.py': 'LOST = 1\n' }, after: [2] },
    // Takes nothing of what it merges.
    { changes: {}, after: [3, 4] },
    { changes: { 'till.py': undefined, 'shop/till.py': `import os\n\n\n${TILL}` }, after: [2] },
    // Changes more than both.
    {
      changes: {
        'till.py': undefined,
        'shop/till.py': `import os\n\n\n${TILL}`,
        'keep.py': 'KEEP = 2\n',
        'evil.py': 'E = 1\n',
      },
      after: [5, 6],
    },
    { changes: { 'keep.py': 'KEEP = 3\n' } },
  ],
  'a document and days': [
    { changes: { 'desk.py': DESK }, moment: '2026-03-01T12:00:00Z' },
    { changes: { 'AUDIT.md': '# Audit\n\n1. One.\n2. Two.\n3. Three.\n' }, moment: '2026-03-05T12:00:00Z' },
    { changes: { 'desk.py': `# mended\n${DESK}` }, moment: '2026-03-06T12:00:00Z' },
    { changes: { 'AUDIT.md': '> OLD\n\n# Audit\n\n1. One.\n2. Two.\n3. Three.\n' }, moment: '2026-03-07T12:00:00Z' },
    {
      changes: {
        'AUDIT.md': undefined,
        'docs/AUDIT.md': '> OLD\n\n# Audit\n\n1. One.\n2. Two.\n3. Three.\n4. Four.\n',
      },
      moment: '2026-03-30T12:00:00Z',
    },
    // As old as the one before.
    { changes: { 'desk.py': '# new\n' }, moment: '2026-03-30T12:00:00Z' },
  ],
};

/** Of lines that stand once and in one order: else there is more than one way to tell what changed. */
const anyText = fc.uniqueArray(fc.nat(20), { maxLength: 14 }).map((lines) =>
  lines
    .sort((a, b) => a - b)
    .map((line) => `LINE_${line} = ${line}\n`)
    .join(''),
);
const anyFiles = fc.dictionary(fc.constantFrom('a.py', 'b.py', 'shop/a.py', 'shop/c.py'), anyText, { maxKeys: 4 });
/** Whole trees, each of which comes after one or two of those before it. */
const anyHistory = fc
  .array(fc.record({ files: anyFiles, parents: fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 2 }) }), {
    minLength: 2,
    maxLength: 6,
  })
  .map((trees) =>
    trees.map(({ files, parents }, number): Step => {
      const after = number === 0 ? [] : [...new Set(parents.map((parent) => parent % number))];
      const gone = Object.keys(trees[after[0] ?? -1]?.files ?? {}).filter((path) => !(path in files));
      return { changes: { ...Object.fromEntries(gone.map((path) => [path, undefined])), ...files }, after };
    }),
  );

/** All that ever stood in a file; of a text that stands in two files of a commit, git cannot tell which is the document. */
function textsOf({ memory, ids }: BothHistories): readonly string[] {
  const texts = ids.map(({ memory: commit }) =>
    memory.pathsIn(commit).map((path) => memory.textAt({ commit, path })?.content ?? ''),
  );
  const isTwice = (text: string): boolean => texts.some((there) => there.indexOf(text) !== there.lastIndexOf(text));
  return [...new Set(texts.flat())].filter((text) => text !== '' && !isTwice(text));
}

/** What a history answers, with the numbers of commits in place of their names. */
function answersOf(history: History, both: BothHistories, side: 'memory' | 'git'): Readonly<Record<string, unknown>> {
  const ids = both.ids.map((id) => id[side]);
  const paths = [...new Set(['never.py', ...both.ids.flatMap(({ memory }) => both.memory.pathsIn(memory))])].sort();
  const answers: [string, unknown][] = [];
  const ask = (question: string, answer: unknown): void => void answers.push([question, answer]);
  for (const [n, at] of ids.entries()) {
    ask(`${n}: found`, history.findCommit(at.slice(0, 12)));
    ask(`${n}: parent`, history.parentOf(at));
    ask(`${n}: paths`, history.pathsIn(at));
    ask(`${n}: up to`, history.lastUpTo(at, 2 * 24 * 60 * 60, 100));
    ask(`${n}: names ever`, [...history.namesEver(at)].sort());
    for (const path of paths) {
      ask(`${n}: rename of ${path}`, history.renameIn(at, path));
      ask(`${n}: last change of ${path}`, history.lastChange(path, at));
      ask(`${n}: text of ${path}`, history.textAt({ commit: at, path })?.content);
    }
  }
  const head = ids.at(-1) ?? '';
  for (const path of paths) {
    ask(`touches of ${path}`, history.touches(path, 100, head));
    ask(`changes of ${path}`, history.changesOf([path, paths[0] ?? ''], 100, head));
    for (const since of ['2000-01-01T00:00:00.000Z', '2026-03-06T12:00:00.000Z', '2026-05-04T08:03:00.000Z']) {
      ask(`states of ${path} before ${since}`, history.statesBefore([path], since, 100, head));
      ask(`last before ${since}`, history.lastBefore(since, head));
    }
    for (const now of paths)
      for (const [n, commit] of [...ids.entries()].filter(([n]) => n % 3 === 0))
        ask(`hunks of ${path} since ${n} in ${now}`, history.hunksSince({ commit, path }, { commit: head, path: now }));
  }
  ask(
    'hunks of all',
    [...history.hunksOfAll(paths, ids[0] ?? '', head)].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  for (const text of textsOf(both)) {
    ask(`brought: ${text}`, history.broughtIn(Buffer.from(text), head));
    ask(`held: ${text}`, history.everHeld(text.slice(0, 40), head));
  }
  ask('held: nothing', history.everHeld('never written anywhere', head));
  const named = JSON.stringify(answers, (_key, value) => (value === undefined ? 'undefined' : value));
  const numbered = ids.reduce((text, id, n) => text.replaceAll(id, `commit ${n}`), named);
  return Object.fromEntries(JSON.parse(numbered));
}

describe('a history in memory answers as git does', () => {
  it.each(Object.keys(HISTORIES))('%s', (name) => {
    const both = bothHistories(HISTORIES[name] ?? []);
    expect(answersOf(both.memory, both, 'memory')).toEqual(answersOf(both.git, both, 'git'));
  });

  it('whatever was written', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        const both = bothHistories(steps);
        expect(answersOf(both.memory, both, 'memory')).toEqual(answersOf(both.git, both, 'git'));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
