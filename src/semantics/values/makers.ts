/** Where a text is put together that is used elsewhere in the file. */

import { type Attribute, type Expression, type Name, parametersOf } from '../../ast/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

/**
 * The expressions that make a value: itself, or what is behind a local, an attribute of the own object, the default of a parameter, and what
 * functions of this file return.
 */
export function makersOf(value: Expression, model: SemanticModel, depth = 0): readonly Expression[] {
  const behind = depth < FOLLOWED.makers ? valuesBehind(value, model) : [];
  return behind.length === 0 ? [value] : behind.flatMap((each) => makersOf(each, model, depth + 1));
}

function valuesBehind(value: Expression, model: SemanticModel): readonly Expression[] {
  if (value.kind === 'Name') return valuesOfName(value, model);
  if (value.kind === 'Attribute') return valuesOfAttribute(value, model);
  const made = value.kind === 'Call' ? model.names.definitionOf(value.func) : undefined;
  const isFunction = made?.kind === 'FunctionDef' || made?.kind === 'AsyncFunctionDef';
  return isFunction ? model.flow.returnValues(made).flatMap((each) => each ?? []) : [];
}

function valuesOfName(name: Name, { names, flow }: SemanticModel): readonly Expression[] {
  const parameter = names.parameterOf(name);
  const fn = parameter?.parent?.parent;
  if (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef')
    return parametersOf(fn).flatMap(({ node, default: given }) => (node === parameter ? (given ?? []) : []));
  const local = flow.reachingDefinitions(name);
  const definitions = local.length > 0 ? local : (names.resolve(name)?.definitions ?? []);
  return definitions.flatMap((each) => each.value ?? []);
}

/** Of `self.url`, what the class stores there; of a field of an object whose class is in this file, its default. */
function valuesOfAttribute(
  { attr, value }: Attribute,
  { names, types, context }: SemanticModel,
): readonly Expression[] {
  const isOwn = value.kind === 'Name' && value.id === 'self';
  const owner = isOwn ? context.classAround(value) : types.classDefOf(value);
  const stored = names.attributeStores.flatMap((store) =>
    isOwn && store.attr === attr && context.classAround(store) === owner ? (store.parent ?? []) : [],
  );
  const fields = (owner?.body ?? []).filter(
    (member) => member.kind === 'AnnAssign' && member.target.kind === 'Name' && member.target.id === attr,
  );
  return [...stored, ...fields].flatMap((statement) =>
    statement.kind === 'Assign' || statement.kind === 'AnnAssign' ? (statement.value ?? []) : [],
  );
}
