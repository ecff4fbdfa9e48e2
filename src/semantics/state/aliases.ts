/** Locals that hold a state or an element of it: `cache = self._cache`, `bucket = self._windows[key]`. */
import type { Call, Expression, Name, Node } from '../../ast/index.ts';
import { firstIndex } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { Mention } from './mention.ts';
import { ELEMENT_METHODS } from './operations.ts';

/** The mentions and all that follow from them through locals, each once. */
export function followAliases(model: SemanticModel, nodes: readonly Expression[]): readonly Mention[] {
  const mentions: Mention[] = nodes.map((node) => ({ node, form: 'state', key: undefined, isDoubtful: false }));
  const seen = new Set<Node>(nodes);
  for (let i = 0; i < mentions.length; i++) {
    const mention = mentions[i];
    if (mention === undefined) break;
    for (const next of aliasesMadeBy(model, mention)) {
      if (seen.has(next.node)) continue;
      seen.add(next.node);
      mentions.push(next);
    }
  }
  return mentions;
}

/** The local that a value is bound to whole, when all its other uses can be seen. */
export function localBoundTo(
  model: SemanticModel,
  value: Expression,
): { readonly binding: Binding; readonly isOnly: boolean } | undefined {
  let carrier: Expression = value;
  let isWhole = true;
  for (;;) {
    const parent: Node | undefined = carrier.parent;
    if (parent?.kind === 'BoolOp' || (parent?.kind === 'IfExp' && parent.test !== carrier)) {
      isWhole = false;
      carrier = parent;
      continue;
    }
    const target = targetOf(parent, carrier);
    const binding = target === undefined ? undefined : model.names.resolve(target);
    if (binding === undefined || (binding.scope.kind !== 'function' && binding.scope.kind !== 'lambda'))
      return undefined;
    return { binding, isOnly: isWhole && binding.definitions.length === 1 };
  }
}

function aliasesMadeBy(model: SemanticModel, mention: Mention): readonly Mention[] {
  const values = mention.form === 'state' ? [mention, ...elementsOf(mention)] : [mention];
  const made = values.flatMap((value) => {
    const local = localBoundTo(model, value.node);
    if (local === undefined) return [];
    const isDoubtful = value.isDoubtful || !local.isOnly;
    return local.binding.references.map((node): Mention => ({ ...value, node, isDoubtful }));
  });
  return mention.form === 'state' ? [...made, ...elementsLoopedOver(model, mention.node)] : made;
}

/** `for queue in self._queues.values()`: the loop's name holds one element after another. */
function elementsLoopedOver(model: SemanticModel, state: Expression): readonly Mention[] {
  const call = methodCallOn(state);
  let iterated: Expression = call === undefined ? state : call.call;
  const wrapper = iterated.parent;
  if (wrapper?.kind === 'Call' && model.names.qualifiedName(wrapper.func) === 'builtins.list') iterated = wrapper;
  const loop = iterated.parent;
  if ((loop?.kind !== 'For' && loop?.kind !== 'AsyncFor') || loop.iter !== iterated) return [];
  if (call !== undefined && call.method !== 'values' && call.method !== 'items') return [];
  const isPair = call?.method === 'items';
  const target = isPair && loop.target.kind === 'Tuple' ? loop.target.elts[1] : loop.target;
  if (target?.kind !== 'Name') return [];
  const key = isPair && loop.target.kind === 'Tuple' ? loop.target.elts[0] : undefined;
  const references = model.names.resolve(target)?.references ?? [];
  // One name often serves several loops.
  const inLoop = references.filter((node) => node.start > loop.start && node.end <= loop.end);
  return inLoop.map((node): Mention => ({ node, form: 'element', key, isDoubtful: true }));
}

/** Elements that the expression around a state gives: `x[k]`, `x.get(k)`, `x.values()` in a loop. */
function elementsOf(mention: Mention): readonly Mention[] {
  const { node, isDoubtful } = mention;
  const parent = node.parent;
  if (parent?.kind === 'Subscript' && parent.value === node && parent.slice.kind !== 'Slice') {
    return [{ node: parent, form: 'element', key: parent.slice, isDoubtful }];
  }
  const call = methodCallOn(node);
  if (call !== undefined && ELEMENT_METHODS.has(call.method)) {
    return [{ node: call.call, form: 'element', key: call.call.args[0], isDoubtful }];
  }
  return [];
}

interface MethodCall {
  readonly call: Call;
  readonly method: string;
}

/** The call of a method on an expression. */
export function methodCallOn(receiver: Expression): MethodCall | undefined {
  const member = receiver.parent;
  if (member?.kind !== 'Attribute' || member.value !== receiver) return undefined;
  const call = member.parent;
  return call?.kind === 'Call' && call.func === member ? { call, method: member.attr } : undefined;
}

/** The local name that takes a value from the statement it is in. */
function targetOf(parent: Node | undefined, value: Expression): Name | undefined {
  switch (parent?.kind) {
    case 'Assign': {
      const [target, other] = parent.targets;
      return other === undefined && target?.kind === 'Name' ? target : undefined;
    }
    case 'AnnAssign':
    case 'NamedExpr':
      return parent.value === value && parent.target.kind === 'Name' ? parent.target : undefined;
    case 'Tuple': {
      const statement = parent.parent;
      if (statement?.kind !== 'Assign' || statement.value !== parent || statement.targets.length !== 1)
        return undefined;
      const [targets] = statement.targets;
      if (targets?.kind !== 'Tuple' || targets.elts.length !== parent.elts.length) return undefined;
      const target = targets.elts[firstIndex(parent.elts, ({ start }) => start >= value.start)];
      return target?.kind === 'Name' ? target : undefined;
    }
    default:
      return undefined;
  }
}
