/** Our scopes against CPython's own symbol tables: Pyodide's 3.14, over the fixtures and modules of its standard library. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildSemanticModel } from '../../src/semantics/index.ts';
import { compareScopes, type SymbolTable } from '../../tools/scopes/compare.ts';
import { readFixtures } from './expectations.ts';

const MODULES = [
  'argparse',
  'ast',
  'asyncio/tasks',
  'collections/__init__',
  'dataclasses',
  'enum',
  'functools',
  'inspect',
  'typing',
];

const pyodide = await loadPyodide();
const dumpScript = fileURLToPath(new URL('../../tools/scopes/symtable_dump.py', import.meta.url));
pyodide.globals.set('__name__', 'symtable_dump');
pyodide.runPython(readFileSync(dumpScript, 'utf8'));
const parser = await loadPythonParser();
const fixtures = (await readFixtures('names')).map(({ path, model }) => [path, model.source.text.content] as const);

it.each([...fixtures, ...MODULES.map((module) => [`${module}.py`, standardModule(module)] as const)])(
  'scopes of %s equal those of CPython',
  (path, content) => {
    const table = tableOf(content);
    expect(table).not.toBeNull();
    if (table === null) return;
    const result = compareScopes(buildSemanticModel(path, parser.parse(content)), table);
    expect(result.differences).toEqual([]);
    expect(result.compared).toBeGreaterThan(0);
    expect(result.equal).toBe(result.compared);
  },
);

function tableOf(content: string): SymbolTable | null {
  const json: string = pyodide.globals.get('dump')(content, 'file.py');
  return JSON.parse(json);
}

function standardModule(module: string): string {
  pyodide.globals.set('module_path', `${module}.py`);
  return pyodide.runPython(
    "import sys, zipfile\nzipfile.ZipFile(next(p for p in sys.path if p.endswith('.zip'))).read(module_path).decode()",
  );
}
