/** What a round of a loop makes, and what it waits for before the next one begins. */
import { ancestors, type Call, holds, isWithin, type Node } from '#ast';
import type { LoopNode, SemanticModel } from '#semantics';

/** What holds it is made in the round, and may end with it. */
export function isOfRound(target: Node, loop: LoopNode, ctx: SemanticModel): boolean {
  let root = target;
  while (root.kind === 'Attribute' || root.kind === 'Subscript' || root.kind === 'Call')
    root = root.kind === 'Call' ? root.func : root.value;
  if (root.kind !== 'Name') return true;
  const binding = ctx.names.resolve(root);
  // `made += […]`, `made = made + […]`: it was there before.
  const isSame = (node: Node): boolean => node.kind === 'Name' && ctx.names.resolve(node) === binding;
  return (binding?.definitions ?? []).some(
    ({ kind, node, value }) =>
      isWithin(node, loop) && kind !== 'augmented' && !(value !== undefined && holds(value, isSame)),
  );
}

/** Its result is waited for before the next round. */
export function isAwaitedInRound(call: Call, loop: LoopNode, ctx: SemanticModel): boolean {
  if (call.parent?.kind === 'Await' || isJoinedByWith(call, loop, ctx) || isCollectedInRound(call, loop, ctx))
    return true;
  return ctx.flow
    .destinations(call)
    .some(
      ({ kind, node }) =>
        isWithin(node, loop) &&
        (kind === 'await' ||
          (kind === 'receiver' &&
            node.kind === 'Call' &&
            node.func.kind === 'Attribute' &&
            WAITING.has(node.func.attr))),
    );
}

/** `with ThreadPoolExecutor() as pool:` in the round waits at its end for all that it was given. */
function isJoinedByWith({ func }: Call, loop: LoopNode, ctx: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || func.value.kind !== 'Name') return false;
  const definitions = ctx.names.resolve(func.value)?.definitions ?? [];
  return (
    definitions.length > 0 &&
    definitions.every(
      ({ kind, node, value }) =>
        kind === 'with' &&
        isWithin(node, loop) &&
        value?.kind === 'Call' &&
        JOINING.has(ctx.types.calleeName(value.func) ?? ''),
    )
  );
}

const JOINING: ReadonlySet<string> = new Set([
  'concurrent.futures.ThreadPoolExecutor',
  'concurrent.futures.ProcessPoolExecutor',
  'asyncio.TaskGroup',
]);

/** `tasks.append(create_task(…))` of a list that the round makes and waits for: `await gather(*tasks)`. */
function isCollectedInRound(call: Call, loop: LoopNode, ctx: SemanticModel): boolean {
  const { parent } = call;
  const list = parent?.kind === 'Call' && parent.func.kind === 'Attribute' ? parent.func.value : undefined;
  if (list?.kind !== 'Name' || !isOfRound(list, loop, ctx)) return false;
  return (ctx.names.resolve(list)?.references ?? []).some((use) => {
    for (const outer of ancestors(use)) {
      if (outer === loop) return false;
      if (outer.kind === 'Await') return true;
    }
    return false;
  });
}

const WAITING: ReadonlySet<string> = new Set(['result', 'join', 'get', 'wait', 'cancel', 'remove', 'is_alive']);
