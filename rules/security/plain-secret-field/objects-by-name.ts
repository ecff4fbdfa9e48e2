/** By which names of its module others come to an object of a class, where the module itself shows it to nobody. */
import { ancestors, type ClassDef, type Expression, type Name, type Node, walk } from '#ast';
import type { Binding, SemanticModel } from '#semantics';

/** `settings` of `settings = Settings()`, and `get_settings`, which gives one. */
export interface ObjectNames {
  readonly objects: readonly string[];
  readonly makers: readonly string[];
}

/** Undefined where the module does more with an object than to read its attributes, or not all is seen that it does. */
export function objectNamesOf(classDef: ClassDef, model: SemanticModel): ObjectNames | undefined {
  const found: Found = { objects: new Set(), makers: new Set(), followed: new Set(), classDef, model };
  if (classDef.parent?.kind !== 'Module' || showsItself(classDef)) return undefined;
  // A set is gone through with what is added on the way.
  const makers = new Set([classDef.name]);
  for (const maker of makers) {
    const binding = model.names.moduleScope.bindings.get(maker);
    if (binding?.definitions.length !== 1 || !binding.references.every((each) => isMaking(each, found)))
      return undefined;
    for (const each of found.makers) makers.add(each);
  }
  const { objects } = found;
  return objects.size + found.makers.size === 0 ? undefined : { objects: [...objects], makers: [...found.makers] };
}

interface Found {
  readonly objects: Set<string>;
  readonly makers: Set<string>;
  readonly followed: Set<Binding>;
  readonly classDef: ClassDef;
  readonly model: SemanticModel;
}

/** What a method does with `self` but to read its attributes and to give it back. */
function showsItself(classDef: ClassDef): boolean {
  let isShown = false;
  walk(classDef, (node) => {
    if (node.kind === 'Attribute') isShown ||= isDump(node.attr);
    else if (node.kind === 'Name' && node.id === 'self')
      isShown ||= node.parent?.kind !== 'Attribute' && node.parent?.kind !== 'Return';
  });
  return isShown;
}

const isDump = (attribute: string): boolean => attribute === '__dict__';

/** `Settings()` or `get_settings()` whose object is followed to the end, or the class as what a function or a name holds. */
function isMaking(name: Name, found: Found): boolean {
  const { parent } = name;
  if (parent?.kind === 'FunctionDef') return parent.returns === name;
  if (parent?.kind === 'AnnAssign' && parent.annotation === name) return returnsInstance(parent.value, found);
  return parent?.kind === 'Call' && parent.func === name && isReadByParts(parent, found);
}

function returnsInstance(value: Expression | undefined, { classDef, model }: Found): boolean {
  const made = value?.kind === 'Call' ? model.names.definitionOf(value.func) : undefined;
  if (made?.kind !== 'FunctionDef') return made === classDef;
  return made.returns !== undefined && model.names.definitionOf(made.returns) === classDef;
}

function isReadByParts(object: Expression, found: Found): boolean {
  const { parent } = object;
  if (parent?.kind === 'Attribute') {
    const isCalled = parent.parent?.kind === 'Call' && parent.parent.func === parent;
    return isCalled ? isOwnMethod(parent.attr, found) : !isDump(parent.attr);
  }
  if (parent?.kind === 'Return') return isGiven(parent, found);
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  if (target?.kind !== 'Name') return false;
  const binding = found.model.names.lookup(target.id, target);
  if (binding?.definitions.length !== 1) return false;
  if (found.followed.has(binding)) return true;
  found.followed.add(binding);
  if (binding.scope === found.model.names.moduleScope) found.objects.add(target.id);
  return binding.references.every((each) => isReadByParts(each, found));
}

const isOwnMethod = (name: string, { classDef: { body } }: Found): boolean =>
  body.some((each) => each.kind === 'FunctionDef' && each.name === name);

/** By a function of the module, whose callers are seen in their turn. */
function isGiven(statement: Node, found: Found): boolean {
  for (const around of ancestors(statement)) {
    if (around.kind === 'Lambda' || around.kind === 'AsyncFunctionDef' || around.kind === 'ClassDef') return false;
    if (around.kind !== 'FunctionDef') continue;
    if (around.parent?.kind !== 'Module') return false;
    found.makers.add(around.name);
    return true;
  }
  return false;
}
