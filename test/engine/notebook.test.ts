import { describe, expect, it } from 'vitest';
import { makeRepository } from '../discover/repository.ts';
import { duplicateFunction, printCall } from './rules.ts';
import { optionsFor, scanRepository } from './scan-repository.ts';

const code = (...source: string[]) => ({ cell_type: 'code', source: source.map((line) => `${line}\n`), outputs: [] });
const notebook = (...cells: unknown[]) => JSON.stringify({ nbformat: 4, metadata: {}, cells });

/** In the strict profile: what is in notebooks is good to know, and no more. */
async function scanNotebook(content: string) {
  const rules = [printCall({ harm: 'breaks' })];
  const strict = optionsFor(rules, { 'print-call': { profile: 'strict' } });
  return scanRepository(makeRepository({ 'a.ipynb': content }), rules, {}, strict);
}

describe('a notebook', () => {
  it('has findings by cell, every cell counted, and line in the cell', async () => {
    const { findings, notices, statistics } = await scanNotebook(
      notebook(
        { cell_type: 'markdown', source: 'print(0)' },
        code('import os', '%matplotlib inline', 'print(1)'),
        { cell_type: 'code', source: 'if os:\n    !ls\n    print(\n        2)' },
        code('%%bash', 'print(3)'),
        code('%%time', 'print(4)'),
      ),
    );
    expect(notices).toEqual([]);
    expect(findings.map(({ location: { cell, line, column, endLine } }) => [cell, line, column, endLine])).toEqual([
      [2, 3, 1, 3],
      [3, 3, 5, 4],
      [5, 2, 1, 2],
    ]);
    expect(statistics).toMatchObject({ scanned: 1, filesByKind: { notebook: 1 } });
  });

  it('has what the project knows of it in its cells too', async () => {
    const root = makeRepository({
      'a.ipynb': notebook(code('x = 1', 'y = 2'), code('z = 3', 'def load():', '    return x')),
      'b.py': 'def load():\n    return 2\n',
    });
    // What a secret is in is told of a notebook in the strict profile.
    const strict = optionsFor([duplicateFunction], { 'duplicate-function': { profile: 'strict' } });
    const { findings } = await scanRepository(root, [duplicateFunction], {}, strict);
    const shown = findings.map(({ location: { path, cell, line }, related }) => ({
      at: [path, cell, line],
      related: related.map((place) => [place.path, place.cell, place.line]),
    }));
    expect(shown).toEqual([
      { at: ['a.ipynb', 2, 2], related: [['b.py', undefined, 1]] },
      { at: ['b.py', undefined, 1], related: [['a.ipynb', 2, 2]] },
    ]);
  });

  it('has suppressions that hold in their cell', async () => {
    const reported = 'print(1)  # auditlint: ignore[print-call] shown';
    const { findings, suppressed } = await scanNotebook(
      notebook(code(reported), code('print(1)'), code('# auditlint: ignore[print-call] shown', 'print(2)')),
    );
    expect(findings.map(({ location }) => location.cell)).toEqual([2]);
    expect(suppressed.map(({ finding, line }) => [finding.location.cell, line])).toEqual([
      [1, 1],
      [3, 1],
    ]);
  });

  it('says in which cell the syntax was not understood', async () => {
    const { notices } = await scanNotebook(notebook(code('x = 1'), code('y = 2', 'def broken(:')));
    expect(notices).toMatchObject([
      { kind: 'partly-parsed', line: 2, message: expect.stringContaining('cell 2, line 2') },
    ]);
  });

  it.each([
    ['{', 'is not valid JSON'],
    ['[1]', 'has no list of cells'],
    ['{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', 'not written in Python but in "R"'],
  ])('%s is told to be broken', async (content, message) => {
    const { notices, statistics } = await scanNotebook(content);
    expect(notices).toMatchObject([{ kind: 'notebook', path: 'a.ipynb', message: expect.stringContaining(message) }]);
    expect(statistics).toMatchObject({ scanned: 0, notParsed: 1 });
  });

  it('may hold anything where cells are expected', async () => {
    const odd = notebook(1, null, [], { cell_type: 'code' }, { cell_type: 'code', source: [1, null, 'print(1)'] });
    const { findings } = await scanNotebook(odd);
    expect(findings.map(({ location }) => location.cell)).toEqual([5]);
  });
});
