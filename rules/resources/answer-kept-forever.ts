import { type Call, type Def, isCapWords, lastName, nameSpan, namesIn, parametersOf, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { emptyResultOf, outgoingRequestOf } from '#kit/calls';
import { isSecurityCheck } from '#kit/checks';
import type { Grade } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { isCacheCleared, keepsForever } from '#semantics/state/kept-forever';

/** What gives rows, of all that is called on a database. */
const READS = /^(?:a?fetch\w*|find(?:_one)?|scalars?|one(?:_or_none)?|first|h?get(?:all)?|mget|smembers|lrange)$/;

export default defineSourceRule({
  docs: {
    summary: 'stale cache: an answer of a server or database is cached until the process ends',
    why: 'Later changes at the source are never seen. A failed or empty first answer is also cached until somebody restarts the service.',
    remedy:
      'Use a cache whose entries expire (`cachetools.TTLCache`), cache no failures, or call `cache_clear` after a change',
    harm: 'misleads',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [672],
    origin: [{ document: 'Defects of eight services before a scan', finding: 'mal-stremio-addon 5 and 12' }],
    bad: 'from functools import lru_cache\n\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@lru_cache\ndef price(number):\n    return requests.get(f"https://prices.example.com/{number}", timeout=5).json()\n\n\n@app.get("/prices/{number}")\ndef show(number: int):\n    return price(number)\n',
    good: 'import requests\nfrom cachetools import TTLCache, cached\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@cached(TTLCache(maxsize=1024, ttl=60))\ndef price(number):\n    return requests.get(f"https://prices.example.com/{number}", timeout=5).json()\n\n\n@app.get("/prices/{number}")\ndef show(number: int):\n    return price(number)\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const cache = keepsForever(fn, ctx);
  if (cache === undefined || isCacheCleared(fn, ctx) || isConstant(fn, ctx)) return;
  // Who may do what is `cached-authorization`.
  if (isSecurityCheck(fn, ctx.context.classOfMethod(fn))) return;
  const request = requestIn(fn, ctx, 1);
  if (request === undefined) return;
  // What a program keeps that serves nothing ends with its run.
  const serves: Grade = providedThat({ kind: 'is-service' }, 'drop');
  ctx.report({
    at: nameSpan(fn),
    message: `stale cache: \`${fn.name}\` caches the first answer of \`${shortText(request.func, ctx.text)}\` until the process ends${keepsFailure(fn, ctx) ? ', even a failure' : ''}`,
    related: [
      { at: cache.node, message: 'cached here' },
      { at: request, message: 'fetched here' },
    ],
    when: {
      question: { kind: 'attribute-read', attribute: 'cache_clear', around: ctx.names.moduleName },
      yes: 'drop',
      no: serves,
      unknown: serves,
    },
  });
}

/** Settings that are made once, and answers whose key holds the time (`def rates(currency, _hour)`). */
function isConstant(fn: Def, ctx: SourceContext): boolean {
  const parameters = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
  if (parameters.some(({ name }) => !fn.body.some((each) => namesIn(each).has(name)))) return true;
  return (
    parameters.length === 0 &&
    ctx.flow.returnValues(fn).every((value) => value?.kind === 'Call' && isCapWords(lastName(value.func) ?? ''))
  );
}

/** By the function itself, or by one of the file that it calls. */
function requestIn(fn: Def, ctx: SourceContext, depth: number): Call | undefined {
  return callsWithin([fn]).find((call) => {
    if (outgoingRequestOf(call, ctx) !== undefined || emptyResultOf(call, ctx)?.source === 'rows') return true;
    if (ctx.effects.of(call) === 'database') return READS.test(lastName(call.func) ?? '');
    const called = depth > 0 ? definitionCalled(ctx, call) : undefined;
    return called !== undefined && called.kind !== 'ClassDef' && requestIn(called, ctx, depth - 1) !== undefined;
  });
}

/** A handler gives something in its place (in a loop it may try again), or nobody looks at the status of what is given as it is. */
function keepsFailure(fn: Def, ctx: SourceContext): boolean {
  const handlers = ctx.context.nodesOfFunction(fn, 'ExceptHandler').map((each) => ctx.handlers.describe(each));
  if (handlers.some(({ exits, handler }) => exits.returns || (exits.falls && !ctx.context.loopAround(handler))))
    return true;
  return ctx.flow
    .returnValues(fn)
    .some((value) => value?.kind === 'Call' && outgoingRequestOf(value, ctx) !== undefined);
}
