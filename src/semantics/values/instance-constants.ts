import { type Attribute, type ClassDef, type Expression, isStaticMethod, type Name } from '../../ast/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';
import { boundValueOf, soleDefinition } from './bound-value.ts';

/**
 * What an object of a class of this file holds under a name, where one statement of its `__init__` alone binds that name in
 * the whole file: `settings.limit` behind `settings = Settings()`. Of `self` nobody knows which object it is, and what others
 * have set there.
 */
export function instanceConstant(attribute: Attribute, model: SemanticModel): Expression | undefined {
  const stores = storesByName(model.names.attributeStores).get(attribute.attr) ?? [];
  const [store] = stores;
  const statement = store?.parent;
  if (store === undefined || stores.length > 1 || (statement?.kind !== 'Assign' && statement?.kind !== 'AnnAssign')) {
    return undefined;
  }
  const owner = store.value.kind === 'Name' ? classOfSelf(store.value, model) : undefined;
  const init = statement.parent;
  if (owner === undefined || model.names.scopeOf(owner)?.bindings.has(attribute.attr) === true) return undefined;
  if (init?.kind !== 'FunctionDef' || init.name !== '__init__') return undefined;
  if (statement.kind === 'Assign' && statement.targets.length > 1) return undefined;
  return classOf(attribute.value, model) === owner ? statement.value : undefined;
}

/** Asked for each attribute that is read. */
const storesByName = memoize((stores: readonly Attribute[]) => groupBy(stores, ({ attr }) => attr));

function classOf(value: Expression, model: SemanticModel): ClassDef | undefined {
  if (value.kind !== 'Name') return undefined;
  const binding = model.names.resolve(value);
  const definition = binding && soleDefinition(binding, model);
  const made = definition && boundValueOf(definition);
  if (made?.expression.kind !== 'Call' || made.path.length > 0) return undefined;
  const classDef = model.names.definitionOf(made.expression.func);
  return classDef?.kind === 'ClassDef' && classDef.decorator_list.length === 0 ? classDef : undefined;
}

function classOfSelf(name: Name, model: SemanticModel): ClassDef | undefined {
  const parameter = model.names.parameterOf(name);
  const method = parameter?.parent?.parent;
  if (method?.kind !== 'FunctionDef' && method?.kind !== 'AsyncFunctionDef') return undefined;
  if (method.parent?.kind !== 'ClassDef' || isStaticMethod(method)) return undefined;
  return parameter === (method.args.posonlyargs[0] ?? method.args.args[0]) ? method.parent : undefined;
}
