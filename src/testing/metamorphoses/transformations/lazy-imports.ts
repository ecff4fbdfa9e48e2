import type { Node, Stmt } from '../../../ast/index.ts';
import { type ImportStatement, importsOf, isInHeader, isOwnModule } from '../imported-uses.ts';
import type { PythonFile } from '../rewriting.ts';
import { behindLine, type Def, functionAround, indentOf, isDocumentation, lineStart, startOf } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const lazyImports: Transformation = {
  name: 'lazy-imports',
  what: 'imports stand in the functions that use them',
  sameness: 'imports',
  apply({ python }, rewriting) {
    for (const file of python) {
      for (const { statement, names } of importsOf(file)) {
        const uses = names.flatMap((name) => name.uses);
        if (uses.length === 0 || uses.some(isInHeader) || failsEarly(statement, python)) continue;
        const places = [...new Set(uses.map(outermostFunction))].map(firstStatement);
        if (places.some((place) => place === undefined || indentOf(file, place) === undefined)) continue;
        const text = file.text.slice(statement.start, statement.end);
        if (text.includes('\n')) continue;
        rewriting.replace(file.path, statement.start, behindLine(file, statement.end));
        for (const place of places) {
          if (place === undefined) continue;
          rewriting.insert(
            file.path,
            lineStart(file, startOf(file, place)),
            indentOf(file, place) ?? '',
            { path: file.path, start: statement.start, end: statement.end },
            '\n',
          );
        }
      }
    }
  },
};

/** A module of the program that is not there decides when the program fails. */
function failsEarly({ kind, ...statement }: ImportStatement['statement'], python: readonly PythonFile[]): boolean {
  const module = 'module' in statement ? (statement.module ?? '') : '';
  const root = module.split('.')[0] ?? '';
  const names = statement.names.map(({ name }) => name);
  const isThere = python.some(
    ({ model }) =>
      model.names.moduleName === module &&
      names.every((name) => model.names.moduleScope.bindings.has(name) || isOwnModule(python, `${module}.${name}`)),
  );
  return kind === 'ImportFrom' && isOwnModule(python, root) && !isThere;
}

/** Functions within it see what it imports. */
function outermostFunction(node: Node): Def | undefined {
  let found = functionAround(node);
  for (let above = found; above !== undefined; above = functionAround(above)) found = above;
  return found;
}

function firstStatement(def: Def | undefined): Stmt | undefined {
  return def?.body.find((statement) => statement.kind !== 'Expr' || !isDocumentation(statement.value));
}
