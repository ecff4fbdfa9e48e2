import type { SemanticModel } from '#semantics';

/** What a module imports at its top and never names again: an editor added it, or its use went. */
export function idleImports({ names }: SemanticModel): string[] {
  const { bindings } = names.moduleScope;
  if (bindings.has('__all__')) return [];
  return [...bindings.values()]
    .filter(
      ({ references, definitions }) => references.length === 0 && definitions.every(({ kind }) => IMPORTS.has(kind)),
    )
    .map(({ name }) => name);
}

const IMPORTS: ReadonlySet<string> = new Set(['import', 'from-import']);
