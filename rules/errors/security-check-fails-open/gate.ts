/** A `try` that only asks and refuses: what it refuses it lets through, and what else goes wrong in it is passed over. */
import {
  type Call,
  type ExceptHandler,
  isWithin,
  lastName,
  type Node,
  parametersOf,
  type Raise,
  type Stmt,
  statementsBehind,
  type Try,
  walk,
} from '#ast';
import { isNamedCheck, namesSecurity } from '#kit/checks';
import type { SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode, walkOwnCode } from '#semantics/effects/calls-within';
import { answersRefusal } from '#semantics/taint/refusals';

/**
 * `if stale: raise StaleScan(…)` of `except StaleScan: raise`, where this broad handler goes on, nothing that the body binds is
 * read behind it, and there is something behind it to go on with.
 */
export function refusalPassedOver(handler: ExceptHandler, model: SemanticModel): Raise | undefined {
  const attempt = model.handlers.describe(handler).isBroad ? passedOver(handler, model) : undefined;
  if (attempt === undefined || holdsInOwnCode(attempt.body, ({ kind }) => kind === 'Return' || kind === 'Yield'))
    return undefined;
  // Anyone who does something behind the refusal, within the same `try`, logs the failure of that.
  const [last] = attempt.body.slice(-1);
  let refusal: Raise | undefined;
  walkOwnCode(last === undefined ? [] : [last], (node) => {
    if (node.kind === 'Raise' && node.parent?.kind === 'If' && isLetThrough(node, attempt, handler, model))
      refusal ??= node;
    return undefined;
  });
  return refusal;
}

/** By the class that is raised, or the answer that it makes; what it is given is mostly a text. */
export function refusesForSecurity(refusal: Raise, model: SemanticModel): boolean {
  const made = refusal.exc?.kind === 'Call' ? refusal.exc.func : refusal.exc;
  return answersRefusal(refusal, model) || (made !== undefined && namesSecurity(lastName(made) ?? ''));
}

/**
 * `if user is None: return JSONResponse({}, 401)`, where this broad handler goes on with what is behind: nobody is asked any
 * more. A refusal that is raised is taken by the handler itself, so that nobody ever is.
 */
export function answerPassedOver(handler: ExceptHandler, model: SemanticModel): Stmt | undefined {
  const attempt = passedOver(handler, model);
  if (attempt === undefined) return undefined;
  const isFirst = attempt.handlers[0] === handler;
  let refusal: Stmt | undefined;
  walkOwnCode(attempt.body, (node) => {
    const isRefusal = node.kind === 'Return' || node.kind === 'Expr' || (node.kind === 'Raise' && isFirst);
    if (isRefusal && node.parent?.kind === 'If' && answersRefusal(node, model) && isLastWord(node)) refusal ??= node;
    return undefined;
  });
  return refusal;
}

/** A call refuses where the code leaves behind it: `websocket.close(code=1008)` at the end of a clean-up refuses nobody. */
function isLastWord(statement: Stmt): boolean {
  if (statement.kind !== 'Expr') return true;
  const [next] = statementsBehind(statement);
  return next !== undefined && LEAVING.has(next.kind);
}

const LEAVING: ReadonlySet<string> = new Set(['Return', 'Raise', 'Continue', 'Break']);

/**
 * The call of a check in a route whose failure, its refusal among them, is reported at most, and after which the code goes on:
 * `check_permission(user, "delete")` in a `try`, and nothing asks behind it what came out.
 */
export function checkPassedOver(handler: ExceptHandler, model: SemanticModel): Call | undefined {
  const attempt = model.handlers.describe(handler).isBroad ? passedOver(handler, model) : undefined;
  const fn = model.context.defAround(handler);
  const isServing =
    fn !== undefined &&
    (model.context.routeOf(fn) !== undefined || parametersOf(fn).some(({ name }) => name === 'request'));
  if (attempt === undefined || !isServing) return undefined;
  return callsWithin(attempt.body).find((call) => isNamedCheck(lastName(call.func) ?? ''));
}

/** The `try` whose handler goes on with what is behind whatever failed, hands nothing on of it, and nothing that its body binds is read there. */
function passedOver(handler: ExceptHandler, model: SemanticModel): Try | undefined {
  const attempt = handler.parent;
  const { goesOn, mayRaise, handsExceptionOn, exits } = model.handlers.describe(handler);
  if (!goesOn || mayRaise || handsExceptionOn || exits.continues || attempt?.kind !== 'Try') return undefined;
  const behind = statementsBehind(attempt, model.context.loopAround(attempt));
  return behind.length === 0 || isUsedBehind(attempt, model) ? undefined : attempt;
}

/** A handler above the broad one takes its class and raises it again. */
function isLetThrough({ exc }: Raise, attempt: Try, broad: ExceptHandler, model: SemanticModel): boolean {
  const made = exc?.kind === 'Call' ? exc.func : exc;
  const name = made === undefined ? undefined : model.names.qualifiedName(made);
  const above = attempt.handlers.slice(0, attempt.handlers.indexOf(broad));
  return above.some((each) => {
    const [only, ...others] = each.body;
    const isRaisedAgain = only?.kind === 'Raise' && only.exc === undefined && others.length === 0;
    return isRaisedAgain && name !== undefined && model.handlers.describe(each).catches.includes(name);
  });
}

/** A name that the body binds is read outside of the `try`: it does work, and not only asks. */
function isUsedBehind(attempt: Try, { names }: SemanticModel): boolean {
  let isUsed = false;
  for (const statement of attempt.body) {
    walk(statement, (node: Node) => {
      if (node.kind !== 'Name' || node.ctx !== 'Store') return;
      isUsed ||= names.resolve(node)?.references.some((use) => !isWithin(use, attempt)) === true;
    });
  }
  return isUsed;
}
