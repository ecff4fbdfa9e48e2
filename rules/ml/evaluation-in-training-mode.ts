import {
  type AsyncFunctionDef,
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
import { GRADIENT_SWITCHES } from '#knowledge/gradients';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

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

/** What puts the model into training mode, here or in a function that calls this one, with no `eval()` between. */
function trainingOf(model: Expression, loop: For, fn: Def | undefined, ctx: SourceContext): Training | undefined {
  const modes = mentionsOf(model, ctx).flatMap(({ parent }) => {
    const call = parent?.parent;
    if (parent?.kind !== 'Attribute' || !/^(?:train|eval)$/.test(parent.attr) || call?.kind !== 'Call') return [];
    return ctx.context.defAround(call) === fn && ctx.flow.mayComeTo(call, loop) ? call : [];
  });
  // The last ones: after each of the others another one always runs.
  const last = modes.filter(
    (call) =>
      !modes.some((next) => next.start > call.start && ctx.flow.precedes(next, loop) && ctx.flow.mayComeTo(call, next)),
  );
  const [training] = last;
  if (training !== undefined) {
    const evaluating = last.find((call) => modeSetBy(call, ctx) === 'evaluation');
    if (evaluating !== undefined) return { isInTrainingMode: false, at: evaluating };
    const isSure = last.every((call) => modeSetBy(call, ctx) === 'training');
    return isSure && computesIn(fn, ctx) ? { isInTrainingMode: true, at: training } : undefined;
  }
  // In a file that never says `eval()`.
  if (nodesOf(ctx.module, 'Attribute').some(({ attr }) => attr === 'eval')) return undefined;
  const from = madeInTrainingMode(model, ctx) ?? (fn && callWhileTraining(fn, ctx));
  return from && { isInTrainingMode: true, at: from };
}

/** `model.train(False)` is `model.eval()`; what a variable says is unknown. */
function modeSetBy(call: Call, { values }: SourceContext): 'training' | 'evaluation' | undefined {
  if (lastName(call.func) === 'eval') return 'evaluation';
  const mode = values.givenArgument(call, 'mode', 0);
  const folded = mode === undefined ? ({ kind: 'bool', value: true } as const) : values.fold(mode);
  if (folded?.kind !== 'bool') return undefined;
  return folded.value ? 'training' : 'evaluation';
}

const computesIn = (fn: Def | undefined, ctx: SourceContext): boolean =>
  nodesOf(ctx.module, 'Call').some((call) => lastName(call.func) === 'backward' && ctx.context.defAround(call) === fn);

/** A module is in training mode from the start: it matters to layers that then do something else. */
function madeInTrainingMode(model: Expression, ctx: SourceContext): Expression | undefined {
  const made = ctx.flow.whole(model);
  const owner = made.kind === 'Call' ? definitionCalled(ctx, made) : undefined;
  const isOther =
    owner?.kind === 'ClassDef' &&
    holds(owner, (node) => node.kind === 'Call' && /^(?:Alpha)?(?:Dropout|BatchNorm)/.test(lastName(node.func) ?? ''));
  return isOther ? made : undefined;
}

/** `validate(model, batches)` between two epochs. */
const callWhileTraining = (fn: Def, ctx: SourceContext): Call | undefined =>
  nodesOf(ctx.module, 'Call').find(
    (call) =>
      ctx.context.loopAround(call) !== undefined &&
      definitionCalled(ctx, call) === fn &&
      trainsIn(ctx.context.defAround(call), ctx),
  );

/** A function that puts a model into training mode, or calls one of this file that does. */
function trainsIn(fn: Def | undefined, ctx: SourceContext): boolean {
  const callsOf = (each: Def | undefined) => callsWithin(each === undefined ? ctx.module.body : [each]);
  const isTraining = (each: Def | undefined): boolean =>
    callsOf(each).some(
      (call) => lastName(call.func) === 'train' && isMethod(call) && modeSetBy(call, ctx) === 'training',
    );
  return (
    isTraining(fn) ||
    callsOf(fn).some((call) => {
      const made = definitionCalled(ctx, call);
      return made !== undefined && made.kind !== 'ClassDef' && isTraining(made);
    })
  );
}

const isMethod = ({ func }: Call): boolean => func.kind === 'Attribute';

/** By a `with`, a decorator, or for the whole process. */
function isWithoutGradients(call: Call, fn: Def | undefined, ctx: SourceContext): boolean {
  const nameOf = (each: Expression): string => lastName(each.kind === 'Call' ? each.func : each) ?? '';
  const around = [...ctx.context.managersAround(call), ...(fn?.decorator_list ?? [])];
  if (around.some((each) => GRADIENT_SWITCHES.has(nameOf(each)))) return true;
  return nodesOf(ctx.module, 'Call').some((each) => /^(?:set_grad_enabled|requires_grad_)$/.test(nameOf(each)));
}
