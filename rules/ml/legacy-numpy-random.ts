import { defineSourceRule, memoize, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import {
  ancestors,
  bodyWithoutDocstring,
  type Call,
  callsWithin,
  type Def,
  type Node,
  nameOfPlace,
  nodesOf,
} from '#kit/code';
import { type Edits, linesAbove, namesWritten, offering, replacement, together, unsafeFix, wrapping } from '#kit/fixes';
import { NUMPY_DRAWS } from '#kit/security';

const MODULE = 'numpy.random.';
/** Functions that exist to seed everything: whoever calls them wants the process seeded. */
const SEEDING = /seed|determinis|reproduc|random_state|set_rng|rng_state/i;

/**
 * The streams of `RandomState` are frozen by NEP 19 (https://numpy.org/neps/nep-0019-rng-policy.html): that they change
 * between versions is not the harm. The harm is one generator that all code of the process shares.
 */
export default defineSourceRule({
  docs: {
    summary: 'hidden global generator of `numpy.random`',
    why: 'Every library of the process draws from the same stream: seeding it in one place makes other places repeat themselves, a draw anywhere changes all results after it, and forked workers start with equal copies.',
    remedy: 'Make a generator with `numpy.random.default_rng(seed)` and hand it to the code that draws.',
    harm: 'lies',
    ceiling: 'P3',
    precision: 'medium',
    measured: {
      read: 15,
      right: 14,
      on: 'modelscope, gensim, ray, transformers, evidently, langchain_community; none in scikit-learn, pandas, mlflow, lightning',
    },
    since: '0.1.0',
    cwe: [],
    fixes: [
      unsafeFix(
        'Draw from a generator of the function',
        'a seed that others set for the whole process no longer decides what is drawn',
      ),
    ],
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
      else reportDraw(call, used, ctx);
    },
  },
});

type Use = 'seed' | 'draw' | 'RandomState';

function legacyUse({ func }: Call, ctx: SourceContext): Use | undefined {
  const last = nameOfPlace(func) ?? '';
  if (last !== 'seed' && last !== 'RandomState' && !NUMPY_DRAWS.has(last)) return undefined;
  if (ctx.names.qualifiedName(func) !== MODULE + last) return undefined;
  return last === 'seed' || last === 'RandomState' ? last : 'draw';
}

/** A library that seeds the stream of all others; at import it does so without being called. */
function reportSeed(call: Call, fn: Def | undefined, ctx: SourceContext): void {
  if (fn !== undefined && callsWithin([fn]).some(({ func }) => nameOfPlace(func) === 'set_state')) return;
  const where = fn === undefined ? 'importing this module' : `\`${fn.name}\``;
  const strict = { heldBack: 'it may be a program of its own, whose process it is' } as const;
  const isOthers = providedThat({ kind: 'is-packaged-or-imported', module: ctx.names.moduleName }, strict);
  const guess = isOnDemand(call, fn)
    ? 'by its name a switch of tests asks for it'
    : fn !== undefined && isSeeding(fn, ctx)
      ? 'the function is there to seed the process'
      : undefined;
  const isLibrary = ctx.context.role === 'library' && !ctx.context.isEntryPoint;
  ctx.report({
    at: call,
    message: `${where} seeds the global generator of \`numpy.random\` for the whole process`,
    ...(guess === undefined ? {} : { heldBack: guess }),
    ...(isLibrary ? { when: isOthers } : guess === undefined && strict),
  });
}

/** Behind a switch for tests. */
function isOnDemand(call: Call, fn: Node | undefined): boolean {
  for (const around of ancestors(call)) {
    if (around === fn) return false;
    if (around.kind === 'If' && /test|debug|determin/i.test(nameOfPlace(around.test) ?? '')) return true;
  }
  return false;
}

function isSeeding(fn: Def, ctx: SourceContext): boolean {
  if (SEEDING.test(fn.name) || fn.name === 'main' || /worker|setup_env/.test(fn.name)) return true;
  // Seeding `random` or torch beside it: the process is what the function is about.
  return callsWithin([fn]).some(({ func }) =>
    /^(?:random\.seed|torch\.(?:cuda\.)?manual_seed(?:_all)?|tensorflow\.random\.set_seed)$/.test(
      ctx.names.qualifiedName(func) ?? '',
    ),
  );
}

/** One finding per function is enough to show the habit. */
function isFirstOf(call: Call, used: Use, fn: Def | undefined, ctx: SourceContext): boolean {
  if (fn === undefined) return true;
  const alike = callsWithin([fn]).filter((other) => legacyUse(other, ctx) === used);
  return alike.every(({ start }) => start >= call.start);
}

function reportDraw(call: Call, used: 'draw' | 'RandomState', ctx: SourceContext): void {
  const name = nameOfPlace(call.func) ?? '';
  ctx.report({
    at: call,
    // Code of one time has one generator throughout.
    cause: used,
    message:
      used === 'draw'
        ? `\`numpy.random.${name}\` draws from the generator that the whole process shares`
        : '`RandomState` is the frozen generator of old code, which `default_rng` replaces',
    ...(used === 'draw' && offering(drawnFromOwn(call, ctx))),
    heldBack: 'nothing shows that others draw or seed beside it',
  });
}

/** Draws that a `Generator` has under the same or another name, with the same distribution for the same arguments. */
const EQUIVALENT: ReadonlyMap<string, string> = new Map([
  ...'beta binomial chisquare choice exponential gamma geometric gumbel laplace lognormal normal permutation poisson shuffle standard_normal triangular uniform'
    .split(' ')
    .map((name) => [name, name] as const),
  ['random', 'random'],
  ['random_sample', 'random'],
  ['randint', 'integers'],
  ['rand', 'random'],
  ['randn', 'standard_normal'],
]);

/** `rand(3, 2)` takes the lengths one by one, what it becomes takes them as one shape. */
function shapeInstead({ args, keywords }: Call): Edits {
  const [first, last] = [args[0], args.at(-1)];
  if (keywords.length > 0 || args.some(({ kind }) => kind === 'Starred')) return undefined;
  return first === undefined || last === undefined || first === last
    ? []
    : wrapping({ start: first.start, end: last.end }, '(', ')');
}

/** One generator for all draws of the function; undefined where one has no equal, or the file seeds what they draw from. */
function drawnFromOwn(call: Call, ctx: SourceContext): Edits {
  const fn = ctx.context.defAround(call);
  const [first] = fn === undefined ? [] : bodyWithoutDocstring(fn);
  const isNamed = namesWritten(ctx.module).has('rng');
  const maker = makerBeside(call, ctx);
  if (fn === undefined || first === undefined || maker === undefined || isSeeded(ctx) || isNamed) return undefined;
  const draws = callsWithin([fn]).filter((each) => legacyUse(each, ctx) === 'draw');
  if (draws.some((each) => ctx.context.defAround(each) !== fn)) return undefined;
  const drawn = draws.map((draw): Edits => {
    const old = nameOfPlace(draw.func) ?? '';
    const name = EQUIVALENT.get(old);
    if (name === undefined) return undefined;
    return together([replacement(draw.func, `rng.${name}`)], /^randn?$/.test(old) ? shapeInstead(draw) : []);
  });
  return together(linesAbove(first, [`rng = ${maker}()`], ctx.text), ...drawn);
}

const isSeeded = memoize((ctx: SourceContext): boolean =>
  nodesOf(ctx.module, 'Call').some((each) => legacyUse(each, ctx) === 'seed'),
);

/** `np.random.default_rng` by the name under which the draw reaches its module. */
function makerBeside({ func }: Call, ctx: SourceContext): string | undefined {
  return func.kind === 'Attribute' ? `${ctx.text.slice(func.value)}.default_rng` : undefined;
}
