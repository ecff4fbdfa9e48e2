import { type Call, type Expression, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

/** Refusals that a framework answers with when they are raised; returned, FastAPI writes out the object and answers 200, and Django's resolver fails. */
const REFUSALS: ReadonlySet<string> = new Set([
  'fastapi.HTTPException',
  'fastapi.exceptions.HTTPException',
  'starlette.exceptions.HTTPException',
  'django.http.Http404',
  'django.core.exceptions.PermissionDenied',
]);

/** Classes of answers whose first argument is the body, and what makes them; none is an exception. */
const ANSWERS =
  /^(?:django\.http\.(?:\w+\.)?(?:HttpResponse|JsonResponse)|django\.shortcuts\.(?:redirect|render)$|rest_framework\.response\.Response$|(?:fastapi|starlette)\.(?:responses\.)?\w*Response$|flask\.(?:Response|redirect|jsonify)$)/;
/** They write out a number as it is, and answer 200 where nobody says otherwise. */
const TAKES_NUMBER = /^django\..*\.HttpResponse$|^rest_framework\.response\.Response$|\.JSONResponse$/;

export default defineSourceRule({
  docs: {
    summary: 'error response without effect: exception never raised, response raised, or status passed as the body',
    why: 'Creating an exception does nothing, so execution continues as if nothing had happened. If a route returns the exception, the client gets a response with status 200.',
    remedy: 'Raise the exception instead of only creating or returning it',
    harm: 'misleads',
    severity: {
      'error response without effect': 'P1',
      'status passed as body': 'P2',
      'success status passed as body': 'P3',
    },
    precision: 'high',
    since: '0.1.0',
    cwe: [390, 705],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint reports and we do not (W0133)' }],
    bad: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n\n@app.get("/orders/{number}")\ndef order(number: int):\n    found = find(number)\n    if found is None:\n        return HTTPException(status_code=404)\n    return found\n',
    good: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n\n@app.get("/orders/{number}")\ndef order(number: int):\n    found = find(number)\n    if found is None:\n        raise HTTPException(status_code=404)\n    return found\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Raise({ exc }, ctx) {
      const made = exc?.kind === 'Call' ? exc.func : exc;
      if (exc === undefined || !ANSWERS.test((made && ctx.names.qualifiedName(made)) ?? '')) return;
      ctx.report({
        at: exc,
        message: `\`${shortText(exc, ctx.text)}\` is not an exception: raising it is a \`TypeError\`, and the client gets a 500`,
        remedy: 'Return it',
      });
    },
    Call(call, ctx) {
      const [body, ...others] = call.args;
      if (!TAKES_NUMBER.test(ctx.names.qualifiedName(call.func) ?? '') || body === undefined || others.length > 0)
        return;
      if (call.keywords.some(({ arg }) => arg !== 'content_type' && arg !== 'headers')) return;
      const status = ctx.values.fold(body);
      if (status?.kind !== 'int' || status.value < 100 || status.value > 599) return;
      ctx.report({
        at: call,
        message: `\`${shortText(call, ctx.text)}\` answers with 200 and the body ${status.value}`,
        remedy: 'Pass the status by keyword (`status=`, `status_code=`)',
        cause: `${ctx.path} ${status.value} as a body`,
        kind: status.value < 300 ? 'success status passed as body' : 'status passed as body',
      });
    },
    Expr(statement, ctx) {
      const { value } = statement;
      if (value.kind !== 'Call' || !makesException(value, ctx)) return;
      ctx.report({ at: value, message: `\`${shortText(value, ctx.text)}\` is created but never raised` });
    },
    Return(statement, ctx) {
      const { value } = statement;
      const fn = ctx.context.defAround(statement);
      if (value === undefined || fn === undefined || !isRefusal(value, ctx)) return;
      if (ctx.context.routeOf(fn) === undefined) return;
      ctx.report({
        at: value,
        message: `\`${shortText(value, ctx.text)}\` is returned instead of raised: \`${fn.name}\` answers as if it had succeeded`,
      });
    },
  },
});

const isRefusal = (value: Expression, { names }: SourceContext): boolean =>
  value.kind === 'Call' && REFUSALS.has(names.qualifiedName(value.func) ?? '');

/** Of Python itself, one of the refusals or of a module of exceptions, or of a class of this file that is derived from one of Python. */
function makesException(call: Call, ctx: SourceContext): boolean {
  if (isRefusal(call, ctx)) return true;
  const name = ctx.names.qualifiedName(call.func) ?? '';
  if (/^builtins\.(?:\w*Error|Exception|StopIteration|KeyboardInterrupt)$|\.exceptions\.[A-Z]\w*$/.test(name))
    return true;
  const made = ctx.names.definitionOf(call.func);
  return (
    made?.kind === 'ClassDef' &&
    ctx.types.basesOf(made).some((base) => /^builtins\.(?:\w*Error|Exception)$/.test(base ?? ''))
  );
}
