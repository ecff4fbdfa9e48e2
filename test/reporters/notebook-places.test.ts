import { describe, expect, it } from 'vitest';
import { NotebookPlaces } from '../../src/reporters/notebooks/notebook-places.ts';

const cells = (...sources: unknown[]) =>
  sources.map((source) => ({ cell_type: 'code', source, outputs: [{ text: ['source'] }] }));

/** The text of the JSON at the place of a cell. */
function textAt(
  json: string,
  cell: number,
  line: number,
  column: number,
  endLine = line,
  endColumn = column,
): string | undefined {
  const place = new NotebookPlaces(json).find({ path: 'n.ipynb', cell, line, column, endLine, endColumn });
  if (place === undefined) return undefined;
  const lines = json.split('\n');
  if (place.line !== place.endLine) return `${place.line}-${place.endLine}`;
  return lines[place.line - 1]?.slice(place.column - 1, place.endColumn - 1);
}

describe('a place in a cell is found in the JSON', () => {
  const json = JSON.stringify(
    {
      metadata: { source: ['no'] },
      cells: cells(['a = "x"\n', '\tb = call(1)\n', 'c'], 'one\ntwo(é)\r\nthree'),
      nbformat: 4,
    },
    undefined,
    1,
  );

  it.each<[number, number, number, number, string]>([
    [1, 1, 1, 2, 'a'],
    [1, 1, 5, 8, '\\"x\\"'],
    [1, 2, 6, 10, 'call'],
    [1, 3, 1, 2, 'c'],
    [2, 2, 1, 7, 'two(é)'],
    [2, 3, 1, 6, 'three'],
  ])('cell %i, line %i, columns %i to %i', (cell, line, column, endColumn, text) => {
    expect(textAt(json, cell, line, column, line, endColumn)).toBe(text);
  });

  it('over lines of the file where the cell has lines', () => {
    const lines = json.split('\n');
    const first = lines.findIndex((line) => line.includes('a = ')) + 1;
    expect(textAt(json, 1, 1, 1, 2, 3)).toBe(`${first}-${first + 1}`);
  });

  it('and not when the notebook has no such place', () => {
    expect(textAt(json, 3, 1, 1)).toBeUndefined();
    expect(textAt(json, 1, 9, 1)).toBeUndefined();
    expect(textAt('not json', 1, 1, 1)).toBeUndefined();
  });
});

it('counts cells of format 3, and unicode escapes as one unit', () => {
  const sheet = {
    cells: [
      { cell_type: 'markdown', source: 'text' },
      { cell_type: 'code', input: ['x = 1\n'] },
    ],
  };
  expect(textAt(JSON.stringify({ worksheets: [sheet] }), 2, 1, 1, 1, 2)).toBe('x');
  const escaped = '{"cells": [{"source": "\\u00e9 = f()"}]}';
  expect(textAt(escaped, 1, 1, 5, 1, 8)).toBe('f()');
});

it('ends a place where its text ends, though the next string goes on with the line', () => {
  const json = JSON.stringify({ cells: cells(['a', ' + b']) }, undefined, 1);
  expect(textAt(json, 1, 1, 1, 1, 2)).toBe('a');
  expect(textAt(json, 1, 1, 5, 1, 6)).toBe('b');
});
