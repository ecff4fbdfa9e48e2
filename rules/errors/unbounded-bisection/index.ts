import { type Expression, type For, headerSpan, type Name, numberConstant, type While } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { bisectionOf } from './bisection.ts';

/** Calls that take a number and do not ask the searched function. */
const INERT_CALLS: ReadonlySet<string> = new Set(
  ['abs', 'float', 'format', 'int', 'max', 'min', 'print', 'range', 'round', 'str'].map((name) => `builtins.${name}`),
);
/** What a probability, a share or a level of confidence cannot exceed is no guess. */
const NATURAL_BOUND = 1;

export default defineSourceRule({
  docs: {
    summary: 'bisection with an unverified bracket',
    why: 'If the root lies outside the fixed bounds, the loop still converges to one of the bounds and returns it as the answer.',
    remedy:
      'Evaluate the function at the upper bound first: raise the bound until it encloses the root, and raise an error if it never does',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'TenSafe; none other in 547 files of 50 packages that hold such code' },
    since: '0.1.0',
    cwe: [682],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-5' }],
    bad: 'def rate_for(price, target):\n    low, high = 0.0, 50.0\n    while high - low > 1e-6:\n        rate = (low + high) / 2\n        if price(rate) > target:\n            low = rate\n        else:\n            high = rate\n    return high\n',
    good: 'def rate_for(price, target):\n    low, high = 0.0, 50.0\n    while price(high) > target:\n        high *= 2\n    while high - low > 1e-6:\n        rate = (low + high) / 2\n        if price(rate) > target:\n            low = rate\n        else:\n            high = rate\n    return high\n',
  },
  skips: NOT_PRODUCTION,
  visit: { While: check, For: check },
});

function check(loop: While | For, ctx: SourceContext): void {
  const search = bisectionOf(loop);
  if (search === undefined) return;
  const { bounds, middle, predicate } = search;
  if (!testsFunction(predicate, ctx)) return;
  const guesses = bounds.flatMap((bound) => guessOf(bound, middle, ctx));
  if (guesses.length < 2) return;
  const guess = guesses.reduce((worst, other) => (other.value > worst.value ? other : worst));
  if (guess.value <= NATURAL_BOUND || guess.binding.references.some((name) => isLookedAt(name, loop, ctx))) return;
  const { name } = guess.binding;
  ctx.report({
    at: guess.at,
    message: `the bisection starts with \`${name}\` at ${guess.value} and never evaluates the function there, so a root above ${guess.value} is returned as ${guess.value}`,
    related: [{ at: headerSpan(loop, ctx.text), message: 'the bisection' }],
  });
}

/** A root is looked for where a value is compared; `if fits(middle)` asks for the largest that is allowed. */
function testsFunction(predicate: Expression, ctx: SourceContext): boolean {
  if (predicate.kind !== 'Compare') return false;
  return [predicate.left, ...predicate.comparators].some((side) =>
    ctx.flow.origins(side).some(({ kind }) => kind === 'Call'),
  );
}

/** A bound that is a literal at first and only ever becomes the middle. */
function guessOf(bound: Name, middle: string, ctx: SourceContext) {
  const binding = ctx.names.resolve(bound);
  const literals = binding?.definitions.flatMap((definition) => {
    const value = definition.value === undefined ? undefined : numberConstant(definition.value);
    return value === undefined ? [] : [{ at: definition.statement, value }];
  });
  const [literal, second] = literals ?? [];
  if (binding === undefined || literal === undefined || second !== undefined) return [];
  const others = binding.definitions.filter(({ statement }) => statement !== literal.at);
  const isSearched = others.every(({ value }) => value?.kind === 'Name' && value.id === middle);
  return isSearched ? [{ ...literal, binding }] : [];
}

/** Passed to a function, or compared with something outside the search: someone asks whether the bracket holds. */
function isLookedAt(name: Name, loop: While | For, ctx: SourceContext): boolean {
  const { parent } = name;
  if (parent?.kind === 'Call') return !INERT_CALLS.has(ctx.names.qualifiedName(parent.func) ?? '');
  return parent?.kind === 'Compare' && parent.parent !== loop;
}
