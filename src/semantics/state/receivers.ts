/** Names that stand for an object of a class, or for the class itself, in that class's file. */
import { type ClassDef, type Expression, isStaticMethod, type Name } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { Hierarchy, MethodDef } from './hierarchy.ts';

/** Which class each such name belongs to. */
export type Receivers = ReadonlyMap<Binding, ClassDef>;

/**
 * First parameters of methods by whatever name, locals bound once to one of them or to a new object of the class
 * (`instance = cls()`, `obj = super().__new__(cls)`), the class's own name, and objects that the module makes and holds.
 */
export function findReceivers(model: SemanticModel, hierarchy: Hierarchy): Receivers {
  const receivers = new Map<Binding, ClassDef>();
  for (const classDef of hierarchy.classes) {
    const named = model.names.lookup(classDef.name, classDef);
    if (named?.definitions.length === 1 && named.definitions[0]?.node === classDef) receivers.set(named, classDef);
    for (const method of hierarchy.ownMethodsOf(classDef)) {
      const first = firstParameterOf(model, method);
      if (first !== undefined) receivers.set(first, classDef);
    }
  }
  for (const classDef of hierarchy.classes) {
    for (const method of hierarchy.ownMethodsOf(classDef)) addLocals(model, method, classDef, receivers);
  }
  addModuleObjects(model, receivers);
  return receivers;
}

/** Whether a call makes a bare object: `super().__new__(cls)`, `object.__new__(cls)`. */
export function isNewCall(expression: Expression): boolean {
  return expression.kind === 'Call' && expression.func.kind === 'Attribute' && expression.func.attr === '__new__';
}

function firstParameterOf(model: SemanticModel, method: MethodDef): Binding | undefined {
  if (isStaticMethod(method) && method.name !== '__new__') return undefined;
  const parameter = method.args.posonlyargs[0] ?? method.args.args[0];
  if (parameter === undefined) return undefined;
  const binding = model.names.scopeOf(method)?.bindings.get(parameter.arg);
  return binding?.definitions[0]?.kind === 'parameter' ? binding : undefined;
}

function addLocals(
  model: SemanticModel,
  method: MethodDef,
  classDef: ClassDef,
  receivers: Map<Binding, ClassDef>,
): void {
  for (const binding of model.names.scopeOf(method)?.bindings.values() ?? []) {
    if (receivers.has(binding) || binding.definitions.length !== 1) continue;
    const value = binding.definitions[0]?.value;
    if (value === undefined) continue;
    if (isReceiver(model, value, classDef, receivers) || makesObject(model, value, classDef, receivers)) {
      receivers.set(binding, classDef);
    }
  }
}

/** `state = AppState()` in the module: what functions put into `state.counts` is kept by the class as by its methods. */
function addModuleObjects(model: SemanticModel, receivers: Map<Binding, ClassDef>): void {
  for (const binding of model.names.moduleScope.bindings.values()) {
    const [only, other] = binding.definitions;
    if (only?.kind !== 'assignment' || only.value?.kind !== 'Call' || other !== undefined) continue;
    const { func } = only.value;
    const named = func.kind === 'Name' ? model.names.resolve(func) : undefined;
    const made = named === undefined ? undefined : receivers.get(named);
    if (named?.scope === model.names.moduleScope && made !== undefined && named.definitions[0]?.node === made)
      receivers.set(binding, made);
  }
}

function isReceiver(model: SemanticModel, value: Expression, classDef: ClassDef, receivers: Receivers): value is Name {
  if (value.kind !== 'Name') return false;
  const binding = model.names.resolve(value);
  return binding !== undefined && receivers.get(binding) === classDef;
}

function makesObject(model: SemanticModel, value: Expression, classDef: ClassDef, receivers: Receivers): boolean {
  if (value.kind !== 'Call') return false;
  if (isNewCall(value)) {
    const argument = value.args[0];
    return argument !== undefined && isReceiver(model, argument, classDef, receivers);
  }
  // `self(…)` calls the object; only a class makes one: `cls(…)`, `Cache(…)`.
  return isReceiver(model, value.func, classDef, receivers) && value.func.id !== 'self';
}
