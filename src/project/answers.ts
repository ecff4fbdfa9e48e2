/** One function per kind of question. */

import type { RelatedLocation } from '../findings/index.ts';
import { WEB_SERVERS } from '../knowledge/server-programs.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { blockingCallOf } from './blocking.ts';
import type { Project } from './build.ts';
import { CALL_DEPTH } from './call-graph.ts';
import { callerAmong } from './calls-among.ts';
import { type AboutClasses, answerOnClass } from './class-answers.ts';
import { answerOnCode } from './code-answers.ts';
import type { PlacedCommand } from './commands.ts';
import { coroutineDoes } from './coroutines.ts';
import { PROPERTIES } from './decorators.ts';
import { isGiven } from './given-arguments.ts';
import { holdsValue } from './held-values.ts';
import { functionKnownAs } from './known-as.ts';
import { isNameTaken } from './name-taken.ts';
import { neverReturns } from './never-returns.ts';
import { reachesOutside } from './outside.ts';
import { isInPackage } from './packaged-folder.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction } from './project-model.ts';
import type { Answer, Question, QuestionOf } from './question.ts';
import { refusingOf } from './refusals.ts';
import { modulesStartedBy } from './started-modules.ts';
import { type AboutTaint, answerOnTaint } from './taint-answers.ts';
import { decided, NO, UNKNOWN, whenReached, YES } from './verdicts.ts';
import { answerOnVersions } from './version-answers.ts';

const yes = (...evidence: readonly (RelatedLocation | undefined)[]): Answer => ({
  verdict: 'yes',
  evidence: evidence.filter((place) => place !== undefined),
});

export function answerQuestion(question: Question, project: Project): Answer {
  if (isCombination(question)) return answerOfParts(question, project);
  switch (question.kind) {
    case 'reaches-outside':
    case 'can-refuse':
    case 'holds-value':
    case 'is-given':
    case 'is-started':
    case 'name-taken':
      return answerOnNamed(question, project);
    case 'is-stateful-class':
    case 'declares-table':
    case 'field-checked':
      return answerOnClass(question, project);
    default:
      return answerOnOthers(question, project);
  }
}

function answerOnOthers(question: Single | AboutTaint | QuestionOf<'is-service' | 'own'>, project: Project): Answer {
  switch (question.kind) {
    case 'given-untrusted-input':
    case 'stores-untrusted-input':
    case 'serves-bot':
    case 'result-answered':
    case 'carries':
    case 'asks-who-comes':
      return answerOnTaint(question, project);
    case 'is-service':
      return isService(project);
    case 'own':
      return answerOwn(question, project);
    default:
      return answerOne(question, project);
  }
}

function answerOwn({ name, about }: QuestionOf<'own'>, project: Project): Answer {
  const own = project.questions.get(name);
  if (own === undefined) throw new Error(`no rule names \`${name}\` among its \`questions\``);
  return own.answer(about, project);
}

const isCombination = (question: Question): question is Combination =>
  question.kind === 'not' || question.kind === 'all' || question.kind === 'any';

function answerOfParts(question: QuestionOf<'not' | 'all' | 'any'>, project: Project): Answer {
  // Only what it is put together from is asked again.
  const answerOf = (part: Question): Answer =>
    isCombination(part) ? answerOfParts(part, project) : project.answer(part);
  if (question.kind === 'not') return negate(answerOf(question.of));
  const isAll = question.kind === 'all';
  const answers: Answer[] = [];
  for (const part of question.of) {
    const answer = answerOf(part);
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
  'reaches-outside' | 'can-refuse' | 'holds-value' | 'is-given' | 'is-started' | 'name-taken'
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
    case 'is-given':
      return { verdict: isGiven(question, project), evidence: [] };
  }
}

/** Questions made of questions. */
type Combination = QuestionOf<'not' | 'all' | 'any'>;

type Single = Exclude<
  Question,
  Combination | AboutTaint | AboutNamed | AboutClasses | QuestionOf<'is-service' | 'own'>
>;

function answerOne(question: Single, project: Project): Answer {
  switch (question.kind) {
    case 'runs-in-threads':
      return alongCallPaths([project.reachability.runByThreads(question.function)]);
    case 'called-from-async':
      return whenReached(project.eventLoop.callerOf(question.function));
    case 'reached-from':
      return alongCallPaths(
        question.entries.map((entry) => project.reachability.reachedFrom(question.function, entry)),
      );
    case 'long-lived':
      return whenReached(project.lifetimes.whyLongLived(question.class));
    case 'coroutine':
      return coroutineDoes(question, project);
    case 'blocks':
      return blocks(question, project);
    case 'calls-any':
      return callsAny(question, project);
    case 'is-imported':
    case 'is-packaged':
      return answerOnImports(question, project);
    case 'allows-version-below':
    case 'allows-version-from':
      return answerOnVersions(question, project);
    default:
      return answerOnCode(question, project);
  }
}

function alongCallPaths(accessPaths: readonly (readonly RelatedLocation[] | undefined)[]): Answer {
  const evidence =
    accessPaths.find((accessPath) => accessPath?.length === 1) ??
    accessPaths.find((accessPath) => accessPath !== undefined);
  return evidence === undefined ? NO : { verdict: 'yes', evidence };
}

function blocks(question: QuestionOf<'blocks'>, project: Project): Answer {
  const { depth = CALL_DEPTH, from } = question;
  const found =
    question.isRead === true
      ? propertyAt(question.function, from, project)
      : (functionKnownAs(question.function, project) ??
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

function callsAny({ function: name, names }: QuestionOf<'calls-any'>, project: Project): Answer {
  const found = functionKnownAs(name, project);
  return found === undefined ? UNKNOWN : whenReached(callerAmong(found, names, project.calls));
}

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

/** A program that polls, trades or chats until someone stops it is a service, whether it listens on a port or not. */
function runsForEver({ modules, calls }: Project): boolean {
  return modules.some(
    (module) => module.role === 'entry-point' && module.isEntryPoint && neverReturns(module.body, module, calls),
  );
}

function propertyAt(accessPath: string, from: string | undefined, project: Project): LocatedFunction | undefined {
  const importer = from === undefined ? undefined : project.moduleByPath(from);
  const dot = accessPath.lastIndexOf('.');
  const owner = importer === undefined ? undefined : project.follow(accessPath.slice(0, dot), importer);
  if (owner?.kind !== 'object') return undefined;
  for (const each of project.lineOf(owner)) {
    if (typeof each === 'string') return undefined;
    const { module, class: found } = each;
    const name = `${found.qualifiedName}.${accessPath.slice(dot + 1)}`;
    const property = module.functions.find(({ qualifiedName }) => qualifiedName === name);
    if (property !== undefined)
      return property.decorators.some((each) => PROPERTIES.has(each)) ? { module, function: property } : undefined;
  }
  return undefined;
}

/** Of a path through objects (`app.store.make_store().find`). */
function functionAtEnd(accessPath: string, from: string, project: Project): LocatedFunction | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(accessPath, importer);
  return target?.kind === 'function' ? target : undefined;
}

function canRefuse({ function: name, from }: QuestionOf<'can-refuse'>, project: Project): Answer {
  // Of `Depends(KeyGuard("jobs"))` the object is called.
  const accessPaths = from === undefined ? [] : [name, `${name.replace(/\(\)$/, '')}.__call__`];
  const found =
    functionKnownAs(name, project) ??
    accessPaths.map((accessPath) => functionAtEnd(accessPath, from ?? '', project)).find((each) => each !== undefined);
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

function answerOnImports({ kind, module }: QuestionOf<'is-imported' | 'is-packaged'>, project: Project): Answer {
  if (kind === 'is-imported') return isImported(module, project);
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
