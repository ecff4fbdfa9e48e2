import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Call, type Expression, shortText } from '#kit/code';

/** Refusals that a framework answers with when they are raised; returned, FastAPI writes out the object and answers 200, and Django's resolver fails. */
const REFUSALS: ReadonlySet<string> = new Set([
  'fastapi.HTTPException',
  'fastapi.exceptions.HTTPException',
  'starlette.exceptions.HTTPException',
  'django.http.Http404',
  'django.core.exceptions.PermissionDenied',
]);

export default defineSourceRule({
  docs: {
    summary: 'exception that is made and not raised',
    why: 'Making an exception does nothing: the code goes on as if all were well, and a refusal that is returned is answered with 200.',
    remedy: 'Write `raise` before it.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'high',
    since: '0.1.0',
    cwe: [390, 705],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint tells and we do not (W0133)' }],
    bad: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n\n@app.get("/orders/{number}")\ndef order(number: int):\n    found = find(number)\n    if found is None:\n        return HTTPException(status_code=404)\n    return found\n',
    good: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n\n@app.get("/orders/{number}")\ndef order(number: int):\n    found = find(number)\n    if found is None:\n        raise HTTPException(status_code=404)\n    return found\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Expr(statement, ctx) {
      const { value } = statement;
      if (value.kind !== 'Call' || !makesException(value, ctx)) return;
      ctx.report({ at: value, message: `\`${shortText(value, ctx.text)}\` is made here, and nobody raises it` });
    },
    Return(statement, ctx) {
      const { value } = statement;
      const fn = ctx.context.defAround(statement);
      if (value === undefined || fn === undefined || !isRefusal(value, ctx)) return;
      if (ctx.context.routeOf(fn) === undefined) return;
      ctx.report({
        at: value,
        message: `\`${shortText(value, ctx.text)}\` is returned and not raised: \`${fn.name}\` answers as if nothing were wrong`,
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
