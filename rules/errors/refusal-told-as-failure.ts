import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { definitionCalled } from '#kit/calls';
import {
  ancestors,
  type Call,
  callsWithin,
  type ExceptHandler,
  type Expression,
  headerSpan,
  holds,
  isCapWords,
  isNone,
  lastName,
  type Stmt,
  shortText,
  walkOwnCode,
} from '#kit/code';
import { loopAround } from '#kit/errors';
import {
  asksWhatItCaught,
  blamesClient,
  isInRoute,
  isResponseError,
  raisesAgain,
  statusOf,
  statusToldIn,
} from '#kit/web';

/** A refusal of the request: what is raised, and the call in the `try` that raises it where that is in another function. */
interface Refusal {
  readonly raised: Expression;
  readonly name: string;
  readonly through?: Call;
}

export default defineSourceRule({
  docs: {
    summary: 'refusal of a request that a broad handler of the same route turns into another answer',
    why: 'The framework never sees the error that says what the client did wrong: the client is told of a failure of the server and tries again, and monitoring counts a defect that is none.',
    remedy:
      'Put `except HTTPException: raise` before the broad handler, or refuse the request before the `try` begins.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [393, 396],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'hwp-report-generator H16: a 400 that is told as a 500',
      },
    ],
    bad: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/orders/{number}")\ndef order(number: int, orders: dict):\n    try:\n        if number not in orders:\n            raise HTTPException(status_code=404, detail="no such order")\n        return orders[number]\n    except Exception as error:\n        raise HTTPException(status_code=500, detail="failed") from error\n',
    good: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/orders/{number}")\ndef order(number: int, orders: dict):\n    try:\n        if number not in orders:\n            raise HTTPException(status_code=404, detail="no such order")\n        return orders[number]\n    except HTTPException:\n        raise\n    except Exception as error:\n        raise HTTPException(status_code=500, detail="failed") from error\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      if (!described.isBroad) return;
      const refusals = refusalsIn(described.tried, ctx).filter((each) => endsIn(handler, each, ctx));
      if (refusals.length === 0) return;
      if (raisesAgain(handler)) return ctx.proven({ at: handler, by: 'what it catches is raised again' });
      if (asksWhatItCaught(handler)) return ctx.proven({ at: handler, by: 'it asks what it has caught' });
      if (described.goesOn && loopAround(handler)) return ctx.proven({ at: handler, by: 'the next has its turn' });
      const told = statusToldIn(handler, ctx);
      // A job tells nobody, whatever it raises.
      if (told === undefined && !isInRoute(handler, ctx)) return;
      const changed = refusals.filter(
        ({ raised, name }) =>
          told === undefined || (statusOf(raised, ctx) !== told && (name !== DJANGO || told !== 404)),
      );
      const unsure = changed.filter((each) => mayBeRaisedBefore(each, handler, ctx));
      const [worst = unsure[0]] = changed.filter((each) => !unsure.includes(each));
      if (worst === undefined) return ctx.proven({ at: handler, by: 'it answers with the same status' });
      const status = statusOf(worst.raised, ctx);
      ctx.report({
        at: headerSpan(handler, ctx.text),
        cause: ctx.path,
        ...heldBackBy(
          unsure.includes(worst) ? 'what is called may raise that itself, which another handler tells so' : undefined,
        ),
        // Told as another refusal, the client still learns that it is the one to mend its request.
        ...((told === undefined ? isEnvelope(handler, ctx) : told >= 400 && told < 500) && { ceiling: 'P3' as const }),
        message: `\`${lastName(worst.raised.kind === 'Call' ? worst.raised.func : worst.raised)}\`${status === undefined ? '' : ` with status ${status}`} ends in this handler, and the client is told ${told ?? 'something else'}`,
        related: changed.slice(0, MOST).map(({ raised, through }) => ({
          at: through ?? raised,
          message: through === undefined ? 'it is raised here' : `\`${shortText(through.func, ctx.text)}\` raises it`,
        })),
      });
    },
  },
});

const MOST = 5;

/** Raised by the body itself, or by a function of this file that it calls. */
function refusalsIn(body: readonly Stmt[], ctx: SourceContext): Refusal[] {
  const found = raisedIn(body, ctx);
  for (const through of callsWithin(body)) {
    const called = definitionCalled(ctx, through);
    if (called === undefined || called.kind === 'ClassDef') continue;
    if (called.kind === 'AsyncFunctionDef' && through.parent?.kind !== 'Await') continue;
    const [first] = raisedIn(called.body, ctx).filter((each) => leaves(each, ctx));
    if (first !== undefined) found.push({ ...first, through });
  }
  return found;
}

function raisedIn(body: readonly Stmt[], ctx: SourceContext): Refusal[] {
  const raised: Refusal[] = [];
  walkOwnCode(body, (node) => {
    if (node.kind === 'Raise' && node.exc !== undefined) add(node.exc);
    else if (node.kind === 'Expr' && node.value.kind === 'Call' && lastName(node.value.func) === 'abort')
      add(node.value);
    else if (node.kind === 'Call' && mayMiss(node, ctx)) raised.push({ raised: node, name: DJANGO });
  });
  return raised;

  function add(each: Expression): void {
    // `api.abort(404)` of a `Namespace` is known by what `api` is.
    const name = each.kind === 'Call' ? ctx.types.calleeName(each.func) : ctx.names.qualifiedName(each);
    if (name !== undefined && isRefusal(name) && blames(each, name, ctx)) raised.push({ raised: each, name });
  }
}

/** `get_object_or_404(Order, pk=number)`, and `self.get_object()` where a generic view brings it. */
function mayMiss(call: Call, ctx: SourceContext): boolean {
  const { func } = call;
  if (/^(?:django|rest_framework)\..*_or_404$/.test(ctx.names.qualifiedName(func) ?? '')) return true;
  const owner = ctx.context.classAround(call);
  return (
    func.kind === 'Attribute' &&
    func.attr === 'get_object' &&
    holdsName(func.value, 'self') &&
    definitionCalled(ctx, call) === undefined &&
    owner !== undefined &&
    ctx.types.basesOf(owner).some((base) => /^(?:django\.views|rest_framework)\.(?:\w+\.)?\w+$/.test(base ?? ''))
  );
}

const isRefusal = (name: string): boolean => isResponseError(name) || name === DJANGO;
const DJANGO = 'django.http.Http404';

function blames(raised: Expression, name: string, ctx: SourceContext): boolean {
  const status = statusOf(raised, ctx);
  return status === undefined ? name === DJANGO || blamesClient(raised) : status >= 400 && status < 500;
}

/** Each handler around it names something else, or raises it again. */
const leaves = ({ raised, name }: Refusal, { context, handlers }: SourceContext): boolean =>
  context.triesAround(raised).every(({ handlers: each }) =>
    each.every((handler) => {
      const described = handlers.describe(handler);
      return raisesAgain(handler) || (described.breadth !== 'unknown' && !described.takes(name));
    }),
  );

/** No handler before takes it: one within the `try`, or one of the same that names it. */
function endsIn(handler: ExceptHandler, { raised, name, through }: Refusal, ctx: SourceContext): boolean {
  const at = through ?? raised;
  for (const statement of ctx.context.triesAround(at))
    for (const each of statement.handlers) {
      if (each === handler) return true;
      const { breadth, catches, takes } = ctx.handlers.describe(each);
      if (
        breadth === 'unknown' ||
        takes.call(ctx.handlers.describe(each), name) ||
        (name !== DJANGO && catches.some(isRefusal))
      )
        return false;
    }
  return false;
}

/** `if not order: raise HTTPException(404)`, where `except NotFoundError` of the same `try` answers with 404 too. */
function mayBeRaisedBefore({ raised, through }: Refusal, { parent }: ExceptHandler, ctx: SourceContext): boolean {
  const status = statusOf(raised, ctx);
  const [, asking] = ancestors(raised);
  if (through !== undefined || status === undefined || parent?.kind !== 'Try' || asking?.kind !== 'If') return false;
  const { test } = asking;
  const isMissing =
    test.kind === 'UnaryOp'
      ? test.op === 'Not'
      : test.kind === 'Compare' && test.ops[0] === 'Is' && isNone(test.comparators[0]);
  return (
    isMissing &&
    parent.handlers.some((each) => !ctx.handlers.describe(each).isBroad && statusToldIn(each, ctx) === status)
  );
}

/** Every answer is of one class of the program, which holds what has failed: the client is told, if only there. */
function isEnvelope({ body, name }: ExceptHandler, { context, flow, names }: SourceContext): boolean {
  const last = body.at(-1);
  const told = last?.kind === 'Return' ? last.value : undefined;
  const fn = last === undefined ? undefined : context.defAround(last);
  if (
    told?.kind !== 'Call' ||
    fn === undefined ||
    !told.keywords.some(
      ({ value }) => value.kind !== 'Dict' && holds(value, (node) => node.kind === 'Name' && node.id === name),
    )
  )
    return false;
  const answers = flow.returnValues(fn);
  const made = names.qualifiedName(told.func);
  return (
    isCapWords(lastName(told.func) ?? '') &&
    answers.length > 1 &&
    answers.every((each) => each?.kind === 'Call' && names.qualifiedName(each.func) === made)
  );
}

const holdsName = (node: Expression | undefined, name: string | undefined): boolean =>
  node?.kind === 'Name' && node.id === name;
