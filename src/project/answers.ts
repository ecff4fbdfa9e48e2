/** One function per kind of question. */

import type { RelatedLocation } from '../findings/index.ts';
import { asksLanguageModel, isOfDatabase } from '../knowledge/blocking-names.ts';
import { worksLong } from '../knowledge/long-work.ts';
import { WEB_SERVERS } from '../knowledge/server-programs.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { blockingCallOf } from './blocking.ts';
import type { Project } from './build.ts';
import { CALL_DEPTH } from './call-graph.ts';
import { mayBeCalled } from './called.ts';
import { callerAmong } from './calls-among.ts';
import { type AboutClasses, answerOnClass } from './class-answers.ts';
import { answerOnCode } from './code-answers.ts';
import type { PlacedCommand } from './commands.ts';
import { coroutineDoes, runsWhenAwaited } from './coroutines.ts';
import { PROPERTIES } from './decorators.ts';
import { isGiven } from './given-arguments.ts';
import { holdsValue } from './held-values.ts';
import { isNameTaken } from './name-taken.ts';
import { neverReturns } from './never-returns.ts';
import { servedOneByOne } from './one-request.ts';
import { reachesOutside } from './outside.ts';
import { isInPackage } from './packaged-folder.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction } from './project-model.ts';
import type { Answer, Question, QuestionOf } from './question.ts';
import { refusingOf } from './refusals.ts';
import { modulesStartedBy } from './started-modules.ts';
import { type AboutStrangers, answerOnStrangers } from './stranger-answers.ts';
import { answerOnVersions } from './version-answers.ts';

const NO: Answer = { verdict: 'no', evidence: [] };
const YES: Answer = { verdict: 'yes', evidence: [] };
const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };

const yes = (...evidence: readonly (RelatedLocation | undefined)[]): Answer => ({
  verdict: 'yes',
  evidence: evidence.filter((place) => place !== undefined),
});
const decided = (truth: boolean): Answer => (truth ? YES : NO);

export function answerQuestion(question: Question, project: Project): Answer {
  if (isCombination(question)) return answerOfParts(question, project);
  switch (question.kind) {
    case 'reaches-outside':
    case 'can-refuse':
    case 'holds-value':
    case 'is-called':
    case 'is-given':
    case 'is-started':
    case 'name-taken':
      return answerOnNamed(question, project);
    case 'is-stateful-class':
    case 'orders-rows':
    case 'declares-table':
    case 'field-checked':
    case 'tells-secret':
    case 'used-by-parts':
    case 'is-plain-method':
    case 'counts-as-true':
    case 'overrides':
    case 'are-enum-and-text':
      return answerOnClass(question, project);
    default:
      return answerOnOthers(question, project);
  }
}

function answerOnOthers(question: Single | AboutStrangers | QuestionOf<'is-service'>, project: Project): Answer {
  switch (question.kind) {
    case 'given-by-stranger':
    case 'stored-by-stranger':
    case 'serves-bot':
    case 'result-answered':
    case 'gives-back':
    case 'gives-result-of':
    case 'carries':
    case 'bounds':
    case 'takes-ambient-credentials':
    case 'asks-who-comes':
    case 'uses-secret-key':
    case 'proxy-overwrites':
    case 'proxy-limits-body':
    case 'is-published':
    case 'reached-directly':
      return answerOnStrangers(question, project);
    case 'is-service':
      return isService(project);
    default:
      return answerOne(question, project);
  }
}

const isCombination = (question: Question): question is Combination =>
  question.kind === 'not' || question.kind === 'all' || question.kind === 'any';

function answerOfParts(question: QuestionOf<'not' | 'all' | 'any'>, project: Project): Answer {
  // Only what it is put together from is asked again.
  const ask = (part: Question): Answer => (isCombination(part) ? answerOfParts(part, project) : project.answer(part));
  if (question.kind === 'not') return negate(ask(question.of));
  const isAll = question.kind === 'all';
  const answers: Answer[] = [];
  for (const part of question.of) {
    const answer = ask(part);
    // What is asked behind it changes nothing.
    if (answer.verdict === (isAll ? 'no' : 'yes')) return isAll ? NO : answer;
    answers.push(answer);
  }
  const unknown = answers.find(({ verdict }) => verdict === 'unknown');
  if (!isAll) return unknown ?? NO;
  if (unknown !== undefined) return UNKNOWN;
  const all = answers.flatMap(({ evidence }) => evidence);
  const isFirst = ({ path, line, message }: (typeof all)[number], at: number): boolean =>
    at === all.findIndex((each) => each.path === path && each.line === line && each.message === message);
  return { verdict: 'yes', evidence: all.filter(isFirst) };
}

/** What a name leads to. */
type AboutNamed = QuestionOf<
  'reaches-outside' | 'can-refuse' | 'holds-value' | 'is-called' | 'is-given' | 'is-started' | 'name-taken'
>;

function answerOnNamed(question: AboutNamed, project: Project): Answer {
  switch (question.kind) {
    case 'is-started':
      return decided(isStarted(question, project));
    case 'name-taken':
      return decided(isNameTaken(question.path, question.name, project));
    case 'reaches-outside':
      return reachesOutside(question, project);
    case 'can-refuse':
      return canRefuse(question, project);
    case 'holds-value':
      return holdsValue(question, project);
    case 'is-called':
      return isCalled(question, project);
    case 'is-given':
      return { verdict: isGiven(question, project), evidence: [] };
  }
}

/** Questions made of questions. */
type Combination = QuestionOf<'not' | 'all' | 'any'>;

type Single = Exclude<Question, Combination | AboutStrangers | AboutNamed | AboutClasses | QuestionOf<'is-service'>>;

function answerOne(question: Single, project: Project): Answer {
  switch (question.kind) {
    case 'runs-in-threads':
      return byWay([project.reachability.runByThreads(question.function)]);
    case 'starts-threads':
      return whenReached(project.reachability.rootsOf('thread')[0]?.evidence);
    case 'called-from-async':
    case 'alone-on-loop':
    case 'loop-of-job':
    case 'first-on-loop':
    case 'served-one-by-one':
    case 'nests-event-loops':
      return answerOnLoops(question, project);
    case 'reached-from':
      return byWay(question.entries.map((entry) => project.reachability.reachedFrom(question.function, entry)));
    case 'long-lived':
      return whenReached(project.lifetimes.whyLongLived(question.class));
    case 'is-coroutine':
      return isCoroutine(question.function, question.from, project);
    case 'coroutine':
      return coroutineDoes(question, project);
    case 'blocks':
      return blocks(question, project);
    case 'waits-through-client':
      return waitsThroughClient(question, project);
    case 'calls-any':
      return callsAny(question, project);
    case 'is-imported':
    case 'is-packaged':
    case 'is-packaged-or-imported':
      return answerOnImports(question, project);
    case 'allows-version-below':
    case 'allows-version-from':
    case 'refuses-version-below':
      return answerOnVersions(question, project);
    default:
      return answerOnCode(question, project);
  }
}

function byWay(ways: readonly (readonly RelatedLocation[] | undefined)[]): Answer {
  const evidence = ways.find((way) => way?.length === 1) ?? ways.find((way) => way !== undefined);
  return evidence === undefined ? NO : { verdict: 'yes', evidence };
}

type LoopQuestion = QuestionOf<
  'called-from-async' | 'alone-on-loop' | 'loop-of-job' | 'first-on-loop' | 'served-one-by-one' | 'nests-event-loops'
>;

function answerOnLoops(question: LoopQuestion, project: Project): Answer {
  switch (question.kind) {
    case 'called-from-async':
      return whenReached(project.eventLoop.callerOf(question.function));
    case 'first-on-loop': {
      const found = functionOf(question.function, project);
      return found === undefined ? UNKNOWN : decided(project.loopCompany.isFirst(found));
    }
    case 'alone-on-loop':
    case 'loop-of-job': {
      const found = functionOf(question.function, project);
      if (found === undefined) return UNKNOWN;
      const { loopCompany } = project;
      return decided(question.kind === 'loop-of-job' ? loopCompany.isOfJob(found) : loopCompany.isAlone(found));
    }
    case 'served-one-by-one':
      return whenReached(servedOneByOne(project));
    case 'nests-event-loops':
      return project.eventLoop.nesting();
  }
}

function blocks(question: QuestionOf<'blocks'>, project: Project): Answer {
  const { depth = CALL_DEPTH, from } = question;
  const found =
    question.isRead === true
      ? propertyAt(question.function, from, project)
      : (functionOf(question.function, project) ??
        (from === undefined ? undefined : functionAtEnd(question.function, from, project)));
  if (found === undefined) return UNKNOWN;
  const wait = (path: string, importer: ModuleSummary) => project.clientWait(path, importer);
  const others = project.calls.implementationsOf(found);
  const calls = (others.length > 0 ? others : [found]).map((each) =>
    blockingCallOf(each, depth, question, project.calls, wait),
  );
  // Which one it is nobody knows: that it always blocks is so where all do.
  return question.always !== undefined && calls.includes(undefined)
    ? NO
    : whenReached(calls.find((call) => call !== undefined));
}

function waitsThroughClient({ path, from, by }: QuestionOf<'waits-through-client'>, project: Project): Answer {
  const importer = project.moduleByPath(from);
  const call = importer === undefined ? undefined : project.clientWait(path, importer);
  if (call === undefined) return UNKNOWN;
  if (worksLong(call)) return by === 'work' ? YES : NO;
  if (by === 'language-model') return decided(asksLanguageModel(call));
  return decided(by === undefined || (by !== 'work' && !isOfDatabase(call)));
}

function callsAny({ function: name, names }: QuestionOf<'calls-any'>, project: Project): Answer {
  const found = functionOf(name, project);
  return found === undefined ? UNKNOWN : whenReached(callerAmong(found, names, project.calls));
}

function isCalled({ function: name }: QuestionOf<'is-called'>, project: Project): Answer {
  const found = functionOf(name, project);
  return found === undefined ? UNKNOWN : decided(mayBeCalled(found, project));
}

const whenReached = (evidence: RelatedLocation | undefined): Answer => (evidence === undefined ? NO : yes(evidence));
function negate(answer: Answer): Answer {
  if (answer.verdict === 'unknown') return answer;
  return answer.verdict === 'yes' ? NO : YES;
}

function isService(project: Project): Answer {
  for (const module of project.modules) {
    if (!isProduction(module)) continue;
    if (module.serves || module.functions.some(({ entry }) => entry !== undefined && entry !== 'command')) return YES;
  }
  return runsForEver(project) ? YES : NO;
}

/** A program that polls, trades or chats until somebody stops it is a service, whether it listens on a port or not. */
function runsForEver({ modules, calls }: Project): boolean {
  return modules.some(
    (module) => module.role === 'entry-point' && module.isEntryPoint && neverReturns(module.body, module, calls),
  );
}

/** By its own module's name, or as some importer writes it (`pkg.db.fetch` for `src/pkg/db.py`): any module may ask. */
function functionOf(name: string, project: Project): LocatedFunction | undefined {
  const [asker] = project.modules;
  const own = project.functionNamed(name);
  if (own !== undefined || asker === undefined) return own;
  const resolved = project.resolve(name, asker);
  return resolved.kind === 'function' ? resolved : undefined;
}

function propertyAt(way: string, from: string | undefined, project: Project): LocatedFunction | undefined {
  const importer = from === undefined ? undefined : project.moduleByPath(from);
  const dot = way.lastIndexOf('.');
  const owner = importer === undefined ? undefined : project.follow(way.slice(0, dot), importer);
  if (owner?.kind !== 'object') return undefined;
  for (const each of project.lineOf(owner)) {
    if (typeof each === 'string') return undefined;
    const { module, class: found } = each;
    const name = `${found.qualifiedName}.${way.slice(dot + 1)}`;
    const property = module.functions.find(({ qualifiedName }) => qualifiedName === name);
    if (property !== undefined)
      return property.decorators.some((each) => PROPERTIES.has(each)) ? { module, function: property } : undefined;
  }
  return undefined;
}

/** Of a way through objects (`app.store.make_store().find`). */
function functionAtEnd(way: string, from: string, project: Project): LocatedFunction | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(way, importer);
  return target?.kind === 'function' ? target : undefined;
}

function isCoroutine(name: string, from: string | undefined, project: Project): Answer {
  const importer = from === undefined ? project.modules[0] : project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(name, importer);
  if (target?.kind !== 'function') return UNKNOWN;
  const isRun = runsWhenAwaited(target);
  if (isRun === undefined || !project.holdsForOverrides(target, (other) => runsWhenAwaited(other) === isRun))
    return UNKNOWN;
  const { module, function: fn } = target;
  const called = fn.qualifiedName.slice(module.module.length + 1);
  return isRun ? yes({ path: module.path, ...fn.place, message: `\`${called}\` is a coroutine function` }) : NO;
}

function canRefuse({ function: name, from }: QuestionOf<'can-refuse'>, project: Project): Answer {
  // Of `Depends(KeyGuard("jobs"))` the object is called.
  const ways = from === undefined ? [] : [name, `${name.replace(/\(\)$/, '')}.__call__`];
  const found =
    functionOf(name, project) ??
    ways.map((way) => functionAtEnd(way, from ?? '', project)).find((each) => each !== undefined);
  if (found === undefined) return UNKNOWN;
  const refusing = refusingOf(found, project);
  if (refusing === undefined) return NO;
  return refusing.isDoubtful ? UNKNOWN : yes(refusing.evidence);
}

function isStarted({ module: name, asProgram }: QuestionOf<'is-started'>, project: Project): boolean {
  const isOne = (module: ModuleSummary): boolean => module.module === name;
  const isServer = ({ command }: PlacedCommand): boolean => command.words.some(({ text }) => WEB_SERVERS.has(text));
  return (
    project.startingCommands.some(
      (placed) => !(asProgram && isServer(placed)) && modulesStartedBy(placed, project).some(isOne),
    ) ||
    project.modules.some(
      (module) =>
        isOne(module) &&
        project.entryPoints.some(({ reference }) => reference.split(':')[0] === project.importNameOf(module)),
    )
  );
}

function answerOnImports(
  { kind, module }: QuestionOf<'is-imported' | 'is-packaged' | 'is-packaged-or-imported'>,
  project: Project,
): Answer {
  if (kind !== 'is-packaged')
    return kind === 'is-imported' ? isImported(module, project) : isPackagedOrImported(module, project);
  const own = project.modules.find((candidate) => candidate.module === module);
  return own === undefined ? UNKNOWN : decided(isInPackage(own.path, project));
}

/** By production code that is no script. */
function isImported(name: string, project: Project): Answer {
  const module = project.modules.find((candidate) => candidate.module === name);
  if (module === undefined) return UNKNOWN;
  const importer = project.importersOf(module).find((edge) => isProduction(edge.from) && edge.from.role !== 'script');
  if (importer === undefined) return NO;
  const { from, imported } = importer;
  return yes({
    path: from.path,
    ...imported.place,
    message: `\`${project.importNameOf(from)}\` imports this module`,
  });
}

/** In a package below a folder that is built (setup or pyproject file), or imported by another production module. */
function isPackagedOrImported(name: string, project: Project): Answer {
  const imported = isImported(name, project);
  const module = project.modules.find((candidate) => candidate.module === name);
  return imported.verdict !== 'no' || module === undefined ? imported : decided(isInPackage(module.path, project));
}
