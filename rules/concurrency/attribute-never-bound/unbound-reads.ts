/** What a class reads of its own objects and binds nowhere itself. */
import {
  type Arg,
  type Attribute,
  ancestors,
  type ClassDef,
  type Constant,
  decoratorsOf,
  lastName,
  nodesOf,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';

/** The first load of an attribute in its class. */
export interface UnboundLoad {
  readonly node: Attribute;
  /** A text of the file is the name: someone may bind it by that. */
  readonly isSaid: boolean;
}

/**
 * The first load of each `self.x`, by class, where the class binds no `x` and nothing in the file binds it by its name: anyone who writes
 * `setattr(self, "x", …)` or `__slots__ = ("x",)` may. Loads that expect its absence are left out, and classes whose objects nobody gets.
 */
export function unboundReads(model: SemanticModel): ReadonlyMap<ClassDef, readonly UnboundLoad[]> {
  const open = new Map<ClassDef, readonly UnboundLoad[]>();
  const reads = readsByClass(model);
  if (reads.size === 0) return open;
  const { said, binding } = textsBinding(model);
  // `exec("self.args = …")` binds one too.
  const code = [...said].filter((text) => text.includes('self.'));
  for (const [owner, ofClass] of reads) {
    const unbound = [...ofClass.values()].filter(
      (node) =>
        !binding.has(node.attr) &&
        !code.some((text) => text.includes(`self.${node.attr} =`)) &&
        !isProbed(node) &&
        !model.flow.isUnreachable(node),
    );
    if (unbound.length === 0 || isNeverMade(owner, model) || isReplaced(owner, model)) continue;
    open.set(
      owner,
      unbound.map((node) => ({ node, isSaid: said.has(node.attr) })),
    );
  }
  return open;
}

/** The first load of each attribute that the body and the methods of its class do not bind. */
function readsByClass(model: SemanticModel): ReadonlyMap<ClassDef, ReadonlyMap<string, Attribute>> {
  const { names, source } = model;
  const owners = new Map<Arg, ClassDef | undefined>();
  const ownerOf = ({ value }: Attribute): ClassDef | undefined => {
    const receiver = value.kind === 'Name' && value.id === 'self' ? names.parameterOf(value) : undefined;
    if (receiver === undefined) return undefined;
    if (!owners.has(receiver)) owners.set(receiver, classReceiving(receiver, model));
    return owners.get(receiver);
  };
  const bound = new Map<ClassDef, Set<string>>();
  for (const store of names.attributeStores) {
    const owner = isAugmented(store) ? undefined : ownerOf(store);
    if (owner !== undefined) bound.set(owner, (bound.get(owner) ?? new Set()).add(store.attr));
  }
  const reads = new Map<ClassDef, Map<string, Attribute>>();
  for (const node of nodesOf(source.module, 'Attribute')) {
    if ((node.ctx !== 'Load' && !isAugmented(node)) || node.attr.startsWith('__')) continue;
    const owner = ownerOf(node);
    if (owner === undefined || bound.get(owner)?.has(node.attr) === true) continue;
    if (names.scopeOf(owner)?.bindings.has(node.attr) === true) continue;
    const ofClass = reads.get(owner) ?? new Map<string, Attribute>();
    reads.set(owner, ofClass);
    if (!ofClass.has(node.attr)) ofClass.set(node.attr, node);
  }
  return reads;
}

/** `self.hits += 1` reads it first. */
export const isAugmented = ({ parent, ctx }: Attribute): boolean => ctx === 'Store' && parent?.kind === 'AugAssign';

/** The class whose method's first parameter this is. */
function classReceiving(receiver: Arg, { context }: SemanticModel): ClassDef | undefined {
  const fn = receiver.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return undefined;
  const isFirst = (fn.args.posonlyargs[0] ?? fn.args.args[0]) === receiver;
  const isStatic = decoratorsOf(fn).some(({ callee }) => STATIC.has(lastName(callee) ?? ''));
  return isFirst && !isStatic ? context.classOfMethod(fn) : undefined;
}

const STATIC: ReadonlySet<string> = new Set(['staticmethod', 'classmethod']);

interface Texts {
  readonly said: ReadonlySet<string>;
  /** Of these, those that are given to what binds by name, or asked of `self`, which shows that someone knows of its absence. */
  readonly binding: ReadonlySet<string>;
}

/** Texts of the file, and those by which it may bind attributes. */
export const textsBinding = memoizeByFile(({ source }: SemanticModel): Texts => {
  const said = new Set<string>();
  const binding = new Set<string>();
  for (const node of nodesOf(source.module, 'Constant')) {
    if (node.value.kind !== 'str' || isReadOfOther(node)) continue;
    said.add(node.value.value);
    if (bindsByName(node)) binding.add(node.value.value);
  }
  return { said, binding };
});

/** `getattr(config, "limit", 5)` reads, and of another object. */
function isReadOfOther(text: Constant): boolean {
  const call = text.parent;
  if (call?.kind !== 'Call' || call.func.kind !== 'Name' || !READERS.has(call.func.id)) return false;
  const [object, name] = call.args;
  return name === text && !(object?.kind === 'Name' && object.id === 'self');
}

/** An argument (`setattr(self, "limit", 5)`), or one of a bare list of names (`__slots__ = ("limit",)`), which a loop may go over. */
function bindsByName({ parent }: Constant): boolean {
  if (parent?.kind === 'Tuple' || parent?.kind === 'List' || parent?.kind === 'Set') return true;
  if (parent?.kind === 'Assign' || parent?.kind === 'For' || parent?.kind === 'Compare') return true;
  return parent?.kind === 'Call' && NAMERS.has(lastName(parent.func) ?? '');
}

const NAMERS: ReadonlySet<string> = new Set([
  ...['getattr', 'hasattr', 'setattr', 'delattr', '__setattr__', 'namedtuple'],
  // Modules of torch keep what has to move with them by these.
  ...['register_buffer', 'register_parameter', 'register_module', 'add_module'],
]);
const READERS: ReadonlySet<string> = new Set(['getattr', 'hasattr']);

/** Stands in a `try` that waits for its absence. */
function isProbed(node: Attribute): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return false;
    if (at.kind === 'Try' && at.handlers.some(({ type }) => type?.kind === 'Name' && type.id === 'AttributeError'))
      return true;
  }
  return false;
}

/** Anyone who makes an object gets an exception: the class is there to say that it is gone. */
function isNeverMade(owner: ClassDef, { state, flow }: SemanticModel): boolean {
  const init = state.methodsOf(owner).get('__init__');
  return init !== undefined && flow.alwaysRaises(init.body);
}

/** Another class takes its name before anybody could make an object of it or extend it. */
function isReplaced(owner: ClassDef, { source, context }: SemanticModel): boolean {
  const { body } = source.module;
  const from = body.indexOf(owner);
  const next =
    from < 0 ? undefined : body.slice(from + 1).find((each) => each.kind === 'ClassDef' && each.name === owner.name);
  if (next === undefined || owner.decorator_list.length > 0) return false;
  return !nodesOf(source.module, 'Name').some(
    (name) => name.id === owner.name && owner.end < name.start && name.start < next.end && context.runsAtImport(name),
  );
}
