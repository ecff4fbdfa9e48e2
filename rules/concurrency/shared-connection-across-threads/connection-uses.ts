/** Uses of one connection, and which of them can run at once. */
import { booleanConstant, type Call, callKeyword, type Expression, lastName, type Node } from '#ast';
import { type DoubtId, lastNames, type SourceContext } from '#kit';
import { CONNECTORS, OF_ONE_THREAD_OBJECTS, UNSHARED_CONNECTORS } from '#knowledge/database-drivers';
import type { FunctionStart } from '#semantics';
import { workersOf } from '../_shared/worker-threads.ts';

export const MAX_USERS = 6;

/** Where the driver keeps statements apart, only transactions run into each other. */
export const doubtOf = (call: Call, connector: string): DoubtId | undefined =>
  booleanConstant(callKeyword(call, 'check_same_thread')?.value) === false || !isOfOneThread(connector)
    ? 'serialized-access'
    : undefined;

export const isOfOneThread = (connector: string): boolean =>
  !CONNECTORS.has(connector) || UNSHARED_CONNECTORS.has(connector);

/** Both ways of a line are apart. */
const reads = ({ at: { parent } }: Use): boolean => READS.test(parent?.kind === 'Attribute' ? parent.attr : '');
const READS = /^(?:read|recv)(?:_\w+|line|into|all)?$/;
export const oneReads = (threaded: readonly Use[], others: readonly Use[]): boolean =>
  threaded.every(reads) && others.every((use) => use.start === undefined && !reads(use));

export interface Use {
  /** What distinguishes it from another use: for threads where they are started. */
  readonly site: Node;
  readonly at: Node;
  /** How a thread comes to it; undefined on the caller's own. */
  readonly start: FunctionStart | undefined;
}

/** What opens it, called here or handed to a thread (`await to_thread(sqlite3.connect, path)`), or a part of it that is one thread's. */
export function connectorOf(call: Call, ctx: SourceContext): string | undefined {
  const last = lastName(call.func) ?? '';
  if (call.func.kind === 'Attribute' && /^(?:cursor|channel)$/.test(last)) return partOf(call.func.value, last, ctx);
  const run = /^(?:to_thread|run_in_executor)$/.test(last) ? ctx.context.startOf(call)?.run : call.func;
  if (run === undefined || (run !== call.func && !OPENING.has(lastName(run) ?? ''))) return undefined;
  // `Session()`, where `Session = sessionmaker(…)`: by what it gives.
  const names = [ctx.names.qualifiedName(run), run === call.func ? ctx.types.classOf(call) : undefined];
  return names.find((name) => name !== undefined && (CONNECTORS.has(name) || OF_ONE_THREAD_OBJECTS.has(name)));
}

/** A cursor, a channel: of any driver they are of one thread. */
function partOf(whole: Expression, part: string, ctx: SourceContext): string | undefined {
  const life = ctx.state.lifeOf(whole);
  const made = life?.of('create').flatMap(({ value }) => value ?? []) ?? ctx.flow.origins(whole);
  const opened = made.find((value): value is Call => value.kind === 'Call');
  const name = opened && ctx.names.qualifiedName(opened.func);
  return name !== undefined && (CONNECTORS.has(name) || name === 'pika.BlockingConnection')
    ? `${name}().${part}`
    : undefined;
}

const OPENING: ReadonlySet<string> = new Set(['connect', ...lastNames(OF_ONE_THREAD_OBJECTS)]);

/** Where the connection is used without a lock, each with the thread that comes there. */
export function usesOf(target: Expression, ctx: SourceContext): readonly Use[] {
  const life = ctx.state.lifeOf(target);
  const mentions = life === undefined ? [] : ctx.state.mentionsOfLife(life);
  return mentions.flatMap((mention) => {
    const { parent } = mention;
    const fn = ctx.context.functionAround(mention);
    if (parent?.kind !== 'Attribute' || fn === undefined || parent.attr === 'close' || ctx.state.runsInCreation(fn))
      return [];
    if (ctx.context.locksHeldAt(mention).length > 0) return [];
    // `to_thread(self._conn.execute, …)`: the method itself is what the thread runs.
    const direct = ctx.context.startRunning(parent);
    if (direct === undefined && !(parent.parent?.kind === 'Call' && parent.parent.func === parent)) return [];
    if (direct !== undefined)
      return mayMeet(direct, ctx) ? [{ site: mention, at: mention, start: direct }, ...fetchesOf(direct, ctx)] : [];
    const starts = ctx.context.threadStartsOf(fn);
    if (starts.some((start) => !mayMeet(start, ctx) || ctx.context.locksHeldAt(start.call).length > 0)) return [];
    return starts.length === 0
      ? [{ site: mention, at: mention, start: undefined }]
      : starts.map((start) => ({ site: start.call, at: mention, start }));
  });
}

/** `cursor = await to_thread(conn.execute, …)`, then `cursor.fetchall()` on the event loop. */
function fetchesOf({ call }: FunctionStart, ctx: SourceContext): readonly Use[] {
  const fetches = ctx.flow
    .destinations(call)
    .filter(
      ({ kind, node }) =>
        kind === 'receiver' && node.kind === 'Call' && /^fetch(one|many|all)$/.test(lastName(node.func) ?? ''),
    );
  return fetches.map(({ node }) => ({ site: node, at: node, start: undefined }));
}

/** Threads of a pool meet each other; one thread of its own meets those who call from outside of it. */
export function isConcurrent(use: Use, first: Use): boolean {
  if (use.start === undefined) return true;
  return first.start?.how === 'executor' || use.start.call !== first.start?.call;
}

/** A pool of one thread is the connection's own thread; what a pool holds that is not made here is not known. */
const mayMeet = (start: FunctionStart, ctx: SourceContext): boolean =>
  start.how !== 'executor' || workersOf(start, ctx) === 'many';

export const whichThread = ({ how }: FunctionStart): string =>
  how === 'thread' ? 'a separate thread' : 'any free thread of the pool';
