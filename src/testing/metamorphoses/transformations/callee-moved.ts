import type { NodeOfKind, Stmt } from '../../../ast/index.ts';
import type { PythonFile, Rewriting } from '../rewriting.ts';
import {
  behindLine,
  type Def,
  indentOf,
  isDef,
  lineStart,
  moduleOf,
  nodesUnder,
  startOf,
  topOf,
  topStatement,
} from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const calleeMoved: Transformation = {
  name: 'callee-moved',
  what: 'functions that others of the module call stand in a module of their own beside it',
  sameness: 'moved',
  apply({ python, files }, rewriting) {
    for (const file of python) move(file, rewriting, files);
  },
};

function move(file: PythonFile, rewriting: Rewriting, files: ReadonlyMap<string, unknown>): void {
  const { names } = file.model;
  if (names.hasDynamicNames || file.path.endsWith('__init__.py') || /(^|\/)(test_|conftest)/.test(file.path)) return;
  const movable = moduleOf(file).body.filter((statement): statement is Def => isMovable(file, statement));
  if (movable.length === 0) return;
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const stem = `${file.path.slice(folder.length, -3).replace(/\W/g, '_')}_steps`;
  if (files.has(`${folder}${stem}.py`)) return;
  const futures = moduleOf(file).body.filter((each) => each.kind === 'ImportFrom' && each.module === '__future__');
  const imports = new Set<Stmt>([...futures, ...movable.flatMap((def) => importsNeeded(file, def) ?? [])]);
  const path = `${folder}${stem}.py`;
  for (const statement of imports) rewriting.add(path, `${file.text.slice(statement.start, statement.end)}\n`);
  for (const def of movable) {
    const start = lineStart(file, startOf(file, def));
    const end = behindLine(file, def.end);
    rewriting.replace(file.path, start, end);
    rewriting.add(path, '\n\n', { path: file.path, start, end });
  }
  const last = moduleOf(file).body.findLast(({ kind }) => kind === 'Import' || kind === 'ImportFrom');
  const at = last === undefined ? topOf(file) : behindLine(file, last.end);
  const isBound = movable.every((def) => def.start >= at);
  const above = names.moduleName.slice(0, Math.max(0, names.moduleName.lastIndexOf('.')));
  // A folder that no import can name, `releases/06-18`, holds scripts, which import what lies beside them.
  const dotted = /^[^\W\d]\w*(?:\.[^\W\d]\w*)*$/.test(above) ? `${above}.${stem}` : stem;
  const line = `from ${dotted} import ${movable.map(({ name }) => name).join(', ')}\n`;
  rewriting.insert(file.path, isBound ? at : topOf(file), line);
}

/** Called by another function of the module, bound once, and in need of nothing of the module but its imports. */
function isMovable(file: PythonFile, statement: Stmt): boolean {
  if (!isDef(statement) || statement.decorator_list.length > 0 || indentOf(file, statement) === undefined) return false;
  const binding = file.model.names.moduleScope.bindings.get(statement.name);
  if (binding === undefined || binding.definitions.length !== 1) return false;
  const isCalled = binding.references.some(
    (use) => use.parent?.kind === 'Call' && use.parent.func === use && topStatement(use) !== statement,
  );
  return isCalled && importsNeeded(file, statement) !== undefined;
}

function importsNeeded(file: PythonFile, def: Def): NodeOfKind<'Import' | 'ImportFrom'>[] | undefined {
  const needed: NodeOfKind<'Import' | 'ImportFrom'>[] = [];
  for (const node of nodesUnder(def)) {
    if (node.kind === 'Global') return undefined;
    if (node.kind !== 'Name') continue;
    const binding = file.model.names.resolve(node);
    if (binding === undefined || binding.scope.kind !== 'module') continue;
    if (binding.name === def.name) continue;
    const [only] = binding.definitions;
    const statement = only?.statement;
    if (binding.definitions.length !== 1 || statement === undefined || statement.parent?.kind !== 'Module')
      return undefined;
    if (statement.kind !== 'Import' && statement.kind !== 'ImportFrom') return undefined;
    needed.push(statement);
  }
  return needed;
}
