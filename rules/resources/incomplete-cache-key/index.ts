import { type Def, defsOf, type Expression, parametersOf, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { type CacheStore, cacheInputsOf, cacheStoresIn } from '#kit/state';
import { definitionCalled } from '#semantics/effects/definition-called';
import { type ConstantKey, constantKeysIn } from '#semantics/values/key-parts';
import { changedReadOf, unequalReadOf, unkeyedReadsOf } from './cached-functions.ts';
import { isGivenAlike, isGivenTogether } from './given-alike.ts';
import { partsLeftOut } from './input-parts.ts';
import { mayBeForAll } from './kept-by-key.ts';
import { isInput, isPlain, KEEPING_DECORATORS, MADE_BEFORE, MANNER, mayBeSame } from './key-inputs.ts';

export default defineSourceRule({
  docs: {
    summary: 'incomplete cache key: an input of the cached value is missing from it',
    why: "Two calls that differ only in the missing input share one entry. The second call can then get the first call's result.",
    remedy: 'Include every input of the value in the key',
    harm: 'misleads',
    severity: {
      'key without an input': 'P1',
      'key without the user': 'P0',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [706],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'CACHE = {}\n\ndef translate(text, language, model):\n    if text in CACHE:\n        return CACHE[text]\n    result = model.run(f"{language}: {text}")\n    CACHE[text] = result\n    return result\n',
    good: 'CACHE = {}\n\ndef translate(text, language, model):\n    key = (text, language, model.name)\n    if key in CACHE:\n        return CACHE[key]\n    result = model.run(f"{language}: {text}")\n    CACHE[key] = result\n    return result\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(module, ctx) {
      for (const fn of defsOf(module)) {
        for (const key of constantKeysIn(fn, ctx)) reportConstant(key, ctx);
        for (const store of cacheStoresIn(fn, ctx)) reportStore(store, fn, ctx);
        reportMethod(fn, ctx);
        reportCached(fn, ctx);
      }
    },
  },
});

function reportConstant({ at, text, given }: ConstantKey, ctx: SourceContext): void {
  ctx.report({
    at,
    message: `cache key \`${shortText(text, ctx.text)}\` has no placeholder for \`${shortText(given, ctx.text)}\`, so all values share one entry`,
    remedy: 'Write `{}` where the value belongs',
  });
}

function reportStore(store: CacheStore, fn: Def, ctx: SourceContext): void {
  const { key, value, at, cache, given } = store;
  const inKey = cacheInputsOf([key, ...(store.beside ?? [])], fn, ctx);
  // A key that holds the object holds all that the object does.
  const self = ctx.context.classOfMethod(fn) === undefined ? undefined : parametersOf(fn)[0]?.name;
  const missing = [...cacheInputsOf([value, ...(store.makers ?? [])], fn, ctx).values()].filter(
    (input) => input.name !== self && !inKey.has(input.name) && input.name !== cache && isInput(input, store, fn, ctx),
  );
  const [first, ...others] = missing.sort(
    (one, other) => Number(isPlain(other, fn, ctx)) - Number(isPlain(one, fn, ctx)),
  );
  if (first === undefined) reportParts(store, fn, ctx);
  // A key without any input is that of one entry: what stands there is kept, not looked up.
  if (first === undefined || (inKey.size === 0 && first.kind !== 'ambient')) return;
  const { name } = first;
  const isMadeBefore = inKey.size > 0 && [...inKey.keys()].every((each) => MADE_BEFORE.test(each));
  // It hardly differs where what the key has does not.
  const isTogether = missing.every((each) => isGivenTogether(fn, each.name, [...inKey.keys()], ctx));
  const maySuffice =
    isMadeBefore || isTogether || others.length >= 2 || mayBeSame(first, value, fn, ctx) || mayBeForAll(value, fn, ctx);
  ctx.report({
    at,
    message: `incomplete cache key: \`${shortText(key, ctx.text)}\` omits \`${name}\`, an input of the cached value`,
    doubt: maySuffice ? 'sufficient-cache-key' : undefined,
    // What never differs needs no place in a key; others may call it with something else.
    ...(missing.every((each) => each.kind === 'parameter' && isGivenAlike(fn, each.name, ctx)) && {
      when: providedThat({ kind: 'name-taken', path: ctx.path, name: fn.name }, 'drop'),
    }),
    related: [
      ...keyPlaces(key, ctx),
      { at: given, message: 'the cached value is returned here' },
      ...[first, ...others].map((each) => ({ at: each.at, message: `\`${each.name}\` is an input of the value here` })),
    ],
  });
}

/** The key is made of some parts of a parameter, and the value of others. */
function reportParts({ key, value, makers, at, given }: CacheStore, fn: Def, ctx: SourceContext): void {
  const left = partsLeftOut(key, [value, ...(makers ?? [])], fn, ctx).filter(({ name }) => !MANNER.test(name));
  if (left[0] === undefined) return;
  ctx.report({
    at,
    message: `incomplete cache key: \`${shortText(key, ctx.text)}\` omits \`${left[0].name}\`, an input of the cached value`,
    // The parts of a request vary independently.
    doubt: ctx.context.routeOf(fn) === undefined ? 'sufficient-cache-key' : undefined,
    related: [
      ...keyPlaces(key, ctx),
      { at: given, message: 'the cached value is returned here' },
      ...left.map((each) => ({ at: each.at, message: `\`${each.name}\` is an input of the value here` })),
    ],
  });
}

/** Where the key is made, and what a function of the file gives that makes it. */
function keyPlaces(key: Expression, ctx: SourceContext): { at: Expression; message: string }[] {
  const made = ctx.flow.whole(key);
  const fn = made.kind === 'Call' ? definitionCalled(ctx, made) : undefined;
  const given =
    fn === undefined || fn.kind === 'ClassDef' ? [] : ctx.flow.returnValues(fn).flatMap((value) => value ?? []);
  return [...new Set([made, ...given])].flatMap((at) => (at === key ? [] : [{ at, message: 'the key is built here' }]));
}

/** What a decorator keeps by arguments or by path, and what the function reads besides. */
function reportCached(fn: Def, ctx: SourceContext): void {
  const [read, ...others] = unkeyedReadsOf(fn, ctx);
  if (read === undefined) return;
  ctx.report({
    at: read.at,
    message: `incomplete cache key: \`${fn.name}\` is cached by its ${read.by === 'path' ? 'path' : 'arguments'} and also depends on \`${read.name}\``,
    // What another module keeps may be a setting.
    ...((read.by === 'arguments' || read.name.endsWith('.get')) && { doubt: 'sufficient-cache-key' }),
    ...(read.isUserSpecific && { harm: 'exposes', kind: 'key without the user' }),
    related: [
      ...others.map(({ at, name }) => ({ at, message: `\`${name}\` is read here` })),
      ...(read.keptAt === undefined ? [] : [{ at: read.keptAt, message: 'the responses are cached here' }]),
    ],
  });
}

/** `@lru_cache` of a method knows the object by its identity, or by what `__eq__` compares, not by what its attributes hold. */
function reportMethod(fn: Def, ctx: SourceContext): void {
  const owner = ctx.context.classOfMethod(fn);
  if (owner === undefined || !ctx.names.decoratorNames(fn).some((name) => KEEPING_DECORATORS.has(name ?? ''))) return;
  const unequal = unequalReadOf(fn, owner, ctx);
  if (unequal !== undefined) {
    ctx.report({
      at: unequal,
      message: `incomplete cache key: cached \`${fn.name}\` reads \`${unequal.attr}\`, which \`__eq__\` and \`__hash__\` ignore`,
      doubt: 'sufficient-cache-key',
    });
    return;
  }
  const changed = changedReadOf(fn, owner, ctx);
  if (changed === undefined) return;
  ctx.report({
    at: changed.read,
    message: `incomplete cache key: \`${fn.name}\` is cached by its arguments and reads \`${changed.name}\`, which changes`,
    doubt: 'sufficient-cache-key',
    related: [{ at: changed.change, message: 'it changes here' }],
  });
}
