/** What is done to a piece of state that serves as a queue, whatever it is made of. */
import { type Call, type Expression, holds, lastName, methodCalledOn, type Node } from '#ast';
import type { FunctionNode, SemanticModel, StateLife } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

export interface QueueUse {
  readonly kind: 'put' | 'take';
  readonly call: Call;
  /** What is put in; for a take the last argument, if there is one. */
  readonly element: Expression | undefined;
  readonly within: FunctionNode;
}

/** Puts and takes in functions of this file, by the methods of queues, deques and lists and by `heapq`, in source order. */
export function queueUsesOf(life: StateLife, model: SemanticModel): readonly QueueUse[] {
  return model.state.mentionsOfLife(life).flatMap((mention) => {
    const within = model.context.functionAround(mention);
    const done = methodCalledOn(mention) ?? heapCallOn(mention, model);
    const kind = done === undefined ? undefined : OPERATIONS.get(done.method);
    if (within === undefined || done === undefined || kind === undefined) return [];
    return [{ kind, call: done.call, element: done.call.args.at(-1), within }];
  });
}

/** A put of what a caller gave, and a take: what lies between them is in the queue alone. */
export interface HandOver {
  readonly put: QueueUse;
  readonly take: QueueUse;
}

/** How callers hand something over through a queue and go on; undefined where one of them waits to hear of its end. */
export function handOverThrough(life: StateLife, model: SemanticModel): HandOver | undefined {
  const uses = queueUsesOf(life, model);
  if (isOrderOfUse(uses, life, model)) return undefined;
  const puts = uses.filter(({ kind }) => kind === 'put');
  // What is taken out and dropped was no job.
  const take = uses.find(({ kind, call }) => kind === 'take' && call.parent?.kind !== 'Expr');
  const put = puts.find((use) => isOfCaller(use, model));
  return put === undefined || take === undefined || puts.some(isWaitedFor) ? undefined : { put, take };
}

/** `order.remove(key)`, `order.append(key)`: what is moved to the end of a list is in it to be ordered, and is elsewhere. */
function isOrderOfUse(uses: readonly QueueUse[], life: StateLife, { source, context, state }: SemanticModel): boolean {
  const put = new Map(
    uses.flatMap(({ kind, element, within }) =>
      kind === 'put' && element !== undefined ? [[within, source.text.slice(element)] as const] : [],
    ),
  );
  return state.mentionsOfLife(life).some((mention) => {
    const done = methodCalledOn(mention);
    const [moved] = done?.method === 'remove' ? done.call.args : [];
    const within = context.functionAround(mention);
    return moved !== undefined && within !== undefined && put.get(within) === source.text.slice(moved);
  });
}

/** What is put in is a parameter, or made of parameters. */
function isOfCaller({ element, within }: QueueUse, model: SemanticModel): boolean {
  if (element === undefined || within.kind === 'Lambda' || model.state.runsInCreation(within)) return false;
  const isGiven = (node: Node): boolean =>
    node.kind === 'Name' && node.id !== 'self' && node.id !== 'cls' && model.names.parameterOf(node) !== undefined;
  return holds(element, isGiven) || model.flow.origins(element).some((origin) => holds(origin, isGiven));
}

/** A future goes along, or the function waits after putting. */
function isWaitedFor({ call, within }: QueueUse): boolean {
  return callsWithin([within]).some((other) => other !== call && WAITING.test(lastName(other.func) ?? ''));
}

const WAITING = /^(create_future|Future|Event|result|wait|wait_for|Condition)$/;

const OPERATIONS: ReadonlyMap<string, QueueUse['kind']> = new Map([
  ...['put', 'put_nowait', 'append', 'appendleft', 'insert', 'heappush'].map((name) => [name, 'put'] as const),
  ...['get', 'get_nowait', 'pop', 'popleft', 'heappop'].map((name) => [name, 'take'] as const),
]);

/** `heapq.heappush(self.jobs, job)`. */
function heapCallOn({ parent }: Expression, { names }: SemanticModel) {
  const name = parent?.kind === 'Call' ? names.qualifiedName(parent.func) : undefined;
  if (parent?.kind !== 'Call' || name?.startsWith('heapq.') !== true) return undefined;
  return { call: parent, method: name.slice('heapq.'.length) };
}
