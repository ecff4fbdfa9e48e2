/** Functions that name whom a request is counted or kept for: nobody is let in by what they give. */
import { type Call, type Def, dottedName, type Expression, lastName, wordsOfName } from '#ast';
import type { SemanticModel, ValueUse } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';

/** Every mention in the file gives the function as the key of a limiter or cache, or calls it for one or for a log. */
export function isCountingKey(fn: Def, model: SemanticModel): boolean {
  const mentions = mentionsOfFunction(model, fn);
  return mentions.length > 0 && mentions.every((mention) => isForCounting(mention, model));
}

function isForCounting(mention: Expression, model: SemanticModel): boolean {
  const { parent } = mention;
  if (parent?.kind === 'keyword') return KEY.test(parent.arg ?? '');
  if (parent?.kind !== 'Call') return false;
  if (parent.func !== mention) return isCounter(parent);
  const uses = model.flow.destinations(parent);
  return uses.length > 0 && uses.every((use) => isCounted(use, model));
}

/** `Limiter(key_func=…)`, `cached(key=…)`, `@cache(key_builder=…)`. */
const KEY = /^key(?:_?func|_?builder|_?maker|_?fn)?$/;

function isCounted({ kind, node, carrier }: ValueUse, model: SemanticModel): boolean {
  if (kind === 'format' || kind === 'operand' || kind === 'key' || kind === 'subscript-store') return true;
  if (kind !== 'argument' || node.kind !== 'Call' || node.func === carrier) return false;
  return isCounter(node) || model.effects.of(node) === 'log';
}

/** By a word of the function, or of the object whose method it is: `limiter.hit(…)`, `self.cache.get(…)`. */
function isCounter({ func }: Call): boolean {
  const named = dottedName(func) ?? lastName(func) ?? '';
  return named
    .split('.')
    .flatMap(wordsOfName)
    .some((word) => COUNTERS.has(word));
}

const COUNTERS: ReadonlySet<string> = new Set(
  'limiter limit limits ratelimit ratelimiter throttle throttler cache cached caching bucket buckets quota'.split(' '),
);
