import {
  type AsyncFunctionDef,
  booleanConstant,
  type Call,
  type Expression,
  type For,
  type FunctionDef,
  holds,
  lastName,
  nodesOf,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';

type Def = FunctionDef | AsyncFunctionDef;

export default defineSourceRule({
  docs: {
    summary: 'evaluation in training mode, or with gradients',
    why: 'Without `eval()` dropout drops activations and batch normalisation takes the statistics of the batch, so the metric is wrong and differs between runs. Without `no_grad()` each batch builds a graph for gradients that nobody computes, which costs memory and time.',
    remedy: 'Call `model.eval()` before the loop and evaluate under `torch.no_grad()` or `torch.inference_mode()`',
    harm: 'misleads',
    severity: { 'in training mode': 'P1', 'with gradients': 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: evaluation without eval() and no_grad()' }],
    bad: 'import torch\n\n\ndef fit(model, optimizer, train_batches, test_batches, criterion):\n    model.train()\n    for inputs, labels in train_batches:\n        optimizer.zero_grad()\n        criterion(model(inputs), labels).backward()\n        optimizer.step()\n    right = 0\n    with torch.no_grad():\n        for inputs, labels in test_batches:\n            right += (model(inputs).argmax(1) == labels).sum().item()\n    return right\n',
    good: 'import torch\n\n\ndef fit(model, optimizer, train_batches, test_batches, criterion):\n    model.train()\n    for inputs, labels in train_batches:\n        optimizer.zero_grad()\n        criterion(model(inputs), labels).backward()\n        optimizer.step()\n    right = 0\n    model.eval()\n    with torch.no_grad():\n        for inputs, labels in test_batches:\n            right += (model(inputs).argmax(1) == labels).sum().item()\n    return right\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['torch'],
  visit: {
    For(loop, ctx) {
      const fn = ctx.context.defAround(loop);
      const forward = computesGradients(loop) ? undefined : evaluatedCall(loop, ctx);
      if (forward === undefined) return;
      const { call, model } = forward;
      const training = trainingOf(model, loop, fn, ctx);
      if (training === undefined) return;
      const name = ctx.text.slice(model);
      if (training.isInTrainingMode)
        ctx.report({
          at: call,
          message: `evaluation in training mode: \`${name}.eval()\` is not called before \`${shortText(call, ctx.text)}\``,
          related: [{ at: training.at, message: 'the model is in training mode from here' }],
        });
      else if (!isWithoutGradients(call, fn, ctx))
        ctx.report({
          at: call,
          kind: 'with gradients',
          harm: 'leaks',
          message: `evaluation builds a graph for gradients: \`${shortText(call, ctx.text)}\` is not under \`torch.no_grad()\``,
        });
    },
  },
});

/** A step of training: `backward`, `step`, `manual_backward`. */
const computesGradients = (loop: For): boolean =>
  holds(loop, (node) => node.kind === 'Attribute' && /^(?:backward|manual_backward|zero_grad|step)$/.test(node.attr)) ||
  holds(loop, (node) => node.kind === 'Call' && /^(?:train|fit|grad)/.test(lastName(node.func) ?? ''));

/** A call of the model in the loop, of whose result numbers are read. */
function evaluatedCall(loop: For, ctx: SourceContext): { readonly call: Call; readonly model: Expression } | undefined {
  const calls = callsWithin(loop.body).filter((each) => ctx.context.loopAround(each) === loop);
  const readsNumbers = holdsInOwnCode(
    loop.body,
    (node) => node.kind === 'Attribute' && /^(?:item|argmax|numpy|tolist|topk)$/.test(node.attr),
  );
  if (!readsNumbers) return undefined;
  const call = calls.find(({ func }) => mentionsOf(func, ctx).some(isOfModule));
  return call === undefined ? undefined : { call, model: call.func };
}

/** Every place of the name, or of the attribute of the object, in this file. */
function mentionsOf(model: Expression, ctx: SourceContext): readonly Expression[] {
  if (model.kind === 'Name') return ctx.names.resolve(model)?.references ?? [];
  if (model.kind !== 'Attribute' || model.value.kind !== 'Name' || model.value.id !== 'self') return [];
  const owner = ctx.context.classAround(model);
  return owner === undefined ? [] : ctx.state.mentionsOf(owner, model.attr);
}

/** `model.train()`, `model.parameters()`: what a module has. */
const isOfModule = ({ parent }: Expression): boolean =>
  parent?.kind === 'Attribute' && /^(?:train|eval|parameters|state_dict|load_state_dict|zero_grad)$/.test(parent.attr);

interface Training {
  readonly isInTrainingMode: boolean;
  readonly at: Expression;
}

/** Where the model was trained, in its function or in one that calls it, and no `eval()` comes between. */
function trainingOf(model: Expression, loop: For, fn: Def | undefined, ctx: SourceContext): Training | undefined {
  const modes = mentionsOf(model, ctx).flatMap(({ parent }) => {
    const call = parent?.parent;
    if (parent?.kind !== 'Attribute' || !/^(?:train|eval)$/.test(parent.attr) || call?.kind !== 'Call') return [];
    return ctx.context.defAround(call) === fn ? call : [];
  });
  const evaluating = modes.find((call) => setsEvaluation(call) && ctx.flow.mayComeTo(call, loop));
  if (evaluating !== undefined) return { isInTrainingMode: false, at: evaluating };
  const training = modes.find((call) => !setsEvaluation(call) && ctx.flow.mayComeTo(call, loop));
  const trains = (within: Def | undefined): boolean =>
    nodesOf(ctx.module, 'Call').some(
      (call) =>
        lastName(call.func) === 'backward' && ctx.context.defAround(call) === within && call.start !== loop.start,
    );
  if (training !== undefined) return trains(fn) ? { isInTrainingMode: true, at: training } : undefined;
  // `validate(model, batches)` between two epochs, in a file that never says `eval()`.
  if (fn === undefined || modes.length > 0 || nodesOf(ctx.module, 'Attribute').some(({ attr }) => attr === 'eval'))
    return undefined;
  const caller = nodesOf(ctx.module, 'Call').find(
    (call) =>
      ctx.context.loopAround(call) !== undefined && calls(call, fn, ctx) && trainsIn(ctx.context.defAround(call), ctx),
  );
  return caller === undefined ? undefined : { isInTrainingMode: true, at: caller };
}

/** `model.eval()`, `model.train(False)`. */
const setsEvaluation = ({ func, args: [mode] }: Call): boolean =>
  lastName(func) === 'eval' || (mode !== undefined && booleanConstant(mode) === false);

/** A function that puts a model into training mode, or calls one of this file that does. */
function trainsIn(fn: Def | undefined, ctx: SourceContext): boolean {
  const isTraining = (each: Def | undefined): boolean =>
    callsWithin(each === undefined ? ctx.module.body : [each]).some(
      ({ func, args }) => func.kind === 'Attribute' && func.attr === 'train' && args.length === 0,
    );
  if (isTraining(fn)) return true;
  return callsWithin(fn === undefined ? ctx.module.body : [fn]).some((call) => {
    const made = ctx.names.definitionOf(call.func) ?? methodOf(call, ctx);
    return made !== undefined && made.kind !== 'ClassDef' && isTraining(made);
  });
}

const calls = (call: Call, fn: Def, ctx: SourceContext): boolean =>
  (ctx.names.definitionOf(call.func) ?? methodOf(call, ctx)) === fn;

function methodOf({ func }: Call, ctx: SourceContext): Def | undefined {
  const owner = ctx.context.classAround(func);
  if (owner === undefined || func.kind !== 'Attribute' || func.value.kind !== 'Name') return undefined;
  return func.value.id === 'self' ? ctx.state.methodsOf(owner).get(func.attr) : undefined;
}

const WITHOUT = /^(?:no_grad|inference_mode|set_grad_enabled|enable_grad)$/;

/** By a `with`, a decorator, or for the whole process. */
function isWithoutGradients(call: Call, fn: Def | undefined, ctx: SourceContext): boolean {
  const nameOf = (each: Expression): string => lastName(each.kind === 'Call' ? each.func : each) ?? '';
  if (ctx.context.managersAround(call).some((each) => WITHOUT.test(nameOf(each)))) return true;
  if (fn?.decorator_list.some((each) => WITHOUT.test(nameOf(each)))) return true;
  return nodesOf(ctx.module, 'Call').some((each) => /^(?:set_grad_enabled|requires_grad_)$/.test(nameOf(each)));
}
