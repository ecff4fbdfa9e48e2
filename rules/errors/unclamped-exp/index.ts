import {
  ancestors,
  type Call,
  type Expression,
  holds,
  lastName,
  mentions,
  type Node,
  nameOfPlace,
  statementsBefore,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { argumentsOfCalls } from '#semantics/context/arguments-of-calls';
import { exponentialFormOf } from './exponential-form.ts';
import { growthBeyond, type LoopGrowth } from './loop-growth.ts';

/** Functions of `math` that raise where the result is no float any more; from about 709 on. */
const OVERFLOWING: ReadonlySet<string> = new Set(['exp', 'expm1', 'cosh', 'sinh']);
const LIMIT = 709;
const BOUNDING = /^(?:min|max|abs|len|fabs|clip|clamp|hypot|sqrt|log\w*|tanh|random|uniform|range|linspace)$/;
const KNOWN = /^(?:builtins|math|cmath|numpy|random|torch|statistics)\./;
const SIZES: ReadonlySet<string> = new Set(['Lt', 'LtE', 'Gt', 'GtE']);
const LOSS = /(?:^|_)(?:loss|nll|cross_?entropy|perplexity|ppl)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'exponential of a number that has no bound',
    why: '`math.exp` raises `OverflowError` for arguments above 709.78, so one unusual input can end the request or the run.',
    remedy: 'Clamp the exponent, compute with logarithms, or handle `OverflowError`.',
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
      if (taker !== undefined) return ctx.proven({ at: call, by: 'a handler takes the error', where: taker });
      const test = testAbove(names, call, ctx);
      if (test !== undefined) return ctx.proven({ at: call, by: 'a test on the way asks for its size', where: test });
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
      { at: passed, message: 'and is handed on' },
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
    message: `\`${ctx.text.slice(call)}\` overflows where \`${nameOf(name)}${name.kind === 'Subscript' ? '[…]' : ''}\` is ${bound}${harm}`,
    doubt: form === undefined ? 'role-from-name' : doubt,
  });
}

type Root = Extract<Expression, { kind: 'Name' | 'Attribute' | 'Subscript' }>;

interface Exponent {
  readonly name: Root;
  readonly isNegative: boolean;
}

/** `x`, `-x`: what is put together from several numbers is for somebody who knows the formula. */
function exponentOf(argument: Expression): Exponent | undefined {
  const isNegative = argument.kind === 'UnaryOp' && argument.op === 'USub';
  const name = isNegative ? argument.operand : argument;
  if (name.kind !== 'Name' && name.kind !== 'Attribute' && name.kind !== 'Subscript') return undefined;
  return { name, isNegative };
}

/** Of a part of something its name. */
const nameOf = (root: Root): string => lastName(root.kind === 'Subscript' ? root.value : root) ?? '';

/** Its own, and of what it is the negative: `exponent = -score`. */
function namesMeant(root: Root, ctx: SourceContext): readonly string[] {
  const definitions = root.kind === 'Name' ? (ctx.names.resolve(root)?.definitions ?? []) : [];
  const negated = definitions.flatMap(({ value }) =>
    value?.kind === 'UnaryOp' ? (lastName(value.operand) ?? []) : [],
  );
  return [nameOf(root), ...negated];
}

/** A test around the call, or of an `if` before it that leaves, asks for the size of one of the names. */
function testAbove(names: readonly string[], call: Call, ctx: SourceContext): Expression | undefined {
  const before = [...ancestors(call)].flatMap((outer) =>
    statementsBefore(outer).flatMap((each) =>
      each.kind === 'If' && !ctx.flow.exits(each.body).falls ? each.test : [],
    ),
  );
  const tests = [...ctx.context.testsAround(call), ...before];
  return tests.find((test) => names.some((name) => holds(test, (node) => asksSize(node, name))));
}

function isComparedIn(fn: Node | undefined, id: string, call: Call): boolean {
  return fn !== undefined && holds(fn, (node) => node.start !== call.start && asksSize(node, id));
}

const asksSize = (node: Node, id: string): boolean =>
  node.kind === 'Compare' && SIZES.has(node.ops[0] ?? '') && mentions(node, id);

/** Whether what the value comes from keeps it small: a constant, a clamp, a size, a logarithm; `named` where only a name says so. */
function boundOf(root: Root, ctx: SourceContext): 'certain' | 'named' | undefined {
  const leaves = ctx.flow.origins(root);
  if (leaves.every((leaf) => ctx.values.number(leaf) !== undefined)) return 'certain';
  const definitions = root.kind === 'Name' ? ctx.names.resolve(root)?.definitions : undefined;
  const values = definitions?.flatMap(({ value }) => value ?? []) ?? [];
  // `size = abs(x)`, and then `exponent = -size`.
  const behind = values.flatMap((value) =>
    value.kind === 'UnaryOp' ? [...ctx.flow.origins(value.operand), ctx.flow.whole(value.operand)] : [],
  );
  const found = boundAmong([...leaves, ...values, ...behind], ctx);
  if (found === 'certain') return found;
  return leaves.some((leaf) => isGivenBounded(leaf, ctx)) ? 'certain' : found;
}

function boundAmong(roots: readonly Expression[], ctx: SourceContext): 'certain' | 'named' | undefined {
  const isBounding = (node: Node): boolean => node.kind === 'Call' && BOUNDING.test(nameOfPlace(node.func) ?? '');
  if (!holds(roots, isBounding)) return undefined;
  const isKnown = (node: Node): boolean =>
    isBounding(node) && node.kind === 'Call' && KNOWN.test(ctx.types.calleeName(node.func) ?? '');
  return holds(roots, isKnown) ? 'certain' : 'named';
}

/** Of a private function every call of the file gives something that is bounded. */
function isGivenBounded(leaf: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(leaf);
  if (leaf.kind !== 'Name' || fn === undefined || !/^_(?!_)/.test(fn.name)) return false;
  const given = argumentsOfCalls(leaf, ctx);
  return given.length > 0 && given.every((each) => boundAmong(ctx.flow.origins(each), ctx) === 'certain');
}
