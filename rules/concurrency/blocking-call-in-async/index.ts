import { type AsyncFunctionDef, type Call, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { LOCAL_DATABASES } from '#knowledge/blocking-names';
import type { Condition, Grade, Question } from '#project';
import { callsOnLoop } from '../_shared/calls-on-loop.ts';
import { implicitHolds, opensFile, projectFunction, runBy } from '../_shared/loop-holds.ts';
import { aloneOnLoop, isStepOfFlow } from './alone-on-loop.ts';
import { waitsThroughClient } from './client-wait.ts';
import { servedOneByOne } from './served-one-by-one.ts';
import { firstOnLoop, hasOwnLoop, loopOfJob } from './shared-loop.ts';
import { kindOfWait } from './short-wait.ts';
import { type WaitForLibrary, waitsByLibrary } from './waits-by-library.ts';
import {
  DRIVER,
  type HoldingGrades,
  LONG,
  MOMENTARY,
  QUERY,
  whereItBlocks,
  whereOthersWait,
} from './where-others-wait.ts';
import { problemsOfWorking, type WorkQuestion, workProblem } from './work-on-loop.ts';

export default defineSourceRule({
  docs: {
    summary: 'blocking call in `async def`',
    why: 'While the call waits, the event loop is blocked. Every other request, timer and heartbeat of the process waits with it.',
    remedy: 'Await an asynchronous equivalent, or run the call with `asyncio.to_thread`',
    harm: 'hangs',
    severity: {
      'network, subprocess or sleep': 'P1',
      'language model or long computation': 'P1',
      computation: 'P2',
      'password hash': 'P2',
      'database query': 'P2',
      'file or short wait': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [400],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'SCALE-002' },
      { document: 'TenSafe System Audit', finding: 'P1-9' },
    ],
    bad: 'import requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/rates")\nasync def rates():\n    return requests.get("https://rates/today", timeout=5).json()\n',
    good: 'import asyncio\n\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/rates")\nasync def rates():\n    answer = await asyncio.to_thread(requests.get, "https://rates/today", timeout=5)\n    return answer.json()\n',
    measured: { read: 42, right: 41, on: 'TenSafe, airflow-core, dagster, gradio, llama-index, redis, stdlib' },
  },
  skips: NOT_PRODUCTION,
  questions: [firstOnLoop, hasOwnLoop, loopOfJob, servedOneByOne, waitsThroughClient],
  visit: {
    AsyncFunctionDef(fn, ctx) {
      if (isStepOfFlow(fn, ctx))
        return ctx.proven({
          at: fn,
          by: 'each flow run has its own process, and its steps wait for each other',
        });
      const isAlone = aloneOnLoop(fn, ctx);
      const calls = callsOnLoop(fn, ctx).filter((call) => !isProvenAlone(call, isAlone, ctx));
      const waits = waitsByLibrary(calls, ctx);
      for (const wait of waits) reportBlocking(fn, wait, ctx);
      const opened = new Set(waits.flatMap((wait) => wait.opened));
      const unopened = calls.filter((call) => !opened.has(call));
      reportCallsOfBlocking(fn, unopened, ctx);
      reportClients(fn, calls, ctx);
      reportOpens(fn, calls, ctx);
      reportImplicit(fn, ctx);
      reportWork(fn, calls, ctx);
    },
  },
});

function isProvenAlone(call: Call, isAlone: (call: Call) => boolean, ctx: SourceContext): boolean {
  const alone = isAlone(call);
  if (alone) ctx.proven({ at: call, by: 'nothing else runs on the event loop yet' });
  return alone;
}

/** What keeps the thread busy instead of waiting. */
function reportWork(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  const problem = workProblem(fn, calls, ctx.path, ctx);
  if (problem !== undefined) ctx.report(problem);
}

/** A function of the project, or of an object that another module holds, that keeps the loop busy. */
function reportWorkOf(fn: AsyncFunctionDef, call: Call, cause: string, works: WorkQuestion, ctx: SourceContext): void {
  const at = { call, cause, written: shortText(call.func, ctx.text) };
  for (const problem of problemsOfWorking(fn, at, works, ctx)) ctx.report(problem);
}

/** Streams of processes, `with` that waits, contexts and properties of the project. */
function reportImplicit(fn: AsyncFunctionDef, ctx: SourceContext): void {
  for (const { at, name, does, question } of implicitHolds(fn, ctx)) {
    const others = whereOthersWait(fn, ctx);
    const what = question === undefined ? name : shortText(at, ctx.text);
    const cause = question === undefined ? ctx.path : holderOf(name, ctx);
    ctx.report({
      at,
      cause,
      message: `\`${what}\` is ${does} in \`async def ${fn.name}\` and blocks the event loop`,
      when: question === undefined ? others : { ...providedThat(question, 'drop'), yes: others },
    });
  }
}

/** One place per function and library: a connection, its cursor and its commit are one thing to fix. Anyone who wrote the file chose its libraries. */
function reportBlocking(
  fn: AsyncFunctionDef,
  { library, first, others, isDatabase, opened }: WaitForLibrary,
  ctx: SourceContext,
): void {
  ctx.report({
    at: first.call,
    cause: isDatabase ? (LOCAL_DATABASES.has(library) ? library : DRIVER) : ctx.path,
    message: `\`${first.name}\` blocks the event loop in \`async def ${fn.name}\``,
    ...kindOfWait([first, ...others], isDatabase, ctx),
    ...(first.name === 'time.sleep' && { remedy: 'Use `await asyncio.sleep(…)`' }),
    related: [
      ...opened.map((at) => ({ at, message: 'the connection or client is created here' })),
      ...others.slice(0, 5).map(({ call, name }) => ({ at: call, message: `\`${name}\` also blocks it` })),
    ],
    when: whereOthersWait(fn, ctx),
  });
}

/** The class, object or module whose functions block is one thing to fix; of this file it is the file. */
const holderOf = (name: string, { path, names }: SourceContext): string => {
  const holder = name.slice(0, name.lastIndexOf('.'));
  return holder === names.moduleName ? path : holder;
};

/** Calls of a client that another module makes and holds, which is the cause; what it is, the project knows. */
function reportClients(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  for (const call of calls) {
    const path = ctx.effects.clientPath(call);
    if (path === undefined || ctx.flow.destinations(call).some(({ kind }) => kind === 'await')) continue;
    const waits = { path, from: ctx.path };
    const byDatabase: Grade = {
      ...providedThat(waitsThroughClient.ask(waits), 'drop'),
      yes: whereOthersWait(fn, ctx, QUERY),
    };
    const holder = /^[^()^]+(?=\()|^.+(?=\.)/.exec(path)?.[0] ?? path;
    if (ctx.effects.longWork(call) === undefined) reportWorkOf(fn, call, holder, { client: waits }, ctx);
    const question = waitsThroughClient.ask({ ...waits, by: 'other-than-database' });
    const byModel = waitsThroughClient.ask({ ...waits, by: 'language-model' });
    const longer: Condition = { ...providedThat(byModel, 'keep'), yes: LONG };
    const waiting = `\`${shortText(call.func, ctx.text)}\` blocks the event loop in \`async def ${fn.name}\` while it waits for`;
    const problem = { at: call, message: `${waiting} a service` };
    ctx.report({
      ...problem,
      cause: holder,
      when: { ...providedThat(question, 'drop'), yes: whereOthersWait(fn, ctx, longer) },
    });
    const message = `${waiting} a database`;
    const when: Condition = { question, yes: 'drop', no: byDatabase, unknown: byDatabase };
    ctx.report({ ...problem, message, cause: DRIVER, when });
  }
}

/**
 * Functions of the project that block in their own body; whether they do, the project knows. What lies deeper, and often
 * what is in a branch there, is behind a condition that this caller never meets.
 */
function reportCallsOfBlocking(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  const seen = new Set<string>();
  for (const call of calls) {
    if (ctx.effects.blocking(call) !== undefined || ctx.effects.longWork(call) !== undefined) continue;
    const name = projectFunction(call, ctx);
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    if (ctx.flow.destinations(call).some(({ kind }) => kind === 'await')) continue;
    const blocks = { kind: 'blocks', function: name, depth: 0, from: ctx.path, ...runBy(call, ctx) } as const;
    const always = { ...blocks, always: 'itself' } as const;
    const callee = `\`${shortText(call.func, ctx.text)}\``;
    const where = `the event loop in \`async def ${fn.name}\``;
    reportHolding(call, name, `${callee} blocks ${where}`, whereItBlocks(fn, always, ctx), ctx);
    const sometimes = whereItBlocks(fn, blocks, ctx, [{ kind: 'not', of: always }]);
    reportHolding(call, name, `${callee} may block ${where}`, sometimes, ctx);
    reportFurther(fn, call, name, ctx);
  }
}

function reportHolding(call: Call, cause: string, message: string, grades: HoldingGrades, ctx: SourceContext): void {
  const problem = { at: call, message };
  ctx.report({ ...problem, cause: holderOf(cause, ctx), when: grades.byOthers });
  const queries = { ...problem, cause: DRIVER, message: `${message} with a database query` };
  if (grades.byDatabase !== undefined) ctx.report({ ...queries, when: grades.byDatabase });
}

/** What its own body does not do, but a function that it calls. */
function reportFurther(fn: AsyncFunctionDef, call: Call, name: string, ctx: SourceContext): void {
  const question = { kind: 'blocks', function: name, from: ctx.path, ...runBy(call, ctx) } as const;
  const beyond: Question = { kind: 'not', of: { ...question, depth: 0 } };
  const certainly = { ...question, always: 'throughout' } as const;
  const callee = `\`${shortText(call.func, ctx.text)}\``;
  const where = `the event loop in \`async def ${fn.name}\` through a function it calls`;
  const message = `${callee} blocks ${where}`;
  reportHolding(call, name, message, whereItBlocks(fn, certainly, ctx, [beyond]), ctx);
  const perhaps = { ...question, always: 'itself', by: 'other-than-database' } as const;
  const uncertain: Question = { kind: 'not', of: { ...certainly, by: 'other-than-database' } };
  ctx.report({
    at: call,
    cause: holderOf(name, ctx),
    message: `${callee} may block ${where}`,
    when: whereItBlocks(fn, perhaps, ctx, [beyond, uncertain]).byOthers,
  });
  reportWorkOf(fn, call, name, question, ctx);
}

function reportOpens(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  const open = calls.find((call) => opensFile(call, ctx));
  if (open === undefined) return;
  const message = `\`${shortText(open.func, ctx.text)}\` opens a file and blocks the event loop in \`async def ${fn.name}\``;
  ctx.report({ at: open, message, ...MOMENTARY, cause: `${ctx.path} opens`, when: whereOthersWait(fn, ctx) });
}
