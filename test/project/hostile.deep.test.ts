import { expect, test } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

const parser = await loadPythonParser();

/** Every module of a kind beside all others of it: ways between them multiply with each step. */
function allTogether(
  letter: string,
  size: number,
  write: (others: readonly string[]) => string,
): [path: string, text: string][] {
  const names = Array.from({ length: size }, (_, index) => `${letter}${index}`);
  return names.map((name) => [`${name}.py`, write(names.filter((other) => other !== name))]);
}

test('modules that all take from one another, and classes that all derive from one another, end the search', async () => {
  const growth = await growthOf((uses) => projectOf(Math.round(Math.sqrt(uses))), queryAll, 12);
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});

function projectOf(size: number): Project {
  const files = new Map<string, string>([
    ...allTogether('stars', size, (others) => others.map((other) => `from ${other} import *\n`).join('')),
    ...allTogether('bases', size, (others) => {
      const imports = others.map((other) => `import ${other}\n`).join('');
      return `${imports}class Shape(${others.map((other) => `${other}.Shape`).join(', ')}):\n    pass\n`;
    }),
    ...allTogether('calls', size, (others) => {
      const imports = others.map((other) => `import ${other}\n`).join('');
      return `${imports}def run():\n${others.map((other) => `    ${other}.run()\n`).join('')}`;
    }),
    ['use.py', 'from stars0 import _hidden\n'],
  ]);
  const summaries = [...files].map(([path, text]) => summarizeModule(buildSemanticModel(path, parser.parse(text))));
  return buildProjectModel({ summaries, files: new Set(files.keys()) });
}

function queryAll(project: Project): void {
  const use = project.moduleByPath('use.py');
  const [imported] = use?.imports ?? [];
  if (use === undefined || imported === undefined) throw new Error('no import');
  expect(project.resolveImport(imported, use).kind).toBe('unknown');
  expect(project.resolve('bases0.Shape.area', use).kind).toBe('unknown');
  expect(project.resolve('bases0.Shape.held.area', use).kind).toBe('unknown');
  expect(project.answer({ kind: 'blocks', function: 'calls0.run', depth: 12 }).verdict).toBe('no');
}

type Project = ReturnType<typeof buildProjectModel>;
