import { defineSourceRule, heldBackBy, providedThat, reachedFrom, type SourceContext } from '#kit';
import { callsElsewhere, providedTheyLetOut, providedTheyReach } from '#kit/calls';
import {
  type AsyncWith,
  type Call,
  callsWithin,
  type Effect,
  type ExceptHandler,
  type Expression,
  headerSpan,
  holdsInOwnCode,
  namesOfCalls,
  purposeOf,
  type Stmt,
  type Try,
  type With,
} from '#kit/code';
import {
  asksRowsOfRoute,
  handlesOwnFailures,
  type MistakenAnswer,
  promisedSilence,
  type QuietPlace,
  quoteExceptions,
  type SwallowedYield,
  successTold,
  swallowedYield,
} from '#kit/errors';
import { copiedCode } from '#kit/texts';

/**
 * Boundary to its neighbours: `bare-except` takes `except:`, this rule takes broad handlers that do nothing, and
 * `blind-except` takes broad handlers that do something without the exception.
 */
export default defineSourceRule({
  docs: {
    summary: 'broad exception handler that does nothing',
    why: 'Every failure of the body, a defect in the code included, looks like a success or like nothing found, and no log tells that it happened.',
    remedy: 'Catch the exceptions that you expect here, and log the rest with its traceback or let it through.',
    harm: 'hides',
    ceiling: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [390, 391],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-001' }],
    measured: {
      read: 46,
      right: 40,
      on: 'open_webui (28 of them), litellm, agno, mlflow, prefect, gradio, airflow, langflow, skypilot, dbgpt, gpt_researcher',
    },
    bad: 'import json\n\ndef load(path):\n    if not path.exists():\n        return {}\n    try:\n        return json.loads(path.read_text())\n    except Exception:\n        return {}\n',
    good: 'import json\n\ndef load(path):\n    if not path.exists():\n        return {}\n    try:\n        return json.loads(path.read_text())\n    except FileNotFoundError:\n        return {}\n',
  },
  needs: ['effects'],
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth, isTrivial, tried } = described;
      const around = swallowedYield(described, ctx);
      if (around !== undefined && ctx.context.role !== 'test') return reportYield(handler, around, ctx);
      if ((breadth !== 'exception' && breadth !== 'base') || !isTrivial) return;
      // `success-after-failure` tells what becomes of it.
      if (successTold(described, ctx) !== undefined) return;
      reportSilence(handler, tried, breadth === 'base', ctx);
    },
    With: checkSuppress,
    AsyncWith: checkSuppress,
    Try: checkFinally,
  },
});

/** What fails in the body of the `with`, or in the request, goes no further than this. */
function reportYield(handler: ExceptHandler, { fn, at, isContext, guess }: SwallowedYield, ctx: SourceContext): void {
  const excuse = ctx.handlers.excuseFor(handler);
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${fn.name}\` takes what fails in the code that runs at its \`yield\`, and whoever ${isContext ? 'wrote the `with`' : 'depends on it'} goes on as though it had worked`,
    remedy: 'Tidy up there and raise again.',
    ceiling: 'P2',
    ...heldBackBy(guess ?? (excuse?.isProof ? undefined : excuse?.says)),
    related: [{ at, message: 'the code of others runs here' }],
    ...(!isContext && {
      when: {
        ...providedThat(reachedFrom(['route'], ctx.names.fullNameOf(fn)), 'keep'),
        no: { heldBack: UNSEEN },
        unknown: { heldBack: UNSEEN },
      },
    }),
  });
}

const UNSEEN = 'nothing shows whose code runs at its `yield`';

/** `finally: return …` ends whatever exception is under way. */
function checkFinally({ finalbody, handlers }: Try, ctx: SourceContext): void {
  if (ctx.context.role === 'test' || !ctx.flow.exits(finalbody).returns) return;
  const leaving = finalbody.find((each) => holdsInOwnCode([each], ({ kind }) => kind === 'Return'));
  if (leaving === undefined) return;
  const isTaken = handlers.some((each) => ctx.handlers.describe(each).isBroad);
  ctx.report({
    at: leaving,
    message: '`return` in `finally` drops the exception that is under way',
    remedy: 'Return behind the `try`, so that an exception goes on to the caller.',
    ...heldBackBy(isTaken ? 'a broad handler before it may have taken the exception' : undefined),
  });
}

function checkSuppress(statement: With | AsyncWith, ctx: SourceContext): void {
  const caught = statement.items.flatMap(({ context_expr: context }) =>
    context.kind === 'Call' && ctx.names.qualifiedName(context.func) === 'contextlib.suppress' ? context.args : [],
  );
  const names = new Set(caught.map((type) => ctx.names.qualifiedName(type)));
  const isBase = names.has('builtins.BaseException');
  if (isBase || names.has('builtins.Exception')) reportSilence(statement, statement.body, isBase, ctx);
}

/** By what is said, or by what the handler itself shows. */
function isProven(place: QuietPlace, said: string | undefined, ctx: SourceContext): boolean {
  const excuse = said === undefined ? ctx.handlers.excuseFor(place) : undefined;
  const by = said ?? (excuse?.isProof ? excuse.says : undefined);
  if (by !== undefined) ctx.proven({ at: place, by, where: excuse?.at });
  return by !== undefined;
}

function reportSilence(place: QuietPlace, body: readonly Stmt[], isBase: boolean, ctx: SourceContext): void {
  if (ctx.context.role === 'test') return;
  const calls = ctx.effects.newsworthy(body);
  if (calls.length === 0) {
    reportQuietBody(place, body, ctx);
    return;
  }
  const mistaken = place.kind === 'ExceptHandler' ? ctx.handlers.describe(place).mistakenAnswer : undefined;
  // That it was told before mends no answer.
  const open = mistaken === undefined ? calls.filter((call) => !handlesOwnFailures(call, ctx)) : calls;
  const excuse = ctx.handlers.excuseFor(place);
  if (isProven(place, open.length === 0 ? 'what it calls ends or tells its failures itself' : undefined, ctx)) return;
  const when = mistaken === undefined ? providedTheyLetOut(open, ctx) : undefined;
  const promise = promisedSilence(place, excuse, ctx);
  const isLeftOut = mistaken === undefined && calls.some((call) => asksRowsOfRoute(call, ctx));
  ctx.report({
    at: headerSpan(place, ctx.text),
    cause: copiedCode(place.kind === 'ExceptHandler' ? (place.parent ?? place) : place, ctx),
    message: `${namesOfCalls(calls)} fails and ${outcomeOf(place, mistaken, ctx)}${isBase ? '; `SystemExit` and `KeyboardInterrupt` end here too' : ''}`,
    ...remedyFor(place, ctx),
    ...(isLeftOut && { ceiling: 'P2' as const }),
    ...heldBackBy(excuse?.says ?? (isLeftOut ? undefined : guessAbout(mistaken, ctx))),
    ...(when && { when }),
    related: [
      ...promise,
      ...(mistaken === undefined
        ? []
        : [{ at: mistaken.normal, message: 'the same value is returned where nothing failed' }]),
    ],
  });
}

function guessAbout(mistaken: MistakenAnswer | undefined, ctx: SourceContext): string | undefined {
  if (mistaken === undefined) return 'no answer is seen that callers take for an ordinary one';
  if (failsClosed(mistaken.value, ctx)) return 'by its name it is a check, which refuses where it fails';
  return isMissOfCache(mistaken.value, ctx)
    ? 'by its name it asks a cache, and what it does not have is made again'
    : undefined;
}

/** Where nothing here makes news: a function of another module may, which the project knows; else only a conversion fails. */
function reportQuietBody(place: QuietPlace, body: readonly Stmt[], ctx: SourceContext): void {
  const elsewhere = callsElsewhere(body, ctx);
  const conversions = elsewhere.length > 0 || place.kind !== 'ExceptHandler' ? [] : conversionsIn(body, ctx);
  const known = elsewhere.length > 0 ? elsewhere.map(({ call }) => call) : conversions;
  const unknown = callsWithin(body).filter((call) => ctx.effects.of(call) === 'unknown');
  const own = callsWithin(body).filter((call) => ctx.effects.of(call) === 'project');
  const started = startedIn(body, ctx);
  const calls = [known, unknown, started, own].find((each) => each.length > 0) ?? [];
  if (isProven(place, calls.length === 0 ? 'nothing that it tries makes news when it fails' : undefined, ctx)) return;
  const isConversion = conversions.length > 0;
  ctx.report({
    at: headerSpan(place, ctx.text),
    // Whoever converts one value so converts others so.
    cause: isConversion ? `${ctx.path} conversion` : copiedCode(place.parent ?? place, ctx),
    message: `${namesOfCalls(calls)} fails and ${outcomeOf(place, undefined, ctx)}`,
    ...remedyFor(place, ctx),
    heldBack: guessAboutQuiet(known, unknown, started, isConversion),
    ...(elsewhere.length > 0 && { when: providedTheyReach(elsewhere) }),
  });
}

/** Programs and threads that are started for what they do: nobody reads what they answer. */
function startedIn(body: readonly Stmt[], ctx: SourceContext): readonly Call[] {
  if (ctx.effects.within(body).has('clean-up')) return [];
  return callsWithin(body).filter((call) => {
    const around = call.parent?.kind === 'Await' ? call.parent.parent : call.parent;
    return around?.kind === 'Expr' && STARTING.has(ctx.effects.of(call));
  });
}

const STARTING: ReadonlySet<Effect> = new Set<Effect>(['process', 'thread']);

function guessAboutQuiet(
  known: readonly Call[],
  unknown: readonly Call[],
  started: readonly Call[],
  isConversion: boolean,
): string {
  if (isConversion) return 'only a conversion is tried, which mostly fails for its input';
  if (known.length > 0) return 'no answer is seen that callers take for an ordinary one';
  if (unknown.length > 0) return 'what is called there is not known, and may fail for nothing that matters';
  return started.length > 0
    ? 'what it starts may be missing on purpose'
    : 'what is called there reaches nothing outside of the code';
}

/** `Decimal(str(rate))` of a value that nothing here made, with no answer but silence. */
function conversionsIn(body: readonly Stmt[], ctx: SourceContext): readonly Call[] {
  const calls = callsWithin(body);
  const isConverting = (call: Call): boolean => CONVERSIONS.has(ctx.names.qualifiedName(call.func) ?? '');
  const isPlain = calls.every(
    (call) => isConverting(call) || /^builtins\.|\.strip$|\.replace$/.test(ctx.types.calleeName(call.func) ?? ''),
  );
  return isPlain ? calls.filter(isConverting) : [];
}

const CONVERSIONS: ReadonlySet<string> = new Set(['decimal.Decimal', 'fractions.Fraction']);

/** A guard that answers `False` or `None` lets nothing pass. */
function failsClosed(value: Expression, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(value);
  const folded = ctx.values.fold(value);
  const isRefusal = folded?.kind === 'none' || (folded?.kind === 'bool' && !folded.value);
  return isRefusal && around !== undefined && purposeOf(around) === 'guard';
}

/** What a cache does not give is made again: the failure costs time, as every miss does. */
function isMissOfCache(value: Expression, ctx: SourceContext): boolean {
  return /(?:^|_)cached?(?:_|$)/i.test(ctx.context.defAround(value)?.name ?? '');
}

function outcomeOf(place: QuietPlace, mistaken: MistakenAnswer | undefined, ctx: SourceContext): string {
  if (mistaken !== undefined) return `the result is \`${ctx.text.slice(mistaken.value)}\`, an ordinary answer`;
  if (place.kind !== 'ExceptHandler') return '`suppress` drops the exception';
  return ctx.flow.exits(place.body).continues ? 'the loop goes on without a word' : 'nobody is told';
}

function remedyFor(place: QuietPlace, ctx: SourceContext): { remedy?: string } {
  const expected = place.kind === 'ExceptHandler' ? ctx.handlers.describe(place).expected : [];
  if (expected.length === 0) return {};
  return {
    remedy: `Catch ${quoteExceptions(expected)} here if that is expected, and log the rest with its traceback or let it through`,
  };
}
