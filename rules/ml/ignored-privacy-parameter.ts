import { type Def, decoratorsOf, type Expression, nameOfPlace, type Parameter, parametersOf, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isOverride } from '#semantics/context/idle-function';
import { hasPrivacyWord, isAboutPrivacy, type PrivacyTerm, privacyTermOfName } from './_shared/privacy-terms.ts';

/** What a function gives, as its name says; a name with another verb (`plot_epsilon`, `set_epsilon`) gives something else. */
const RESULTS: ReadonlySet<string> = new Set(['epsilon', 'epsilons', 'eps', 'rdp', 'spent', 'loss', 'cost', 'budget']);
const VERBS: ReadonlySet<string> = new Set(
  'compute calculate calc get estimate account rdp epsilon eps privacy renyi total current final dp convert to'.split(
    ' ',
  ),
);
const OPEN_DECORATORS = /(^|\.)(abstractmethod|overload|override|fixture|property)$/;

/**
 * The (epsilon, delta) bound of a composed subsampled Gaussian depends on the rate, the noise, the number of steps and delta
 * (Abadi et al. 2016, arXiv:1607.00133, Theorem 2; Mironov 2017, arXiv:1702.07476, Proposition 3). Rényi divergence itself
 * knows no delta.
 */
export default defineSourceRule({
  docs: {
    summary: 'privacy computation that ignores a parameter it must depend on',
    why: 'The caller gets the same result whatever value is passed. The reported privacy guarantee is not the one that the training run provides.',
    remedy: 'Use the parameter in the computation, or take the number from a privacy accountant that uses it',
    harm: 'misleads',
    severity: 'P0',
    precision: 'medium',
    measured: {
      read: 1,
      right: 1,
      on: 'TenSafe; none in opacus, dp-accounting, tensorflow-privacy, diffprivlib, flwr',
    },
    since: '0.1.0',
    cwe: [682],
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-1' }],
    bad: 'def compute_epsilon(noise_multiplier, steps, delta):\n    return steps / (2 * noise_multiplier**2)\n',
    good: 'import math\n\ndef compute_epsilon(noise_multiplier, steps, delta):\n    rho = steps / (2 * noise_multiplier**2)\n    return rho + 2 * math.sqrt(rho * math.log(1 / delta))\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  if (!controlsPrivacy(fn.name)) return;
  const parameters = parametersOf(fn);
  const terms = parameters.flatMap((parameter) => termOf(parameter, fn) ?? []);
  if (terms.length === 0 || (terms.length < 2 && !hasEvidence(fn, terms, ctx))) return;
  const ignored = parameters.filter((parameter) => termOf(parameter, fn) !== undefined && isUnread(parameter, fn, ctx));
  if (ignored.length === 0 || isDemanded(fn, ctx)) return;
  const result = ctx.flow.returnValues(fn).findLast((value) => value !== undefined && isComputed(value, ctx));
  if (result === undefined) return;
  const names = ignored.map(({ name }) => `\`${name}\``).join(' or ');
  ctx.report({
    at: result,
    message: `ignored privacy parameter: the result of \`${fn.name}\` does not depend on ${names}`,
    related: ignored.map(({ name, node }) => ({ at: node, message: `the parameter \`${name}\`` })),
  });
}

function controlsPrivacy(name: string): boolean {
  // Nearly every function has none of these, and this costs least.
  if (!/eps|rdp|privacy/i.test(name)) return false;
  const words = wordsOfName(name);
  const [first] = words;
  if (first === undefined || !words.some((word) => RESULTS.has(word))) return false;
  // "loss", "cost" and "budget" of other things have no place here.
  const isPrivacy = words.some((word) => word === 'epsilon' || word === 'eps' || word === 'rdp' || word === 'privacy');
  return isPrivacy && VERBS.has(first);
}

function termOf({ name, kind }: Parameter, fn: Def): PrivacyTerm | undefined {
  const term = name.startsWith('_') || kind.startsWith('var-') ? undefined : privacyTermOfName(name);
  return term === 'delta' && wordsOfName(fn.name).includes('rdp') ? undefined : term;
}

/** Epsilons of exploration and of rounding also have names of this kind. */
function hasEvidence(fn: Def, terms: readonly PrivacyTerm[], ctx: SourceContext): boolean {
  if (wordsOfName(fn.name).some((word) => word === 'privacy' || word === 'rdp' || word === 'dp')) return true;
  if (terms.includes('steps')) return false;
  const owner = ctx.context.classOfMethod(fn);
  return owner === undefined ? hasPrivacyWord(ctx.names.moduleName) : isAboutPrivacy(owner, ctx);
}

function isUnread({ name }: Parameter, fn: Def, ctx: SourceContext): boolean {
  const binding = ctx.names.scopeOf(fn)?.bindings.get(name);
  return binding?.references.length === 0 && binding.definitions.length === 1;
}

/** Its signature is someone else's: abstract, an override, a test double. */
function isDemanded(fn: Def, ctx: SourceContext): boolean {
  if (
    decoratorsOf(fn).some(({ callee }) =>
      OPEN_DECORATORS.test(ctx.names.qualifiedName(callee) ?? nameOfPlace(callee) ?? ''),
    )
  )
    return true;
  const owner = ctx.context.classOfMethod(fn);
  return owner !== undefined && isOverride(fn.name, owner, ctx);
}

/** A constant is a stub's answer, or "no privacy at all". */
function isComputed(value: Expression, ctx: SourceContext): boolean {
  if (ctx.values.fold(value) !== undefined) return false;
  if (/^(?:inf|nan|NaN|NotImplemented)$/.test(nameOfPlace(value) ?? '')) return false;
  return (
    value.kind !== 'Call' ||
    ctx.names.qualifiedName(value.func) !== 'builtins.float' ||
    value.args[0]?.kind !== 'Constant'
  );
}
