import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { findTree, quotedTree } from '../../src/replay/quote-tree.ts';
import { SourceText } from '../../src/text/index.ts';

const FILE = `import time


class Courier:
    async def deliver(self, parcel: str, *, retries: int = 3) -> dict:
        """Takes a parcel to its door."""
        note = (
            "left at the "
            "door"
        )
        for attempt in range(retries):
            if self.depot.is_open(parcel):
                self.log[parcel] = attempt
                time.sleep(0.5)
                continue
            answer = await self.client.send(
                parcel,
                timeout=10,
                note=note,
            )
            if answer.ok:
                return answer.body
        raise LookupError(parcel)


def close(depot):
    depot.log.clear()
`;

const parser = await loadPythonParser();
const file = { text: new SourceText(FILE), module: parser.parse(FILE).module };

function place(quote: string) {
  const tree = quotedTree(quote, parser);
  const found = tree === undefined ? undefined : findTree(tree, file.module, file.text);
  return found === undefined ? undefined : { ...found.lines, isRenamed: found.isRenamed };
}

describe('findTree', () => {
  it.each([
    ['texts in pieces, brackets, the other quotes', "note = 'left at the door'", 7, 10],
    ['arguments by name in another order', 'answer = await self.client.send(parcel, note=note, timeout=10)', 16, 20],
    ['a part of a statement', 'self.client.send(parcel, timeout=10, note=note)', 16, 20],
    ['another margin', '      if answer.ok:\n        return answer.body', 21, 22],
  ])('passes over formatting: %s', (_what, quote, first, last) => {
    expect(place(quote)).toEqual({ first, last, isRenamed: false });
  });

  it.each([
    ['a signature without its types, and the body', 'async def deliver(self, parcel, ...):\n    ...', 5, 5],
    ['a signature without a body', 'async def deliver(self, parcel):', 5, 5],
    [
      'the middle of a body',
      'for attempt in range(retries):\n    # ...\n    if answer.ok:\n        return answer.body',
      11,
      22,
    ],
    ['the rest of a call', 'answer = await self.client.send(parcel, ...)', 16, 20],
    ['an argument', 'self.log[...] = attempt', 13, 13],
    ['the rest of a block', 'for attempt in range(retries):\n    if self.depot.is_open(parcel):', 11, 12],
  ])('passes over what was left out: %s', (_what, quote, first, last) => {
    expect(place(quote)).toEqual({ first, last, isRenamed: false });
  });

  it('finds code under other names, where each is called so throughout', () => {
    const quote = (second: string) =>
      `for n in range(retries):\n    if self.depot.is_open(box):\n        self.log[${second}] = n`;
    expect(place(quote('box'))).toEqual({ first: 11, last: 13, isRenamed: true });
    expect(place(quote('crate'))).toBeUndefined();
    expect(place(quote('n'))).toBeUndefined();
  });

  it('finds nothing of what is different', () => {
    expect(place('time.sleep(5)')).toBeUndefined();
    expect(place('answer = await self.client.send(parcel, note=note, deadline=10)')).toBeUndefined();
    expect(place('import datetime as time')).toBeUndefined();
    expect(place('depot.log.clear(1)')).toBeUndefined();
    expect(place('if answer.ok:\n    return answer.text, answer.body')).toBeUndefined();
    expect(place('if not answer.ok:\n    return answer.body')).toBeUndefined();
    expect(place('stock.shelf.empty()')).toBeUndefined();
    expect(place('...')).toBeUndefined();
    expect(place('answer = = 3')).toBeUndefined();
  });

  it('passes over the object that an attribute is asked of', () => {
    expect(place('log[parcel] = attempt')).toEqual({ first: 13, last: 13, isRenamed: false });
    expect(place('client.send(parcel, ...)')).toEqual({ first: 16, last: 20, isRenamed: false });
  });

  it('finds the part of a sentence in code that stands in the file once', () => {
    expect(place('box: depot.is_open(parcel)')).toEqual({ first: 12, last: 12, isRenamed: false });
    expect(place('depot.is_open(parcel) and weight < most')).toEqual({ first: 12, last: 12, isRenamed: false });
    expect(place('depot.is_open(parcel) and weight < most and depth < deepest')).toBeUndefined();
  });

  it('takes the place that has the same names before one that has others', () => {
    const text = 'def a():\n    shop.till.open(drawer, key)\n\ndef b():\n    shop.till.open(drawer, lock)\n';
    const tree = quotedTree('shop.till.open(drawer, lock)', parser) ?? [];
    expect(findTree(tree, parser.parse(text).module, new SourceText(text))?.lines).toEqual({ first: 5, last: 5 });
  });

  it('finds every statement of a file as its tree is printed otherwise', () => {
    const lines = FILE.split('\n');
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 14 }), fc.nat(8), fc.boolean(), (from, margin, isWide) => {
        const own = lines[from] ?? '';
        const rest = lines.slice(from, 15).map((line) => line.slice(own.length - own.trimStart().length));
        const quote = rest.map((line) => `${' '.repeat(margin)}${isWide ? line.replaceAll(/([([])/g, '$1 ') : line}`);
        expect(place(quote.join('\n'))).toMatchObject({ first: from + 1, isRenamed: false });
      }),
      { seed: 18 },
    );
  });

  it('ends on a quote that is full of gaps', () => {
    expect(place(`${'...\nself.absent()\n'.repeat(60)}`)).toBeUndefined();
  });
});
