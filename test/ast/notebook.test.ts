import { describe, expect, it } from 'vitest';
import { type Notebook, readNotebook } from '../../src/ast/index.ts';
import { parse } from './parse-python.ts';

const code = (source: string | string[]): object => ({ cell_type: 'code', source, metadata: {}, outputs: [] });
const text = (source: string): object => ({ cell_type: 'markdown', source });
const read = (...cells: object[]): Notebook => readNotebook(JSON.stringify({ nbformat: 4, cells }));

function contentOf(...cells: object[]): string {
  const notebook = read(...cells);
  if (notebook.kind !== 'notebook') throw new Error(notebook.kind);
  return notebook.content;
}

describe('a notebook', () => {
  it('is the text of its code cells, with places that lead back', () => {
    const notebook = read(text('# Title'), code(['import os\n', 'x = 1']), text('more'), code('y = 2\n'), code(''));
    if (notebook.kind !== 'notebook') throw new Error(notebook.kind);
    expect(notebook.content).toBe('import os\nx = 1\ny = 2\n\n');
    expect([1, 2, 3, 4].map(notebook.cellOfLine)).toEqual([
      { cell: 2, line: 1 },
      { cell: 2, line: 2 },
      { cell: 4, line: 1 },
      { cell: 5, line: 1 },
    ]);
    expect(notebook.cellOfLine(99)).toEqual({ cell: 5, line: 1 });
  });

  it('may be of format 3', () => {
    const worksheets = [{ cells: [{ cell_type: 'code', input: ['a = 1\n'], language: 'python' }] }];
    expect(readNotebook(JSON.stringify({ nbformat: 3, worksheets }))).toMatchObject({
      kind: 'notebook',
      content: 'a = 1\n',
    });
  });

  it.each([
    ['%matplotlib inline'],
    ['!pip install x'],
    ['?len'],
    ['len?'],
    ['os.path??'],
    ['!pip install \\\n  x y'],
    ['%%bash\ncd / && ls "$HOME'],
    ['\n%%html\n<b>'],
    ['%%time\nx = 1'],
    ['files = !ls -l'],
    ['result = %time f(x)'],
    ['if a:\n    !ls\nelse:\n    %cd /tmp'],
    ['x = """\n%not magic\n"""\n%magic'],
    ['x = (a\n  % b)\n'],
    ['x = a \\\n  % b\n'],
    ['x = "it\'s"\n!ls'],
    ["# it's (\n!ls"],
  ])('%j keeps its length and parses', (source) => {
    const content = contentOf(code(source));
    expect(content).toHaveLength(source.endsWith('\n') ? source.length : source.length + 1);
    expect(content.split('\n').map((line) => line.length)).toEqual(
      (source.endsWith('\n') ? source : `${source}\n`).split('\n').map((line) => line.length),
    );
    expect(parse(content).gaps).toEqual([]);
  });

  it('hides magics and nothing else', () => {
    expect(contentOf(code('%%time\nx = f()  # note\n!ls\n'))).toBe('      \nx = f()  # note\n   \n');
    expect(contentOf(code('x = (a\n  % b)\n'))).toBe('x = (a\n  % b)\n');
    expect(contentOf(code('if a:\n    !ls -l\n    %x\n'))).toBe('if a:\n    pass  \n    0 \n');
    expect(contentOf(code('files = !ls -l\n'))).toBe('files = ...   \n');
    expect(contentOf(code('x = """\n%kept\n"""\n'))).toBe('x = """\n%kept\n"""\n');
  });

  it.each([
    ['{"cells": [', 'the notebook is not valid JSON'],
    ['', 'the notebook is not valid JSON'],
    ['[]', 'the JSON is not a Jupyter notebook: it has no list of cells'],
    ['{"cells": 1}', 'the JSON is not a Jupyter notebook: it has no list of cells'],
    ['null', 'the JSON is not a Jupyter notebook: it has no list of cells'],
  ])('is broken: %j', (json, reason) => expect(readNotebook(json)).toEqual({ kind: 'broken', reason }));

  it('survives cells of strange shapes', () => {
    const strange = [null, 1, {}, { cell_type: 'code' }, { cell_type: 'code', source: [1, 'x\n'] }];
    expect(readNotebook(JSON.stringify({ cells: strange }))).toMatchObject({ kind: 'notebook', content: 'x\n' });
  });

  it('may be written in another language', () => {
    const json = JSON.stringify({ cells: [code('x <- 1')], metadata: { kernelspec: { language: 'R' } } });
    expect(readNotebook(json)).toEqual({ kind: 'not-python', language: 'R' });
  });
});
