/** Names that code sets in modules and classes from outside: what stands there may then be something else, or more. */
import { type Call, identifiersOf, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Stands for an object of which nobody can say what it is. */
export const SOME_OBJECT = '?';

/**
 * Ways and names, as the file calls them: `pkg.settings.DEBUG` for `settings.DEBUG = …` and `setattr(settings, "DEBUG", …)`, `pkg.settings.*`
 * where the name is computed, `builtins._` for `gettext.install()`, `pkg.db.Client().fetch` for an object of a class, `?.fetch` for one of
 * which nothing is known. What is set on `self` is the class's own affair.
 */
export function namesSet(model: SemanticModel): readonly string[] {
  const set = new Set<string>();
  for (const { value, attr } of model.names.attributeStores) {
    if (value.kind === 'Name' && (value.id === 'self' || value.id === 'cls')) continue;
    const owner = value.kind === 'Name' && value.id === '__builtins__' ? 'builtins' : model.names.qualifiedName(value);
    set.add(`${owner ?? model.types.pathOf(value) ?? SOME_OBJECT}.${attr}`);
  }
  const used = identifiersOf(model.source.module);
  if (['setattr', 'setLoggerClass', 'install', '__builtins__', '__dict__', 'vars'].some((word) => used.has(word)))
    for (const call of nodesOf(model.source.module, 'Call')) for (const each of setByCall(call, model)) set.add(each);
  if (used.has('__builtins__') || used.has('__dict__'))
    for (const { value, slice, ctx } of nodesOf(model.source.module, 'Subscript')) {
      if (ctx !== 'Store') continue;
      const isOfBuiltins = value.kind === 'Name' && value.id === '__builtins__';
      const isTable = value.kind === 'Attribute' && value.attr === '__dict__';
      const owner = isOfBuiltins ? 'builtins' : isTable ? model.names.qualifiedName(value.value) : undefined;
      if (owner !== undefined) set.add(`${owner}.${model.values.string(slice) ?? '*'}`);
    }
  return [...set].sort();
}

function setByCall({ func, args }: Call, { names, values }: SemanticModel): readonly string[] {
  if (
    func.kind === 'Attribute' &&
    func.attr === 'install' &&
    names.qualifiedName(func)?.startsWith('gettext.') !== false
  )
    return names.imports.some(({ module }) => module === 'gettext') ? ['builtins._', 'builtins.ngettext'] : [];
  if (
    func.kind === 'Attribute' &&
    func.attr === 'update' &&
    func.value.kind === 'Attribute' &&
    func.value.attr === '__dict__'
  ) {
    const owner = names.qualifiedName(func.value.value);
    return owner === undefined ? [] : [`${owner}.*`];
  }
  const [target, key] = args;
  // A class of its own for loggers takes what it likes.
  if (names.qualifiedName(func) === 'logging.setLoggerClass') return ['logging.Logger.*'];
  if (target === undefined || key === undefined || names.qualifiedName(func) !== 'builtins.setattr') return [];
  const owner = names.qualifiedName(target);
  return owner === undefined ? [] : [`${owner}.${values.string(key) ?? '*'}`];
}
