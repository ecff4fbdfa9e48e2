/** Functions from which no failure of their work comes out. */
import {
  type AsyncWith,
  ancestors,
  type Call,
  type Def,
  type ExceptHandler,
  isInFinally,
  lastName,
  type Node,
  parametersOf,
  type With,
} from '#ast';
import { EXCEPTION_BASES } from '#knowledge/exception-hierarchy';
import type { SemanticModel } from '#semantics';
import { memoizeInFile } from '#semantics/by-file';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

/** Where failures end, and what is taken where that is the failures of one library alone. */
export interface Swallower {
  readonly at: ExceptHandler | With | AsyncWith;
  readonly only: string | undefined;
  /** All that is taken, where it is not everything. */
  readonly takes?: readonly string[];
}

/** Where every failure of what the function does ends; undefined where one may come out, or where none is seen. */
export function swallowerIn(fn: Def, model: SemanticModel): Swallower | undefined {
  // A `raise` anywhere lets something through, whatever it is for.
  if (model.context.nodesOfFunction(fn, 'Raise').length > 0) return undefined;
  const own = callsWithin([fn]).filter((call) => model.effects.of(call) === 'project');
  const news = model.effects.newsworthy(fn.body);
  // Where nothing is seen to reach outside, what functions of other modules do is taken to.
  const unseen =
    news.length + own.length > 0 ? [] : callsWithin([fn]).filter((call) => model.effects.of(call) === 'unknown');
  const risks =
    [news, own, unseen].find(({ length }) => length > 0)?.filter((call) => !isInRecovery(call, model)) ?? [];
  const takers = risks.map((call) => takerOf(call, model));
  const [first] = takers;
  if (first === undefined || takers.includes(undefined)) return undefined;
  const narrow = takers.find((taker) => taker?.only !== undefined) ?? first;
  if (narrow.only === undefined) return narrow;
  // What is taken has to be what the calls raise.
  const library = narrow.only.split('.', 1)[0];
  const isOfSystem = OF_SYSTEM.test(narrow.only);
  const mayRaiseIt = ({ func }: Call): boolean => {
    if (isOfSystem) return true;
    const name = model.types.calleeName(func) ?? model.names.qualifiedName(func);
    return name === undefined || name.split('.', 1)[0] === library;
  };
  return risks.some((call) => mayRaiseIt(call) || model.effects.of(call) === 'project') ? narrow : undefined;
}

/** Whatever reaches outside may raise these. */
const OF_SYSTEM = /^builtins\.(?:OSError|IOError|EnvironmentError|ConnectionError|TimeoutError)$/;

/** What a handler or a `finally` does beside. */
const isInRecovery = (call: Call, model: SemanticModel): boolean =>
  isInFinally(call) || model.context.handlerAround(call) !== undefined;

function takerOf(call: Call, model: SemanticModel): Swallower | undefined {
  const tries: ReadonlySet<Node> = new Set(model.context.triesAround(call));
  for (const around of ancestors(call)) {
    if (around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef') return undefined;
    const taker = tries.has(around) ? handlerIn(around, model) : suppressing(around, model);
    if (taker !== undefined)
      return taker.at.kind === 'ExceptHandler' && mayPropagate(taker.at, model) ? undefined : taker;
  }
  return undefined;
}

function handlerIn(around: Node, model: SemanticModel): Swallower | undefined {
  if (around.kind !== 'Try' && around.kind !== 'TryStar') return undefined;
  for (const at of around.handlers) {
    const { isBroad, catches } = model.handlers.describe(at);
    const only = isBroad ? undefined : catches.find(isOfLibrary);
    if (isBroad || only !== undefined) return { at, only, ...(only !== undefined && { takes: catches }) };
  }
  return undefined;
}

/** `with contextlib.suppress(sqlite3.Error):` */
const suppressing = (around: Node, model: SemanticModel): Swallower | undefined =>
  around.kind === 'With' || around.kind === 'AsyncWith' ? suppressedBy(around, model) : undefined;

/** Each call in the block asks. */
const suppressedBy = memoizeInFile((around: With | AsyncWith, { names }: SemanticModel): Swallower | undefined => {
  for (const { context_expr: item } of around.items) {
    if (item.kind !== 'Call' || names.qualifiedName(item.func) !== 'contextlib.suppress') continue;
    const taken = item.args.flatMap((each) => names.qualifiedName(each) ?? []);
    const only = taken.some((name) => ALL.has(name)) ? undefined : taken.find(isOfLibrary);
    if (only !== undefined || taken.some((name) => ALL.has(name))) return { at: around, only };
  }
  return undefined;
});

const ALL: ReadonlySet<string> = new Set(['builtins.Exception', 'builtins.BaseException']);

/** The exception from which all others of its library come, or all that speak of a connection. */
function isOfLibrary(name: string): boolean {
  const bases = EXCEPTION_BASES.get(name);
  return bases === undefined
    ? ROOTS.test(name)
    : name.includes('.') && bases.every((base) => base === 'builtins.Exception' || base === 'builtins.OSError');
}

/** By their ends, those of libraries that no table knows: `openai.OpenAIError`, `ftplib.all_errors`. */
const ROOTS =
  /^(?!builtins\.)\w+\.(?:.*\.)?(?:all_errors|Error|OpenAIError|AnthropicError|APIError|PyMongoError|PostgresError|RpcError|GoogleAPIError|GoogleAPICallError|StripeError|ClientError|SSHException|AMQPError|KafkaError|KafkaException|SlackApiError|MySQLError|TransportError|ApiException)$/;

const mayPropagate = (taker: ExceptHandler, model: SemanticModel): boolean =>
  model.handlers.describe(taker).mayRaise || callsWithin(taker.body).some((call) => requestsRetry(call, model));

/** `self.retry(exc=error)`, `fetch.retry(exc=error)` of a task raises what asks for the next attempt. */
function requestsRetry(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  const fn = model.context.defAround(call);
  if (fn === undefined || func.kind !== 'Attribute' || func.attr !== 'retry') return false;
  const task = lastName(func.value);
  return (task === fn.name || task === parametersOf(fn)[0]?.name) && definitionCalled(model, call) === undefined;
}
