import type { Expression } from '#ast';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';

/** The class of an object where another library defines it: not this file's own package, not Python itself. */
export function foreignClassOf(object: Expression, model: SemanticModel): string | undefined {
  const name = othersClassOf(object, model);
  return name === undefined || STANDARD_LIBRARY_MODULES.has(name.split('.', 1)[0] ?? '') ? undefined : name;
}

/** The class of an object where someone else defines it: another library, or a module of Python's own. */
export function othersClassOf(object: Expression, model: SemanticModel): string | undefined {
  if (object.kind !== 'Name' && object.kind !== 'Attribute') return undefined;
  if (object.kind === 'Name' && WHOSE_OWN.has(object.id)) return undefined;
  const name = model.types.classOf(object);
  if (name === undefined || model.types.classDefOf(object) !== undefined) return undefined;
  const first = name.slice(0, Math.max(0, name.indexOf('.')));
  if (first === '' || first === 'builtins') return undefined;
  return isOwnPackage(first, model) ? undefined : name;
}

const WHOSE_OWN: ReadonlySet<string> = new Set(['self', 'cls', 'mcs', 'super']);

/** A folder above this file, or what it imports relatively. Compiled modules with an underscore are kept beside it. */
const isOwnPackage = (first: string, model: SemanticModel): boolean =>
  first.startsWith('_') || model.names.moduleName.split('.').includes(first) || packagesBeside(model).has(first);

const packagesBeside = memoizeByFile(
  ({ names }: SemanticModel): ReadonlySet<string | undefined> =>
    new Set(
      names.imports.flatMap(({ alias: { parent }, module }) =>
        parent?.kind === 'ImportFrom' && parent.level > 0 ? module.split('.', 1) : [],
      ),
    ),
);
