import {
  ancestors,
  type Call,
  callsWithin,
  decoratorsOf,
  defineSourceRule,
  type Effect,
  type ExceptHandler,
  type Expression,
  type HandlerModel,
  isNone,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  namesOfCalls,
  partsOfAnswer,
  purposeOf,
  type Raise,
  type Return,
  type SourceContext,
  walk,
} from '#kit';

/** What can fail in more than one way that callers treat differently: time-outs, limits, refusals. */
const REMOTE: ReadonlySet<Effect> = new Set<Effect>(['network', 'database']);

/** Functions that report on a state, or that a language model calls: the text is what they are for. */
const REPORTING =
  /(?:^|_)(?:health|healthy|healthz|status|diagnos\w*|test|tests|debug|describe|preview|tool|tools)(?:_|$)/i;
const TOOL = /tool/i;
const TOOLS_MODULE = /(?:^|[._])(?:tools?|toolkits?|skills?|actions?)(?:[._]|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'exception of any kind reduced to its text',
    why: 'The caller gets one string for a time-out, a refused key and a defect of the code, so it can neither retry the one nor stop at the other, and the traceback is gone.',
    remedy:
      'Catch the exceptions that callers treat differently, each by its class, and log the rest with its traceback or let it through.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [396, 755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-005' }],
    measured: { read: 9, right: 8, on: 'phoenix, dbgpt, agno, camel_ai, sglang; none in 75 other packages' },
    bad: 'import requests\n\ndef complete(prompt):\n    try:\n        return Ok(requests.post(URL, json=prompt).json())\n    except Exception as error:\n        return Err(str(error))\n',
    good: 'import requests\n\ndef complete(prompt):\n    try:\n        return Ok(requests.post(URL, json=prompt).json())\n    except requests.Timeout as error:\n        return Err(TimedOut(error))\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth } = described;
      if (handler.name === undefined || (breadth !== 'exception' && breadth !== 'base')) return;
      if (ctx.context.isTestCode(handler)) return;
      const loss = findLoss(handler, described, ctx);
      if (loss === undefined || isKeptOrClassified(handler, described, ctx) || isReport(handler, ctx)) return;
      report(handler, described, loss, ctx);
    },
  },
});

/**
 * Boundary to its neighbours: `blind-except` is silent on a handler that hands the exception on, its text included, and
 * this rule takes the text; what goes to a client (routes, HTTP errors) is `exception-text-disclosed`.
 */
function report(handler: ExceptHandler, described: HandlerModel, loss: Loss, ctx: SourceContext): void {
  const around = ctx.context.defAround(handler);
  const calls = triedCalls(handler);
  const remote = calls.filter((call) => isRemote(call, ctx));
  const isPlain = remote.length === 0 || !isStructured(loss) || described.explanation !== undefined;
  const verb = loss.statement.kind === 'Raise' ? 'raises' : 'returns';
  ctx.report({
    at: loss.statement,
    message: `\`${around?.name ?? 'this code'}\` ${verb} only the text of whatever ${namesOfCalls(remote.length > 0 ? remote : calls)} raises: \`${ctx.text.slice(loss.value)}\``,
    // Without a remote end the failures differ less, and a raised exception keeps the old one as its context.
    ...(isPlain && { severity: 'P3' as const, profile: 'strict' as const }),
    related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
  });
}

/** A failure told in a form that code takes apart: `Err(…)`, `{"error": …}`, `None, …`; a text alone is for a reader. */
function isStructured({ statement, value }: Loss): boolean {
  if (statement.kind === 'Raise') return false;
  for (const outer of ancestors(value)) {
    if (outer.kind === 'Call') return RESULT.test(nameOfPlace(outer.func) ?? '');
    if (outer.kind === 'Dict' || outer.kind === 'Tuple') return true;
    if (outer === statement) return false;
  }
  return false;
}

/** Classes that tell of success or failure, by the end of their names. */
const RESULT = /(?:Err|Error|Failure|Failed|Result|Response|Output|Outcome|Reply|dict)$/;

/** Reaches another machine, or is awaited, which mostly means the same. */
function isRemote(call: Call, ctx: SourceContext): boolean {
  const effect = ctx.effects.of(call);
  return REMOTE.has(effect) || (effect === 'unknown' && call.parent?.kind === 'Await');
}

interface Loss {
  readonly statement: Return | Raise;
  readonly value: Expression;
}

/** The one statement by which the handler ends, where nothing but the text leaves with it. */
function findLoss(handler: ExceptHandler, described: HandlerModel, ctx: SourceContext): Loss | undefined {
  const last = handler.body.at(-1);
  if (last?.kind === 'Return' && last.value !== undefined) {
    const parts = partsOfAnswer(last.value);
    if (parts.some((part) => isWhole(part, handler))) return undefined;
    const value = parts.find((part) => described.partIn(part) === 'text');
    return value === undefined || isAnswerToClient(handler, ctx) ? undefined : { statement: last, value };
  }
  if (last?.kind !== 'Raise' || last.exc?.kind !== 'Call' || (last.cause !== undefined && !isNone(last.cause))) {
    return undefined;
  }
  const parts = [...last.exc.args, ...last.exc.keywords.map((keyword) => keyword.value)];
  if (isHttpError(last.exc, ctx) || parts.some((part) => isWhole(part, handler))) return undefined;
  const value = parts.find((part) => described.partIn(part) === 'text');
  return value === undefined ? undefined : { statement: last, value };
}

/** The exception itself, from which a caller can still learn everything. */
const isWhole = (part: Expression, handler: ExceptHandler): boolean => part.kind === 'Name' && part.id === handler.name;

function isAnswerToClient(handler: ExceptHandler, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(handler);
  return around !== undefined && ctx.context.routeOf(around) !== undefined;
}

function isHttpError({ func }: Call, ctx: SourceContext): boolean {
  return /http|abort|response/i.test(ctx.text.slice(func));
}

/** Told to a log, handed to somebody, asked for its kind, or the last of several clauses: then the text is not all that is left. */
function isKeptOrClassified(handler: ExceptHandler, described: HandlerModel, ctx: SourceContext): boolean {
  const { parent } = handler;
  if (described.logs.some(({ keepsException }) => keepsException)) return true;
  if ((parent?.kind === 'Try' || parent?.kind === 'TryStar') && parent.handlers.length > 1) return true;
  let isUsed = false;
  for (const statement of handler.body) {
    walk(statement, (node) => {
      if (node.kind !== 'Name' || node.id !== handler.name || isUsed) return;
      isUsed = keepsMore(node, ctx);
    });
  }
  return isUsed;
}

/** `error.status_code`, `type(error)`, `isinstance(error, …)`, `classify(error)`, `self.last = error`; `str(error)` keeps nothing more. */
function keepsMore(name: Node, ctx: SourceContext): boolean {
  const { parent } = name;
  switch (parent?.kind) {
    case 'FormattedValue':
      return parent.conversion === 'r'.charCodeAt(0);
    case 'Call':
      return ctx.names.qualifiedName(parent.func) !== 'builtins.str';
    case 'BinOp':
    case 'Tuple':
      return false;
    case 'Attribute':
      return parent.attr !== 'args' && parent.attr !== 'message';
    default:
      return true;
  }
}

function triedCalls({ parent }: ExceptHandler): readonly Call[] {
  return parent?.kind === 'Try' || parent?.kind === 'TryStar' ? callsWithin(parent.body) : [];
}

function isReport(handler: ExceptHandler, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(handler);
  if (around === undefined) return true;
  if (TOOLS_MODULE.test(ctx.names.moduleName) || purposeOf(around) !== undefined || REPORTING.test(around.name))
    return true;
  if (decoratorsOf(around).some(({ callee }) => TOOL.test(ctx.text.slice(callee)))) return true;
  const owner = ctx.context.classOfMethod(around);
  return owner !== undefined && (TOOL.test(owner.name) || owner.bases.some((base) => TOOL.test(ctx.text.slice(base))));
}
