/** Who looks at the end of a task, a thread or a job that runs in the background. */
import { boundTarget, type Call, type Def, type Expression, type Node, nodesOf, purposeOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';

/** What keeps it, with every mention that is seen. */
export interface Keeper {
  /** Undefined where nothing keeps it. */
  readonly at?: Expression;
  readonly mentions: readonly Expression[];
  /** Other modules reach it. */
  readonly isShared: boolean;
}

/** What keeps the thing that a call starts; undefined where it is handed on, so that others look after it. */
export function keeperOf(call: Call, model: SemanticModel): Keeper | undefined {
  const { parent } = call;
  if (parent?.kind === 'Expr') return NOBODY;
  // `Thread(…).start()`
  if (parent?.kind === 'Attribute')
    return parent.attr === 'start' && parent.parent?.parent?.kind === 'Expr' ? NOBODY : undefined;
  if (parent?.kind === 'ListComp' || parent?.kind === 'SetComp') return keeperOfBound(parent, call, model);
  const container = containerOf(call);
  if (container !== undefined) return keeperAt(container, call, model, true);
  return keeperOfBound(call, call, model);
}

const NOBODY: Keeper = { mentions: [], isShared: false };

function keeperOfBound(value: Expression, call: Call, model: SemanticModel): Keeper | undefined {
  const target = boundTarget(value);
  if (value.parent?.kind === 'Await' || target === undefined) return undefined;
  const isPart = target.kind === 'Subscript';
  return keeperAt(isPart ? target.value : target, call, model, isPart);
}

/** `tasks.append(create_task(…))` */
function containerOf({ parent }: Expression): Expression | undefined {
  const isPut = parent?.kind === 'Call' && parent.func.kind === 'Attribute' && PUTTING.has(parent.func.attr);
  return isPut && parent.func.kind === 'Attribute' ? parent.func.value : undefined;
}

const PUTTING: ReadonlySet<string> = new Set(['append', 'add']);

function keeperAt(kept: Expression, call: Call, model: SemanticModel, isPart: boolean): Keeper | undefined {
  if (kept.kind === 'Name') {
    const own = model.names.resolve(kept)?.references ?? [];
    const further = own.flatMap((each) => {
      const container = containerOf(each);
      return container === undefined ? [] : (keeperAt(container, call, model, true)?.mentions ?? []);
    });
    return { at: kept, mentions: [...own, ...further], isShared: false };
  }
  if (kept.kind !== 'Attribute') return undefined;
  const owner = model.context.classAround(call);
  const own = owner === undefined ? [] : model.state.mentionsOf(owner, kept.attr);
  if (own.includes(kept)) return { at: kept, mentions: own, isShared: isPart };
  const mentions = nodesOf(model.source.module, 'Attribute').filter(({ attr }) => attr === kept.attr);
  return { at: kept, mentions, isShared: true };
}

/** Its end is asked for, awaited or handed on, outside of the code that stops it. `restart` is where it is started anew. */
export function careForEnd({ at, mentions }: Keeper, call: Call, model: SemanticModel): 'none' | 'restart' | 'full' {
  const uses = mentions.flatMap((mention) => [mention, ...elementsOf(mention, model)]);
  const cancelled = uses.find((each) => isCancel(each.parent) && each.start > call.end);
  let care: 'none' | 'restart' = 'none';
  for (const mention of uses) {
    const use = careIn(mention, at, model);
    if (use === 'none') continue;
    const fn = model.context.defAround(mention);
    const isHere = fn === model.context.defAround(call);
    if (use === 'asked' && isHere) care = 'restart';
    // Anyone who has cancelled it only waits until it is gone.
    else if (isHere && cancelled !== undefined && cancelled.start < mention.start) continue;
    else if (use === 'shown' || fn === undefined || isHere || !endsTask(fn, model)) return 'full';
  }
  return care;
}

/** `for task in list(self.tasks):`: what the loop calls each of them. */
function elementsOf(mention: Expression, { names }: SemanticModel): readonly Expression[] {
  const loop = loopOver(mention);
  const target = loop?.target;
  return target?.kind === 'Name' ? (names.resolve(target)?.references ?? []) : [];
}

function loopOver(mention: Expression): Extract<Node, { readonly kind: 'For' | 'comprehension' }> | undefined {
  const { parent } = mention;
  if (parent?.kind === 'For' || parent?.kind === 'comprehension') return parent.iter === mention ? parent : undefined;
  if (parent?.kind === 'Attribute' && parent.parent?.kind === 'Call') return loopOver(parent.parent);
  return parent?.kind === 'Call' && parent.func.kind === 'Name' && COPIES.has(parent.func.id)
    ? loopOver(parent)
    : undefined;
}

const COPIES: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'sorted']);

/** What a mention does about the end: nothing, ask for it, arrange to be notified, or hand it to what may do so. */
function careIn(
  mention: Expression,
  at: Expression | undefined,
  model: SemanticModel,
): 'none' | 'asked' | 'shown' | 'handed' {
  const { parent } = mention;
  if ((mention.kind === 'Attribute' || mention.kind === 'Name') && mention.ctx !== 'Load') return 'none';
  if (TESTING.has(parent?.kind) || (parent?.kind === 'Subscript' && parent.ctx !== 'Load')) return 'none';
  if (mention === at || loopOver(mention) !== undefined || containerOf(mention) !== undefined) return 'none';
  if (parent?.kind !== 'Attribute') return 'handed';
  if (parent.attr === 'add_done_callback') return reportsFailure(parent, model) ? 'shown' : 'none';
  if (parent.attr === 'join') return isShortJoin(parent.parent) ? 'none' : 'handed';
  if (!STATUS_METHODS.has(parent.attr)) return 'none';
  // `run(task.result)` has someone else ask.
  return parent.parent?.kind === 'Call' && parent.parent.func !== parent ? 'shown' : 'asked';
}

/** Methods that ask how it ended, or whether it has. */
const STATUS_METHODS: ReadonlySet<string> = new Set(['done', 'exception', 'result', 'is_alive', 'running']);
/** `if self._task:`, `self._task is None`. */
const TESTING: ReadonlySet<Node['kind'] | undefined> = new Set([
  ...(['If', 'Compare', 'BoolOp', 'UnaryOp', 'IfExp', 'Assert'] as const),
]);

/** `thread.join(timeout=5)` does not ask whether it came to the end. */
const isShortJoin = (call: Node | undefined): boolean =>
  call?.kind === 'Call' && (call.args.length > 0 || call.keywords.length > 0);

/** A callback that only takes it out of where it is kept notifies no one. */
function reportsFailure({ parent }: Expression, model: SemanticModel): boolean {
  const callback = parent?.kind === 'Call' ? parent.args[0] : undefined;
  if (callback?.kind === 'Attribute' && FORGETTING.has(callback.attr)) return false;
  const fn = callback && model.context.functionRun(callback);
  if (fn === undefined) return true;
  return callsWithin([fn.body].flat()).some(({ func }) => !(func.kind === 'Attribute' && FORGETTING.has(func.attr)));
}

const FORGETTING: ReadonlySet<string> = new Set(['discard', 'remove', 'pop']);

const isCancel = (node: Node | undefined): boolean => node?.kind === 'Attribute' && node.attr === 'cancel';

/** A method that stops things, by its name or because it cancels, or sets what the loop asks. */
function endsTask(fn: Def, model: SemanticModel): boolean {
  if (purposeOf(fn) === 'clean-up') return true;
  return holdsInOwnCode(
    fn.body,
    (node) => node.kind === 'Attribute' && (node.attr === 'cancel' || (node.attr === 'set' && isCalledBare(node))),
  );
}

const isCalledBare = ({ parent }: Node): boolean => parent?.kind === 'Call' && parent.args.length === 0;
