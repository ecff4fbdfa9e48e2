import {
  type Attribute,
  argumentValues,
  type Call,
  type Def,
  type Expression,
  namesIn,
  nodesOf,
  parametersOf,
} from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsByFunction,
  factsOfKind,
  functionKey,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import type { Effect } from '#semantics';
import { copiedWhole } from './whole-copy.ts';

/** `get_entries`, `listItems`, `all`. */
const GETTER = /^_*(?:get|fetch|read|current|list|all)(?![a-z])/;
/** Beside these a copy costs nothing. */
const SLOW: readonly Effect[] = ['sleep', 'network', 'database', 'process'];
const STEP = /^(?:training_step|train_step|step|on_(?:\w+_)?(?:step|batch)(?:_end|_start|_begin)?|tick|on_tick)$/;
const SHOWN = 3;

type Fact =
  | { readonly kind: 'getter'; readonly name: string; readonly kept: string; readonly place: PackedPlace }
  | { readonly kind: 'call'; readonly path: string; readonly how: string; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'getter that copies a whole collection and is called in a loop',
    why: 'Each call copies the whole collection. The loop that calls it slows down as the collection grows.',
    remedy: 'Call it once before the loop, or let the getter return only the value that is needed',
    harm: 'hangs',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'TenSafe, litellm; none in bentoml, skypilot, fschat, kserve, xinference' },
    since: '0.1.0',
    cwe: [1050],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-2' }],
    bad: 'class Ledger:\n    def __init__(self):\n        self._entries = {}\n\n    def post(self, key, amount):\n        self._entries[key] = amount\n\n    def get_entries(self):\n        return dict(self._entries)\n\n    def total(self, keys):\n        total = 0\n        for key in keys:\n            total += self.get_entries()[key]\n        return total\n',
    good: 'class Ledger:\n    def __init__(self):\n        self._entries = {}\n\n    def post(self, key, amount):\n        self._entries[key] = amount\n\n    def get_entries(self):\n        return dict(self._entries)\n\n    def total(self, keys):\n        entries = self.get_entries()\n        return sum(entries[key] for key in keys)\n',
  },
  skips: NOT_PRODUCTION,
  facts(file) {
    const methods = [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')];
    return [
      ...methods.flatMap((fn) => copiesOf(fn, file)),
      ...nodesOf(file.module, 'Call').flatMap((call) => hotCall(call, file)),
    ];
  },
  check(project, ctx) {
    const calls = factsByFunction(factsOfKind(ctx.facts, 'call'), project);
    for (const { path, fact } of factsOfKind(ctx.facts, 'getter')) {
      const hot = calls.get(functionKey(path, fact.name)) ?? [];
      if (hot[0] === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.name.slice(fact.name.lastIndexOf('.') + 1)}\` copies all of \`${fact.kept}\` on every call, and ${hot[0].fact.how}`,
        related: hot
          .slice(0, SHOWN)
          .map((call) => ({ path: call.path, ...unpackPlace(call.fact.place), message: 'called here' })),
        key: `${fact.name} ${fact.kept}`,
      });
    }
  },
});

/** What a getter hands out is, or holds, a copy of an attribute that grows. */
function copiesOf(fn: Def, file: FactsContext): Fact[] {
  if (!GETTER.test(fn.name) || file.context.classOfMethod(fn) === undefined) return [];
  const parts = file.flow.returnValues(fn).flatMap((value) => (value === undefined ? [] : partsOf(value, file)));
  for (const part of parts) {
    const kept = copiedWhole(part, file);
    if (kept?.kind !== 'Attribute' || !grows(kept, file) || isOnPurpose(part, fn, file)) continue;
    const place = packPlace(file, part);
    return [{ kind: 'getter', name: file.names.fullNameOf(fn), kept: file.text.slice(kept), place }];
  }
  return [];
}

/** The value, and what an object, tuple or dict that is made for it holds. */
function partsOf(value: Expression, file: FactsContext): readonly Expression[] {
  return file.flow.origins(value).flatMap((origin) => {
    if (origin.kind === 'Call') return [origin, ...argumentValues(origin)];
    if (origin.kind === 'Dict') return [origin, ...origin.values];
    return [origin];
  });
}

/** More is put into it, or it was made from what is not known here; a few fixed entries cost little. */
function grows(kept: Attribute, { state }: FactsContext): boolean {
  const life = state.lifeOf(kept);
  if (life?.container === undefined || life.container === 'bounded' || life.container === 'other') return false;
  return life.of('grow').length > 0 || life.of('create').some(({ value }) => /Comp$/.test(value?.kind ?? ''));
}

/** Who calls has asked for it by a parameter; or other threads change what is kept, so that it has to be copied. */
function isOnPurpose(part: Expression, fn: Def, { context }: FactsContext): boolean {
  const tested = namesIn(...context.testsAround(part));
  return parametersOf(fn).some(({ name }) => tested.has(name)) || context.locksHeldAt(part).length > 0;
}

/** A call of a getter that runs once for each turn of a loop, or for each step of a training. */
function hotCall(call: Call, file: FactsContext): Fact[] {
  if (call.func.kind !== 'Attribute' || !GETTER.test(call.func.attr)) return [];
  // Each turn asks another object, once.
  if (isOfTurn(call.func.value, file)) return [];
  const how = repetitionOf(call, file);
  const path = how && file.effects.projectPath(call);
  return how && path ? [{ kind: 'call', path, how, place: packPlace(file, call) }] : [];
}

function isOfTurn(receiver: Expression, { names }: FactsContext): boolean {
  const definitions = receiver.kind === 'Name' ? names.resolve(receiver)?.definitions : undefined;
  return definitions?.some(({ kind }) => kind === 'for' || kind === 'comprehension') === true;
}

function repetitionOf(call: Call, { context, effects }: FactsContext): string | undefined {
  const loop = context.loopAround(call);
  if (loop === undefined) {
    const fn = context.defAround(call);
    return fn !== undefined && STEP.test(fn.name) ? `\`${fn.name}\` calls it every time` : undefined;
  }
  const done = effects.within([loop]);
  return SLOW.some((slow) => done.has(slow)) ? undefined : 'a loop calls it on every iteration';
}
