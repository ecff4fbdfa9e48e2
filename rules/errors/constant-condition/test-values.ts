/** Tests whose outcome the code decides. */
import { type Call, type Compare, type Expression, holds, type If, isCapWords, lastName, type Node } from '#ast';
import type { SourceContext } from '#kit';
import type { Question } from '#project';
import { definitionCalled } from '#semantics/effects/definition-called';
import { areEnumAndText } from './decided-tests.ts';

interface Always {
  readonly says: string;
  readonly remedy: string;
  /** The ways to the classes whose objects are given. */
  readonly classes: readonly string[];
}

export function whyAlwaysTrue(call: Call, ctx: SourceContext): Always | undefined {
  const { func, args } = call;
  const isShortcut = ctx.names.qualifiedName(func) === 'django.shortcuts.get_object_or_404';
  const [from] = isShortcut ? args : func.kind === 'Attribute' && GETS_ROW.test(func.attr) ? [func.value] : [];
  const row = from && (ofManager(from) ?? (isShortcut ? from : undefined));
  const model = row && ctx.types.pathOf(row);
  if (row !== undefined) return model === undefined ? undefined : { ...RAISES, classes: [model] };
  const fn = definitionCalled(ctx, call);
  if (fn?.kind !== 'FunctionDef' || fn.decorator_list.length > 0 || fn.parent?.kind !== 'Module') return undefined;
  const given = ctx.flow.returnValues(fn);
  // One constant for all is a switch, or stands for what is still to be written.
  if (given.length < 2 || holds(fn, ({ kind }) => /^Yield/.test(kind))) return undefined;
  const others = given.filter((value) => truthOf(value, ctx) !== true);
  const classes = others.flatMap((value) => classMade(value, ctx) ?? []);
  return classes.length < others.length ? undefined : { ...OBJECT, classes };
}

const GETS_ROW = /^(?:get|latest|earliest)$/;

/** `Order` of `Order.objects.filter(…)`. */
function ofManager(from: Expression): Expression | undefined {
  if (from.kind === 'Call') return ofManager(from.func);
  if (from.kind !== 'Attribute') return undefined;
  return from.attr === 'objects' ? from.value : ofManager(from.value);
}

/** The path to the class that a value is made of. */
function classMade(value: Expression | undefined, ctx: SourceContext): string | undefined {
  const [only, other] = value?.kind === 'Name' ? ctx.flow.reachingDefinitions(value) : [];
  const made = only?.kind === 'assignment' && other === undefined ? only.value : value;
  return made?.kind === 'Call' && isCapWords(lastName(made.func) ?? '') ? ctx.types.pathOf(made.func) : undefined;
}

export function memberQuestions(
  one: Expression,
  text: Expression,
  { types, path: from }: SourceContext,
): readonly Question[] {
  const path = one.kind === 'Attribute' ? types.pathOf(one) : undefined;
  const isText = text.kind === 'Constant' && text.value.kind === 'str';
  const other = text.kind === 'Attribute' ? types.pathOf(text) : undefined;
  if (path === undefined || !(isText || other !== undefined)) return [];
  return [areEnumAndText.ask({ path, from, ...(other !== undefined && { other }) })];
}

export const isElif = (branch: If, { orelse }: If): boolean => orelse.length === 1 && orelse[0] === branch;

/** What is asked again may answer otherwise. */
export const mayChange = (node: Node): boolean =>
  node.kind === 'Await' || node.kind === 'NamedExpr' || (node.kind === 'Call' && lastName(node.func) !== 'isinstance');

/** Whether a constant counts as true. */
export function truthOf(value: Expression | undefined, { values }: SourceContext): boolean | undefined {
  if (value?.kind !== 'Constant') return undefined;
  const folded = values.fold(value);
  if (folded === undefined) return undefined;
  return folded.kind === 'none' ? false : 'value' in folded && Boolean(folded.value);
}

/** What decides something, or is an answer of yes or no because it begins with a comparison. */
export function isTest(condition: Node | undefined): boolean {
  const around = condition?.parent;
  if (condition?.kind !== 'BoolOp' || around === undefined) return false;
  if (condition.values[0]?.kind === 'Compare' || around.kind === 'BoolOp' || around.kind === 'UnaryOp') return true;
  return 'test' in around && around.test === condition;
}

export function isComparison(value: Expression, op: Compare['ops'][number]): value is Compare {
  return (
    value.kind === 'Compare' &&
    value.ops.length === 1 &&
    value.ops[0] === op &&
    value.comparators[0]?.kind === 'Constant'
  );
}

/** `x != 1 or x != 2`. */
export function isOtherConstant(one: Compare, other: Compare, { text }: SourceContext): boolean {
  const [mine, its] = [one, other].map(({ comparators }) => comparators[0]);
  const isOther = mine !== undefined && its !== undefined && text.slice(mine) !== text.slice(its);
  return isOther && one.left.kind !== 'Call' && text.slice(one.left) === text.slice(other.left);
}

const RAISES = {
  says: 'raises when no row exists',
  remedy: 'Catch the exception that it raises, instead of testing the row',
};
const OBJECT = {
  says: 'returns an object on every path',
  remedy: 'Test the attribute of the object that holds the result',
};
