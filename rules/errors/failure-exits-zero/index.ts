import { headerSpan, holds, type If, isLastAct, type Stmt, statementsBehind } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { exitOfHandler, exitsWithZero, isZero, reportedFailureIn, returnsExitCode } from '../_shared/program-end.ts';
import { failureOnlyLogged } from './failed-command.ts';
import {
  endsProgram,
  isProgram,
  isVerdict,
  mayExit,
  NO_FAILURE,
  reachesFurther,
  runOf,
  whereStarted,
} from './program-ends.ts';

export default defineSourceRule({
  docs: {
    summary: 'program that reports a failure and exits with 0',
    why: 'The scheduler, supervisor, CI job or script that starts the program treats the failure as a success and continues.',
    remedy: 'End the handler, or the branch, with `raise` or `sys.exit(1)`',
    harm: 'misleads',
    severity: { 'run manually': 'P2', 'started by a command or installed': 'P1' },
    precision: 'low',
    since: '0.1.0',
    cwe: [755, 393],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'import requests\n\ndef main():\n    try:\n        requests.post("https://backup/start", timeout=5).raise_for_status()\n    except Exception as error:\n        print(f"backup failed: {error}")\n\nif __name__ == "__main__":\n    main()\n',
    good: 'import sys\n\nimport requests\n\ndef main():\n    try:\n        requests.post("https://backup/start", timeout=5).raise_for_status()\n    except Exception as error:\n        print(f"backup failed: {error}")\n        sys.exit(1)\n\nif __name__ == "__main__":\n    main()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const reported = reportedFailureIn(handler.body, ctx);
      if (described.logs.length === 0 && reported?.isSure !== true) return;
      if (!described.isBroad && described.catches.some((name) => NO_FAILURE.test(name))) return;
      if (described.failing.length === 0 && !callsWithin(described.tried).some((call) => reachesFurther(call, ctx)))
        return;
      const exit = exitOfHandler(handler, ctx);
      if (exit === undefined || !endsProgram(handler, exit, ctx)) return;
      const unknown = described.work.flatMap((each) => callsWithin([each])).find((call) => mayExit(call, ctx));
      ctx.report({
        at: exit.isCalled && exit.at !== undefined ? exit.at : headerSpan(handler, ctx.text),
        message: exit.isCalled
          ? 'the program reports the failure and then exits with 0, as on success'
          : 'the failure is reported, but the program ends after the handler with exit code 0',
        doubt: unknown !== undefined ? 'opaque-callee' : described.isBroad ? undefined : 'uncertain-failure',
        ...whereStarted(ctx),
      });
    },
    If(node, ctx) {
      const reported = failureOnlyLogged(node, ctx);
      if (reported === undefined || !isLastAct(node)) {
        for (const branch of [node.body, node.orelse]) checkBranch(branch, node, ctx);
        return;
      }
      if (!ctx.context.isUnderMain(node) && !isProgram(node, {}, ctx, 0)) return;
      ctx.report({
        at: reported,
        message: 'the failed command is reported, but the program then ends with exit code 0',
        ...whereStarted(ctx),
      });
    },
    Call(call, ctx) {
      const fn = call.func.kind === 'Name' ? definitionCalled(ctx, call) : undefined;
      if (fn === undefined || fn.kind === 'ClassDef' || !ctx.context.isUnderMain(call)) return;
      const run = runOf(call, ctx);
      if (run.parent?.kind !== 'Expr' || statementsBehind(run.parent).length > 0) return;
      if (!returnsExitCode(ctx.flow.returnValues(fn), ctx)) return;
      if (holds(fn, ({ kind }) => kind === 'ExceptHandler')) return;
      ctx.report({
        at: call,
        message: `\`${fn.name}\` returns an exit code that nothing passes to \`sys.exit\`: the program exits with 0`,
        remedy: `Write \`sys.exit(${fn.name}())\``,
        ...whereStarted(ctx),
      });
    },
  },
});

/** A branch that reports a failure and exits with 0, or is the last that the program does. */
function checkBranch(branch: readonly Stmt[], node: If, ctx: SourceContext): void {
  const last = branch.at(-1);
  const reported = last === undefined ? undefined : reportedFailureIn(branch, ctx);
  if (last === undefined || reported === undefined) return;
  const isExit = exitsWithZero(last, ctx);
  const isReturn = last.kind === 'Return' && (last.value === undefined || isZero(last.value, ctx));
  if (!isExit) {
    if (!reported.isSure || branch.length > 3 || branch.some((each) => holds(each, isVerdict))) return;
    if (!isReturn && !(last.kind === 'Expr' && isLastAct(node))) return;
    if (!ctx.context.isUnderMain(node) && !isProgram(isReturn ? last : node, { returned: [] }, ctx, 0)) return;
  }
  ctx.report({
    at: isExit ? last : reported.call,
    message: isExit
      ? 'a failure is reported, but the program exits with 0, as on success'
      : 'a failure is reported, but the program ends with exit code 0',
    doubt: 'uncertain-failure',
    ...whereStarted(ctx),
  });
}
