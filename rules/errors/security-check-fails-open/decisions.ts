import { type Def, type Expression, holds, type If, type Node, type Return, type Stmt, statementsBehind } from '#ast';
import type { SourceContext } from '#kit';
import type { HandlerModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { answersRefusal } from '#semantics/taint/refusals';
import { saysYes } from './check-passed.ts';

/** Of a library, a connection or a deadline: the check could not be made. What Python itself raises of a value is an answer. */
export function isFailureOfService({ handler, catches }: HandlerModel, { names }: SourceContext): boolean {
  const written = handler.type?.kind === 'Tuple' ? handler.type.elts : [handler.type];
  return [...catches, ...written.flatMap((each) => (each && names.qualifiedName(each)) ?? [])].some(
    (name) => (name.includes('.') && !name.startsWith('builtins.')) || OF_CONNECTIONS.test(name),
  );
}

const OF_CONNECTIONS = /^builtins\.(?:Connection\w*Error|TimeoutError|OSError)$/;

/** What the branch that compares comes to is a refusal or the answer itself, and where it is passed by nobody is refused. */
export function decidesAlone(branch: If, ctx: SourceContext): boolean {
  const isRefusing = (each: Stmt): boolean => each.kind === 'Raise' || answersRefusal(each, ctx) || isNo(each, ctx);
  const [next] = statementsBehind(branch);
  const isLeft = branch.orelse.some((each) => each.kind === 'If' || each.kind === 'Return' || isRefusing(each));
  if (isLeft || (next !== undefined && isRefusing(next))) return false;
  if (branch.body.some((each) => each.kind === 'If' && each.body.some(isRefusing))) return true;
  const last = branch.body.at(-1);
  const isAnswer = last?.kind === 'Return' && last.value?.kind === 'Call' && next?.kind === 'Return';
  return branch.body.some(isRefusing) || (isAnswer && next.value !== undefined && saysYes(next.value, ctx));
}

const isNo = (statement: Stmt, ctx: SourceContext): boolean =>
  statement.kind === 'Return' && statement.value !== undefined && saysYes(statement.value, ctx, false);

/** Also 429: too many requests. */
export function answersNo(statement: Return, ctx: SourceContext): boolean {
  if (answersRefusal(statement, ctx)) return true;
  return holds(statement, (node) => node.kind === 'Constant' && node.value.kind === 'int' && node.value.value === 429n);
}

export function letsPassUnset(answer: Expression, fn: Def, ctx: SourceContext): boolean {
  const folded = ctx.values.fold(answer);
  if (saysYes(answer, ctx)) return true;
  return refusesByRaising(fn) && (folded === undefined || folded.kind !== 'bool');
}

export const refusesByRaising = (fn: Def): boolean => holdsInOwnCode(fn.body, ({ kind }) => kind === 'Raise');

export function isWhereImportFailed(node: Node, { context, handlers }: SourceContext): boolean {
  const around = context.handlerAround(node);
  const handler = around && handlers.describe(around);
  const isImport = handler?.tried.every(({ kind }) => kind === 'Import' || kind === 'ImportFrom');
  return handler !== undefined && (!handler.isBroad || isImport === true) && handler.takes(MISSING);
}

export const MISSING = 'builtins.ModuleNotFoundError';
