import { type Call, type Expression, identifiersOf, type Node, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary, SummaryAddedModule } from '../summary.ts';

/** Modules that a file makes known by hand: `sys.modules[alias] = …`, `setdefault`, `update`, `patch.dict(sys.modules, …)`. */
export function addedModules(model: SemanticModel): Pick<ModuleSummary, 'addsModules'> {
  const { module } = model.source;
  // Where `sys.modules` is in a text, `patch` is used.
  const used = identifiersOf(module);
  if (!used.has('modules') && !used.has('patch')) return {};
  const added = [
    ...nodesOf(module, 'Subscript')
      .filter(({ ctx, value }) => ctx === 'Store' && isModules(value, model))
      .map((node) => addedBy(node, node.slice, model)),
    ...nodesOf(module, 'Call').flatMap((call) => namesAdded(call, model).map((name) => addedBy(call, name, model))),
  ];
  return added.length > 0 ? { addsModules: added } : {};
}

function addedBy(node: Node, name: Expression | undefined, model: SemanticModel): SummaryAddedModule {
  const around = model.context.defAround(node);
  return {
    name: (name === undefined ? undefined : model.values.string(name)) ?? '*',
    ...(around !== undefined && { within: model.names.fullNameOf(around) }),
  };
}

const isModules = (value: Expression, model: SemanticModel): boolean =>
  model.names.qualifiedName(value) === 'sys.modules' ||
  (value.kind === 'Constant' && value.value.kind === 'str' && value.value.value === 'sys.modules');

/** The expressions that name what a call adds; undefined stands for names that are not seen. */
function namesAdded({ func, args, keywords }: Call, model: SemanticModel): readonly (Expression | undefined)[] {
  if (func.kind !== 'Attribute') return [];
  const [first, second] = args;
  if (func.attr === 'setdefault' || func.attr === '__setitem__') return isModules(func.value, model) ? [first] : [];
  if (func.attr === 'update') return isModules(func.value, model) && keywords.length === 0 ? keysOf(first) : [];
  if (first === undefined || !isModules(first, model)) return [];
  if (func.attr === 'setitem') return [second];
  return func.attr === 'dict' ? keysOf(second ?? keywords.find(({ arg }) => arg === 'values')?.value) : [];
}

function keysOf(mapping: Expression | undefined): readonly (Expression | undefined)[] {
  return mapping?.kind === 'Dict' ? mapping.keys : [undefined];
}
