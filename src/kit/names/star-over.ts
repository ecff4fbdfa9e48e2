/** Names that a star import below their own import may bind anew. */
import type { Expression } from '../../ast/index.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { starImports } from '../../semantics/names/imports-module.ts';

/** What the first name of an expression would be of each module that a star takes over it: `shop.clock.datetime`. */
export function starsOver(expression: Expression, { names }: SemanticModel): readonly string[] {
  const stars = starImports(names);
  let root = expression;
  while (root.kind === 'Attribute' || root.kind === 'Call') root = root.kind === 'Call' ? root.func : root.value;
  const binding = stars.length === 0 || root.kind !== 'Name' ? undefined : names.resolve(root);
  if (binding === undefined || binding.scope.kind !== 'module') return [];
  const bound = Math.max(...binding.definitions.map(({ node }) => node.start));
  // A function runs when all of the module has.
  const read = names.scopeAt(root).kind === 'module' ? root.start : Number.POSITIVE_INFINITY;
  return stars
    .filter(({ alias }) => alias.start > bound && alias.start < read)
    .map(({ module }) => `${module}.${binding.name}`);
}

/** The module itself binds the name, and gives it to anyone who takes all. */
export function isTakenByStar(
  { stars = [] }: { readonly stars?: readonly string[] },
  importer: ModuleSummary,
  project: ProjectModel,
): boolean {
  return stars.some((star) => {
    const end = star.lastIndexOf('.');
    const name = star.slice(end + 1);
    const source = project.resolve(star.slice(0, end), importer);
    if (source.kind !== 'module' || source.module.names[name] === undefined) return false;
    return source.module.all?.includes(name) ?? !name.startsWith('_');
  });
}
