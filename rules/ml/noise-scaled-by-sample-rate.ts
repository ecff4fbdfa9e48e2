import { type BinOp, type Call, type Keyword, nameOfPlace } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { ValueUse } from '#semantics';
import { isAboutPrivacy, NOISE_NAMES, privacyTermOf, privacyTermOfName } from './_shared/privacy-terms.ts';

/** Calls that make a mechanism of a standard deviation, or account for one. */
const MECHANISM = /gaussian|laplace|mechanism|rdp|epsilon|privacy|accountant|pld|dp_?event/i;
const NOISE_KEYWORDS: ReadonlySet<string> = new Set(['standard_deviation', 'stddev', 'scale', 'std']);

/**
 * Subsampling does not divide the noise. The sampled Gaussian is the mixture `(1-q) N(0, s^2) + q N(1, s^2)` (Abadi et al.
 * 2016, arXiv:1607.00133, section 3.2; Mironov, Talwar, Zhang 2019, arXiv:1908.10530). A Gaussian of `s/q` has the Rényi
 * divergence `alpha q^2 / (2 s^2)`, which is below that of the mixture at every integer order from 2 (see
 * `hand-rolled-rdp-accountant`); a Gaussian of `s q` has `alpha / (2 q^2 s^2)`, which is no bound that sampling gives.
 */
export default defineSourceRule({
  docs: {
    summary: 'noise scaled by the sampling rate instead of subsampling',
    why: 'Gaussian noise scaled by the sampling rate is a different mechanism from the subsampled one, so the resulting epsilon is wrong. Dividing by the rate makes it too small.',
    remedy:
      'Pass the noise unscaled, and pass the sampling rate to the accountant (`sampling_prob=`, `PoissonSampledDpEvent`)',
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
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-4' }],
    bad: 'from dp_accounting.pld import privacy_loss_distribution\n\ndef privacy_of_step(noise_multiplier, sample_rate):\n    return privacy_loss_distribution.from_gaussian_mechanism(noise_multiplier / sample_rate)\n',
    good: 'from dp_accounting.pld import privacy_loss_distribution\n\ndef privacy_of_step(noise_multiplier, sample_rate):\n    return privacy_loss_distribution.from_gaussian_mechanism(noise_multiplier, sampling_prob=sample_rate)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: NOISE_NAMES,
  visit: {
    BinOp(node, ctx) {
      const scaling = scalingOf(node, ctx);
      if (scaling === undefined) return;
      const mechanism = ctx.flow.destinations(node).find((use) => isMechanism(use, ctx));
      if (mechanism?.node.kind !== 'Call') return;
      const callee = nameOfPlace(mechanism.node.func) ?? 'the mechanism';
      ctx.report({
        at: node,
        message: `wrong privacy accounting: \`${callee}\` gets the noise ${scaling} the sampling rate, which is not the subsampled mechanism`,
        ...(mechanism.node.start > node.start && {
          related: [{ at: mechanism.carrier, message: `it reaches \`${callee}\` here` }],
        }),
      });
    },
  },
});

function scalingOf({ op, left, right }: BinOp, ctx: SourceContext): 'divided by' | 'times' | undefined {
  if (op !== 'Div' && op !== 'Mult') return undefined;
  const first = privacyTermOf(left, ctx);
  if (first !== 'noise' && (first !== 'rate' || op === 'Div')) return undefined;
  if (privacyTermOf(right, ctx) !== (first === 'noise' ? 'rate' : 'noise')) return undefined;
  return op === 'Div' ? 'divided by' : 'times';
}

function isMechanism({ kind, node, carrier }: ValueUse, ctx: SourceContext): boolean {
  if (kind !== 'argument' || node.kind !== 'Call') return false;
  if (ctx.effects.of(node) === 'log') return false;
  const callee = nameOfPlace(node.func) ?? '';
  const keyword = carrier.parent?.kind === 'keyword' ? carrier.parent : undefined;
  if (keyword !== undefined && !takesNoise(keyword)) return false;
  return MECHANISM.test(callee) ? isPrivacyCall(node, ctx) : keyword !== undefined && isAboutPrivacy(node, ctx);
}

const takesNoise = ({ arg }: Keyword): boolean =>
  arg !== undefined && (NOISE_KEYWORDS.has(arg) || privacyTermOfName(arg) === 'noise');

/** Filters are Gaussian too, and take rates of sound. */
function isPrivacyCall(call: Call, ctx: SourceContext): boolean {
  const callee = ctx.types.calleeName(call.func) ?? '';
  return /dp_accounting|privacy|opacus|pld|rdp|epsilon|accountant|dp_event/i.test(callee) || isAboutPrivacy(call, ctx);
}
