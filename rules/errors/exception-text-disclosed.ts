import {
  type Arg,
  type AsyncFunctionDef,
  ancestors,
  type Call,
  defineSourceRule,
  type ExceptHandler,
  type ExceptionPart,
  type Expression,
  type FunctionDef,
  type HandlerModel,
  holds,
  NOT_PRODUCTION,
  type Node,
  parametersOf,
  partsOfAnswer,
  type SourceContext,
  walkOwnCode,
} from '#kit';

/** Errors that a framework turns into a response of their text, by the module that they come from. */
const RESPONSE_ERROR =
  /^(?:fastapi|starlette|sanic|litestar|ninja|blacksheep|robyn)\.(?:\w+\.)*(?:\w*Http\w*|HTTPException|\w*Exception|ServerError)$|^(?:flask|quart|bottle)\.(?:abort|HTTPError)$|^(?:werkzeug\.exceptions|rest_framework\.exceptions)\.\w+$|^aiohttp\.web\.(?:\w+\.)*HTTP\w+$|^falcon\.HTTP\w+$/;

/** Methods by which a route answers besides returning. */
const SENDING: ReadonlySet<string> = new Set(['send_json', 'send_text', 'write', 'finish', 'send_str', 'write_error']);

/** Modules whose clients may read the log as well. */
const INTERNAL = /(?:^|[._])(?:admin|internal|debug)(?:[._]|$)/;

export default defineSourceRule({
  docs: {
    summary: 'text of an unexpected exception in the response to a client',
    why: 'Whatever went wrong is told to whoever asked: host names, SQL, file paths, keys in connection strings, the versions in use.',
    remedy:
      'Log the exception with its traceback, and answer with a fixed text and an identifier that leads to the log.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [209],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-005' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.8' },
    ],
    measured: {
      read: 30,
      right: 27,
      on: 'langflow, open_webui, TenSafe, xinference, gpt_researcher, khoj, gradio, chainlit, mlflow and others',
    },
    bad: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/report")\ndef report():\n    try:\n        return build_report()\n    except Exception as error:\n        raise HTTPException(500, detail=str(error))\n',
    good: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/report")\ndef report():\n    try:\n        return build_report()\n    except Exception:\n        logger.exception("report failed")\n        raise HTTPException(500, detail="report failed")\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    FunctionDef: checkLastResort,
    AsyncFunctionDef: checkLastResort,
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth } = described;
      if (breadth !== 'exception' && breadth !== 'base' && breadth !== 'bare') return;
      if (ctx.context.isTestCode(handler)) return;
      if (INTERNAL.test(ctx.names.moduleName)) return;
      const disclosure = findDisclosure(handler, described, ctx);
      if (disclosure === undefined) return;
      const isTraceback = disclosure.part === 'traceback';
      ctx.report({
        at: disclosure.at,
        message: `${disclosure.how} the ${isTraceback ? 'traceback' : 'text'} of any exception to the client`,
        ...(isTraceback && { severity: 'P1' as const }),
        // What is wrong with the request is mostly what the client needs to know, however it was caught.
        ...(blamesClient(disclosure.at, ctx) && { severity: 'P3' as const, profile: 'strict' as const }),
        related: [{ at: handler.type ?? handler, message: 'every exception ends here' }],
      });
    },
  },
});

/**
 * Boundary to its neighbours: `stringified-exception` yields what goes to a client to this rule, and `blind-except` is
 * silent where the text of the exception leaves the handler; `bare-except` may stand beside.
 */
interface Disclosure {
  readonly at: Node;
  readonly how: string;
  readonly part: ExceptionPart;
}

/** The first place of the handler that answers with the exception; nested functions and branches for debugging left out. */
function findDisclosure(handler: ExceptHandler, described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  const around = ctx.context.defAround(handler);
  const isRoute = around !== undefined && ctx.context.routeOf(around) !== undefined;
  let found: Disclosure | undefined;
  walkOwnCode(handler.body, (node) => {
    if (found !== undefined) return 'skip';
    const answer = answerAt(node, isRoute, ctx);
    const part = answer === undefined ? undefined : partTold(answer.values, described);
    if (answer !== undefined && part !== undefined && !isForDebugging(node, handler, ctx))
      found = { at: node, how: answer.how, part };
    return undefined;
  });
  return found;
}

interface Answer {
  readonly values: readonly Expression[];
  readonly how: string;
}

/** What a node sends to the client. */
function answerAt(node: Node, isRoute: boolean, ctx: SourceContext): Answer | undefined {
  switch (node.kind) {
    case 'Return':
      if (!isRoute || node.value === undefined) return undefined;
      return { values: partsOfAnswer(node.value), how: 'the route returns' };
    case 'Call':
      return responseErrorAt(node, ctx) ?? (isRoute ? sendingAt(node) : undefined);
    default:
      return undefined;
  }
}

function responseErrorAt(call: Call, ctx: SourceContext): Answer | undefined {
  const name = ctx.names.qualifiedName(call.func);
  if (name === undefined || !RESPONSE_ERROR.test(name)) return undefined;
  const told = call.keywords.filter(({ arg }) => arg === undefined || !/^(?:status|code|headers)/.test(arg));
  const values = [...call.args, ...told.map(({ value }) => value)].flatMap(partsOfAnswer);
  return { values, how: `\`${ctx.text.slice(call.func)}\` carries` };
}

function sendingAt(call: Call): Answer | undefined {
  if (call.func.kind !== 'Attribute' || !SENDING.has(call.func.attr)) return undefined;
  return { values: call.args.flatMap(partsOfAnswer), how: `\`${call.func.attr}\` sends` };
}

function partTold(values: readonly Expression[], described: HandlerModel): ExceptionPart | undefined {
  const parts = values.map((value) => described.partIn(value));
  return parts.find((part) => part === 'traceback') ?? parts.find((part) => part !== undefined);
}

/** Answers with a status from 400 to 499, or with an error that means one. */
function blamesClient(answer: Node, ctx: SourceContext): boolean {
  return holds(answer, (node) =>
    node.kind === 'Constant' && node.value.kind === 'int'
      ? node.value.value >= 400n && node.value.value < 500n
      : (node.kind === 'Attribute' || node.kind === 'Name') &&
        CLIENT_STATUS.test(node.kind === 'Name' ? node.id : node.attr),
  );
}

const CLIENT_STATUS =
  /^HTTP_?4\d\d|^BAD_REQUEST$|^NOT_FOUND$|^UNPROCESSABLE|BadRequest|Validation|NotFound|ParseError|Unprocessable/;

/** Decorators that make a function the answer to every exception that no route has caught. */
const LAST_RESORT: ReadonlySet<string> = new Set(['exception_handler', 'errorhandler', 'app_errorhandler']);

/** `@app.exception_handler(Exception)`: what it answers is told of every failure of every route. */
function checkLastResort(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  const caught = parametersOf(fn).at(-1)?.node;
  const isLastResort = fn.decorator_list.some((decorator) => takesEverything(decorator, ctx));
  if (!isLastResort || caught === undefined || ctx.context.isTestCode(fn) || INTERNAL.test(ctx.names.moduleName))
    return;
  const answer = ctx.flow.returnValues(fn).find((value) => value !== undefined && tells(value, caught, ctx));
  if (answer === undefined) return;
  ctx.report({
    at: answer,
    message: `\`${fn.name}\` answers every unexpected failure with its text`,
    related: [{ at: fn.decorator_list[0] ?? fn, message: 'every exception of every route ends here' }],
  });
}

function takesEverything(decorator: Expression, ctx: SourceContext): boolean {
  if (decorator.kind !== 'Call' || decorator.func.kind !== 'Attribute') return false;
  const [type] = decorator.args;
  if (!LAST_RESORT.has(decorator.func.attr) || type === undefined) return false;
  return ctx.names.qualifiedName(type) === 'builtins.Exception' || ctx.values.number(type) === 500;
}

/** The text of the exception is in the answer, whatever happens: under a condition it may be a known one. */
function tells(answer: Expression, caught: Arg, ctx: SourceContext): boolean {
  return partsOfAnswer(answer)
    .flatMap((part) => ctx.flow.origins(part))
    .some((origin) => {
      if (origin.kind !== 'Name' || ctx.names.parameterOf(origin) !== caught) return false;
      for (const outer of ancestors(origin)) {
        if (outer.kind === 'If' || outer.kind === 'IfExp') return false;
        if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') break;
      }
      return true;
    });
}

/** Under `if settings.DEBUG:` or a test of the kind of the exception, which makes it a known one. */
function isForDebugging(node: Node, handler: ExceptHandler, ctx: SourceContext): boolean {
  for (const outer of ancestors(node)) {
    if (outer === handler) return false;
    const test = outer.kind === 'If' || outer.kind === 'IfExp' ? outer.test : undefined;
    if (test !== undefined && (/debug|verbose|dev/i.test(ctx.text.slice(test)) || asksKind(test, ctx))) return true;
  }
  return false;
}

function asksKind(test: Expression, ctx: SourceContext): boolean {
  return holds(test, (node) => node.kind === 'Call' && ctx.names.qualifiedName(node.func) === 'builtins.isinstance');
}
