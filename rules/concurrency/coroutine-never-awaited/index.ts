import { nodesOf } from '#ast';
import { defineProjectRule, factsOfKind, type ProjectContext, type ProjectProblem, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import { awaitedNames } from './awaited-names.ts';
import { coroutineAnswer, isPlainAsPinned } from './coroutine-answers.ts';
import { coroutinesNamed } from './coroutines-by-name.ts';
import {
  type AnyFact,
  causesOf,
  describeLoss,
  type Fact,
  factOf,
  type Named,
  namedCall,
  PLAIN,
  plainRun,
} from './lost-coroutines.ts';
import { awaitsTask, workerTasks } from './worker-tasks.ts';

export default defineProjectRule<AnyFact>({
  docs: {
    summary: 'coroutine that is never awaited',
    why: 'Calling an `async def` function runs nothing until the coroutine is awaited. The work is never done, and code that uses the result gets a coroutine object instead.',
    remedy: 'Await the call, or start it with `asyncio.create_task` and keep the task',
    harm: 'breaks',
    severity: 'P1',
    precision: 'high',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    bad: 'async def save(row):\n    ...\n\nasync def handle(row):\n    save(row)\n',
    good: 'async def save(row):\n    ...\n\nasync def handle(row):\n    await save(row)\n',
    measured: { read: 6, right: 6, on: 'gpt_researcher, kserve; 70 other folders have none' },
  },
  facts(file) {
    const calls = file.context.role === 'test' ? [] : nodesOf(file.module, 'Call');
    const facts = calls.flatMap((call) => [factOf(call, file), namedCall(call, file), plainRun(call, file)]);
    return [...facts.filter((each) => each !== undefined), ...workerTasks(file), ...awaitedNames(file)];
  },
  check(project, ctx) {
    reportTasks(project, ctx);
    for (const { path: from, fact } of factsOfKind(ctx.facts, 'named')) {
      const problem = namedProblem(fact, from, project);
      if (problem !== undefined) ctx.report(problem);
    }
    const lost = [...factsOfKind(ctx.facts, 'call')].flatMap(({ path: from, fact }) => {
      const { verdict, evidence, library } = coroutineAnswer(fact, from, project);
      const isPlain = library !== undefined && isPlainAsPinned(library, from, project);
      if (isPlain) ctx.proven({ at: { path: from, ...unpackPlace(fact.place) }, by: PLAIN });
      return verdict === 'yes' && !isPlain ? [{ from, fact, evidence }] : [];
    });
    const causes = causesOf(lost);
    const awaited = factsOfKind(ctx.facts, 'awaited').map((each) => each.fact);
    const names = {
      once: new Set(awaited.flatMap((each) => each.once)),
      twice: new Set(awaited.flatMap((each) => each.twice)),
      each: new Set(awaited.flatMap((fact) => fact.each)),
    };
    const mayKnow = ({ function: by, awaited: how }: NonNullable<Fact['returnedBy']>): boolean =>
      names[how].has(by.slice(by.lastIndexOf('.') + 1));
    for (const { from, fact, evidence } of lost) {
      const isAwaited = fact.returnedBy !== undefined && mayKnow(fact.returnedBy);
      ctx.report({
        at: { path: from, ...unpackPlace(fact.place) },
        message: describeLoss(fact),
        doubt: isAwaited ? 'ownership-transfer' : fact.doubt,
        related: evidence,
        key: `${from} ${fact.path}`,
        cause: causes.get(fact.path) ?? fact.path,
      });
    }
  },
});

/** Tasks of queues: whether something runs the coroutine that they make, their class or their decorator says. */
function reportTasks(project: ProjectModel, ctx: ProjectContext<AnyFact>): void {
  const defaults = factsOfKind(ctx.facts, 'default-base').map(({ fact }) => fact);
  for (const { path: from, fact } of factsOfKind(ctx.facts, 'task')) {
    const at = { path: from, ...unpackPlace(fact.place) };
    const { isProven, doubt } = awaitsTask(fact, from, defaults, project);
    if (isProven) ctx.proven({ at, by: 'the task class runs the coroutine on an event loop' });
    else
      ctx.report({
        at,
        message: `\`${fact.name}\` is a coroutine function, but the ${fact.by} only creates the coroutine and never runs it`,
        remedy: 'Make it a plain function that runs the coroutine with `asyncio.run`',
        doubt,
        key: `${from} ${fact.name} task`,
      });
  }
}

function namedProblem(fact: Named, from: string, project: ProjectModel): ProjectProblem | undefined {
  const related = coroutinesNamed(fact, from, project);
  if (related === undefined) return undefined;
  return {
    at: { path: from, ...unpackPlace(fact.place) },
    message: `\`${fact.written}\` looks like a coroutine function, but the call is never awaited`,
    doubt: 'method-by-name',
    related,
    key: `${from} ${fact.written} by name`,
  };
}
