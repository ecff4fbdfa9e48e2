/** Names of modules that functions give another value once the modules are imported. */
import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  type FunctionDef,
  identifiersOf,
  isWithin,
  type Node,
  nodesOf,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { isOwnModule } from '#semantics/names/own-module';

export interface ModuleRebinding {
  readonly name: string;
  /** Dotted name of the module, as this file calls it; undefined where it is this file's own. */
  readonly module: string | undefined;
  readonly by: FunctionDef | AsyncFunctionDef;
  readonly at: Node;
}

/**
 * `global NAME` with a new value (each name once, only where it is bound while the module is imported, and not for a while only, until a
 * `finally` puts the old one back), `settings.NAME = …`,
 * `setattr(settings, "NAME", …)`, `setattr(sys.modules[__name__], "NAME", …)` and `globals()["NAME"] = …` in functions.
 */
export function moduleRebindings(model: SemanticModel): ModuleRebinding[] {
  return [...byGlobal(model), ...byAttribute(model), ...byCall(model)];
}

function byGlobal(model: SemanticModel): ModuleRebinding[] {
  return [...model.names.moduleScope.bindings.values()].flatMap(({ name, definitions }) => {
    const remote = definitions.filter((each) => each.remote && each.kind !== 'delete');
    const again = remote.find(({ node }) => !remote.some((other) => putsBack(other.node, node, model)));
    // By a statement of the module, or by the function itself, which the module calls while it is imported.
    const isBoundFirst =
      definitions.some(({ remote }) => !remote) || (again !== undefined && model.context.runsDuringImport(again.node));
    return again === undefined || !isBoundFirst ? [] : rebinding(name, undefined, again.node, model);
  });
}

/** One stands in a `finally` of the function in which the other stands, or is the same. */
function putsBack(one: Node, other: Node, { context }: SemanticModel): boolean {
  if (context.defAround(one) !== context.defAround(other)) return false;
  return [...ancestors(one)].some(
    (around) => around.kind === 'Try' && around.finalbody.some((statement) => isWithin(one, statement)),
  );
}

function byAttribute(model: SemanticModel): ModuleRebinding[] {
  return model.names.attributeStores.flatMap((target) => {
    // Most attributes are the object's own.
    if (target.value.kind === 'Name' && (target.value.id === 'self' || target.value.id === 'cls')) return [];
    const module = model.names.qualifiedName(target.value);
    return module === undefined || module.startsWith('builtins.') ? [] : rebinding(target.attr, module, target, model);
  });
}

function byCall(model: SemanticModel): ModuleRebinding[] {
  const used = identifiersOf(model.source.module);
  if (!used.has('setattr') && !used.has('globals')) return [];
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    const called = model.names.qualifiedName(call.func);
    if (called === 'builtins.globals') return storedInGlobals(call, model);
    return called === 'builtins.setattr' ? setByName(call, model) : [];
  });
}

function storedInGlobals(call: Call, model: SemanticModel): ModuleRebinding[] {
  const { parent } = call;
  const isStored = parent?.kind === 'Subscript' && parent.ctx === 'Store' && parent.value === call;
  const name = isStored ? model.values.string(parent.slice) : undefined;
  return name === undefined ? [] : rebinding(name, undefined, call, model);
}

function setByName(call: Call, model: SemanticModel): ModuleRebinding[] {
  const [target, key] = call.args;
  const name = key === undefined ? undefined : model.values.string(key);
  if (target === undefined || name === undefined) return [];
  if (isOwnModule(target, model)) return rebinding(name, undefined, call, model);
  const module = model.names.qualifiedName(target);
  return module === undefined ? [] : rebinding(name, module, call, model);
}

/** What stands in no function is part of making the module. */
function rebinding(name: string, module: string | undefined, at: Node, model: SemanticModel): ModuleRebinding[] {
  const by = model.context.defAround(at);
  return by === undefined ? [] : [{ name, module, by, at }];
}
