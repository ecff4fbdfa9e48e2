import { type Call, identifiersOf, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { lastNames } from '../mentions.ts';

/** The calls of a file that go to one of some functions or classes, by qualified name. */
export function callsTo(qualifiedNames: ReadonlySet<string>, { names, source }: SemanticModel): readonly Call[] {
  const used = identifiersOf(source.module);
  // Anyone who calls a thing writes its name, or imports it by that; most files do neither.
  if (!lastNames(qualifiedNames).some((name) => used.has(name))) return [];
  return nodesOf(source.module, 'Call').filter(({ func }) => qualifiedNames.has(names.qualifiedName(func) ?? ''));
}
