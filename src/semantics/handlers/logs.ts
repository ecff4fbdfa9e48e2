/** The calls of a handler that tell someone, and how much of the exception they tell. */
import type { Call, ExceptHandler, Expression } from '../../ast/index.ts';
import { calleeOf } from '../effects/callee.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { logLevelOf } from '../effects/log-call.ts';
import type { HandlerLog } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import type { CaughtValue } from './caught-value.ts';

export function logsOf(model: SemanticModel, handler: ExceptHandler, caught: CaughtValue): readonly HandlerLog[] {
  const logs: HandlerLog[] = [];
  for (const call of callsWithin([handler])) {
    const level = logLevelOf(model, call, calleeOf(model, call));
    if (level !== undefined) logs.push(describeLog(model, call, level, caught));
  }
  return logs;
}

/** Ways of telling that take the traceback along by themselves. */
const WITH_TRACEBACK: ReadonlySet<string> = new Set(
  'exception aexception print_exc print_exception print_last capture_exception dump_traceback'.split(' '),
);

function describeLog(model: SemanticModel, call: Call, level: string, caught: CaughtValue): HandlerLog {
  const parts = [...call.args, ...call.keywords.map((keyword) => keyword.value), ...chainedArguments(call)];
  const choice = switchOf(model, call);
  const keepsTraceback = choice ?? (WITH_TRACEBACK.has(level) || parts.some((part) => caught.isTracebackIn(part)));
  const keepsException = keepsTraceback || parts.some((part) => caught.isIn(part));
  const keepsClass =
    parts.some((part) => caught.isClassIn(part)) ||
    call.keywords.some(({ value }) => value.kind === 'Name' && caught.isIn(value)) ||
    (keepsException && call.args.some((part) => /%\(?\w*\)?r/.test(model.values.string(part) ?? '')));
  return { call, keepsTraceback, keepsException, keepsClass, level };
}

/** What `exc_info=` (or loguru's `exception=`) decides; undefined when it is not given. */
function switchOf(model: SemanticModel, call: Call): boolean | undefined {
  for (let at: Call | undefined = call; at !== undefined; at = receiverCall(at)) {
    const keyword = at.keywords.find(({ arg }) => arg === 'exc_info' || (arg === 'exception' && at !== call));
    if (keyword === undefined) continue;
    const value = model.values.fold(keyword.value);
    if (value === undefined) return true;
    if (value.kind === 'none') return false;
    if (value.kind === 'bool') return value.value;
    return value.kind !== 'int' || value.value !== 0n;
  }
  return undefined;
}

/** Arguments of the calls before the last: `log.bind(error=str(e)).warning("…")`. */
function chainedArguments(call: Call): readonly Expression[] {
  const found: Expression[] = [];
  for (let at = receiverCall(call); at !== undefined; at = receiverCall(at)) {
    found.push(...at.args, ...at.keywords.map((keyword) => keyword.value));
  }
  return found;
}

function receiverCall(call: Call): Call | undefined {
  return call.func.kind === 'Attribute' && call.func.value.kind === 'Call' ? call.func.value : undefined;
}
