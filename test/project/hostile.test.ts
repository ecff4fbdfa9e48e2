import { expect, test } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';

const parser = await loadPythonParser();
const SIZE = 7;

/** Every module of a kind beside all others of it: ways between them multiply with each step. */
function allTogether(letter: string, write: (others: readonly string[]) => string): [path: string, text: string][] {
  const names = Array.from({ length: SIZE }, (_, index) => `${letter}${index}`);
  return names.map((name) => [`${name}.py`, write(names.filter((other) => other !== name))]);
}

test('modules that all take from one another, and classes that all derive from one another, end the search', () => {
  const files = new Map<string, string>([
    ...allTogether('stars', (others) => others.map((other) => `from ${other} import *\n`).join('')),
    ...allTogether('bases', (others) => {
      const imports = others.map((other) => `import ${other}\n`).join('');
      return `${imports}class Shape(${others.map((other) => `${other}.Shape`).join(', ')}):\n    pass\n`;
    }),
    ...allTogether('calls', (others) => {
      const imports = others.map((other) => `import ${other}\n`).join('');
      return `${imports}def run():\n${others.map((other) => `    ${other}.run()\n`).join('')}`;
    }),
    ['use.py', 'from stars0 import _hidden\n'],
  ]);
  const summaries = [...files].map(([path, text]) => summarizeModule(buildSemanticModel(path, parser.parse(text))));
  const project = buildProjectModel({ summaries, files: new Set(files.keys()) });
  const use = project.moduleByPath('use.py');
  const [imported] = use?.imports ?? [];
  if (use === undefined || imported === undefined) throw new Error('no import');
  const started = performance.now();
  expect(project.resolveImport(imported, use).kind).toBe('unknown');
  expect(project.resolve('bases0.Shape.area', use).kind).toBe('unknown');
  expect(project.resolve('bases0.Shape.held.area', use).kind).toBe('unknown');
  expect(project.answer({ kind: 'blocks', function: 'calls0.run', depth: 12 }).verdict).toBe('no');
  expect(performance.now() - started).toBeLessThan(5_000);
});
