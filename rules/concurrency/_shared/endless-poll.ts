/** Loops that only wait until something holds, asking again and again, and that nothing else ends. */
import {
  type Call,
  type Expression,
  holds,
  type Node,
  namesIn,
  type Stmt,
  shortText,
  type While,
  withoutAwait,
} from '#ast';
import type { FunctionNode, SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { isClockRead } from '#semantics/effects/clock-reads';
import { definitionCalled } from '#semantics/effects/definition-called';

/** A loop that sleeps until a condition holds, with no deadline, count, or life of a thread to end it. */
export interface EndlessPoll {
  readonly loop: While;
  /** What ends it when true (`while True: if c: break`) or keeps it going (`while c`, the loop's own test). */
  readonly condition: Expression;
  readonly sleep: Call;
}

/** The poll that a loop is; undefined where it does more, or where something else ends it. */
export function findEndlessPoll(loop: While, model: SemanticModel): EndlessPoll | undefined {
  const sleep = sleepIn(loop.body, model);
  const condition = sleep === undefined ? undefined : pollCondition(loop, model);
  if (sleep === undefined || condition === undefined || !mayChange(condition, loop)) return undefined;
  if (
    hasOwnEnd(condition, loop, model) ||
    model.context.deadlineAround(loop) !== undefined ||
    isInterruptible(loop, model)
  )
    return undefined;
  return { loop, condition, sleep };
}

/** The first such loop that a function runs itself; none in one that is not known. */
export function endlessPollIn(fn: FunctionNode | undefined, model: SemanticModel): EndlessPoll | undefined {
  let found: EndlessPoll | undefined;
  if (fn === undefined) return undefined;
  walkOwnCode(fn.kind === 'Lambda' ? [fn.body] : fn.body, (node) => {
    if (node.kind === 'While') found ??= findEndlessPoll(node, model);
    return found === undefined ? undefined : 'skip';
  });
  return found;
}

/** `for` what ends it, or `while` what keeps it going. */
export function describePoll({ condition, loop }: EndlessPoll, model: SemanticModel): string {
  if (condition !== loop.test) return `for \`${shortText(condition, model.source.text)}\``;
  const isNegated = condition.kind === 'UnaryOp' && condition.op === 'Not';
  return isNegated
    ? `for \`${shortText(condition.operand, model.source.text)}\``
    : `while \`${shortText(condition, model.source.text)}\``;
}

/** Loops on these live as long as the process, thread or service does; that is their deadline. */
const LIFE_WORDS =
  /(^|_)(stop|stopp(ed|ing)|shutdown|shutting|terminate[ds]?|exit|exiting|quit|running|alive|closed?|closing|interrupt(ed)?|cancel(l?ed)?|abort(ed)?|kill(ed)?|paused?|keep_?going|active|enabled)(_|$)/i;
/** A limit that came from elsewhere has no other sign than its name. */
const LIMIT_WORDS =
  /(^|_)(deadline|timeout|timed|expire[ds]?|expiry|attempts?|retries|tries|elapsed|remaining|budget|until)(_|$)/i;
/** What a process or thread says of its own end. */
const LIFE_METHODS: ReadonlySet<string> = new Set([
  'is_alive',
  'isAlive',
  'poll',
  'returncode',
  'is_set',
  'isSet',
  'getppid',
  'pid_exists',
]);
/** Waits on conditions and events are none: they end when they are notified. */
const SLEEPS: ReadonlySet<string> = new Set([
  'time.sleep',
  'gevent.sleep',
  'eventlet.sleep',
  'asyncio.sleep',
  'anyio.sleep',
  'trio.sleep',
]);
const THREADS: ReadonlySet<string> = new Set(['threading.Thread', 'multiprocessing.Process']);
/** The call, of a statement that does nothing but sleep. */
function sleepOf(statement: Stmt, model: SemanticModel): Call | undefined {
  if (statement.kind !== 'Expr') return undefined;
  const call = withoutAwait(statement.value);
  return call.kind === 'Call' && SLEEPS.has(model.names.qualifiedName(call.func) ?? '') ? call : undefined;
}

/** The sleep that every turn comes to: a statement of the body, or what the `else` of the test does. */
function sleepIn(body: readonly Stmt[], model: SemanticModel): Call | undefined {
  return body
    .flatMap((statement) => (statement.kind === 'If' ? statement.orelse : [statement]))
    .map((statement) => sleepOf(statement, model))
    .find((call) => call !== undefined);
}

/** What the loop waits for, when waiting is all it does: `while not c: sleep`, and `while True` with `if c: break`. */
function pollCondition(loop: While, model: SemanticModel): Expression | undefined {
  const endless = model.values.fold(loop.test) !== undefined;
  let condition = endless ? undefined : loop.test;
  for (const statement of loop.body) {
    if (sleepOf(statement, model) !== undefined || isIdle(statement, model)) continue;
    if (!endless || condition !== undefined || statement.kind !== 'If' || !isExit(statement.body, model))
      return undefined;
    if (statement.orelse.some((inner) => sleepOf(inner, model) === undefined && !isIdle(inner, model)))
      return undefined;
    condition = statement.test;
  }
  return condition;
}

/** Asks again, counts, or logs. */
function isIdle(statement: Stmt, model: SemanticModel): boolean {
  switch (statement.kind) {
    case 'Pass':
    case 'AugAssign':
      return true;
    case 'Assign':
    case 'AnnAssign':
      return statement.value !== undefined;
    case 'Expr': {
      const { value } = statement;
      return value.kind === 'Constant' || (value.kind === 'Call' && isSaying(value, model));
    }
    case 'If':
      return [...statement.body, ...statement.orelse].every((inner) => isIdle(inner, model));
    default:
      return false;
  }
}

/** Writing to the screen piece by piece is work: a spinner waits for nothing. */
function isSaying(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  if (model.names.qualifiedName(func) === 'builtins.print') return true;
  return (
    model.effects.of(call) === 'log' && func.kind === 'Attribute' && func.attr !== 'write' && func.attr !== 'flush'
  );
}

/** Ends the loop as soon as the condition holds, after logging at most. */
function isExit(body: readonly Stmt[], model: SemanticModel): boolean {
  const last = body.at(-1);
  if (last?.kind !== 'Break' && last?.kind !== 'Return') return false;
  return body.slice(0, -1).every((statement) => isIdle(statement, model));
}

/** Asks something, or looks at what others change; a local that the loop does not bind stays as it is. */
function mayChange(condition: Expression, loop: While): boolean {
  if (holds(condition, ({ kind }) => kind === 'Call' || kind === 'Attribute' || kind === 'Subscript')) return true;
  return loop.body.some(
    (statement) =>
      statement.kind === 'Assign' &&
      holds(statement.value, ({ kind }) => kind === 'Call') &&
      statement.targets.some((target) => target.kind === 'Name' && namesIn(condition).has(target.id)),
  );
}

/** Something else than the condition coming true ends the wait: a clock, a count, or the life of what is waited for. */
function hasOwnEnd(condition: Expression, loop: While, model: SemanticModel): boolean {
  const working = loop.body.filter((statement) => sleepOf(statement, model) === undefined);
  if ([condition, ...working].some((root) => holds(root, (node) => isLimit(node, model)))) return true;
  if (holds(condition, (node) => node.kind === 'Call' && endsItself(node, model))) return true;
  return working.some(
    (statement) =>
      statement.kind === 'AugAssign' && statement.target.kind === 'Name' && namesIn(condition).has(statement.target.id),
  );
}

/** A clock, a limit that came from elsewhere, or the life of a thread, process or service. */
function isLimit(node: Node, model: SemanticModel): boolean {
  if (node.kind === 'Call') return isClockRead(node, model);
  if (node.kind === 'keyword') return LIMIT_WORDS.test(node.arg ?? '');
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return false;
  const name = node.kind === 'Name' ? node.id : node.attr;
  if (LIFE_WORDS.test(name) || LIMIT_WORDS.test(name) || LIFE_METHODS.has(name)) return true;
  const type = model.types.classDefOf(node);
  return type !== undefined && model.types.derivesFrom(type, THREADS);
}

/** What is asked looks at a clock, as a rate limiter does, or raises when the other side has failed. */
function endsItself(call: Call, model: SemanticModel): boolean {
  const definition = definitionCalled(model, call);
  return (definition?.body ?? []).some((statement) =>
    holds(statement, (node) => node.kind === 'Raise' || node.kind === 'Assert' || isClockRead(node, model)),
  );
}

/** Someone sits before it: "press CTRL+C to abort". */
function isInterruptible(loop: While, model: SemanticModel): boolean {
  const handlers = model.context.triesAround(loop).flatMap((around) => around.handlers);
  return handlers.some((handler) => model.handlers.describe(handler).catches.includes('builtins.KeyboardInterrupt'));
}
