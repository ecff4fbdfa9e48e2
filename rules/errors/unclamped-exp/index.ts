import { type Call, nameOfPlace } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  boundOf,
  type Exponent,
  exponentOf,
  isComparedIn,
  LIMIT,
  LOSS,
  nameOf,
  namesMeant,
  OVERFLOWING,
  testAbove,
} from './bounds.ts';
import { exponentialFormOf } from './exponential-form.ts';
import { growthBeyond, type LoopGrowth } from './loop-growth.ts';

export default defineSourceRule({
  docs: {
    summary: 'overflow: exponential of an unbounded number',
    why: '`math.exp` raises `OverflowError` for arguments above 709.78, so one unusual input can abort the request or the run.',
    remedy: 'Clamp the exponent, compute with logarithms, or handle `OverflowError`',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    measured: { read: 1, right: 1, on: 'camel_ai; none other in 547 files of 50 packages that hold such code' },
    since: '0.1.0',
    cwe: [682, 248],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-5' }],
    bad: 'import math\n\ndef share(score):\n    return 1 / (1 + math.exp(-score))\n',
    good: 'import math\n\ndef share(score):\n    return 1 / (1 + math.exp(-max(score, -500)))\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Call(call, ctx) {
      const [argument] = call.args;
      if (argument === undefined || !OVERFLOWING.has(nameOfPlace(call.func) ?? '')) return;
      const exponent = exponentOf(argument);
      if (exponent === undefined || !/^math\.\w+$/.test(ctx.names.qualifiedName(call.func) ?? '')) return;
      const { name } = exponent;
      const names = namesMeant(name, ctx);
      const taker = ctx.handlers.takerOf(call, 'builtins.OverflowError');
      if (taker !== undefined) return ctx.proven({ at: call, by: 'a handler catches the error', where: taker });
      const test = testAbove(names, call, ctx);
      if (test !== undefined) return ctx.proven({ at: call, by: 'a preceding test bounds it', where: test });
      const growth = exponent.isNegative || name.kind !== 'Name' ? undefined : growthBeyond(LIMIT, name, ctx);
      const bounds = growth === undefined ? boundOf(name, ctx) : undefined;
      const isCompared = names.some((each) => isComparedIn(ctx.context.defAround(call), each, call));
      if (growth !== undefined) reportGrowth(call, growth, isCompared, ctx);
      else if (bounds !== 'certain')
        reportForm(call, exponent, isCompared || bounds === 'named' ? 'limit-elsewhere' : undefined, ctx);
    },
  },
});

function reportGrowth(call: Call, { grown, passed }: LoopGrowth, isCompared: boolean, ctx: SourceContext): void {
  const { name, statement } = grown;
  ctx.report({
    at: call,
    message: `\`${ctx.text.slice(call)}\` overflows above 709.78, and \`${name}\` grows past it in a loop`,
    flow: [
      { at: statement, message: `\`${name}\` grows here` },
      { at: passed, message: 'and is passed on' },
      { at: call, message: 'to the exponential' },
    ],
    doubt: isCompared ? 'limit-elsewhere' : undefined,
  });
}

function reportForm(call: Call, { name, isNegative }: Exponent, doubt: DoubtId | undefined, ctx: SourceContext): void {
  const form = exponentialFormOf(call);
  // The loss of a model has no bound when training diverges.
  if (form === undefined && (isNegative || !LOSS.test(nameOf(name)))) return;
  const bound = isNegative ? 'below -709.78' : 'above 709.78';
  const harm = form === undefined ? '' : `, so this ${form} raises \`OverflowError\``;
  ctx.report({
    at: call,
    message: `\`${ctx.text.slice(call)}\` overflows when \`${nameOf(name)}${name.kind === 'Subscript' ? '[…]' : ''}\` is ${bound}${harm}`,
    doubt: form === undefined ? 'role-from-name' : doubt,
  });
}
