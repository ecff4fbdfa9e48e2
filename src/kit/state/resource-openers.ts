/** Functions that open something for whoever calls them. */
import type { Call, Def } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { localOpened } from './opened-resources.ts';

/** It is kept for the next caller as well: an attribute, an entry, a name of the module. */
export function isKeptForNext(call: Call, file: SemanticModel): boolean {
  if (file.flow.destinations(call).some(({ kind }) => kind === 'attribute-store' || kind === 'subscript-store'))
    return true;
  const local = localOpened(call);
  return local !== undefined && file.names.resolve(local)?.scope === file.names.moduleScope;
}

/** `@contextmanager`, `@cache`: what callers get is another thing, or the same one again. */
export const isGeneratorLike = (fn: Def, file: SemanticModel): boolean =>
  file.names
    .decoratorNames(fn)
    .some((name) => name === undefined || (name !== 'builtins.staticmethod' && name !== 'builtins.classmethod'));
