/** What the names of a module and the attributes of its classes hold that are plain constants, for code elsewhere that hands them on. */
import {
  type Attribute,
  type ClassDef,
  callKeyword,
  type Expression,
  type FunctionDef,
  lastName,
  type Node,
  nodesOf,
} from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { ModuleSummary, SummaryConstant } from '../summary.ts';
import { soleDefinition } from '../values/bound-value.ts';
import { flagText } from '../values/flag-text.ts';
import { unsetValue } from '../values/unset-value.ts';
import { placeOf } from './place.ts';

/** Only numbers, truths, `None` and texts that were to be a truth: others that matter elsewhere are reported as names of queues and of modules. */
export function summarizeConstants(model: SemanticModel): Pick<ModuleSummary, 'constants'> {
  const { names, source } = model;
  const constants: Record<string, SummaryConstant> = Object.create(null);
  const note = (key: string, bound: Bound | undefined): void => {
    const constant = bound && constantOf(bound, model);
    if (constant !== undefined) constants[key] = constant;
  };
  for (const binding of names.moduleScope.bindings.values()) note(binding.name, boundOnce(binding, model));
  for (const { fn, value } of propertiesGiving(model)) note(names.qualnameOf(fn), { value, at: value });
  const stores = groupBy(names.attributeStores, ({ attr }) => attr);
  for (const classDef of nodesOf(source.module, 'ClassDef')) {
    const isFilled = classDef.bases.length + classDef.decorator_list.length > 0;
    for (const binding of names.scopeOf(classDef)?.bindings.values() ?? []) {
      const bound = stores.has(binding.name) ? undefined : boundOnce(binding, model);
      note(`${names.qualnameOf(classDef)}.${binding.name}`, bound && { ...bound, isFilled });
    }
  }
  for (const [name, [store, ...others]] of stores) {
    const owner = store === undefined || others.length > 0 ? undefined : ownerMade(store, model);
    if (store !== undefined && owner !== undefined)
      note(`${names.qualnameOf(owner)}.${name}`, { value: valueStored(store), at: store });
  }
  return Object.keys(constants).length === 0 ? {} : { constants };
}

/** `return self._parser.get("sync", "delete_extra", fallback="no")` of a property: the name of the function is the key. */
function propertiesGiving({ source, names }: SemanticModel): readonly Given[] {
  return nodesOf(source.module, 'FunctionDef').flatMap((fn) => {
    const last = fn.body.at(-1);
    const isProperty = fn.decorator_list.length === 1 && names.decoratorNames(fn)[0] === 'builtins.property';
    return isProperty && last?.kind === 'Return' && last.value?.kind === 'Call' ? [{ fn, value: last.value }] : [];
  });
}

interface Given {
  readonly fn: FunctionDef;
  readonly value: Expression;
}

interface Bound {
  readonly value: Expression | undefined;
  readonly at: Expression;
  /** A field: the constructor may be given another, and settings are filled by the environment. */
  readonly isFilled?: boolean;
}

function constantOf({ value, at, isFilled = false }: Bound, model: SemanticModel): SummaryConstant | undefined {
  const flag = isFilled ? undefined : flagText(value, model);
  if (flag !== undefined) return { value: flag.toLowerCase(), place: placeOf(at, model) };
  const unset = value && unsetValue(defaultOf(value, model), model);
  if (unset === undefined || typeof unset.value === 'string') return undefined;
  const isDefault = isFilled || unset.wasRead;
  return { value: unset.value, ...(isDefault && { isDefault: true as const }), place: placeOf(at, model) };
}

function boundOnce(binding: Binding, model: SemanticModel): Bound | undefined {
  const definition = soleDefinition(binding, model);
  if (definition?.value === undefined || definition.node.kind !== 'Name') return undefined;
  return isAtTop(definition.statement) ? { value: definition.value, at: definition.node } : undefined;
}

/** In a branch it may be another one, or none. */
const isAtTop = ({ parent }: Node): boolean => parent?.kind === 'Module' || parent?.kind === 'ClassDef';

/** `self.limit = 0` in `__init__`: the class whose objects begin so. */
function ownerMade(store: Attribute, { context, names }: SemanticModel): ClassDef | undefined {
  const init = context.defAround(store);
  if (init?.name !== '__init__' || store.parent?.parent !== init) return undefined;
  const owner = context.classOfMethod(init);
  const isOfClass = owner !== undefined && names.scopeOf(owner)?.bindings.has(store.attr) === true;
  return !isOfClass && lastName(store.value) === init.args.args[0]?.arg ? owner : undefined;
}

function valueStored({ parent }: Attribute): Expression | undefined {
  if (parent?.kind === 'AnnAssign') return parent.value;
  return parent?.kind === 'Assign' && parent.targets.length === 1 ? parent.value : undefined;
}

/** `Field(default=False)` and `field(default=None)`. */
function defaultOf(value: Expression, { values }: SemanticModel): Expression {
  if (value.kind !== 'Call' || !/^[Ff]ield$/.test(lastName(value.func) ?? '')) return value;
  return callKeyword(value, 'default')?.value ?? values.givenArgument(value, 'default', 0) ?? value;
}
