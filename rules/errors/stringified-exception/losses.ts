/** Exceptions of which only the text is kept. */
import {
  argumentValues,
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  isNone,
  type Raise,
  type Return,
  statementsThrough,
} from '#ast';
import type { SourceContext } from '#kit';
import { type Edits, replacement } from '#kit/fixes';
import { clientAnswerAt, isInRoute, partsOfAnswer } from '#kit/web';
import type { HandlerModel } from '#semantics';
import { isOverride } from '#semantics/context/idle-function';

/** The log that has the traceback. */
export const tracebackIn = ({ logs }: HandlerModel): Call | undefined => logs.find((log) => log.keepsTraceback)?.call;

/** A framework makes a response of what is raised, and shows no traceback. */
export const isAnsweredToClient = ({ body }: ExceptHandler, ctx: SourceContext): boolean => {
  const last = statementsThrough(body).at(-1);
  return last?.kind === 'Raise' && last.exc?.kind === 'Call' && clientAnswerAt(last.exc, ctx) !== undefined;
};

/** What is raised without `from` keeps its context anyway; what is returned has no cause. */
export function raisedFrom({ statement }: Loss, { name }: ExceptHandler): Edits {
  if (statement.kind !== 'Raise' || statement.cause === undefined || name === undefined) return undefined;
  return [replacement(statement.cause, name)];
}

export function messageOf({ statement, value }: Loss, around: Def, calls: string, ctx: SourceContext): string {
  const text = ctx.text.slice(value);
  if (statement.kind === 'Return')
    return `\`${around.name}\` catches every exception from ${calls} and returns only its text, \`${text}\``;
  return `\`${around.name}\` catches every exception from ${calls} and passes on only its text in \`${text}\``;
}

interface Loss {
  readonly statement: Return | Raise;
  readonly value: Expression;
}

/** The one statement by which the handler ends, where nothing but the text leaves with it. */
export function findLoss(handler: ExceptHandler, described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const last = statementsThrough(handler.body).at(-1);
  if (last?.kind !== 'Return' && last?.kind !== 'Raise') return undefined;
  const parts = last.kind === 'Return' ? partsReturned(last, ctx) : partsRaised(last, ctx);
  // From the exception itself a caller can still learn everything.
  if (parts.some((part) => part.kind === 'Name' && part.id === handler.name)) return undefined;
  const value = parts.find((part) => described.partIn(part) === 'text');
  return value === undefined ? undefined : { statement: last, value };
}

/** What goes to a client is a matter of its own. */
function partsReturned(statement: Return, ctx: SourceContext): readonly Expression[] {
  return statement.value === undefined || isInRoute(statement, ctx) ? [] : partsOfAnswer(statement.value);
}

function partsRaised({ exc, cause }: Raise, ctx: SourceContext): readonly Expression[] {
  if (exc?.kind !== 'Call' || (cause !== undefined && !isNone(cause))) return [];
  return /http|abort|response/i.test(ctx.text.slice(exc.func)) ? [] : argumentValues(exc);
}

/** The last of several clauses has told apart before. */
export function isOneOfSeveral({ parent }: ExceptHandler): boolean {
  return (parent?.kind === 'Try' || parent?.kind === 'TryStar') && parent.handlers.length > 1;
}

/** Reaches another machine, or is awaited, which mostly means the same: it can fail in ways that callers treat differently. */
export function isRemote(call: Call, ctx: SourceContext): boolean {
  const effect = ctx.effects.of(call);
  return effect === 'network' || effect === 'database' || (effect === 'unknown' && call.parent?.kind === 'Await');
}

/** Overrides, as far as is known, a method that gives success and a text: `-> tuple[bool, str]`. */
export function isContract(fn: Def, ctx: SourceContext): boolean {
  const owner = ctx.context.classOfMethod(fn);
  const given = fn.returns?.kind === 'Subscript' ? fn.returns : undefined;
  if (owner === undefined || given?.slice.kind !== 'Tuple' || !isOverride(fn.name, owner, ctx)) return false;
  const names = [given.value, ...given.slice.elts].map((part) => ctx.names.qualifiedName(part)?.split('.').at(-1));
  return /^tuple,bool,str$/i.test(names.join(','));
}
