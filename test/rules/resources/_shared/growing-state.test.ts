import { describe, expect, it } from 'vitest';
import {
  findGrowingStates,
  whenOutlivingRequests,
  whetherRequestsAddTo,
} from '../../../../rules/resources/_shared/growing-state.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const LISTS = new Set(['list', 'deque'] as const);

/** A class with a list and another one, both made in its constructor; the body is that of a method. */
const board = (body: string): string =>
  `class Board:\n    def __init__(self):\n        self.marks = []\n        self.others = [0]\n\n    def mark(self, entry, other):\n${body.replaceAll(/^/gm, '        ')}\n`;

async function growingIn(content: string, path = 'app/board.py'): Promise<readonly string[]> {
  const { model } = await fixtureOf(path, content);
  return findGrowingStates(model, LISTS).map(({ name, isShared }) => `${name}${isShared ? ' shared' : ''}`);
}

describe('findGrowingStates', () => {
  it.each([
    ['self.marks.append(entry)', true],
    ['if entry:\n    self.marks.append(entry)', true],
    ['self.marks = [*self.marks, entry]', true],
    ['self.marks = [entry]', false],
    ['self.marks.append(entry)\nself.marks.pop(0)', false],
    ['if len(self.marks) < 9:\n    self.marks.append(entry)', false],
    ['if not self.marks:\n    self.marks.append(entry)', false],
    ['for mark in self.marks:\n    if mark == entry:\n        break\nelse:\n    self.marks.append(entry)', false],
    ['if self.marks[-1] == entry:\n    return\nelse:\n    self.marks.append(entry)', false],
    ['if self.others[0] != entry:\n    self.marks.append(entry)', false],
    ['if other.entries[0] != entry:\n    self.marks.append(entry)', true],
    ['if entry["kind"] == "mark":\n    self.marks.append(entry)', true],
  ])('%j grows: %s', async (body, grows) => {
    expect(await growingIn(board(body))).toEqual(grows ? ['Board.marks'] : []);
  });

  it.each([
    ['marks = []\ndef mark(entry):\n    marks.append(entry)\n', ['marks shared']],
    ['marks = [0]\ndef mark(entry):\n    if marks[-1] != entry:\n        marks.append(entry)\n', []],
    [
      'class Board:\n    marks = []\n    def mark(self, entry):\n        self.marks.append(entry)\n',
      ['Board.marks shared'],
    ],
    [
      'from dataclasses import dataclass, field\n@dataclass\nclass Board:\n    marks: list = field(default_factory=list)\n    def mark(self, entry):\n        self.marks.append(entry)\n',
      ['Board.marks'],
    ],
    ['class Board:\n    marks: list\n    def mark(self, entry):\n        self.marks.append(entry)\n', []],
  ])('%j', async (content, names) => {
    expect(await growingIn(content)).toEqual(names);
  });

  it('asks nothing of files whose objects do not live long', async () => {
    expect(await growingIn(board('self.marks.append(entry)'), 'tests/test_board.py')).toEqual([]);
  });
});

const GUESS = { doubt: 'unknown-lifetime' } as const;

describe('whenOutlivingRequests', () => {
  it('asks how long the owner lives, or who adds to what all share', async () => {
    const own = await fixtureOf('app/board.py', board('self.marks.append(entry)'));
    const [kept] = findGrowingStates(own.model, LISTS);
    expect(kept && whenOutlivingRequests(kept, own.model, GUESS)).toEqual({
      question: { kind: 'all', of: [{ kind: 'is-service' }, { kind: 'long-lived', class: 'app.board.Board' }] },
      yes: 'keep',
      no: GUESS,
      unknown: GUESS,
    });
    const all = await fixtureOf('app/board.py', 'marks = []\ndef mark(entry):\n    marks.append(entry)\n');
    const [shared] = findGrowingStates(all.model, LISTS);
    expect(shared && whenOutlivingRequests(shared, all.model, 'drop')).toMatchObject({
      question: { of: [{ kind: 'is-service' }, shared && whetherRequestsAddTo(shared, all.model)] },
      no: 'drop',
    });
    expect(shared && whetherRequestsAddTo(shared, all.model)).toMatchObject({ function: 'app.board.mark' });
  });
});
