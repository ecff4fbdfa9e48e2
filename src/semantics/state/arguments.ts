/** What is done to a state that is passed to a call. */
import type { BinOp, Call, Expression, Node } from '../../ast/index.ts';
import { localBoundTo } from './aliases.ts';
import { type DraftUse, type Subject, useOf } from './mention.ts';
import {
  COPYING_METHODS,
  GROWING_FUNCTIONS,
  READING_FUNCTIONS,
  READING_MODULES,
  SHRINKING_FUNCTIONS,
} from './operations.ts';

/** Uses made by passing a state to a call. */
export function usesAsArgument(subject: Subject, state: Expression, call: Call): readonly DraftUse[] {
  const { model } = subject;
  const name = model.names.qualifiedName(call.func);
  if (name !== undefined) {
    if (name === 'builtins.len') return usesOfLength(subject, state, call);
    const isFirst = call.args[0] === state;
    if (isFirst && GROWING_FUNCTIONS.has(name)) return [useOf('grow', call, lastPart(name), call.args[1])];
    if (isFirst && SHRINKING_FUNCTIONS.has(name)) return [useOf('shrink', call, lastPart(name))];
    if (READING_FUNCTIONS.has(name) || isInReadingModule(name)) return [useOf('read', state, lastPart(name))];
  }
  if (call.func.kind === 'Attribute') {
    const { attr, value } = call.func;
    if (COPYING_METHODS.has(attr) || model.types.isLogger(value)) return [useOf('read', state, attr)];
    return [useOf('hand-out', state, attr)];
  }
  return [useOf('hand-out', state, call.func.kind === 'Name' ? call.func.id : 'call')];
}

/** `len(x)` where it decides something: compared, or a loop's condition, directly or through arithmetic or a local. */
function usesOfLength(subject: Subject, state: Expression, length: Call): readonly DraftUse[] {
  const check = checkOf(length);
  if (check !== undefined) return [useOf('size-check', check, 'len')];
  const local = localBoundTo(subject.model, arithmeticAround(length));
  if (local?.isOnly !== true) return [useOf('read', state, 'len')];
  const isBare = arithmeticAround(length) === length;
  const checks = local.binding.references.flatMap((name) => {
    const found = checkOf(name, isBare);
    return found === undefined ? [] : [useOf('size-check', found, 'len')];
  });
  return checks.length > 0 ? checks : [useOf('read', state, 'len')];
}

/** The comparison or `while` that a length decides; against zero it only asks whether there is anything. */
function checkOf(length: Expression, isBareLength = true): Node | undefined {
  const measured = arithmeticAround(length);
  const parent = measured.parent;
  if (parent?.kind === 'While' && parent.test === measured) return measured;
  if (parent?.kind !== 'Compare') return undefined;
  const isEmptiness = isBareLength && measured === length && [parent.left, ...parent.comparators].some(isZero);
  return isEmptiness ? undefined : parent;
}

function arithmeticAround(length: Expression): Expression {
  let measured = length;
  for (;;) {
    const parent: Node | undefined = measured.parent;
    if (parent?.kind !== 'NamedExpr' && !(parent?.kind === 'BinOp' && keepsSize(parent, measured))) return measured;
    measured = parent;
  }
}

/** `len(x) - n` and `len(x) / n` still tell how long it is; `1 / len(x)` and `len(x) % n` do not. */
function keepsSize(operation: BinOp, length: Expression): boolean {
  if (operation.op === 'Add' || operation.op === 'Sub' || operation.op === 'Mult') return true;
  return (operation.op === 'Div' || operation.op === 'FloorDiv') && operation.left === length;
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'Constant' && expression.value.kind === 'int' && expression.value.value === 0n;
}

function isInReadingModule(name: string): boolean {
  for (let dot = name.lastIndexOf('.'); dot !== -1; dot = name.lastIndexOf('.', dot - 1)) {
    if (READING_MODULES.has(name.slice(0, dot))) return true;
    if (dot === 0) return false;
  }
  return false;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
