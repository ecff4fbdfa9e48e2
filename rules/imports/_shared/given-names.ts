/** Names that Python provides: no statement of the file binds them. */
import type { Name } from '#ast';
import { PYTHON_BUILTINS } from '#knowledge/builtins';
import { CLASS_NAMES, MODULE_NAMES } from '#knowledge/given-names';
import type { SemanticModel } from '#semantics';

/** Python itself provides it. */
export function isGiven(name: Name, { context }: SemanticModel): boolean {
  const { id } = name;
  if (isGivenToModules(name)) return true;
  return (id === '__class__' || CLASS_NAMES.has(id)) && context.classAround(name) !== undefined;
}

/** Before the first line of a module runs, be it bound again later or not: `__doc__ = __doc__.strip()`. */
export const isGivenToModules = ({ id }: Name): boolean => PYTHON_BUILTINS.has(id) || MODULE_NAMES.has(id);
