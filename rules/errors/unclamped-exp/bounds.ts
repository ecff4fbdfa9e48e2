/** Exponents, and what bounds them. */
import { type Call, type Expression, holds, lastName, mentions, type Node, nameOfPlace } from '#ast';
import type { SourceContext } from '#kit';
import { argumentsOfCalls } from '#semantics/context/arguments-of-calls';

/** Functions of `math` that raise where the result is no float any more; from about 709 on. */
export const OVERFLOWING: ReadonlySet<string> = new Set(['exp', 'expm1', 'cosh', 'sinh']);
export const LIMIT = 709;
const BOUNDING = /^(?:min|max|abs|len|fabs|clip|clamp|hypot|sqrt|log\w*|tanh|random|uniform|range|linspace)$/;
const KNOWN = /^(?:builtins|math|cmath|numpy|random|torch|statistics)\./;
const SIZES: ReadonlySet<string> = new Set(['Lt', 'LtE', 'Gt', 'GtE']);
export const LOSS = /(?:^|_)(?:loss|nll|cross_?entropy|perplexity|ppl)(?:_|$)/i;

type Root = Extract<Expression, { kind: 'Name' | 'Attribute' | 'Subscript' }>;

export interface Exponent {
  readonly name: Root;
  readonly isNegative: boolean;
}

/** `x`, `-x`: what is put together from several numbers is for someone who knows the formula. */
export function exponentOf(argument: Expression): Exponent | undefined {
  const isNegative = argument.kind === 'UnaryOp' && argument.op === 'USub';
  const name = isNegative ? argument.operand : argument;
  if (name.kind !== 'Name' && name.kind !== 'Attribute' && name.kind !== 'Subscript') return undefined;
  return { name, isNegative };
}

/** Of a part of something its name. */
export const nameOf = (root: Root): string => lastName(root.kind === 'Subscript' ? root.value : root) ?? '';

/** Its own, and of what it is the negative: `exponent = -score`. */
export function namesMeant(root: Root, ctx: SourceContext): readonly string[] {
  const definitions = root.kind === 'Name' ? (ctx.names.resolve(root)?.definitions ?? []) : [];
  const negated = definitions.flatMap(({ value }) =>
    value?.kind === 'UnaryOp' ? (lastName(value.operand) ?? []) : [],
  );
  return [nameOf(root), ...negated];
}

/** A test that is known at the call asks for the size of one of the names. */
export const testAbove = (names: readonly string[], call: Call, { flow }: SourceContext): Node | undefined =>
  flow.conditionsAt(call).find(({ test }) => names.some((name) => holds(test, (node) => comparesSize(node, name))))
    ?.test;

export function isComparedIn(fn: Node | undefined, id: string, call: Call): boolean {
  return fn !== undefined && holds(fn, (node) => node.start !== call.start && comparesSize(node, id));
}

const comparesSize = (node: Node, id: string): boolean =>
  node.kind === 'Compare' && SIZES.has(node.ops[0] ?? '') && mentions(node, id);

/** Whether what the value comes from keeps it small: a constant, a clamp, a size, a logarithm; `named` where only a name says so. */
export function boundOf(root: Root, ctx: SourceContext): 'certain' | 'named' | undefined {
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
