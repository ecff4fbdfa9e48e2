import { ancestors, argumentValues, type BinOp, type Expression, holds, nameOfPlace, numberConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { hasPrivacyWord, isAboutPrivacy, NOISE_NAMES, privacyTermOf, soleValue } from '../_shared/privacy-terms.ts';
import { monomialOf } from './monomial.ts';

/** What a computation of the whole series calls; any other closed form beside them is a special case of it. */
const SERIES_CALLS =
  /^_?(?:exp|expm1|lgamma|gammaln|loggamma|comb|binom|factorial|logsumexp|logaddexp|quad|erfc|log_?erfc|log1p)$|log_?(?:add|sub|sum|comb|binom|a_int|a_frac)/i;

/**
 * Mironov, Talwar, Zhang, "Rényi Differential Privacy of the Sampled Gaussian Mechanism" (2019, arXiv:1908.10530), section 3.3:
 * for integer orders the RDP is `log(sum_k C(alpha, k) (1-q)^(alpha-k) q^k exp((k^2-k) / (2 sigma^2))) / (alpha-1)`.
 * The sum is a mean over k ~ Binomial(alpha, q), and `E[k(k-1)] = alpha (alpha-1) q^2`, so by Jensen's inequality
 * `alpha q^2 / (2 sigma^2)` is below it at every such order. A factor of 2 instead of 1/2 is their upper bound (Theorem 11)
 * where its conditions hold; a factor of 1 is the asymptotic form of Abadi et al. (2016, arXiv:1607.00133, Lemma 3), which holds only
 * for small rates and orders.
 */
export default defineSourceRule({
  docs: {
    summary: 'hand-rolled formula instead of a privacy accountant',
    why: 'The squared sampling rate over twice the squared noise is less than the Rényi divergence of the subsampled Gaussian at every integer order from 2. The reported epsilon then promises more privacy than the training gives.',
    remedy: 'Take the epsilon from an accountant of Opacus or dp-accounting, or compute the whole series in log space',
    harm: 'misleads',
    severity: 'P0',
    precision: 'medium',
    measured: {
      read: 3,
      right: 3,
      on: 'TenSafe; none in opacus, dp-accounting, tensorflow-privacy, diffprivlib, flwr',
    },
    since: '0.1.0',
    cwe: [682],
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-1' }],
    bad: 'def compute_rdp(q, sigma, alpha):\n    return alpha * q**2 / (2 * sigma**2)\n',
    good: 'from dp_accounting import dp_event, rdp\n\ndef compute_epsilon(q, sigma, steps, delta):\n    event = dp_event.PoissonSampledDpEvent(q, dp_event.GaussianDpEvent(sigma))\n    return rdp.RdpAccountant().compose(event, steps).get_epsilon(delta)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: NOISE_NAMES,
  visit: {
    BinOp(node, ctx) {
      if ((node.op !== 'Div' && node.op !== 'Mult') || isPartOfProduct(node)) return;
      const form = closedForm(node, ctx);
      if (form === undefined || form.coefficient >= 2 || holdsNamedForm(node, ctx)) return;
      const fn = ctx.context.defAround(node);
      if (!(isAboutPrivacy(fn ?? node, ctx) || isBoundToPrivacy(node)) || isSpecialCase(node, ctx)) return;
      const isBelow = form.coefficient <= 0.5;
      const formula = ctx.text.slice(node).replace(/\s+/g, ' ');
      ctx.report({
        at: node,
        message: `wrong privacy loss: ${fn === undefined ? 'this code' : `\`${fn.name}\``} uses \`${formula}\` for the subsampled Gaussian, which ${isBelow ? 'is too small at every integer order from 2' : 'holds only for small rates and orders'}`,
        ...(!isBelow && { doubt: 'uncertain-failure' }),
      });
    },
  },
});

/** The whole product is looked at once, at its top. */
function isPartOfProduct({ parent }: BinOp): boolean {
  return parent?.kind === 'BinOp' && (parent.op === 'Mult' || parent.op === 'Div' || parent.op === 'Pow');
}

/** The rate to the 2 and the noise to the -2; every other factor is a plain name, such as an order or a count of steps. */
function closedForm(node: BinOp, ctx: SourceContext): { readonly coefficient: number } | undefined {
  const monomial = monomialOf(node, ctx);
  if (monomial === undefined) return undefined;
  let rate = 0;
  let noise = 0;
  for (const { expression, power } of monomial.factors) {
    const term = privacyTermOf(expression, ctx);
    if (term === 'rate') rate += power;
    else if (term === 'noise') noise += power;
    else if (nameOfPlace(expression) === undefined || power !== 1) return undefined;
  }
  return rate === 2 && noise === -2 ? monomial : undefined;
}

/** `steps * rdp`, where `rdp` is bound to the form: that is told where it stands. */
function holdsNamedForm(node: BinOp, ctx: SourceContext): boolean {
  return holds(node, (part) => {
    const value = part.kind === 'Name' ? soleValue(part, ctx) : undefined;
    return value?.kind === 'BinOp' && !isPartOfProduct(value) && closedForm(value, ctx) !== undefined;
  });
}

/** `epsilon += …`, `rdp = …` in code that says nothing else of privacy. */
function isBoundToPrivacy(node: Expression): boolean {
  const statement = [...ancestors(node)].find(({ kind }) => /^(?:Aug)?Assign$|FunctionDef$/.test(kind));
  const targets =
    statement?.kind === 'Assign' ? statement.targets : statement?.kind === 'AugAssign' ? [statement.target] : [];
  return targets.some((target) => hasPrivacyWord(nameOfPlace(target) ?? ''));
}

/** Order 1 of a function that computes the others in full, itself or by what it hands both terms to. */
function isSpecialCase(node: BinOp, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(node);
  for (const around of ancestors(node)) {
    if (around === fn) break;
    const test = around.kind === 'If' || around.kind === 'IfExp' ? around.test : undefined;
    const isOne = test?.kind === 'Compare' && numberConstant(test.comparators[0]) === 1;
    if (isOne && privacyTermOf(test.left, ctx) === undefined) return true;
  }
  return callsWithin(fn === undefined ? [ctx.module] : [fn]).some((call) => {
    if (SERIES_CALLS.test(nameOfPlace(call.func) ?? '')) return true;
    const terms = new Set(argumentValues(call).map((argument) => privacyTermOf(argument, ctx)));
    return terms.has('rate') && terms.has('noise') && nameOfPlace(call.func) !== fn?.name;
  });
}
