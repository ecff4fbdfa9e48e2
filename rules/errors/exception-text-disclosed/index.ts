import type { Def, ExceptHandler } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { returnsParameter } from '../_shared/returns-parameter.ts';
import { findDisclosure, findElsewhere } from './disclosures.ts';
import { endsInnerFailures } from './inner-failures.ts';
import { lastResortDisclosure } from './last-resort.ts';
import { isUnrecorded, unlessRecorded } from './unrecorded.ts';

export default defineSourceRule({
  docs: {
    summary: 'information disclosure: exception text in the response to a client',
    why: 'The response shows internal details to any client: host names, SQL, file paths, keys in connection strings or library versions. An attacker can use them.',
    remedy: 'Log the exception with its traceback, and return a generic message with a correlation ID',
    harm: 'exposes',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [209],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-005' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.8' },
    ],
    measured: { read: 30, right: 27, on: 'langflow, open_webui, TenSafe, xinference, khoj, mlflow and others' },
    bad: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/report")\ndef report():\n    try:\n        return build_report()\n    except Exception as error:\n        raise HTTPException(500, detail=str(error))\n',
    good: 'from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.get("/report")\ndef report():\n    try:\n        return build_report()\n    except Exception:\n        logger.exception("report failed")\n        raise HTTPException(500, detail="report failed")\n',
  },
  skips: NOT_PRODUCTION,
  questions: [returnsParameter],
  visit: { FunctionDef: checkLastResort, AsyncFunctionDef: checkLastResort, ExceptHandler: checkHandler },
});

/**
 * Boundary to its neighbours: `stringified-exception` yields what goes to a client to this rule, and `blind-except` is
 * silent where the text of the exception leaves the handler; `bare-except` may still report it.
 */
function checkHandler(handler: ExceptHandler, ctx: SourceContext): void {
  const described = ctx.handlers.describe(handler);
  const isPrecise = !described.isBroad;
  const isQuestion = !isPrecise || endsInnerFailures(described);
  const found = isQuestion ? (findDisclosure(described, ctx) ?? findElsewhere(described, ctx)) : undefined;
  if (found === undefined) return;
  const isAll = !isPrecise && found.answer === undefined && isUnrecorded(described, ctx);
  const text = `information disclosure to the client: ${found.how} the ${found.part} of ${isPrecise ? 'the caught' : 'any'} exception`;
  ctx.report({
    at: found.at,
    // Anyone who wrote one route so wrote its neighbours so.
    cause: `${ctx.path} ${found.cause ?? found.how} ${found.part}`,
    message: `${text}${isAll ? ', and logs nothing' : ''}`,
    related: [
      { at: handler.type ?? handler, message: isPrecise ? 'it is caught here' : 'every exception is caught here' },
      ...(found.answer === undefined ? [] : [{ at: found.answer, message: 'the response contains it' }]),
    ],
    ...unlessRecorded(described, isAll && found.part === 'text' ? text : undefined, found.question, ctx),
  });
}

function checkLastResort(fn: Def, ctx: SourceContext): void {
  const answer = lastResortDisclosure(fn, ctx);
  if (answer === undefined) return;
  ctx.report({
    at: answer,
    message: `information disclosure to the client: \`${fn.name}\` answers every unexpected exception with its text`,
    related: [{ at: fn.decorator_list[0] ?? fn, message: 'exceptions of all routes are caught here' }],
  });
}
