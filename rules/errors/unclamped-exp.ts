import {
  ancestors,
  type Call,
  type Definition,
  defineSourceRule,
  type Expression,
  holds,
  type Name,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  numberConstant,
  type Problem,
  type SourceContext,
  walk,
} from '#kit';

/** Functions of `math` that raise where the result is no float any more; from about 709 on. */
const OVERFLOWING: ReadonlySet<string> = new Set(['exp', 'expm1', 'cosh', 'sinh']);
const LIMIT = 709;
const TAKEN_CARE: ReadonlySet<string> = new Set([
  'builtins.OverflowError',
  'builtins.ArithmeticError',
  'builtins.Exception',
  'builtins.BaseException',
]);
const BOUNDING = /^(?:min|max|abs|len|fabs|clip|clamp|hypot|sqrt|log\w*|tanh|random|uniform|range|linspace)$/;
const SIZES: ReadonlySet<string> = new Set(['Lt', 'LtE', 'Gt', 'GtE']);
const LOSS = /(?:^|_)(?:loss|nll|cross_?entropy|perplexity|ppl)(?:_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'exponential of a number that has no bound',
    why: '`math.exp` raises `OverflowError` from 709.8 on, so the one unusual input that the formula was meant to survive ends the request, the search or the run.',
    remedy: 'Clamp the exponent, compute with logarithms, or handle `OverflowError`.',
    severity: 'P2',
    precision: 'medium',
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
      if (isCaredFor(exponent.name, call, ctx)) return;
      const growth = exponent.isNegative ? undefined : growthOf(exponent.name, ctx);
      if (growth !== undefined) ctx.report(problemOfGrowth(call, growth, ctx));
      else if (!isBounded(exponent.name, ctx)) reportForm(call, exponent, ctx);
    },
  },
});

function problemOfGrowth(call: Call, { grown, passed }: Growth, ctx: SourceContext): Problem {
  const { name, statement } = grown;
  return {
    at: call,
    message: `\`${ctx.text.slice(call)}\` overflows from ${LIMIT} on, and \`${name}\` grows past it in a loop`,
    flow: [
      { at: statement, message: `\`${name}\` grows here` },
      { at: passed, message: 'and is handed on' },
      { at: call, message: 'to the exponential' },
    ],
  };
}

function reportForm(call: Call, { name, isNegative }: Exponent, ctx: SourceContext): void {
  const form = formOf(call);
  // The loss of a model has no bound when training diverges.
  if (form === undefined && (isNegative || !LOSS.test(nameOf(name)))) return;
  const bound = isNegative ? `below -${LIMIT}` : `above ${LIMIT}`;
  const harm = form === undefined ? '' : `, so this ${form} raises \`OverflowError\``;
  ctx.report({
    at: call,
    message: `\`${ctx.text.slice(call)}\` overflows where \`${nameOf(name)}\` is ${bound}${harm}`,
    ...(form === undefined && { profile: 'strict', severity: 'P3' }),
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

const nameOf = (root: Root): string =>
  root.kind === 'Name'
    ? root.id
    : root.kind === 'Attribute'
      ? root.attr
      : `${root.value.kind === 'Name' ? root.value.id : ''}[…]`;

/** A handler, or a test of the value on the way. */
function isCaredFor(root: Root, call: Call, ctx: SourceContext): boolean {
  const handlers = ctx.context.triesAround(call).flatMap((statement) => statement.handlers);
  return handlers.some((handler) => takesOverflow(ctx.handlers.describe(handler))) || isTested(nameOf(root), call);
}

const takesOverflow = ({ breadth, catches }: { breadth: string; catches: readonly string[] }): boolean =>
  breadth === 'bare' || catches.some((name) => TAKEN_CARE.has(name));

/** Some condition in the function asks for the value: somebody thought of its size. */
function isTested(id: string, call: Call): boolean {
  for (const at of ancestors(call)) {
    if (at.kind === 'IfExp' && mentions(at.test, id)) return true;
    if (at.kind !== 'FunctionDef' && at.kind !== 'AsyncFunctionDef') continue;
    return holds(
      at,
      (node) =>
        node.kind === 'Compare' && SIZES.has(node.ops[0] ?? '') && node.start !== call.start && mentions(node, id),
    );
  }
  return false;
}

function mentions(expression: Node, id: string): boolean {
  return holds(
    expression,
    (node) => (node.kind === 'Name' && node.id === id) || (node.kind === 'Attribute' && node.attr === id),
  );
}

/** Where the value comes from keeps it small: a constant, a clamp, a size, a logarithm. */
function isBounded(root: Root, ctx: SourceContext): boolean {
  const leaves = ctx.flow.origins(root);
  if (leaves.every((leaf) => ctx.values.number(leaf) !== undefined)) return true;
  const definitions = root.kind === 'Name' ? ctx.names.resolve(root)?.definitions : undefined;
  const values = definitions?.flatMap(({ value }) => value ?? []) ?? [];
  return [...leaves, ...values].some(isBounding);
}

function isBounding(expression: Expression): boolean {
  return holds(expression, (node) => node.kind === 'Call' && BOUNDING.test(nameOfPlace(node.func) ?? ''));
}

/** Textbook formulas that are right on paper and overflow on one side. */
function formOf(call: Call): string | undefined {
  const sum = call.parent;
  if (sum?.kind === 'Call' && ['log1p'].includes(sum.func.kind === 'Attribute' ? sum.func.attr : '')) return 'softplus';
  if (sum?.kind !== 'BinOp' || sum.op !== 'Add') return undefined;
  if (numberConstant(sum.left === call ? sum.right : sum.left) !== 1) return undefined;
  const outer = sum.parent;
  if (outer?.kind === 'BinOp' && outer.op === 'Div' && outer.right === sum) return 'sigmoid';
  const isLog = outer?.kind === 'Call' && outer.func.kind === 'Attribute' && outer.func.attr === 'log';
  return isLog ? 'softplus' : undefined;
}

interface Growth {
  readonly grown: Definition;
  readonly passed: Node;
}

/** The name that grows by factors in a `while`, here or where the function around is called with it. */
function growthOf(root: Root, ctx: SourceContext): Growth | undefined {
  if (root.kind !== 'Name') return undefined;
  const own = grownOf(root, ctx);
  if (own !== undefined) return { grown: own, passed: root };
  const fn = ctx.context.defAround(root);
  if (fn === undefined || ctx.names.parameterOf(root) === undefined) return undefined;
  const position = [...fn.args.posonlyargs, ...fn.args.args].findIndex(({ arg }) => arg === root.id);
  for (const name of ctx.names.lookup(fn.name, fn)?.references ?? []) {
    const call = name.parent;
    if (call?.kind !== 'Call' || call.func !== name) continue;
    const passed = ctx.values.givenArgument(call, root.id, position);
    const grown = passed?.kind === 'Name' ? grownOf(passed, ctx) : undefined;
    if (grown !== undefined) return { grown, passed: call };
  }
  return undefined;
}

function grownOf(name: Name, ctx: SourceContext): Definition | undefined {
  return ctx.names.resolve(name)?.definitions.find(({ node, statement, value }) => {
    const loop = ctx.context.loopAround(node);
    if (loop?.kind !== 'While' || capOf(loop.test, name.id) <= LIMIT) return false;
    if (statement.kind === 'AugAssign') return statement.op === 'Mult' && grows(statement.value);
    return (
      value?.kind === 'BinOp' &&
      value.op === 'Mult' &&
      mentions(value, name.id) &&
      (grows(value.left) || grows(value.right))
    );
  });
}

const grows = (factor: Expression): boolean => (numberConstant(factor) ?? 0) > 1;

/** What the loop's own condition keeps the name below. */
function capOf(test: Expression, id: string): number {
  const caps: number[] = [];
  walk(test, (node) => {
    if (node.kind !== 'Compare' || node.left.kind !== 'Name' || node.left.id !== id) return;
    const cap = numberConstant(node.comparators[0]);
    if (cap !== undefined && (node.ops[0] === 'Lt' || node.ops[0] === 'LtE')) caps.push(cap);
  });
  return caps.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...caps);
}
