import { type Call, type Expression, lastName, type Name, type Node, nodesOf, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { GRADIENT_SWITCHES } from '#knowledge/gradients';

export default defineSourceRule({
  docs: {
    summary: 'memory leak: losses are summed or collected with their autograd graphs',
    why: 'Each kept tensor keeps the graph of its batch. GPU memory grows with every batch until the epoch ends or the training runs out of memory.',
    remedy: 'Keep the number: `total += loss.item()`, or `loss.detach()` to stay on the GPU',
    harm: 'leaks',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [401],
    origin: [{ document: 'Field report 2', finding: '3: loss summed over batches with its graph' }],
    bad: 'def train(model, batches, optimizer, criterion):\n    total = 0\n    for inputs, labels in batches:\n        optimizer.zero_grad()\n        loss = criterion(model(inputs), labels)\n        loss.backward()\n        optimizer.step()\n        total += loss\n    return total / len(batches)\n',
    good: 'def train(model, batches, optimizer, criterion):\n    total = 0\n    for inputs, labels in batches:\n        optimizer.zero_grad()\n        loss = criterion(model(inputs), labels)\n        loss.backward()\n        optimizer.step()\n        total += loss.item()\n    return total / len(batches)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['backward'],
  visit: {
    AugAssign({ target, op, value }, ctx) {
      if (op === 'Add' && isPlace(target)) checkKept(target, value, ctx);
    },
    Assign({ targets: [target, other], value }, ctx) {
      // `total = total + loss`
      if (target === undefined || other !== undefined || value.kind !== 'BinOp' || value.op !== 'Add') return;
      const same = ctx.text.slice(target);
      if (ctx.text.slice(value.left) === same) checkKept(target, value.right, ctx);
    },
    Call(call, ctx) {
      const [item, other] = call.args;
      if (call.func.kind !== 'Attribute' || call.func.attr !== 'append' || item === undefined || other !== undefined)
        return;
      if (isPlace(call.func.value)) checkKept(call.func.value, item, ctx);
    },
  },
});

const isPlace = ({ kind }: Expression): boolean => kind === 'Name' || kind === 'Attribute' || kind === 'Subscript';

function checkKept(target: Expression, value: Expression, ctx: SourceContext): void {
  const loop = ctx.context.loopAround(value);
  const loss = loop === undefined ? undefined : tensorIn(value);
  if (loop === undefined || loss === undefined || isWithoutGradients(value, ctx)) return;
  const backward = nodesOf(ctx.module, 'Call').find(
    (call) => isBackwardOf(call, loss, ctx) && ctx.context.loopAround(call) === loop,
  );
  if (backward === undefined || isUsedForGradients(target, backward, loop, ctx)) return;
  ctx.report({
    at: value,
    message: `memory leak: \`${shortText(target, ctx.text)}\` keeps the autograd graph of every \`${loss.id}\`: neither \`.item()\` nor \`.detach()\` is called`,
    related: [{ at: backward, message: 'the tensor has a graph: gradients are computed from it' }],
  });
}

const isWithoutGradients = (value: Expression, { context }: SourceContext): boolean =>
  context
    .managersAround(value)
    .some((each) => GRADIENT_SWITCHES.has(lastName(each.kind === 'Call' ? each.func : each) ?? ''));

/** `loss`, `loss * n`, `loss / n`: what arithmetic gives has a graph too. */
function tensorIn(value: Expression): Name | undefined {
  if (value.kind === 'Name') return value;
  return value.kind === 'BinOp' ? (tensorIn(value.left) ?? tensorIn(value.right)) : undefined;
}

/** `loss.backward()`, `accelerator.backward(loss)`, `scaler.scale(loss).backward()`, of the same assignment. */
function isBackwardOf(call: Call, loss: Name, ctx: SourceContext): boolean {
  if (call.func.kind !== 'Attribute' || call.func.attr !== 'backward') return false;
  let from: Expression = call.func.value;
  const [given] = call.args;
  if (from.kind === 'Call' && lastName(from.func) === 'scale' && from.args[0] !== undefined) from = from.args[0];
  else if (given?.kind === 'Name' && lastName(from) === 'accelerator') from = given;
  if (from.kind !== 'Name' || from.id !== loss.id) return false;
  const made = definitionsOf(loss, ctx);
  const used = definitionsOf(from, ctx);
  return made.length > 0 && made.length === used.length && made.every((each) => used.includes(each));
}

const definitionsOf = (name: Name, { flow }: SourceContext): readonly Node[] =>
  flow.reachingDefinitions(name).map(({ node }) => node);

/** It begins anew in each turn of the loop, or gradients are computed from it, or it is cut off from its graph. */
function isUsedForGradients(target: Expression, backward: Call, loop: Node, ctx: SourceContext): boolean {
  const text = ctx.text.slice(target);
  const mentions = [
    ...nodesOf(ctx.module, 'Name'),
    ...nodesOf(ctx.module, 'Attribute'),
    ...nodesOf(ctx.module, 'Subscript'),
  ].filter((each) => ctx.text.slice(each) === text && ctx.context.defAround(each) === ctx.context.defAround(backward));
  return mentions.some((each) => {
    const { parent } = each;
    if (parent?.kind === 'Assign' && parent.targets.includes(each))
      return ctx.context.loopAround(parent) === loop && !(parent.value.kind === 'BinOp');
    return parent?.kind === 'Attribute' && /^(?:backward|detach_?)$/.test(parent.attr);
  });
}
