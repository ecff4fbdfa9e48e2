import { expect, test } from 'vitest';
import { mapPlain, offsetInFile, spanInFile } from '../../src/text/index.ts';

test('a text that stands in the file as it is keeps its distances', () => {
  const text = mapPlain('pip install', 40);
  expect(spanInFile(text, { start: 4, end: 11 })).toEqual({ start: 44, end: 51 });
});

test('a folded text knows where each line stood, and a span over a fold covers what lies between', () => {
  // `>\n  one\n  two\n` as "one two": each line begins two columns in.
  const text = {
    content: 'one two',
    stretches: [
      { at: 0, start: 4 },
      { at: 4, start: 10 },
    ],
  };
  expect(offsetInFile(text, 0)).toBe(4);
  expect(offsetInFile(text, 5)).toBe(11);
  expect(spanInFile(text, { start: 0, end: 7 })).toEqual({ start: 4, end: 13 });
  expect(spanInFile(text, { start: 4, end: 4 })).toEqual({ start: 10, end: 10 });
});
