import { type Def, type Expression, parametersOf, shortText } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import type { Grade } from '#project';
import { isCalled } from '../_shared/called.ts';
import {
  findGrowingStates,
  type GrowingState,
  unlessEmptied,
  whenOutlivingRequests,
} from '../_shared/growing-state.ts';
import { opennessOfName } from '../_shared/key-openness.ts';
import {
  BOUND_TO_CLASS,
  bounded,
  CACHE_CLASS,
  CACHE_NAME,
  doubtfulKeys,
  gradeOfKey,
  isOneForEach,
  isRecord,
  opennessOfAdded,
  SHORT_LIVED,
  unlessRunEnds,
  whenOfClients,
  whereUnbounded,
} from './cache-keys.ts';

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
