/** Lists that are used as queues. */
import {
  ancestors,
  type Call,
  type Expression,
  fullnessTested,
  holds,
  isWithin,
  lastName,
  methodCalledOn,
  type Node,
} from '#ast';
import { memoize } from '#collections';
import type { SourceContext } from '#kit';
import type { StateLife, StateUse } from '#semantics';

/** Windows up to this many elements move in less than a microsecond. */
const SMALL_WINDOW = 1000;
const QUEUE_NAME = /queue|jobs|backlog|inbox|outbox|to_?do|to_crawl|to_visit|waiting/i;
const ADDING: ReadonlySet<string> = new Set(['append', 'extend', 'insert']);

interface FrontOperation {
  readonly list: Expression;
  readonly method: 'pop' | 'insert';
}

/** `x.pop(0)` and `x.insert(0, …)`. */
export function frontOperation({ func, args, keywords }: Call, ctx: SourceContext): FrontOperation | undefined {
  if (func.kind !== 'Attribute' || keywords.length > 0) return undefined;
  const { attr, value } = func;
  const isFront = (attr === 'pop' && args.length === 1) || (attr === 'insert' && args.length === 2);
  const [index] = args;
  if (!isFront || index === undefined || ctx.values.number(index) !== 0) return undefined;
  return { list: value, method: attr };
}

/** A queue that an object is fed with has no end. */
export const mayBeLong = (list: Expression & { kind: 'Attribute' }, ctx: SourceContext): boolean =>
  QUEUE_NAME.test(list.attr) && !isKeptShort(list, ctx);

/** `if len(queue) < 50: queue.append(…)`: what does not fit is refused. */
function isKeptShort(list: Expression, ctx: SourceContext): boolean {
  const checks = ctx.state.lifeOf(list)?.of('size-check') ?? [];
  return checks.some(({ node }) => {
    if (node.kind !== 'Compare' || fullnessTested(node) === undefined) return false;
    return [node.left, ...node.comparators].some(
      (side) => (ctx.values.number(side) ?? Number.POSITIVE_INFINITY) <= SMALL_WINDOW,
    );
  });
}

/** What else happens to a list that lives across the turns of the loop. */
interface QueueUse {
  readonly added: readonly Node[];
  readonly isPopped: boolean;
}

export function findQueue(call: Call, list: Expression, ctx: SourceContext): QueueUse | undefined {
  const loops = loopsAround(call, ctx);
  // Each call of a method is a turn, where another method adds.
  if (loops.length === 0) return isFedElsewhere(call, list, ctx) ? findKeptQueue(call, list, ctx) : undefined;
  // Whoever leaves the loop with the element takes only one.
  if (isLastTurn(call, loops[0])) return undefined;
  return list.kind === 'Name' && ctx.names.resolve(list)?.scope.kind === 'function'
    ? findLocalQueue(call, list, loops, ctx)
    : findKeptQueue(call, list, ctx);
}

function findLocalQueue(
  call: Call,
  list: Expression & { kind: 'Name' },
  loops: readonly Node[],
  ctx: SourceContext,
): QueueUse | undefined {
  const binding = ctx.names.resolve(list);
  if (binding === undefined || ctx.types.classOf(list) !== 'builtins.list') return undefined;
  const isBoundIn = (loop: Node): boolean =>
    binding.definitions.some(({ node, kind }) => kind !== 'augmented' && isWithin(node, loop));
  const loop = loops.filter((each) => !isBoundIn(each)).at(-1);
  if (loop === undefined || binding.references.some((name) => isTrimmedTo(name, call, ctx))) return undefined;
  // A deque can be neither sorted nor sliced.
  if (binding.references.some((name) => methodOn(name) === 'sort')) return undefined;
  const used = binding.references.filter((name) => isWithin(name, loop));
  const added = binding.definitions.filter(({ node, kind }) => kind === 'augmented' && isWithin(node, loop));
  return {
    added: [...added.map(({ node }) => node), ...used.filter((name) => ADDING.has(methodOn(name) ?? ''))],
    isPopped: used.some((name) => methodOn(name) === 'pop' && name.parent?.parent !== call),
  };
}

function findKeptQueue(call: Call, list: Expression, ctx: SourceContext): QueueUse | undefined {
  const life = ctx.state.lifeOf(list);
  if (life?.container !== 'list') return undefined;
  if (life.of('size-check').some(({ node }) => isWindow(node, call, ctx))) return undefined;
  const { added, popped } = changesOf(life);
  return {
    added: lastName(call.func) === 'insert' ? added.filter((node) => node !== call) : added,
    isPopped: popped.size > (popped.has(call) ? 1 : 0),
  };
}

/** Each that takes from the list asks. */
const changesOf = memoize((life: StateLife) => {
  const grown = life.of('grow').filter(({ operation }) => operation === '+=' || ADDING.has(operation));
  const popped = life.of('shrink').filter(({ operation }) => operation === 'pop');
  return {
    added: grown.flatMap(({ node, within }) => (within === undefined ? [] : node)),
    popped: new Set(popped.map(({ node }) => node)),
  };
});

const isFedElsewhere = (call: Call, list: Expression, ctx: SourceContext): boolean =>
  list.kind === 'Attribute' &&
  lastName(call.func) === 'pop' &&
  ctx.state
    .lifeOf(list)
    ?.of('grow')
    .some((use) => isAddedIn(use, call, ctx)) === true;

/** By another method, or by the same one that moves a window over the list. */
const isAddedIn = ({ operation, within }: StateUse, call: Call, ctx: SourceContext): boolean =>
  operation === 'append' &&
  within !== undefined &&
  (within !== ctx.context.defAround(call) ||
    ctx.context.testsAround(call).some((test) => testsLength(test, call, ctx)));

/** `if len(self._history) > self._limit: self._history.pop(0)`. */
const testsLength = (test: Expression, { func }: Call, { text }: SourceContext): boolean =>
  func.kind === 'Attribute' &&
  holds(test, (node) => node.kind === 'Call' && text.slice(node) === `len(${text.slice(func.value)})`);

/** Loops around a call in its function, innermost first. */
function loopsAround(call: Call, ctx: SourceContext): readonly Node[] {
  const loops: Node[] = [];
  for (let loop = ctx.context.loopAround(call); loop !== undefined; loop = ctx.context.loopAround(loop))
    loops.push(loop);
  return loops;
}

/** Taken in a `return`, or in a branch that leaves the loop: there is no next turn. */
function isLastTurn(call: Call, loop: Node | undefined): boolean {
  for (const node of ancestors(call)) {
    if (node.kind === 'Return') return true;
    if (node === loop) return false;
    if (node.kind !== 'If') continue;
    const branch = node.body.some((statement) => isWithin(call, statement)) ? node.body : node.orelse;
    return ['Return', 'Break', 'Raise'].includes(branch.at(-1)?.kind ?? '');
  }
  return false;
}

/** `while queue and total > limit: queue.pop(0)` on a list that grows elsewhere moves a window over it. */
export function isSliding(call: Call, added: readonly Node[], ctx: SourceContext): boolean {
  const loop = ctx.context.loopAround(call);
  return (
    loop?.kind === 'While' &&
    loop.test.kind === 'BoolOp' &&
    added.length > 0 &&
    !added.some((node) => isWithin(node, loop))
  );
}

const methodOn = (name: Node): string | undefined => methodCalledOn(name)?.method;

/** `if len(x) > 20: x.pop(0)`: a short window that never gets longer. */
function isTrimmedTo(name: Node, call: Call, ctx: SourceContext): boolean {
  const length = name.parent;
  return length?.kind === 'Call' && length.parent?.kind === 'Compare' && isWindow(length.parent, call, ctx);
}

function isWindow(check: Node, call: Call, ctx: SourceContext): boolean {
  if (check.kind !== 'Compare') return false;
  const sizes = [check.left, ...check.comparators].flatMap((side) => ctx.values.number(side) ?? []);
  // A limit that nothing here says may be any.
  if (sizes.length === 0 || sizes.some((size) => size > SMALL_WINDOW || size <= 1)) return false;
  for (const node of ancestors(call))
    if ((node.kind === 'If' || node.kind === 'While') && isWithin(check, node.test)) return true;
  return false;
}
