import { type Call, headerSpan, identifiersOf, nameOfPlace, nodesOf, stringConstant } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { isRepeated } from './_shared/repeated.ts';

/** Anyone who uses one of these has thought of precision, or leaves it to a library that has. */
const PRECISION: readonly string[] =
  'autocast GradScaler amp bfloat16 float16 half bf16 fp16 set_float32_matmul_precision allow_tf32 accelerate Accelerator lightning pytorch_lightning deepspeed Trainer TrainingArguments SFTTrainer MixedPrecision mixed_precision composer fabric float64 double apex torch_xla'.split(
    ' ',
  );

interface Fact {
  readonly loop?: { readonly function: string; readonly place: PackedPlace; readonly forward?: PackedPlace };
  readonly isMixed: boolean;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'GPU training without mixed precision',
    why: 'Recent GPUs are several times faster in half precision and need about half the memory. Each run may take longer and cost more than necessary.',
    remedy:
      'Run the forward pass under `torch.autocast("cuda", dtype=torch.bfloat16)`, or with `float16` and a `GradScaler`',
    harm: 'hangs',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' }],
    bad: 'import torch\n\ndef train(model, loader, optimizer):\n    model.cuda()\n    for batch in loader:\n        optimizer.zero_grad()\n        model(batch.cuda()).backward()\n        optimizer.step()\n',
    good: 'import torch\n\ndef train(model, loader, optimizer):\n    model.cuda()\n    for batch in loader:\n        optimizer.zero_grad()\n        with torch.autocast("cuda", dtype=torch.bfloat16):\n            loss = model(batch.cuda())\n        loss.backward()\n        optimizer.step()\n',
  },
  facts(file) {
    const identifiers = identifiersOf(file.module);
    // What a test or an example does says nothing of the training.
    if (!identifiers.has('torch') || NOT_PRODUCTION.includes(file.context.role)) return [];
    if (PRECISION.some((name) => identifiers.has(name))) return [{ isMixed: true }];
    if (!identifiers.has('backward')) return [];
    const loop = isOnCuda(file) ? trainingLoop(file) : undefined;
    return loop === undefined ? [] : [{ isMixed: false, loop }];
  },
  check(_project, ctx) {
    if (ctx.facts.some(({ fact }) => fact.isMixed)) return;
    for (const { path, fact } of ctx.facts) {
      if (fact.loop === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.loop.place) },
        message: `no mixed precision: \`${fact.loop.function}\` trains on a GPU in single precision, and nothing in the project configures another`,
        ...(fact.loop.forward !== undefined && {
          related: [{ path, ...unpackPlace(fact.loop.forward), message: 'the training loop' }],
        }),
        key: `${path} ${fact.loop.function}`,
      });
    }
  },
});

/** `.cuda()`, or a device that is named so. */
function isOnCuda({ module }: FactsContext): boolean {
  if (nodesOf(module, 'Call').some(({ func }) => func.kind === 'Attribute' && func.attr === 'cuda')) return true;
  return nodesOf(module, 'Constant').some((text) => /^cuda(?::\d+)?$/.test(stringConstant(text) ?? ''));
}

/** `loss.backward()` again and again, in a function that also calls `optimizer.step()`. */
function trainingLoop(file: FactsContext): Fact['loop'] {
  for (const call of nodesOf(file.module, 'Call')) {
    if (!isMethod(call, 'backward') || !isRepeated(call, file)) continue;
    const fn = file.context.defAround(call);
    if (fn === undefined || !callsWithin(fn.body).some((each) => isOptimizerStep(each))) continue;
    const loop = file.context.loopAround(call);
    const isHeaded = loop?.kind === 'For' || loop?.kind === 'While';
    const forward = isHeaded ? packPlace(file, headerSpan(loop, file.text)) : undefined;
    return { function: fn.name, place: packPlace(file, call), ...(forward !== undefined && { forward }) };
  }
  return undefined;
}

const isMethod = ({ func }: Call, name: string): boolean => func.kind === 'Attribute' && func.attr === name;

const isOptimizerStep = (call: Call): boolean =>
  call.func.kind === 'Attribute' && isMethod(call, 'step') && /opt/i.test(nameOfPlace(call.func.value) ?? '');
