/** Which dotted names belong to the scanned repository, as far as one file shows. */
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import type { Names } from '../names.ts';

/**
 * Answers for one file: names below its own packages (`src/pkg/a.py` counts both `src.pkg` and `pkg`) and below the
 * modules that it imports relatively.
 */
export function createFirstParty(names: Names): (qualifiedName: string) => boolean {
  const folders = names.moduleName.split('.');
  const ownTop = folders[0] ?? '';
  const roots = new Set(folders.slice(0, -1).filter((folder) => !STANDARD_LIBRARY_MODULES.has(folder)));
  if (ownTop !== '') roots.add(ownTop);
  const relative = names.imports.filter(({ alias }) => alias.parent?.kind === 'ImportFrom' && alias.parent.level > 0);
  // A module beside a top-level script has no dot: its first segment is itself.
  for (const { module, name } of relative) roots.add((module === '' ? name : module)?.split('.')[0] ?? '');
  roots.delete('');
  return (qualifiedName) => roots.has(qualifiedName.slice(0, indexOrEnd(qualifiedName)));
}

function indexOrEnd(name: string): number {
  const dot = name.indexOf('.');
  return dot === -1 ? name.length : dot;
}
