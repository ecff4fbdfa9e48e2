/** Objects of which one is as good as another. */
import { type Call, type ClassDef, type FunctionDef, holds, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';

/**
 * Whether a call makes an object that only keeps plain values which it is given or computes, and never changes them: a second
 * one made beside it holds nothing that the first lacks, no connection, no lock and no container. Only classes of this file are
 * looked into, and only those without bases.
 */
export function makesInterchangeable(call: Call, model: SemanticModel): ClassDef | undefined {
  const made = model.names.definitionOf(call.func);
  if (made?.kind !== 'ClassDef' || made.bases.length + made.keywords.length + made.decorator_list.length > 0)
    return undefined;
  const given = [...call.args, ...call.keywords.map(({ value }) => value)];
  if (given.some((each) => holds(each, (node) => isLasting(node, model)))) return undefined;
  const methods = made.body.filter((each) => each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef');
  if (methods.some(({ name }) => /^__(?:new|setattr|getattr|getattribute)__$/.test(name))) return undefined;
  const isPlain = methods.every((method) =>
    method.kind === 'FunctionDef' && method.name === '__init__'
      ? keepsPlainValues(method, model)
      : !storesInSelf(method),
  );
  return isPlain ? made : undefined;
}

function keepsPlainValues(fn: FunctionDef, model: SemanticModel): boolean {
  return !holdsInOwnCode(fn.body, (node) => node.parent?.kind !== 'Raise' && isLasting(node, model));
}

function storesInSelf(method: Node): boolean {
  return holds(
    method,
    (node) => (node.kind === 'Attribute' && node.ctx !== 'Load') || (node.kind === 'Call' && isSetattr(node)),
  );
}

const isSetattr = ({ func }: Call): boolean => func.kind === 'Name' && (func.id === 'setattr' || func.id === 'vars');

/** What may keep something that another object does not have, or do something beside being a value. */
function isLasting(node: Node, model: SemanticModel, depth = 0): boolean {
  if (node.kind !== 'Call') return CONTAINERS.has(node.kind);
  const isPlain = PLAIN_CALLS.has(model.types.calleeName(node.func) ?? '');
  return !isPlain && !PLAIN_CLASSES.has(model.types.classOf(node) ?? '') && !handsOnPlainValues(node, model, depth);
}

/** A function of this file that does nothing but compute with what it is given. */
function handsOnPlainValues({ func }: Call, model: SemanticModel, depth: number): boolean {
  const fn = depth < MAX_DEPTH ? model.names.definitionOf(func) : undefined;
  if (fn?.kind !== 'FunctionDef' || fn.decorator_list.length > 0) return false;
  return !holdsInOwnCode(fn.body, (node) => isLasting(node, model, depth + 1));
}

const MAX_DEPTH = 2;

const CONTAINERS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp', 'Lambda', 'FunctionDef', 'Global'] as const),
  ...(['With', 'AsyncWith', 'Await', 'Yield', 'Nonlocal'] as const),
]);
const PLAIN_CALLS: ReadonlySet<string> = new Set(['os.getenv', 'os.environ.get']);
const PLAIN_CLASSES: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'bytes', 'frozenset', 'tuple'].map((name) => `builtins.${name}`),
);
