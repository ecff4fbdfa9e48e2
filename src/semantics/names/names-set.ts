/** Names that code sets in modules and classes from outside: what is there may then be something else, or more. */
import { type Call, type Expression, holds, identifiersOf, nodesOf } from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';

/** Stands for an object of which nobody can say what it is. */
export const SOME_OBJECT = '?';

/** Ends the way of a function whose module's names are meant: `pkg.rules.apply.__globals__`. */
export const GLOBALS = '.__globals__';

/**
 * Ways and names, as the file calls them: `pkg.settings.DEBUG` for `settings.DEBUG = …` and `setattr(settings, "DEBUG", …)`, `pkg.settings.*`
 * where the name is computed, `builtins._` for `gettext.install()`, `pkg.db.Client().fetch` for an object of a class, `?.fetch` for one of
 * which nothing is known, `pkg.filling.*` for what a decorator sets on the objects of methods, `pkg.rules.apply.__globals__.limit`
 * for what is put into the names that a function finds. What is set on `self` is the class's own affair.
 */
export const namesSet = memoizeByFile((model: SemanticModel): readonly string[] => {
  const set = new Set<string>();
  for (const { value, attr } of model.names.attributeStores) {
    if (value.kind === 'Name' && (value.id === 'self' || (value.id === 'cls' && model.context.classAround(value))))
      continue;
    const owner =
      value.kind === 'Name' && value.id === '__builtins__'
        ? 'builtins'
        : (keptByNew(value, model) ?? model.names.qualifiedName(value));
    set.add(`${owner ?? model.types.pathOf(value) ?? SOME_OBJECT}.${attr}`);
  }
  const used = identifiersOf(model.source.module);
  if (['setattr', 'setLoggerClass', 'install', '__builtins__', 'vars', ...NAME_TABLES].some((word) => used.has(word)))
    for (const call of nodesOf(model.source.module, 'Call')) for (const each of setByCall(call, model)) set.add(each);
  if (['__builtins__', ...NAME_TABLES].some((word) => used.has(word)))
    for (const { value, slice, ctx } of nodesOf(model.source.module, 'Subscript')) {
      if (ctx !== 'Store') continue;
      const isOfBuiltins = value.kind === 'Name' && value.id === '__builtins__';
      const owner = isOfBuiltins ? 'builtins' : ownerOfTable(value, model);
      if (owner !== undefined) set.add(`${owner}.${model.values.string(slice) ?? '*'}`);
    }
  return [...set].sort();
});

/** The class whose object `cls._only` is, where its `__new__` makes that: `cls._only = super().__new__(cls)`. */
function keptByNew(kept: Expression, { context, names }: SemanticModel): string | undefined {
  if (kept.kind !== 'Attribute' || kept.value.kind !== 'Name' || kept.value.id !== 'cls') return undefined;
  const [maker, owner] = [context.defAround(kept), context.classAround(kept)];
  if (maker?.name !== '__new__' || owner === undefined) return undefined;
  const isMade = holds(
    maker,
    (node) =>
      node.kind === 'Assign' &&
      node.targets.some((target) => target.kind === 'Attribute' && target.attr === kept.attr) &&
      node.value.kind === 'Call' &&
      node.value.func.kind === 'Attribute' &&
      node.value.func.attr === '__new__',
  );
  return isMade ? names.fullNameOf(owner) : undefined;
}

/** Attributes that are the table of someone's names. */
export const NAME_TABLES: readonly string[] = ['__dict__', '__globals__', 'f_globals', 'f_locals'];

/** Whose names a table holds: those of what it is read from, those of a function's module, those of whatever a frame runs. */
function ownerOfTable(table: Expression, { names, flow }: SemanticModel): string | undefined {
  const read = [table, ...flow.origins(table)].find(
    (each) => each.kind === 'Attribute' && NAME_TABLES.includes(each.attr),
  );
  if (read?.kind !== 'Attribute') return undefined;
  if (read.attr === '__dict__') return names.qualifiedName(read.value);
  const fn = read.attr === '__globals__' ? names.qualifiedName(read.value) : undefined;
  return `${fn ?? SOME_OBJECT}${GLOBALS}`;
}

/** `table.update(limit=5)`, `table.setdefault("limit", 5)`. */
function setInTable({ func, args, keywords }: Call, model: SemanticModel): readonly string[] {
  if (func.kind !== 'Attribute' || (func.attr !== 'update' && func.attr !== 'setdefault')) return [];
  const owner = ownerOfTable(func.value, model);
  if (owner === undefined) return [];
  const [first] = args;
  if (func.attr === 'setdefault' && first !== undefined) return [`${owner}.${model.values.string(first) ?? '*'}`];
  const isShown = args.length === 0 && keywords.every(({ arg }) => arg !== undefined);
  return isShown ? keywords.map(({ arg }) => `${owner}.${arg}`) : [`${owner}.*`];
}

function setByCall(call: Call, model: SemanticModel): readonly string[] {
  const { func, args } = call;
  const { names, values } = model;
  if (
    func.kind === 'Attribute' &&
    func.attr === 'install' &&
    names.qualifiedName(func)?.startsWith('gettext.') !== false
  )
    return names.imports.some(({ module }) => module === 'gettext') ? ['builtins._', 'builtins.ngettext'] : [];
  const inTable = setInTable(call, model);
  if (inTable.length > 0) return inTable;
  const [target, key] = args;
  // A class of its own for loggers takes what it likes.
  if (names.qualifiedName(func) === 'logging.setLoggerClass') return ['logging.Logger.*'];
  if (target === undefined || key === undefined || names.qualifiedName(func) !== 'builtins.setattr') return [];
  const owner = names.qualifiedName(target);
  const [by, name] = [owner ?? decoratorSetting(target, model), values.string(key)];
  return by === undefined || (owner === undefined && name !== undefined) ? [] : [`${by}.${name ?? '*'}`];
}

/** The decorator whose wrapper sets attributes of what the method it wraps is called on. */
function decoratorSetting(target: Expression, { context, names }: SemanticModel): string | undefined {
  const wrapper = target.kind === 'Name' && names.parameterOf(target) ? context.defAround(target) : undefined;
  const decorator = wrapper && context.defAround(wrapper);
  return decorator && names.fullNameOf(decorator);
}
