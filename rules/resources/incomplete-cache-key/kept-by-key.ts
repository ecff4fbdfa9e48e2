/** What is kept under a key and is no answer to the arguments: records, snapshots, and what was there first. */
import { type Def, dottedName, type Expression, type Name, parametersOf } from '#ast';
import { type CacheInput, putInto } from '#kit/state';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { isClockRead } from '#semantics/effects/clock-reads';
import { partsWithin } from '#semantics/values/key-parts';

/** What `fn` keeps by a key may be meant for all who ask for the key: it was given, no call made it, or it is kept for a time. */
export function mayBeForAll(value: Expression, fn: Def, model: SemanticModel): boolean {
  const origins = model.flow.origins(value);
  if (origins.some(({ kind }) => kind === 'Name')) return true;
  if (!origins.some(({ kind }) => kind === 'Call') && !isFilledByCalls(value, model)) return true;
  return holdsInOwnCode(fn.body, (node) => node.kind === 'Compare' && testsTime(node, fn, model));
}

/** `found = []`, and what calls give is put in before it is kept. */
function isFilledByCalls(value: Expression, model: SemanticModel): boolean {
  const puts = value.kind === 'Name' ? (model.names.resolve(value)?.references ?? []).flatMap(putInto) : [];
  return puts.some((put) => model.flow.origins(put as Expression).some(({ kind }) => kind === 'Call'));
}

const testsTime = (test: Expression, fn: Def, model: SemanticModel): boolean =>
  partsWithin(test, fn, model).some((part) => isClockRead(part, model));

/**
 * It belongs to the cache: what is read of the store itself (`session["orders"]`, `session["shop"]`), and what every call hands over
 * together with a cache that is new.
 */
export function isTiedToCache({ name, kind }: CacheInput, cache: string, fn: Def, model: SemanticModel): boolean {
  if (kind === 'ambient') return name.startsWith(`${cache}.`) || name.startsWith(`${cache}[`);
  return kind === 'parameter' && isNewFor(cache, name, fn, model, new Set());
}

function isNewFor(cache: string, name: string, fn: Def, model: SemanticModel, seen: Set<Def>): boolean {
  if (seen.has(fn)) return true;
  seen.add(fn);
  const parameters = parametersOf(fn).map((each) => each.name);
  const places = [parameters.indexOf(cache), parameters.indexOf(name)];
  const calls = places.includes(-1) || seen.size > MAX_CALLERS ? [] : callsOfFunction(model, fn);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const [handed, given] = [cache, name].map((each, at) => model.values.givenArgument(call, each, places[at] ?? 0));
      const caller = model.context.defAround(call);
      if (handed === undefined || given === undefined || caller === undefined) return false;
      const isPassed = [handed, given].every(
        (each) => each.kind === 'Name' && model.names.parameterOf(each) !== undefined,
      );
      if (isPassed && handed.kind === 'Name' && given.kind === 'Name')
        return isNewFor(handed.id, given.id, caller, model, seen);
      return model.flow.origins(handed).every((each) => each.kind === 'Dict' && each.keys.length === 0);
    })
  );
}

const MAX_CALLERS = 12;

/** It only says until when the value is kept: `time.time() + ttl`, `datetime.now() + timedelta(seconds=ttl)`. */
export function isLifetime(name: Name, model: SemanticModel): boolean {
  const uses = model.names.resolve(name)?.references ?? [];
  return uses.every((use) => {
    const around = use.parent?.kind === 'keyword' ? use.parent.parent : use.parent;
    const isSpan = around?.kind === 'Call' && model.types.calleeName(around.func) === 'datetime.timedelta';
    const sum = isSpan ? around.parent : around;
    if (sum?.kind !== 'BinOp' || sum.op !== 'Add') return false;
    const start = sum.left === use || sum.left === around ? sum.right : sum.left;
    return model.flow.origins(start).every((each) => isClockRead(each, model));
  });
}

/** What stands in the cache is held against the input before it is given: `if kept.signature == signature`. */
export function isCompared(name: string, cache: string, fn: Def, model: SemanticModel): boolean {
  return model.context.nodesOfFunction(fn, 'Compare').some((test) => {
    if (test.ops.every((op) => PRESENCE_OPERATORS.has(op))) return false;
    const parts = partsWithin(test, fn, model);
    const holdsCache = parts.some((part) => part.kind !== 'Name' && mentionsCache(part, cache));
    return holdsCache && parts.some((part) => part.kind === 'Name' && part.id === name);
  });
}

/** `if key in CACHE`, `if kept is None`. */
const PRESENCE_OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Is', 'IsNot']);

function mentionsCache(part: Expression, cache: string): boolean {
  if (part.kind === 'Subscript') return dottedName(part.value) === cache;
  return part.kind === 'Call' && part.func.kind === 'Attribute' && dottedName(part.func.value) === cache;
}
