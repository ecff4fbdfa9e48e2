import { type Call, type Def, defsOf, lastName, nameSpan } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { healthQuestionOf, protectionsOf } from '#kit/web';
import type { Question } from '#project';
import type { Effect, Route } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { mayBePassedBy } from '#semantics/summary/passed-by';
import { keepsAnswer, saysThatItKeeps } from './kept-answers.ts';

/** Says of itself that it looks at more than whether the process lives. */
const THOROUGH = /ready|readiness|startup|deep|detail|full/i;
const REACHED: ReadonlyMap<Effect, string> = new Map([
  ['database', 'queries the database'],
  ['network', 'makes a network request'],
  ['process', 'calls another process'],
  ['file', 'accesses the disk'],
]);
const DEPTH = 2;

export default defineSourceRule({
  docs: {
    summary: 'expensive health check: I/O on every probe',
    why: 'Every probe of every replica costs a query, a request or a file read. When the dependency is slow or down, the orchestrator may restart healthy processes.',
    remedy:
      'Answer liveness from memory, check dependencies in the readiness route and cache their state for a few seconds',
    harm: 'hangs',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-8' }],
    measured: { read: 1, right: 1, on: 'TenSafe; silent on seventeen services' },
    bad: 'import sqlite3\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/live")\ndef live():\n    sqlite3.connect("shop.db").execute("SELECT 1")\n    return {"status": "ok"}\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/live")\ndef live():\n    return {"status": "ok"}\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn);
  const healthQuestion = healthQuestionOf(route?.path);
  if (route === undefined || healthQuestion === undefined || healthQuestion === 'readiness') return;
  if (!isRead(route) || keepsAnswer(fn, ctx)) return;
  const other = healthQuestion === 'health' ? plainerRoute(fn, route, ctx) : undefined;
  if (other !== undefined || requiresAuthentication(fn, ctx)) {
    ctx.proven({
      at: nameSpan(fn),
      by:
        other === undefined
          ? 'the route requires authentication, so no probe uses it'
          : `\`${other.name}\` is the liveness route`,
    });
    return;
  }
  const found = findReach(fn, ctx, DEPTH) ?? reachOfProject(fn, ctx);
  if (found === undefined) return;
  const what = (found.effect && REACHED.get(found.effect)) ?? 'does I/O';
  // What serves the health route beside a readiness route is asked for liveness.
  const isForLiveness = healthQuestion === 'liveness' || hasReadinessRoute(ctx);
  ctx.report({
    at: nameSpan(fn),
    message: `expensive health check: \`${route.path}\` ${what} on every probe${found.via === undefined ? '' : ` through \`${found.via}\``}`,
    related: [{ at: found.call, message: 'this runs on every probe' }],
    doubt: !isForLiveness || THOROUGH.test(fn.name) ? 'readiness-probe' : undefined,
    ...(found.question !== undefined && { when: providedThat(found.question, 'drop') }),
  });
}

const isRead = ({ methods }: Route): boolean =>
  methods.length === 0 || methods.some((method) => method === 'GET' || method === 'HEAD');

/** A call by which a handler leaves the process whenever it runs. */
interface Reach {
  readonly call: Call;
  /** Undefined where only the project knows. */
  readonly effect: Effect | undefined;
  /** The function that does it, where it is not the handler. */
  readonly via: string | undefined;
  readonly question?: Question;
}

/** In the function or in those of this file that it calls. */
function findReach(fn: Def, ctx: SourceContext, depth: number): Reach | undefined {
  const calls = alwaysCalled(fn);
  for (const call of calls) {
    const effect = ctx.effects.of(call);
    if (REACHED.has(effect)) return { call, effect, via: undefined };
  }
  for (const call of depth === 0 ? [] : calls) {
    const callee = ctx.context.functionRun(call.func);
    if (callee === undefined || callee.kind === 'Lambda' || callee === fn || keepsAnswer(callee, ctx)) continue;
    const found = findReach(callee, ctx, depth - 1);
    if (found !== undefined) return { ...found, call, via: callee.name };
  }
  return undefined;
}

/** What functions of other modules do is the project's to say. */
function reachOfProject(fn: Def, ctx: SourceContext): Reach | undefined {
  const calls = alwaysCalled(fn).flatMap((call) => {
    const isElsewhere = ctx.context.functionRun(call.func) === undefined && ctx.effects.projectPath(call) !== undefined;
    const path = isElsewhere ? ctx.types.calleeName(call.func) : undefined;
    return path === undefined || saysThatItKeeps(path) ? [] : [{ call, path }];
  });
  const [first, ...more] = calls;
  if (first === undefined) return undefined;
  const via = more.length === 0 ? lastName(first.call.func) : undefined;
  const of = calls.map(({ path }): Question => ({ kind: 'blocks', function: path, depth: 1, always: 'itself' }));
  return { call: first.call, effect: undefined, via, question: { kind: 'any', of } };
}

/** The calls that nothing in the function passes by: no branch, and no `if` that returns before them. */
function alwaysCalled(fn: Def): readonly Call[] {
  const guard = fn.body.find((statement) => statement.kind === 'If' && statement.body.at(-1)?.kind === 'Return');
  return callsWithin([fn]).filter((call) => !mayBePassedBy(call) && (guard === undefined || call.start <= guard.end));
}

/** A decorator or a dependency of its own lets in some alone; limits let everybody in. */
const requiresAuthentication = (fn: Def, ctx: SourceContext): boolean =>
  [...protectionsOf(fn, ctx)].some((name) => !/limit|throttle|rate/i.test(name));

/** `/health` beside `/queue/health`, which is asked for its part. */
const plainerRoute = (fn: Def, { path }: Route, { context, module }: SourceContext): Def | undefined =>
  defsOf(module).find((each) => {
    const other = each === fn ? undefined : context.routeOf(each)?.path;
    return (
      other !== undefined && other !== path && healthQuestionOf(other) !== undefined && path?.endsWith(other) === true
    );
  });

function hasReadinessRoute({ context, module }: SourceContext): boolean {
  return defsOf(module).some((fn) => healthQuestionOf(context.routeOf(fn)?.path) === 'readiness');
}
