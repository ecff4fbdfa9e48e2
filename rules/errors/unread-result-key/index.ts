import { defineProjectRule, factsOfKind, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import type { Target } from '#project';
import { listedCode } from '#text/wording';
import { type UnwrittenKey, unwrittenKeysIn } from './handed-dicts.ts';
import { type Fact, keysThrough, NEVER_FOUND, producersIn, readersIn } from './result-keys.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'key read from a result that never contains it',
    why: 'Reading the key with `[]` fails every time. With `get` the read silently yields `None`, and the code that depends on the value never runs.',
    remedy: 'Read a key that the function writes, or add this one to its result',
    harm: 'breaks',
    severity: {
      'a subscript raises KeyError': 'P1',
      '`get` never finds it': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [754],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def summary(orders):\n    return {"count": len(orders), "total": sum(orders)}\n\ndef report(orders):\n    found = summary(orders)\n    return found["average"]\n',
    good: 'def summary(orders):\n    return {"count": len(orders), "total": sum(orders)}\n\ndef report(orders):\n    found = summary(orders)\n    return found["total"] / found["count"]\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [
    ...producersIn(file),
    ...readersIn(file),
    ...unwrittenKeysIn(file).map((each): Fact => ({ kind: 'unwritten', ...each })),
  ],
  check(project, ctx) {
    for (const { path, fact } of factsOfKind(ctx.facts, 'unwritten')) {
      const others = project.modules.filter((module) => module.path !== path);
      if (!others.some((each) => each.texts.words.includes(fact.key))) ctx.report(unwrittenProblem(fact, path));
    }
    const keysOf = keysThrough(project, ctx);
    for (const { path, fact } of factsOfKind(ctx.facts, 'reader')) {
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      const keys = target === undefined ? undefined : keysOf(target);
      if (target?.kind !== 'function' || keys === undefined || target.function.isAsync !== fact.isAwaited) continue;
      for (const read of fact.reads) {
        const lacks = (other: Target): boolean => keysOf(other)?.includes(read.key) === false;
        if (!lacks(target) || !project.holdsForOverrides(target, lacks)) continue;
        const name = target.function.qualifiedName.slice(target.module.module.length + 1);
        ctx.report({
          at: { path, ...unpackPlace(read.place) },
          message: `\`${name}\` never returns the key \`${read.key}\`${read.isGet ? ', so `get` never finds it' : ''}`,
          // Who changed what the function gives left its reader behind with all keys at once.
          cause: `${path} ${target.function.qualifiedName}`,
          ...(read.isGet && NEVER_FOUND),
          doubt: fact.isLent ? 'external-definition' : undefined,
          related: [
            {
              path: target.module.path,
              ...target.function.place,
              message: `it returns ${keys.length === 0 ? 'no keys' : listedCode(keys)}`,
            },
          ],
          key: `${fact.within} ${name} ${read.key}`,
        });
      }
    }
  },
});

/** One of the functions that hand a dict on reads what none of them puts in. */
function unwrittenProblem(
  { key, keys, place, written, isGet, function: fn }: UnwrittenKey,
  path: string,
): ProjectProblem {
  return {
    at: { path, ...unpackPlace(place) },
    message: `\`${fn}\` reads the key \`${key}\`, which no function that handles the dict sets${isGet ? ', so `get` never finds it' : ''}`,
    doubt: 'external-definition',
    ...(isGet && NEVER_FOUND),
    related: [{ path, ...unpackPlace(written), message: `they set ${listedCode(keys, 6)}` }],
    key: `${fn} ${key}`,
    cause: `${path} ${key}`,
  };
}
