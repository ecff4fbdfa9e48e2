import {
  argumentValues,
  bodyWithoutDocstring,
  type Call,
  type ClassDef,
  type Def,
  dottedName,
  type ItemLoop,
  itemLoopOf,
  itemsOf,
  lastName,
  namesIn,
  parametersOf,
  statementsThrough,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isHeavyComputation } from '#knowledge/heavy-computation';
import type { Effect } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

const BATCH: ReadonlySet<string> = new Set(['batch', 'batched', 'batches']);

export default defineSourceRule({
  docs: {
    summary: 'batch method that processes one item after another',
    why: 'Callers collect items into a batch to save time, but this batch takes as long as separate calls.',
    remedy:
      'Process the items together (stack them into one array or one request), await them concurrently, or rename the method',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    measured: { read: 11, right: 9, on: 'TenSafe, swarms, camel_ai, gensim' },
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'TenSafe System Audit', finding: 'P3-2' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' },
    ],
    bad: 'class Engine:\n    def execute(self, activation):\n        return self.model(activation)\n\n    def execute_batch(self, activations):\n        results = []\n        for activation in activations:\n            results.append(self.execute(activation))\n        return results\n',
    good: 'import numpy as np\n\nclass Engine:\n    def execute(self, activation):\n        return self.execute_batch([activation])[0]\n\n    def execute_batch(self, activations):\n        return self.model(np.stack(activations))\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const owner = doesBatch(fn.name) ? ctx.context.classOfMethod(fn) : undefined;
  if (owner === undefined) return;
  const [loop, ...others] = loopsOf(fn);
  const items = loop && others.length === 0 ? itemsOf(loop) : undefined;
  if (loop === undefined || items?.kind !== 'Name' || !isGiven(items.id, fn) || isPaced(loop, ctx)) return;
  const [single, ...more] = singleCallsOf(loop, items.id, fn, owner, ctx);
  if (single === undefined) reportInPlace(fn, loop, items.id, ctx);
  if (single === undefined || more.length > 0) return;
  const [call, method] = single;
  if (method.kind === 'AsyncFunctionDef' && call.parent?.kind !== 'Await') {
    ctx.proven({ at: call, by: 'no item waits for the one before', where: loop.node });
    return;
  }
  if (!mayBeDefault(method, ctx) && costsNothing(method, ctx)) {
    ctx.proven({ at: call, by: `\`${method.name}\` calls nothing that takes time`, where: method });
    return;
  }
  const result = call.parent?.kind === 'Await' ? call.parent : call;
  ctx.report({
    at: loop.node.kind === 'For' ? loop.iter : loop.node,
    message: `batch without batching: \`${fn.name}\` ${result === call ? 'calls' : 'awaits'} \`self.${method.name}\` on one item of \`${items.id}\` at a time`,
    remedy:
      result === call
        ? `Pass all of \`${items.id}\` to one call, or rename the method`
        : 'Await the calls together with `asyncio.gather`, or send one request for all items',
    related: [{ at: call, message: 'one item at a time' }],
    // What a base class offers to those who have nothing better.
    doubt: mayBeDefault(method, ctx) ? 'override-hook' : undefined,
  });
}

/** No call but of what is known to be quick, here or in what it calls in this file: a batch of them has nothing to save. */
function costsNothing(method: Def, ctx: SourceContext, depth = 0): boolean {
  const isQuick = (call: Call): boolean => {
    const effect = ctx.effects.of(call);
    const called = effect === 'project' && depth < MAX_DEPTH ? definitionCalled(ctx, call) : undefined;
    if (called !== undefined && called.kind !== 'ClassDef') return costsNothing(called, ctx, depth + 1);
    return QUICK.has(effect) && !isHeavyComputation(ctx.types.calleeName(call.func) ?? '');
  };
  return callsWithin([method]).every(isQuick);
}

const MAX_DEPTH = 2;
const QUICK: ReadonlySet<Effect> = new Set<Effect>(['pure', 'log', 'introspection']);

/** The work of each item stands in the loop itself. */
function reportInPlace(fn: Def, loop: ItemLoop, items: string, ctx: SourceContext): void {
  const heavy = callsWithin(loop.body).find((call) => {
    const name = ctx.types.calleeName(call.func) ?? '';
    return isHeavyComputation(name);
  });
  if (heavy === undefined) return;
  ctx.report({
    at: loop.node.kind === 'For' ? loop.iter : loop.node,
    message: `batch without batching: \`${fn.name}\` calls \`${ctx.text.slice(heavy.func)}\` on one item of \`${items}\` at a time`,
    remedy: 'Stack the items into one array or tensor and compute once, or rename the method',
    related: [{ at: heavy, message: 'one item at a time' }],
  });
}

/** `execute_batch`, `batch_encode`, `generate_batched`. */
function doesBatch(name: string): boolean {
  const words = wordsOfName(name);
  return BATCH.has(words[0] ?? '') || BATCH.has(words.at(-1) ?? '') || words.includes('batched');
}

/** Loops of the method's own level; with something else beside them, or none that counts. */
function loopsOf(fn: Def): readonly ItemLoop[] {
  return statementsThrough(bodyWithoutDocstring(fn)).flatMap((statement) => {
    const isOfValue = statement.kind === 'Return' || statement.kind === 'Assign';
    return itemLoopOf((isOfValue ? statement.value : undefined) ?? statement) ?? [];
  });
}

/** Calls of methods of the object that do the same for one item. */
function singleCallsOf(loop: ItemLoop, items: string, fn: Def, owner: ClassDef, ctx: SourceContext): [Call, Def][] {
  const ofItem = new Set([items, ...namesIn(loop.target)]);
  return callsWithin(loop.body).flatMap((call) => {
    const [, name = ''] = /^self\.(\w+)$/.exec(dottedName(call.func) ?? '') ?? [];
    const method = ctx.state.methodsOf(owner).get(name);
    if (method === undefined || !isSingleOf(name, fn.name)) return [];
    return [...namesIn(...argumentValues(call))].some((each) => ofItem.has(each)) ? [[call, method]] : [];
  });
}

/** It waits between the items, for whoever lets in only so many at a time. */
const isPaced = (loop: ItemLoop, ctx: SourceContext): boolean =>
  callsWithin(loop.body).some((call) => ctx.effects.of(call) === 'sleep');

const isGiven = (items: string, fn: Def): boolean =>
  items !== 'self' && parametersOf(fn).some(({ name }) => name === items);

/** `execute_token` of `execute_batch`: both say what is done. */
function isSingleOf(single: string, batch: string): boolean {
  const words = new Set(wordsOfName(batch).filter((word) => !BATCH.has(word)));
  const own = wordsOfName(single);
  return own.some((word) => words.has(word)) && !own.some((word) => BATCH.has(word));
}

function mayBeDefault(method: Def, ctx: SourceContext): boolean {
  const isAbstract = method.decorator_list.some((decorator) => /^abstract/.test(lastName(decorator) ?? ''));
  return isAbstract || ctx.flow.alwaysRaises(bodyWithoutDocstring(method));
}
