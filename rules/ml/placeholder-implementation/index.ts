import { bodyWithoutDocstring, type Def, nameSpan } from '#ast';
import {
  type DoubtId,
  defineSourceRule,
  NOT_PRODUCTION,
  providedThat,
  reachedFrom,
  SERVING,
  type SourceContext,
} from '#kit';
import type { Question } from '#project';
import { copiedCode } from '../_shared/copied-code.ts';
import { doubleOrHook } from '../_shared/double-or-hook.ts';
import { leftOutProblem } from '../_shared/work-left-out.ts';
import { findLacking, findMarker, type Lacking, mayHaveMarker, WHOLE, wholeWorkWhere } from './missing-work.ts';

export default defineSourceRule({
  docs: {
    summary: 'placeholder implementation',
    why: 'Callers rely on work that was never done, and because nothing fails, tests and alerts may not notice. If the function raises `NotImplementedError`, every request that reaches it fails.',
    remedy: 'Implement it, or raise `NotImplementedError` and remove the routes and commands that lead to it',
    harm: 'misleads',
    severity: {
      'missing work that no response claims, or that raises': 'P2',
      'whole work of a route, worker or command': 'P0',
    },
    precision: 'low',
    measured: { read: 31, right: 30, on: 'tensafe, skypilot, gpt_researcher, feast, lmdeploy' },
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' },
    ],
    bad: 'def verify_signature(document, signature):\n    # TODO: ask the key server\n    return True\n',
    good: 'def verify_signature(document, signature):\n    return keys.verify(document, signature)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const body = bodyWithoutDocstring(fn);
  const left = leftOutProblem(fn, ctx);
  // Few functions have a marker, and to look for one costs least.
  const mayBeMeant = body.length <= 12 && (body.at(-1)?.kind === 'Raise' || mayHaveMarker(fn, ctx));
  const lacking =
    left !== undefined || !mayBeMeant || /^__.*__$/.test(fn.name) ? undefined : findLacking(fn, body, ctx);
  if (left === undefined && lacking === undefined) return;
  const open = doubleOrHook(fn, ctx);
  if (open?.proof !== undefined) {
    ctx.proven({ at: nameSpan(fn), by: open.proof });
    return;
  }
  const name = ctx.names.fullNameOf(fn);
  if (left !== undefined) {
    const started: Question = { kind: 'is-started', module: ctx.names.moduleName, asProgram: true };
    const isWhole: Question = { kind: 'any', of: [reachedFrom([...SERVING, 'command'], name), started] };
    ctx.report({ ...left, doubt: open?.doubt, when: wholeWorkWhere(isWhole) });
  }
  if (lacking === 'not implemented')
    ctx.report({
      at: nameSpan(fn),
      message: `not implemented: \`${fn.name}\` raises \`NotImplementedError\`, and requests or commands reach it`,
      doubt: open?.doubt,
      when: providedThat(reachedFrom(['route', 'command'], name), 'drop'),
    });
  else if (lacking !== undefined) reportMarked(fn, lacking, open?.doubt, ctx);
}

/** Its author says that the work is missing. */
function reportMarked(fn: Def, lacking: Lacking, doubt: DoubtId | undefined, ctx: SourceContext): void {
  const marker = findMarker(fn, lacking, ctx);
  if (marker === undefined) return;
  const owner = ctx.context.classOfMethod(fn);
  ctx.report({
    at: nameSpan(fn),
    message: `placeholder: \`${fn.name}\` ${lacking}, and its ${marker.in} says \`${marker.word}\``,
    // What one class leaves out is written in one go.
    cause: owner === undefined ? copiedCode(fn, ctx) : `${ctx.path} ${owner.name}`,
    doubt: doubt ?? marker.doubt,
    related: [{ at: marker.at, message: 'this says that the work is missing' }],
    ...(ctx.context.routeOf(fn) === undefined
      ? { when: wholeWorkWhere({ kind: 'result-answered', function: ctx.names.fullNameOf(fn) }) }
      : WHOLE),
  });
}
