import {
  ancestors,
  type Call,
  type ClassDef,
  type Def,
  type Expression,
  holds,
  type Module,
  type Node,
  nameOfPlace,
  nodesOf,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { hasPrivacyWord, privacyTermOfName } from './_shared/privacy-terms.ts';

const NOISE_CALLS: ReadonlySet<string> = new Set(['randn_like', 'normal_', 'normal', 'randn', 'normal_like']);
const CLIP_CALLS: ReadonlySet<string> = new Set(['clip_grad_norm_', 'clip_grad_norm']);
const NORM_CALLS: ReadonlySet<string> = new Set(['norm', 'vector_norm', 'matrix_norm', 'global_norm']);
/** What gives the gradients of single examples. */
const PER_EXAMPLE =
  /^(?:grad_samples?|GradSampleModule\w*|vmap|jacrev|jacobian|BatchGrad|PrivacyEngine|make_private\w*|make_functional\w*|per_(?:sample|example)_grad(?:s|ients?)?|sample_grads?|accum_grads?|summed_grads?|_?microbatch(?:es)?|micro_batch(?:es)?)$/;

/**
 * Abadi et al., "Deep Learning with Differential Privacy" (2016, arXiv:1607.00133), Algorithm 1: the gradient of each example
 * is clipped to norm C, the clipped ones are summed, and noise of `sigma * C` is added to the sum. One example then moves the
 * sum by at most C, which is what sigma is measured by. When the gradient of the whole batch is clipped, one example may
 * turn it from one side of the ball to the other, which is 2C; noise that is divided by the batch size, as belongs to a mean of
 * clipped gradients, is then too little by that size as well.
 */
export default defineSourceRule({
  docs: {
    summary: 'DP-SGD clips the batch gradient instead of per-example gradients',
    why: 'The noise is calibrated to the largest change that one example can make. Clipping the batch gradient does not bound that change, so the reported epsilon does not hold.',
    remedy:
      'Clip the gradient of each example before summing: `torch.func.vmap`, Opacus, or micro-batches of one example',
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
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-2' }],
    bad: 'import torch\n\ndef private_step(model, optimizer, loss, noise_multiplier, max_grad_norm):\n    loss.backward()\n    torch.nn.utils.clip_grad_norm_(model.parameters(), max_grad_norm)\n    for p in model.parameters():\n        p.grad += torch.randn_like(p.grad) * noise_multiplier * max_grad_norm\n    optimizer.step()\n',
    good: 'import torch\n\ndef private_step(model, optimizer, noise_multiplier, max_grad_norm):\n    for p in model.parameters():\n        norms = p.grad_sample.flatten(1).norm(dim=1)\n        scale = (max_grad_norm / (norms + 1e-6)).clamp(max=1.0)\n        p.grad = torch.einsum("i,i...->...", scale, p.grad_sample)\n        p.grad += torch.randn_like(p.grad) * noise_multiplier * max_grad_norm\n    optimizer.step()\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [...NOISE_CALLS],
  visit: {
    Module(module, ctx) {
      const noises = nodesOf(module, 'Call').filter((call) => isGradientNoise(call));
      if (noises.length === 0) return;
      const clips = nodesOf(module, 'Call').filter((call) => isBatchClip(call, ctx));
      const reported = new Set<Node>();
      for (const clip of clips.toSorted((a, b) => a.start - b.start)) {
        const unit = unitOf(clip, module, ctx);
        const noise = noises.find((call) => unitOf(call, module, ctx) === unit);
        if (reported.has(unit) || noise === undefined || !isPrivate(unit, clip, noise, ctx)) continue;
        if (hasPerExampleGradients(unit) || isPerExample(clip, noise, ctx)) continue;
        reported.add(unit);
        report(clip, noise, ctx);
      }
    },
  },
});

function report(clip: Call, noise: Call, ctx: SourceContext): void {
  const fn = ctx.context.defAround(clip);
  const scaling = CLIP_CALLS.has(nameOfPlace(clip.func) ?? '') ? clip : (coefficientAfter(clip, ctx) ?? clip);
  ctx.report({
    at: scaling,
    message: `broken DP-SGD: ${fn === undefined ? 'this code' : `\`${fn.name}\``} clips the gradient of the whole batch, but the noise is calibrated for one example`,
    related: [
      ...(scaling === clip
        ? []
        : [{ at: clip, message: 'this is the norm of `.grad`, which already sums over the batch' }]),
      { at: noise, message: 'noise is added to the gradient here' },
    ],
  });
}

/** `torch.randn_like(p.grad)`, or noise that a `.grad` is changed by or that takes its shape. */
function isGradientNoise(call: Call): boolean {
  if (!NOISE_CALLS.has(nameOfPlace(call.func) ?? '')) return false;
  if (mentionsGrad(call)) return true;
  const loop = [...ancestors(call)].find(({ kind }) => kind === 'For' || kind.endsWith('FunctionDef'));
  return loop?.kind === 'For' && loop.body.some(mentionsGrad);
}

/** A norm of `.grad`, or torch's clipping of the gradients that parameters have. */
function isBatchClip(call: Call, ctx: SourceContext): boolean {
  const name = nameOfPlace(call.func) ?? '';
  if (CLIP_CALLS.has(name)) return true;
  // The innermost call that sees a gradient: outer norms are of norms.
  if (!NORM_CALLS.has(name) || !mentionsGrad(call)) return false;
  const fn = ctx.context.defAround(call);
  return fn !== undefined && coefficientAfter(call, ctx) !== undefined;
}

function mentionsGrad(root: Node): boolean {
  return holds(root, (node) => node.kind === 'Attribute' && node.attr === 'grad');
}

/** `max_norm / (total_norm + 1e-6)` in the same function: what the gradient is scaled by. */
function coefficientAfter(norm: Call, ctx: SourceContext): Expression | undefined {
  const fn = ctx.context.defAround(norm);
  if (fn === undefined) return undefined;
  let found: Expression | undefined;
  walk(fn, (node) => {
    if (node.kind !== 'BinOp' || node.op !== 'Div' || node.start < norm.start) return;
    let isByNorm = false;
    walk(node.right, (part) => {
      if (part.kind === 'Name' || part.kind === 'Attribute') isByNorm ||= /norm/i.test(nameOfPlace(part) ?? '');
    });
    if (isByNorm && (found === undefined || node.start < found.start)) found = node;
  });
  return found;
}

/** The class that clips and adds noise, or the functions of a module together. */
function unitOf(node: Node, module: Module, ctx: SourceContext): ClassDef | Module {
  return ctx.context.classAround(node) ?? module;
}

/** The noise has a multiplier, and the code has a bound for it or says that it is private. */
function isPrivate(unit: ClassDef | Module, clip: Node, noise: Node, ctx: SourceContext): boolean {
  const scope = unit.kind === 'ClassDef' ? unit : (ctx.context.defAround(noise) ?? unit);
  let hasMultiplier = false;
  walk(scope, (node) => {
    const name =
      node.kind === 'arg'
        ? node.arg
        : node.kind === 'Name' || node.kind === 'Attribute'
          ? nameOfPlace(node)
          : undefined;
    if (name !== undefined && privacyTermOfName(name) === 'noise') hasMultiplier = true;
  });
  if (!hasMultiplier) return false;
  const names = [scope, ctx.context.defAround(clip), ctx.context.defAround(noise)].flatMap((node) =>
    node === undefined || node.kind === 'Module' ? [] : [node.name],
  );
  const isNamed = [...names, ctx.names.moduleName].some((name) => hasPrivacyWord(name) || /private/i.test(name));
  return isNamed || mentionsMultiplier(scope);
}

/** `noise_multiplier` is a word of DP-SGD; a `sigma` may be anybody's. */
function mentionsMultiplier(scope: Node): boolean {
  return holds(
    scope,
    (node) => (node.kind === 'Name' || node.kind === 'Attribute') && /noise_mult/.test(nameOfPlace(node) ?? ''),
  );
}

function hasPerExampleGradients(unit: ClassDef | Module): boolean {
  return holds(unit, (node) =>
    node.kind === 'Name' || node.kind === 'Attribute'
      ? PER_EXAMPLE.test(nameOfPlace(node) ?? '')
      : node.kind === 'arg'
        ? PER_EXAMPLE.test(node.arg)
        : node.kind === 'alias'
          ? /\bopacus\b/.test(node.name) || PER_EXAMPLE.test(node.name)
          : node.kind === 'ImportFrom' && /^opacus\b/.test(node.module ?? ''),
  );
}

/**
 * Micro-batches: each pass of a loop goes back through one example, clips, and sums what is clipped; the noise comes after
 * the loop. Or the clipped gradient is added to a sum of its own here, and anyone who calls this goes example by example.
 */
function isPerExample(clip: Call, noise: Call, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(clip);
  if (fn !== undefined && [fn, ...functionsCalledIn(fn, ctx)].some((each) => addsGradientElsewhere(each, ctx)))
    return true;
  const sites: Node[] = [clip, ...(fn === undefined ? [] : callsOf(fn.name, ctx))];
  const noiseFn = ctx.context.defAround(noise);
  const noiseSites: Node[] = [noise, ...(noiseFn === undefined || noiseFn === fn ? [] : callsOf(noiseFn.name, ctx))];
  return sites.some((site) => {
    for (const loop of ancestors(site)) {
      if (loop.kind !== 'For' && loop.kind !== 'AsyncFor') continue;
      const goesBack = callsWithin(loop.body).some(({ func }) => /^(?:backward|grad)$/.test(nameOfPlace(func) ?? ''));
      if (goesBack) return !noiseSites.some(({ start }) => start >= loop.start && start < loop.end);
    }
    return false;
  });
}

function callsOf(name: string, ctx: SourceContext): readonly Call[] {
  return nodesOf(ctx.module, 'Call').filter(({ func }) => nameOfPlace(func) === name);
}

/** Functions of this file that do a part of its work. */
function functionsCalledIn(fn: Def, ctx: SourceContext): readonly Def[] {
  return callsWithin(fn.body).flatMap((call) => {
    const called = definitionCalled(ctx, call);
    return called === undefined || called.kind === 'ClassDef' ? [] : called;
  });
}

/** `total[name] += p.grad * scale`, `sums[i].add_(p.grad)`: not the gradient itself. */
function addsGradientElsewhere(fn: Node, { flow }: SourceContext): boolean {
  let found = false;
  walk(fn, (node) => {
    if (node.kind === 'AugAssign' && node.op === 'Add') found ||= isClippedSum(node.target, node.value);
    if (node.kind !== 'Call') return;
    const { func, args } = node;
    if (func.kind !== 'Attribute' || !/^(?:add_?|append)$/.test(func.attr)) return;
    found ||= args.some((arg) => isClippedSum(func.value, flow.whole(arg)));
  });
  return found;
}

/** A norm of the gradient is a number, and no gradient any more. */
function isClippedSum(target: Expression, value: Expression): boolean {
  if (mentionsGrad(target) || !mentionsGrad(value)) return false;
  return !holds(value, (node) => node.kind === 'Call' && /norm|item|sum|pow|square/.test(nameOfPlace(node.func) ?? ''));
}
