import { type Call, type Def, isNone, nameOfPlace, nodesOf } from '#ast';
import { memoize } from '#collections';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { NUMPY_DRAWS } from '#knowledge/random-generators';
import { memoizeInFile } from '#semantics/by-file';
import { callsWithin } from '#semantics/effects/calls-within';

const MODULE = 'numpy.random.';
const MAKERS: ReadonlySet<string> = new Set([`${MODULE}default_rng`, `${MODULE}RandomState`]);
/** Generators of other libraries: who seeds one of them beside that of numpy means the process. */
const OTHER_SEEDS = /^(?:random\.seed|torch\.(?:cuda\.)?manual_seed(?:_all)?|tensorflow\.random\.set_seed)$/;

/**
 * The streams of `RandomState` are frozen by NEP 19 (https://numpy.org/neps/nep-0019-rng-policy.html): that they change
 * between versions is not the harm. The harm is one generator that all code of the process shares: in what it repeats, where a
 * function seeds it, and in what it does not repeat, where the file seeds a generator of its own and draws from the shared one as well.
 */
export default defineSourceRule({
  docs: {
    summary: 'global random state of `numpy.random`',
    why: 'All libraries in the process share this global random state. Seeding it in one function affects every other user, and creating a separate seeded generator does not make these draws reproducible.',
    remedy: 'Create a generator with `numpy.random.default_rng(seed)` and pass it to the code that draws',
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    measured: {
      read: 15,
      right: 14,
      on: 'modelscope, gensim, ray, transformers, evidently, langchain_community; none in scikit-learn, pandas, mlflow, lightning',
    },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: 'import numpy as np\n\ndef sample_rows(table, count, seed):\n    np.random.seed(seed)\n    return table[np.random.default_rng().integers(0, len(table), count)]\n',
    good: 'import numpy as np\n\ndef sample_rows(table, count, seed):\n    rng = np.random.default_rng(seed)\n    return table[rng.integers(0, len(table), count)]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['random'],
  visit: {
    Call(call, ctx) {
      const used = legacyUse(call, ctx);
      if (used === undefined || ctx.context.isUnderMain(call)) return;
      const fn = ctx.context.defAround(call);
      if (!isFirstOf(call, used, fn, ctx)) return;
      if (used === 'seed') reportSeed(call, fn, ctx);
      else reportDraw(call, ctx);
    },
  },
});

type Use = 'seed' | 'draw';

function legacyUse({ func }: Call, ctx: SourceContext): Use | undefined {
  const last = nameOfPlace(func) ?? '';
  if (last !== 'seed' && !NUMPY_DRAWS.has(last)) return undefined;
  if (ctx.names.qualifiedName(func) !== MODULE + last) return undefined;
  return last === 'seed' ? last : 'draw';
}

/** A library that seeds the stream of all others; at import it does so without being called. */
function reportSeed(call: Call, fn: Def | undefined, ctx: SourceContext): void {
  if (fn !== undefined && callsWithin([fn]).some(({ func }) => nameOfPlace(func) === 'set_state')) return;
  const beside = fn && callsWithin([fn]).find(({ func }) => OTHER_SEEDS.test(ctx.names.qualifiedName(func) ?? ''));
  if (beside !== undefined) {
    ctx.proven({
      at: call,
      by: 'the function seeds other generators too, so it means to seed the process',
      where: beside,
    });
    return;
  }
  const where = fn === undefined ? 'importing this module' : `\`${fn.name}\``;
  ctx.report({
    at: call,
    cause: `${ctx.path} seed`,
    message: `global random state: ${where} seeds \`numpy.random\` for the whole process`,
  });
}

/** One finding per function is enough to show the habit. */
function isFirstOf(call: Call, used: Use, fn: Def | undefined, ctx: SourceContext): boolean {
  return fn === undefined || firstUses(fn, ctx)[used] >= call.start;
}

const firstUses = memoizeInFile((fn: Def, ctx: SourceContext): Readonly<Record<Use, number>> => {
  const first = { seed: Number.POSITIVE_INFINITY, draw: Number.POSITIVE_INFINITY };
  for (const call of callsWithin([fn])) {
    const used = legacyUse(call, ctx);
    if (used !== undefined) first[used] = Math.min(first[used], call.start);
  }
  return first;
});

function reportDraw(call: Call, ctx: SourceContext): void {
  const seeded = seededGenerator(ctx);
  if (seeded === undefined) {
    ctx.proven({ at: call, by: 'the file seeds no other generator' });
    return;
  }
  ctx.report({
    at: call,
    // Code of one time has one generator throughout.
    cause: 'draw',
    message: `global random state: \`numpy.random.${nameOfPlace(call.func)}\` is not controlled by the seeded generator in this file, so it is not reproducible`,
    related: [{ at: seeded, message: 'the seeded generator' }],
  });
}

/** A generator of numpy that the file makes from a seed. */
const seededGenerator = memoize((ctx: SourceContext): Call | undefined =>
  nodesOf(ctx.module, 'Call').find(({ func, args, keywords }) => {
    if (!MAKERS.has(ctx.names.qualifiedName(func) ?? '')) return false;
    const seed = args[0] ?? keywords[0]?.value;
    return seed !== undefined && !isNone(seed);
  }),
);
