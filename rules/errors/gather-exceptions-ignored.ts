import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  callsWithin,
  defineSourceRule,
  definitionCalled,
  type Expression,
  isInFinally,
  lastNames,
  type Name,
  NOT_PRODUCTION,
  purposeOf,
  type SourceContext,
} from '#kit';

const GATHER = 'asyncio.gather';

/** Calls that hand on what the gathered future gives. */
const PASSING: ReadonlySet<string> = new Set([
  'asyncio.wait_for',
  'asyncio.shield',
  'asyncio.run',
  'asyncio.AbstractEventLoop.run_until_complete',
  'asyncio.ensure_future',
]);

export default defineSourceRule({
  docs: {
    summary: 'exceptions that `gather` returns and nobody looks at',
    why: 'With `return_exceptions=True` every failure becomes an element of the result, so a result that nobody looks at loses the failures without a trace.',
    remedy:
      'Keep the result and log or raise each element that is a `BaseException`, or leave `return_exceptions` out.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [391, 252],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-006' }],
    measured: {
      read: 4,
      right: 4,
      on: 'litellm, phoenix, skypilot; silent in the default profile on open_webui, agno, redis, prefect and others',
    },
    bad: 'import asyncio\n\nasync def publish(subscribers, event):\n    await asyncio.gather(*(s.receive(event) for s in subscribers), return_exceptions=True)\n',
    good: 'import asyncio\n\nasync def publish(subscribers, event):\n    results = await asyncio.gather(*(s.receive(event) for s in subscribers), return_exceptions=True)\n    return [r for r in results if isinstance(r, BaseException)]\n',
  },
  skips: NOT_PRODUCTION,
  mentions: lastNames([GATHER]),
  visit: {
    Call(call, ctx) {
      if (ctx.types.calleeName(call.func) !== GATHER || !returnsExceptions(call, ctx)) return;
      if (ctx.context.isTestCode(call)) return;
      if (isLost(call, ctx)) {
        if (isExplained(call, ctx) || isShutdown(call, ctx) || !startsWorkThatFails(call, ctx)) return;
        ctx.report({
          at: call,
          message: '`gather(…, return_exceptions=True)` collects the exceptions and its result is never looked at',
        });
        return;
      }
      reportNarrowTest(call, ctx);
    },
  },
});

function returnsExceptions(call: Call, ctx: SourceContext): boolean {
  const flag = ctx.values.givenArgument(call, 'return_exceptions', undefined);
  const folded = flag === undefined ? undefined : ctx.values.fold(flag);
  return folded?.kind === 'bool' && folded.value;
}

/** The result is awaited at most: dropped, or bound to a local that nothing reads. */
function isLost(expression: Expression, ctx: SourceContext, depth = 0): boolean {
  if (depth > 4 || ctx.context.functionAround(expression) === undefined) return false;
  return ctx.flow.destinations(expression).every(({ kind, node }) => {
    if (kind === 'await' || kind === 'discard') return true;
    const isPassed = kind === 'argument' && node.kind === 'Call' && PASSING.has(ctx.types.calleeName(node.func) ?? '');
    return isPassed && isLost(node, ctx, depth + 1);
  });
}

/** A comment above the statement gives the reason. */
function isExplained(call: Call, ctx: SourceContext): boolean {
  for (const node of ancestors(call)) {
    if (node.kind === 'Expr' || node.kind === 'Assign') return ctx.handlers.explanationAt(node) !== undefined;
  }
  return false;
}

/** Waiting for the end of what was cancelled, in a handler or in clean-up: there the exceptions are no news. */
function isShutdown(call: Call, ctx: SourceContext): boolean {
  if (ctx.context.handlerAround(call) !== undefined || isInFinally(call)) return true;
  const around = ctx.context.defAround(call);
  if (around === undefined) return false;
  return purposeOf(around) === 'clean-up' || callsWithin([around]).some((other) => methodOf(other) === 'cancel');
}

/**
 * The work is started here, and some of it neither cleans up nor handles every exception by itself. Tasks that were
 * started elsewhere (`*self._tasks`) may have a done-callback, so they stay silent.
 */
function startsWorkThatFails(call: Call, ctx: SourceContext): boolean {
  const gathered = call.args.map((arg) => (arg.kind === 'Starred' ? arg.value : arg));
  const sources = gathered.flatMap((arg) => (arg.kind === 'Name' ? valuesOf(arg, ctx) : [arg]));
  const started = callsWithin(sources).filter((each) => !isInGenerator(each) && isCoroutineMaker(each, ctx));
  const hasCallback = gathered.some(
    (arg) =>
      arg.kind === 'Name' &&
      callsWithin([ctx.names.scopeAt(arg).node]).some((each) => methodOf(each) === 'add_done_callback'),
  );
  return !hasCallback && started.some((each) => ctx.effects.of(each) !== 'clean-up' && !handlesEverything(each, ctx));
}

/** What a local list is made of: its assignments, and what is appended to it. */
function valuesOf(name: Name, ctx: SourceContext): readonly Expression[] {
  const binding = ctx.names.resolve(name);
  const assigned = binding?.definitions.flatMap(({ value }) => value ?? []) ?? [];
  const appended = (binding?.references ?? []).flatMap(({ parent }) =>
    parent?.kind === 'Attribute' && ADDING.has(parent.attr) && parent.parent?.kind === 'Call' ? parent.parent.args : [],
  );
  return [...assigned, ...appended];
}

/** What a comprehension runs over, and what it asks of each element, is no work that is started. */
function isInGenerator(call: Call): boolean {
  for (const { kind } of ancestors(call)) {
    if (kind === 'comprehension') return true;
    if (kind === 'Expr' || kind === 'Assign') return false;
  }
  return false;
}

/** The innermost calls that make what is gathered: not the wrapping in tasks, not builtins, not look-ups. */
function isCoroutineMaker(call: Call, ctx: SourceContext): boolean {
  const name = ctx.types.calleeName(call.func);
  if (name !== undefined && (WRAPPING.has(name) || name.startsWith('builtins.'))) return false;
  const effect = ctx.effects.of(call);
  return effect !== 'pure' && effect !== 'introspection' && !LOOKING_UP.has(methodOf(call) ?? '');
}

/** A coroutine of this file that keeps or tells every failure of what it awaits, by itself or by what it calls in turn. */
function handlesEverything(call: Call, ctx: SourceContext, depth = 0): boolean {
  const fn = depth > 2 ? undefined : coroutineOf(call, ctx);
  if (fn === undefined) return false;
  const news = new Set(ctx.effects.newsworthy(fn.body));
  const risky = callsWithin(fn.body).filter(
    (each) =>
      (news.has(each) || each.parent?.kind === 'Await') && !HARMLESS.has(ctx.effects.of(each)) && !isInFinally(each),
  );
  return risky.length > 0 && risky.every((each) => isGuarded(each, fn, ctx) || handlesEverything(each, ctx, depth + 1));
}

function coroutineOf(call: Call, ctx: SourceContext): AsyncFunctionDef | undefined {
  const fn = definitionCalled(ctx, call);
  return fn?.kind === 'AsyncFunctionDef' ? fn : undefined;
}

/** A `try` around the call, inside the coroutine, takes every exception and either ends it or tells of it. */
function isGuarded(call: Call, fn: AsyncFunctionDef, ctx: SourceContext): boolean {
  for (const node of ancestors(call)) {
    if (node === fn) return false;
    if (node.kind !== 'Try' || !node.body.some(({ start, end }) => call.start >= start && call.end <= end)) continue;
    const endsHere = node.handlers.some((handler) => {
      const { breadth, mayRaise, logs } = ctx.handlers.describe(handler);
      return breadth !== 'narrow' && breadth !== 'unknown' && (!mayRaise || logs.length > 0);
    });
    if (endsHere) return true;
  }
  return false;
}

/** `isinstance(r, Exception)` lets `CancelledError` through as if it were a result. */
function reportNarrowTest(call: Call, ctx: SourceContext): void {
  const around = ctx.context.defAround(call);
  if (around === undefined || callsWithin([around]).some((each) => isTestFor(each, BROADER, ctx))) return;
  const tests = callsWithin([around]).filter((each) => isTestFor(each, EXCEPTION, ctx));
  const test = tests.find(
    ({ args: [subject] }) =>
      subject !== undefined &&
      ctx.flow.origins(subject).some((origin) => origin === call || (origin.kind === 'Await' && origin.value === call)),
  );
  if (test === undefined || !goesOnWithTheRest(test, ctx) || isShutdown(call, ctx)) return;
  ctx.report({
    at: test,
    message:
      '`isinstance(…, Exception)` misses `asyncio.CancelledError`, which `gather` returns too and which passes for a result here',
    remedy: 'Test for `BaseException`',
    severity: 'P2',
    profile: 'strict',
    related: [{ at: call, message: 'the results come from here' }],
  });
}

/** What is no `Exception` is used as a result: a filter, or code behind a branch that leaves. */
function goesOnWithTheRest(test: Call, ctx: SourceContext): boolean {
  const { parent } = test;
  if (parent?.kind === 'UnaryOp') return parent.op === 'Not';
  if (parent?.kind !== 'If') return false;
  return parent.orelse.length > 0 || !ctx.flow.exits(parent.body).falls;
}

const EXCEPTION: ReadonlySet<string> = new Set(['builtins.Exception']);
const BROADER: ReadonlySet<string> = new Set([
  'builtins.BaseException',
  'asyncio.CancelledError',
  'asyncio.exceptions.CancelledError',
]);

function isTestFor(call: Call, classes: ReadonlySet<string>, ctx: SourceContext): boolean {
  if (ctx.names.qualifiedName(call.func) !== 'builtins.isinstance') return false;
  const named = call.args[1];
  const parts = named?.kind === 'Tuple' ? named.elts : named === undefined ? [] : [named];
  return parts.some((part) => classes.has(ctx.names.qualifiedName(part) ?? ''));
}

function methodOf(call: Call): string | undefined {
  return call.func.kind === 'Attribute' ? call.func.attr : undefined;
}

const HARMLESS: ReadonlySet<string> = new Set(['pure', 'introspection', 'log', 'sleep', 'clean-up']);
const ADDING: ReadonlySet<string> = new Set(['append', 'add', 'extend']);
const WRAPPING: ReadonlySet<string> = new Set([
  ...PASSING,
  'asyncio.create_task',
  'asyncio.gather',
  'asyncio.AbstractEventLoop.create_task',
]);
const LOOKING_UP: ReadonlySet<string> = new Set(['get', 'items', 'values', 'keys', 'append', 'create_task']);
