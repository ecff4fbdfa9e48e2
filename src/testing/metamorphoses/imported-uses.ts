/** Imports at the top of a module, with the places where their names are used. */
import { type Alias, ancestors, type Name, type NodeOfKind } from '../../ast/index.ts';
import type { Scope } from '../../semantics/index.ts';
import type { PythonFile } from './rewriting.ts';
import { behindLine, indentOf, moduleOf } from './syntax.ts';

export interface ImportStatement {
  readonly statement: NodeOfKind<'Import' | 'ImportFrom'>;
  readonly names: readonly ImportedUse[];
}

export interface ImportedUse {
  readonly alias: Alias;
  readonly boundAs: string;
  readonly uses: readonly Name[];
}

/** Statements on lines of their own whose names are bound nowhere else, and told to nobody by a list of exports. */
export function importsOf(file: PythonFile): ImportStatement[] {
  const { names } = file.model;
  if (names.hasDynamicNames || names.moduleScope.bindings.has('__all__') || file.path.endsWith('__init__.py'))
    return [];
  return moduleOf(file).body.flatMap((statement) => {
    if (statement.kind !== 'Import' && statement.kind !== 'ImportFrom') return [];
    if (indentOf(file, statement) === undefined || hasComment(file, statement)) return [];
    if (statement.kind === 'ImportFrom' && statement.module === '__future__') return [];
    const uses = statement.names.map((alias) => useOf(file, alias));
    return uses.every((use) => use !== undefined) ? [{ statement, names: uses }] : [];
  });
}

/** What is said of an import is beside it. */
function hasComment(file: PythonFile, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const next = behindLine(file, end);
  return file.model.source.comments.some((comment) => comment.start >= start && comment.start < next);
}

function useOf(file: PythonFile, alias: Alias): ImportedUse | undefined {
  const boundAs = alias.asname ?? alias.name.split('.')[0] ?? alias.name;
  const binding = file.model.names.moduleScope.bindings.get(boundAs);
  if (binding === undefined || binding.definitions.length !== 1 || alias.name === '*') return undefined;
  // `import a as a` hands it on to others, by that name.
  if (alias.asname === alias.name) return undefined;
  // Checkers of types know it by this name.
  if (alias.name === 'TYPE_CHECKING') return undefined;
  if (binding.scope.children.some((scope) => isBoundBelow(scope, boundAs))) return undefined;
  if (file.text.split('\n').some((line) => line.includes(`"${boundAs}`) || line.includes(`'${boundAs}`)))
    return undefined;
  return { alias, boundAs, uses: binding.references };
}

function isBoundBelow(scope: Scope, name: string): boolean {
  return scope.bindings.has(name) || scope.children.some((child) => isBoundBelow(child, name));
}

/** Modules of the fixture itself: what they hold is known, also whether a name is a module. */
export function isOwnModule(modules: readonly PythonFile[], dotted: string): boolean {
  return modules.some(
    ({ model }) => model.names.moduleName === dotted || model.names.moduleName.startsWith(`${dotted}.`),
  );
}

/** Evaluated where it stands when the module is imported: in a decorator, a default, a base or an annotation. */
export function isInHeader(name: Name): boolean {
  let below: { start: number } = name;
  for (const above of ancestors(name)) {
    if (above.kind === 'FunctionDef' || above.kind === 'AsyncFunctionDef') {
      const [first] = above.body;
      return first !== undefined && below.start < first.start;
    }
    below = above;
  }
  return true;
}
