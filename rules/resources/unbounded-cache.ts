import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  holds,
  lastName,
  type Parameter,
  parametersOf,
  shortText,
  stringConstant,
} from '#ast';
import { defineSourceRule, type Problem, reachedFrom, SERVING, type SourceContext, whereItServes } from '#kit';
import { type Edits, importsOnlyFor, offering, reached, replacement, together, unsafeFix } from '#kit/fixes';
import { type HeldElsewhere, whereItHolds } from '#kit/settings';
import { isPeer, requestWayOf, strangersTextIn } from '#kit/web';
import type { Condition, Grade } from '#project';
import type { StateUse } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { filledParameter } from '#semantics/strangers/callers';
import { NOTHING_CLEANS } from '#semantics/strangers/cleanings';
import { isCalled } from './_shared/called.ts';
import { findGrowingStates, type GrowingState, unlessEmptied, whenOutlivingRequests } from './_shared/growing-state.ts';
import { type Openness, opennessOf, opennessOfName } from './_shared/key-openness.ts';

/** Names of containers that are filled as work goes on, and never meant to be complete. */
const CACHE_NAME =
  /(^|_)(l?ru_?)?(caches?|cached|memo|memoized|seen|visited|history|histories|counts?|counters?|buckets|attempts|hits|recent|sessions)(_|$)/i;
/** `ResponseCache._entries`. */
const CACHE_CLASS = /(?:Cache|Memo)(?![a-z])/;
const KEPT_NAME = /cache|memo/i;

export default defineSourceRule({
  docs: {
    summary: 'memory leak: cache without a size limit',
    why: 'Each new prompt, client or identifier adds an entry that nothing ever removes. Memory use grows until the process is restarted or killed.',
    remedy:
      'Bound it with `functools.lru_cache(maxsize=…)` or `cachetools.TTLCache`, or remove the oldest entry at a limit',
    harm: 'leaks',
    severity: {
      'cache that only grows': 'P2',
      'cache of a service keyed by client input': 'P0',
    },
    precision: 'high',
    since: '0.1.0',
    cwe: [401, 770],
    fixes: [unsafeFix('Give the cache a `maxsize`', 'an evicted value is computed again and is a new object')],
    origin: [
      { document: 'TenSafe System Audit', finding: 'P2-1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.7' },
      { document: 'CORTEX Architectural Audit Report', finding: 'SCALE-003' },
    ],
    measured: {
      read: 23,
      right: 22,
      on: 'TenSafe, gradio, open-webui, mlflow, litellm, langflow, optuna-dashboard (in the strict profile 9 of 16)',
    },
    bad: '_answer_cache = {}\n\ndef answer(prompt, model):\n    if prompt not in _answer_cache:\n        _answer_cache[prompt] = model.complete(prompt)\n    return _answer_cache[prompt]\n',
    good: 'from functools import lru_cache\n\n@lru_cache(maxsize=1024)\ndef answer(prompt, model):\n    return model.complete(prompt)\n',
  },
  questions: [isCalled],
  visit: {
    Module(_module, ctx) {
      for (const state of findGrowingStates(ctx, new Set(['dict', 'set']), (proof) => ctx.proven(proof)))
        reportState(state, ctx);
    },
    FunctionDef: reportDecorated,
    AsyncFunctionDef: reportDecorated,
  },
});

function reportState(state: GrowingState, ctx: SourceContext): void {
  const isCache = CACHE_NAME.test(state.life.name) || CACHE_CLASS.test(state.name);
  const additions = state.additions.filter(({ use }) => !isRecord(use, ctx));
  const open = additions.find(({ use }) => opennessOfAdded(use, ctx) === 'open');
  const found =
    open ??
    additions.find((each) => opennessOfAdded(each.use, ctx) === 'unknown' && (isCache || isOneForEach(each.use, ctx)));
  if (found === undefined) return;
  const { use, fn } = found;
  ctx.report({
    at: state.at,
    message: `\`${state.name}\` grows without bound: \`${fn.name}\` adds entries and nothing removes them`,
    related: [
      {
        at: use.node,
        message:
          use.key === undefined
            ? 'an entry is added here'
            : `an entry is added here under \`${shortText(use.key, ctx.text)}\``,
      },
    ],
    doubt: state.doubt,
    ...(open === undefined
      ? doubtfulKeys(state, ctx)
      : unlessEmptied(state, {
          ...whenOutlivingRequests(state, ctx, SHORT_LIVED),
          yes: gradeOfKey(open.use.key, ctx),
          // What one object collects goes with it.
          ...(!isCache && { no: state.isShared ? unlessRunEnds(ctx, SHORT_LIVED) : 'drop' }),
        })),
  });
}

/** Keys that may be few matter only in what lives as long as a server; a run ends, and what it has seen or counted with it. */
function doubtfulKeys(state: GrowingState, ctx: SourceContext): Pick<Problem, 'doubt' | 'when'> {
  return {
    doubt: 'bounded-key-space',
    ...unlessEmptied(
      state,
      KEPT_NAME.test(state.life.name) ? unlessRunEnds(ctx) : whenOutlivingRequests(state, ctx, 'drop'),
    ),
  };
}

/** A program that serves nothing, and is no package for others, ends with its run, and what it keeps with it. */
function unlessRunEnds({ names: { moduleName: module } }: SourceContext, kept: Grade = 'keep'): Condition {
  const ofRun: Grade = { question: { kind: 'is-packaged', module }, yes: kept, no: 'drop', unknown: kept };
  const ofProgram: Grade = { question: { kind: 'is-imported', module }, yes: ofRun, no: kept, unknown: kept };
  return { question: { kind: 'is-service' }, yes: kept, no: ofProgram, unknown: kept };
}

/** `deleted[message.channel.id]`, `seen[row["id"]]`: one for each of the objects; a lock for each key is made where there are many. */
function isOneForEach({ key, node }: StateUse, ctx: SourceContext): boolean {
  if (key?.kind === 'Attribute') return IDENTITY.test(key.attr);
  if (key?.kind === 'Subscript') return IDENTITY.test(stringConstant(key.slice) ?? '');
  const added = node.parent?.kind === 'Assign' ? node.parent.value : undefined;
  return key?.kind === 'Name' && added?.kind === 'Call' && LOCKS.test(ctx.types.classOf(added) ?? '');
}

const IDENTITY = /^(?:id|pk|uuid|guid)$/;
const LOCKS = /^(?:asyncio|threading|anyio)\.(?:\w+\.)*(?:R?Lock|(?:Bounded)?Semaphore|Condition|Event)$/;

const SHORT_LIVED: Grade = { doubt: 'unknown-lifetime' };
const OF_CLIENTS: Grade = { kind: 'cache of a service keyed by client input' };

/** Whether clients of the service choose the key: in this file, or as the project says of who calls the function. */
function gradeOfKey(key: Expression | undefined, ctx: SourceContext): Grade {
  if (key === undefined) return 'keep';
  // A client does not choose its address, but each has its own.
  const isOfRequest = requestWayOf(key, ctx)?.kind === 'request';
  if (isOfRequest || ctx.flow.origins(key).some((leaf) => holds(leaf, isPeer))) return OF_CLIENTS;
  const text = strangersTextIn(key, ctx, NOTHING_CLEANS);
  if (text === undefined || text.given.doubt !== undefined) return 'keep';
  const { when } = text.given;
  return when === undefined ? OF_CLIENTS : { question: when.question, yes: OF_CLIENTS, no: 'keep', unknown: 'keep' };
}

/** `self._orders[order.id] = order`: the object is what the program is about, not a copy; `in-memory-registry` tells. */
function isRecord({ key, node }: StateUse, ctx: SourceContext): boolean {
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

/** `@functools.cache` and `@lru_cache(maxsize=None)` over arguments without end. */
function reportDecorated(fn: Def, ctx: SourceContext): void {
  const decorator = fn.decorator_list.find((each) => whereUnbounded(each, undefined, ctx) !== undefined);
  if (decorator === undefined || ctx.context.role === 'test') return;
  const open = parametersOf(fn).find(({ name }) => opennessOfName(name) === 'open');
  if (open === undefined) {
    reportKeptObjects(decorator, fn, ctx);
    return;
  }
  ctx.report({
    at: decorator,
    message: `memory leak: \`${ctx.text.slice(decorator)}\` keeps a result of \`${fn.name}\` for every \`${open.name}\` ever passed`,
    remedy: 'Give the cache a `maxsize`',
    ...offering(bounded(decorator, ctx)),
    ...whereUnbounded(decorator, whenOfClients(open, fn, ctx), ctx),
  });
}

/** It is worst where clients choose the argument, and nothing where the program ends. */
function whenOfClients({ node, name }: Parameter, fn: Def, ctx: SourceContext): Condition {
  const elsewhere = unlessRunEnds(ctx, SHORT_LIVED);
  const filled = filledParameter(node, fn, ctx);
  if (filled === undefined) return elsewhere;
  const { function: called, position } = filled;
  const isOfClient = (call: Call): boolean =>
    gradeOfKey(ctx.values.givenArgument(call, name, position < 0 ? undefined : position), ctx) === OF_CLIENTS;
  const given = { kind: 'given-by-stranger', function: called, parameter: name, position } as const;
  const isGivenHere = callsOfFunction(ctx, fn).some(isOfClient);
  const question = whereItServes(reachedFrom(SERVING, called), ...(isGivenHere ? [] : [given]));
  return { question, yes: OF_CLIENTS, no: elsewhere, unknown: elsewhere };
}

const SIZE = 1024;

function bounded(decorator: Expression, ctx: SourceContext): Edits {
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

/** `@functools.cache` of a method: `self` is a part of each key, and the cache is the class's. */
function reportKeptObjects(decorator: Expression, fn: Def, ctx: SourceContext): void {
  const owner = ctx.context.classOfMethod(fn);
  if (owner === undefined || ctx.names.decoratorNames(fn).some((name) => BOUND_TO_CLASS.has(name ?? ''))) return;
  // The members of an enumeration are few, and there for good.
  if (owner.bases.some((base) => /^enum\./.test(ctx.names.qualifiedName(base) ?? ''))) return;
  const question = { kind: 'long-lived', class: ctx.names.fullNameOf(owner) } as const;
  const few: Grade = { doubt: 'unknown-lifetime' };
  ctx.report({
    at: decorator,
    message: `memory leak: \`${ctx.text.slice(decorator)}\` keeps every \`${owner.name}\` object that \`${fn.name}\` was ever called on`,
    remedy: 'Store the result on the object (`functools.cached_property`)',
    ...(parametersOf(fn).length > 1 && { remedy: 'Store the results on the object, so that they are freed with it' }),
    ...whereUnbounded(decorator, { question, yes: 'drop', no: few, unknown: few }, ctx),
  });
}

const BOUND_TO_CLASS: ReadonlySet<string> = new Set(['builtins.staticmethod', 'builtins.classmethod']);

/** `@cache`, `@lru_cache(maxsize=None)`, and `@lru_cache(maxsize=SIZE)` where that is `None`. */
function whereUnbounded(
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
function opennessOfAdded({ key, operation }: StateUse, ctx: SourceContext): Openness {
  return operation === 'update' || operation === '|=' ? 'unknown' : opennessOf(key, ctx);
}
