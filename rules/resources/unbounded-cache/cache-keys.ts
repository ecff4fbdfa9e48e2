/** Keys under which a cache grows, and what bounds their number. */
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  holds,
  lastName,
  type Parameter,
  stringConstant,
} from '#ast';
import { type Problem, reachedFrom, SERVING, type SourceContext, whereItServes } from '#kit';
import { type Edits, importsOnlyFor, reached, replacement, together } from '#kit/fixes';
import { type HeldElsewhere, whereItHolds } from '#kit/settings';
import { isPeer, requestSourceOf, taintedValueIn } from '#kit/web';
import type { Condition, Grade } from '#project';
import type { StateUse } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { filledParameter } from '#semantics/taint/callers';
import { ANY_SINK } from '#semantics/taint/sinks';
import { type GrowingState, unlessEmptied, whenOutlivingRequests } from '../_shared/growing-state.ts';
import { type Openness, opennessOf } from '../_shared/key-openness.ts';

/** Names of containers that are filled as work goes on, and never meant to be complete. */
export const CACHE_NAME =
  /(^|_)(l?ru_?)?(caches?|cached|memo|memoized|seen|visited|history|histories|counts?|counters?|buckets|attempts|hits|recent|sessions)(_|$)/i;
/** `ResponseCache._entries`. */
export const CACHE_CLASS = /(?:Cache|Memo)(?![a-z])/;
const KEPT_NAME = /cache|memo/i;

/** Keys that may be few matter only in what lives as long as a server; a run ends, and what it has seen or counted with it. */
export function doubtfulKeys(state: GrowingState, ctx: SourceContext): Pick<Problem, 'doubt' | 'when'> {
  return {
    doubt: 'bounded-key-space',
    ...unlessEmptied(
      state,
      KEPT_NAME.test(state.life.name) ? unlessRunEnds(ctx) : whenOutlivingRequests(state, ctx, 'drop'),
    ),
  };
}

/** A program that serves nothing, and is no package for others, ends with its run, and what it keeps with it. */
export function unlessRunEnds({ names: { moduleName: module } }: SourceContext, kept: Grade = 'keep'): Condition {
  const ofRun: Grade = { question: { kind: 'is-packaged', module }, yes: kept, no: 'drop', unknown: kept };
  const ofProgram: Grade = { question: { kind: 'is-imported', module }, yes: ofRun, no: kept, unknown: kept };
  return { question: { kind: 'is-service' }, yes: kept, no: ofProgram, unknown: kept };
}

/** `deleted[message.channel.id]`, `seen[row["id"]]`: one for each of the objects; a lock for each key is made where there are many. */
export function isOneForEach({ key, node }: StateUse, ctx: SourceContext): boolean {
  if (key?.kind === 'Attribute') return IDENTITY.test(key.attr);
  if (key?.kind === 'Subscript') return IDENTITY.test(stringConstant(key.slice) ?? '');
  const added = node.parent?.kind === 'Assign' ? node.parent.value : undefined;
  return key?.kind === 'Name' && added?.kind === 'Call' && LOCKS.test(ctx.types.classOf(added) ?? '');
}

const IDENTITY = /^(?:id|pk|uuid|guid)$/;
const LOCKS = /^(?:asyncio|threading|anyio)\.(?:\w+\.)*(?:R?Lock|(?:Bounded)?Semaphore|Condition|Event)$/;

export const SHORT_LIVED: Grade = { doubt: 'unknown-lifetime' };
const OF_CLIENTS: Grade = { kind: 'cache of a service keyed by client input' };

/** Whether clients of the service choose the key: in this file, or as the project says of who calls the function. */
export function gradeOfKey(key: Expression | undefined, ctx: SourceContext): Grade {
  if (key === undefined) return 'keep';
  // A client does not choose its address, but each has its own.
  const isOfRequest = requestSourceOf(key, ctx)?.kind === 'request';
  if (isOfRequest || ctx.flow.origins(key).some((leaf) => holds(leaf, isPeer))) return OF_CLIENTS;
  const text = taintedValueIn(key, ctx, ANY_SINK);
  if (text === undefined || text.given.doubt !== undefined) return 'keep';
  const { when } = text.given;
  return when === undefined ? OF_CLIENTS : { question: when.question, yes: OF_CLIENTS, no: 'keep', unknown: 'keep' };
}

/** `self._orders[order.id] = order`: the object is what the program is about, not a copy; `in-memory-registry` tells. */
export function isRecord({ key, node }: StateUse, ctx: SourceContext): boolean {
  const stored = node.parent?.kind === 'Assign' ? node.parent.value : undefined;
  if (key === undefined || stored === undefined) return false;
  const root = key.kind === 'Attribute' ? key.value : key;
  if (stored.kind === 'Name' && root.kind === 'Name' && stored.id === root.id) return true;
  const own = ctx.text.slice(key);
  const made = ctx.flow.origins(stored).filter((leaf) => leaf.kind === 'Call' && isClassName(lastName(leaf.func)));
  return made.some(
    (call) => call.kind === 'Call' && argumentValues(call).some((argument) => ctx.text.slice(argument) === own),
  );
}

const isClassName = (name: string | undefined): boolean => /^_*[A-Z]/.test(name ?? '');

/** It is worst where clients choose the argument, and nothing where the program ends. */
export function whenOfClients({ node, name }: Parameter, fn: Def, ctx: SourceContext): Condition {
  const elsewhere = unlessRunEnds(ctx, SHORT_LIVED);
  const filled = filledParameter(node, fn, ctx);
  if (filled === undefined) return elsewhere;
  const { function: called, position } = filled;
  const isOfClient = (call: Call): boolean =>
    gradeOfKey(ctx.values.givenArgument(call, name, position < 0 ? undefined : position), ctx) === OF_CLIENTS;
  const given = { kind: 'given-untrusted-input', function: called, parameter: name, position } as const;
  const isGivenHere = callsOfFunction(ctx, fn).some(isOfClient);
  const question = whereItServes(reachedFrom(SERVING, called), ...(isGivenHere ? [] : [given]));
  return { question, yes: OF_CLIENTS, no: elsewhere, unknown: elsewhere };
}

const SIZE = 1024;

export function bounded(decorator: Expression, ctx: SourceContext): Edits {
  if (decorator.kind === 'Call') {
    const limit = ctx.values.givenArgument(decorator, 'maxsize', 0);
    return limit?.kind === 'Constant' ? [replacement(limit, `${SIZE}`)] : undefined;
  }
  const cache = reached('functools.lru_cache', decorator, 'name', ctx);
  return (
    cache &&
    together(
      [replacement(decorator, `${cache.name}(maxsize=${SIZE})`)],
      cache.edits,
      importsOnlyFor(decorator, cache, ctx),
    )
  );
}

export const BOUND_TO_CLASS: ReadonlySet<string> = new Set(['builtins.staticmethod', 'builtins.classmethod']);

/** `@cache`, `@lru_cache(maxsize=None)`, and `@lru_cache(maxsize=SIZE)` where that is `None`. */
export function whereUnbounded(
  decorator: Expression,
  when: Condition | undefined,
  ctx: SourceContext,
): HeldElsewhere | undefined {
  const only = when === undefined ? {} : { when };
  if (decorator.kind !== 'Call') return ctx.names.qualifiedName(decorator) === 'functools.cache' ? only : undefined;
  if (ctx.names.qualifiedName(decorator.func) !== 'functools.lru_cache') return undefined;
  const limit = ctx.values.givenArgument(decorator, 'maxsize', 0);
  if (limit !== undefined && ctx.values.fold(limit)?.kind === 'none') return only;
  return whereItHolds(limit, [null], ctx, when);
}

/** `update(…)` and `|=` add a whole mapping, whose keys are not in sight. */
export function opennessOfAdded({ key, operation }: StateUse, ctx: SourceContext): Openness {
  return operation === 'update' || operation === '|=' ? 'unknown' : opennessOf(key, ctx);
}
