import { type Call, lastName, nodesOf, shortText } from '#ast';
import { groupBy } from '#collections';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  type PackedPlace,
  type ProjectContext,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import { COROUTINE_FUNCTIONS } from '#knowledge/coroutine-functions';
import type { ProjectModel } from '#project';
import { definitionCalled } from '#semantics/effects/definition-called';
import { isRefusedCall } from '../_shared/project-calls.ts';
import { type AwaitedNames, awaitedNames } from './awaited-names.ts';
import { coroutineAnswer, isPlainAsPinned } from './coroutine-answers.ts';
import { type CoroutineLoss, coroutineLoss } from './coroutine-loss.ts';
import { awaitedElsewhere, coroutinesNamed } from './coroutines-by-name.ts';
import { askedAround, pathToCoroutine, runAsPlain } from './run-as-plain.ts';
import { awaitsTask, type DefaultBase, type WorkerTask, workerTasks } from './worker-tasks.ts';

/** A call whose result nobody awaits, should it be a coroutine. */
interface Fact {
  readonly kind: 'call';
  /** The way to what is called (`ObjectTypes.pathOf`), or the name of a coroutine function of a library or of this function. */
  readonly path: string;
  readonly isKnown?: true;
  /** The function around. */
  readonly within: string;
  /** As it is written. */
  readonly written: string;
  readonly place: PackedPlace;
  readonly loss: string;
  readonly doubt?: DoubtId;
  readonly returnedBy?: CoroutineLoss['returnedBy'];
}

/** A call in a coroutine, dropped, of an object whose class is not seen: the name of the method may tell. */
interface Named extends Pick<Fact, 'written' | 'place' | 'within'> {
  readonly kind: 'named';
  readonly method: string;
  readonly path?: string;
  readonly awaited?: PackedPlace;
}

type AnyFact = Fact | Named | AwaitedNames | WorkerTask | DefaultBase;

export default defineProjectRule<AnyFact>({
  docs: {
    summary: 'coroutine that is made and never awaited',
    why: 'Calling an `async def` function runs nothing until its result is awaited. The work is left out, and code that tests or reads the result gets a coroutine object.',
    remedy: 'Await the call, or start it with `asyncio.create_task` and keep the task.',
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
    };
    const mayKnow = ({ function: by, awaited: how }: NonNullable<Fact['returnedBy']>): boolean =>
      names[how].has(by.slice(by.lastIndexOf('.') + 1));
    for (const { from, fact, evidence } of lost) {
      const isAwaited = fact.returnedBy !== undefined && mayKnow(fact.returnedBy);
      ctx.report({
        at: { path: from, ...unpackPlace(fact.place) },
        message: `\`${fact.written}\` ${fact.path === GATHER ? 'gives a future' : 'is a coroutine function'}, and ${fact.loss}`,
        doubt: isAwaited ? 'ownership-transfer' : fact.doubt,
        related: evidence,
        key: `${from} ${fact.path} ${fact.loss}`,
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
    if (isProven) ctx.proven({ at, by: 'the class of the task runs the coroutine on a loop' });
    else
      ctx.report({
        at,
        message: `\`${fact.name}\` is a coroutine function, and the ${fact.by} only makes its coroutine`,
        remedy: 'Make it a plain function, which runs the coroutine with `asyncio.run`.',
        doubt,
        key: `${from} ${fact.name} task`,
      });
  }
}

const PLAIN = 'the version of the library that the project pins has a plain function of this name';

/**
 * The cause of each coroutine that is made and lost, by its callee. Who made a function a coroutine left all of its callers behind.
 * A callee that only one function loses went wrong where that function was written, as all did that it loses: whoever
 * awaits one of them there awaits the others. It has the cause of the first of these.
 */
function causesOf(lost: readonly { readonly from: string; readonly fact: Fact }[]): ReadonlyMap<string, string> {
  const within = ({ from, fact }: (typeof lost)[number]): string => `${from} ${fact.within}`;
  const places = groupBy(lost, ({ fact }) => fact.path);
  const losers = (path: string): ReadonlySet<string> => new Set(places.get(path)?.map(within));
  const causes = new Map<string, string>();
  for (const [around, inOne] of groupBy(lost, within)) {
    const paths = [...new Set(inOne.map(({ fact }) => fact.path))];
    const shared = paths.find((path) => losers(path).size > 1);
    for (const path of paths) if (losers(path).size === 1) causes.set(path, shared ?? around);
  }
  return causes;
}

/** It starts what it is given: whoever does not wait goes on before that is done, and never hears of a failure. */
const GATHER = 'asyncio.gather';

function factOf(call: Call, file: FactsContext): Fact | undefined {
  const loss = isClassLike(call) ? undefined : coroutineLoss(call, file);
  const known = loss === undefined ? undefined : file.types.calleeName(call.func);
  const isDropped = known === GATHER && call.parent?.kind === 'Expr';
  if (loss === undefined) return undefined;
  const isOfLibrary = known !== undefined && (isDropped || COROUTINE_FUNCTIONS.has(known));
  const found = isOfLibrary ? { path: known, isKnown: true as const } : pathToCoroutine(call.func, file);
  if (found === undefined) return undefined;
  const called = definitionCalled(file, call);
  if (called?.kind === 'AsyncFunctionDef' && isRefusedCall(call, called, file)) {
    file.proven({ at: call, by: 'the call raises a TypeError before there is a coroutine' });
    return undefined;
  }
  const asked = askedAround(call, file);
  if (asked === 'no') {
    file.proven({ at: call, by: 'it is called where the condition says that it is no coroutine function' });
    return undefined;
  }
  const doubt = loss.doubt ?? (asked === 'perhaps' ? 'infeasible-path' : undefined);
  const written = shortText(call.func, file.text);
  return {
    kind: 'call',
    ...found,
    within: file.names.qualnameOf(call),
    written,
    place: packPlace(file, call),
    loss: isDropped ? 'nothing waits for what it gathers' : loss.says,
    ...(doubt !== undefined && { doubt }),
    ...(loss.returnedBy !== undefined && { returnedBy: loss.returnedBy }),
  };
}

/** `Thread(target=poll)`, where `poll` is a coroutine function. */
function plainRun(call: Call, file: FactsContext): Fact | undefined {
  const start = runAsPlain(call, file);
  const found = start && pathToCoroutine(start.run, file);
  if (start === undefined || found === undefined || file.flow.isUnreachable(call)) return undefined;
  return {
    kind: 'call',
    ...found,
    within: file.names.qualnameOf(call),
    written: shortText(start.run, file.text),
    place: packPlace(file, call),
    loss: start.says,
    ...(start.doubt !== undefined && { doubt: start.doubt }),
  };
}

function namedProblem(fact: Named, from: string, project: ProjectModel): ProjectProblem | undefined {
  const related = coroutinesNamed(fact, from, project);
  if (related === undefined) return undefined;
  return {
    at: { path: from, ...unpackPlace(fact.place) },
    message: `\`${fact.written}\` seems to be a coroutine function, and the call is dropped without running`,
    doubt: 'method-by-name',
    related,
    key: `${from} ${fact.written} by name`,
  };
}

/** A name of several words is no library's as a rule; what the file awaits elsewhere may be anybody's. */
function namedCall(call: Call, file: FactsContext): Named | undefined {
  const { func, parent } = call;
  if (parent?.kind !== 'Expr' || func.kind !== 'Attribute') return undefined;
  const around = file.context.defAround(call);
  if (around?.kind !== 'AsyncFunctionDef') return undefined;
  const awaited = awaitedElsewhere(func, file);
  if (awaited === undefined && !/[a-z0-9]_[a-z]/.test(func.attr)) return undefined;
  if (file.types.calleeName(func) !== undefined || definitionCalled(file, call) !== undefined) return undefined;
  const path = file.effects.projectPath(call);
  const written = shortText(func, file.text);
  return {
    kind: 'named',
    within: file.names.fullNameOf(around),
    method: func.attr,
    written,
    place: packPlace(file, call),
    ...(path !== undefined && { path }),
    ...(awaited !== undefined && { awaited }),
  };
}

/** Nobody writes the name of a function with a capital: most calls whose results are kept make objects. */
function isClassLike({ func }: Call): boolean {
  return /^_*[A-Z]/.test(lastName(func) ?? '');
}
