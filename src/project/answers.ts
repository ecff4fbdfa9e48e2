/** One function per kind of question. */
import type { RelatedLocation } from '../findings/index.ts';
import { asyncTwinOf } from './async-twin.ts';
import type { Project } from './build.ts';
import { callerAmong } from './calls-among.ts';
import type { Resolution, Target } from './project-model.ts';
import type { Answer, Question } from './question.ts';
import { isProduction } from './reachability.ts';
import { allowsBelow } from './specifier.ts';
import { TRANSPARENT_DECORATORS } from './targets.ts';

const NO: Answer = { verdict: 'no', evidence: [] };
const YES: Answer = { verdict: 'yes', evidence: [] };
const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };

const yes = (...evidence: readonly (RelatedLocation | undefined)[]): Answer => ({
  verdict: 'yes',
  evidence: evidence.filter((place) => place !== undefined),
});
const decided = (truth: boolean): Answer => (truth ? YES : NO);

export function answerQuestion(question: Question, project: Project): Answer {
  switch (question.kind) {
    case 'not':
      return negate(project.answer(question.of));
    case 'all':
      return conjunction(question.of.map((part) => project.answer(part)));
    case 'any':
      return disjunction(question.of.map((part) => project.answer(part)));
    default:
      return answerOne(question, project);
  }
}

/** Questions made of questions. */
type Combination = Extract<Question, { readonly kind: 'not' | 'all' | 'any' }>;

function answerOne(question: Exclude<Question, Combination>, project: Project): Answer {
  switch (question.kind) {
    case 'runs-in-threads':
      return whenReached(project.reachability.runByThreads(question.function));
    case 'called-from-async':
      return whenReached(project.eventLoop.callerOf(question.function));
    case 'reached-from':
      return whenReached(
        question.entries
          .map((entry) => project.reachability.reachedFrom(question.function, entry))
          .find((place) => place !== undefined),
      );
    case 'long-lived':
      return whenReached(project.lifetimes.whyLongLived(question.class));
    case 'is-service':
      return isService(project);
    case 'is-coroutine':
      return isCoroutine(question.function, question.from, project);
    case 'blocks':
      return blocks(question.function, project, question.depth ?? MAX_CALL_DEPTH, question.always === true);
    case 'calls-any':
      return callsAny(question.function, question.names, project);
    case 'is-imported':
      return isImported(question.module, project);
    case 'is-packaged-or-imported':
      return isPackagedOrImported(question.module, project);
    case 'attribute-read':
      return decided(isAttributeRead(question.attribute, question.around, project));
    case 'attribute-stored':
      return decided(project.modules.some(({ attributeStores }) => has(attributeStores, question.attribute)));
    case 'is-constant':
      return isConstant(question.function, project);
    case 'is-stateful-class':
      return isStatefulClass(question.class, project);
    case 'allows-version-below':
      return allowsVersionBelow(question.distribution, question.version, project);
    case 'has-async-twin':
      return whenReached(asyncTwinOf(question.class, project));
  }
}

function callsAny(name: string, wanted: readonly string[], project: Project): Answer {
  const found = functionOf(name, project);
  return found === undefined ? UNKNOWN : whenReached(callerAmong(found, wanted, project));
}

const whenReached = (evidence: RelatedLocation | undefined): Answer => (evidence === undefined ? NO : yes(evidence));
const has = (names: readonly string[], name: string): boolean => names.includes(name) || names.includes('*');

function isAttributeRead(attribute: string, around: string | undefined, project: Project): boolean {
  if (around === undefined) return project.modules.some(({ attributeReads }) => has(attributeReads, attribute));
  if (project.modules.some(({ attributeReads }) => attributeReads.includes(attribute))) return true;
  return project.importEdges.some(({ from, to }) => {
    const other = from.module === around ? to : to.module === around ? from : undefined;
    return other?.attributeReads.includes('*') === true;
  });
}

function negate(answer: Answer): Answer {
  if (answer.verdict === 'unknown') return answer;
  return answer.verdict === 'yes' ? NO : YES;
}

function conjunction(answers: readonly Answer[]): Answer {
  if (answers.some(({ verdict }) => verdict === 'no')) return NO;
  if (answers.some(({ verdict }) => verdict === 'unknown')) return UNKNOWN;
  return { verdict: 'yes', evidence: answers.flatMap(({ evidence }) => evidence) };
}

function disjunction(answers: readonly Answer[]): Answer {
  return answers.find(({ verdict }) => verdict === 'yes') ?? answers.find(({ verdict }) => verdict === 'unknown') ?? NO;
}

function isService(project: Project): Answer {
  for (const module of project.modules) {
    if (!isProduction(module)) continue;
    const [framework] = module.serves;
    if (framework !== undefined || module.functions.some(({ entry }) => entry !== undefined && entry !== 'command'))
      return YES;
  }
  return NO;
}

function functionOf(name: string, project: Project): FunctionResolution | undefined {
  const found = project.functionNamed(name) ?? resolveFromAnywhere(name, project);
  return found === undefined ? undefined : { kind: 'function', module: found.module, function: found.function };
}

/** A dotted name as some importer writes it (`pkg.db.fetch` for `src/pkg/db.py`): any module of the project may ask. */
function resolveFromAnywhere(name: string, project: Project): ReturnType<Project['functionNamed']> {
  const [asker] = project.modules;
  if (asker === undefined) return undefined;
  const resolved = project.resolve(name, asker);
  return resolved.kind === 'function' ? resolved : undefined;
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

const REGISTERING = /\.(route|get|head|post|put|patch|delete|options|websocket|api_route)$/;

/** Whether calling gives a coroutine; undefined where a decorator may make anything of it. */
function runsWhenAwaited(target: Target): boolean | undefined {
  if (target.kind !== 'function') return undefined;
  const { isAsync, isGenerator, decorators, entry } = target.function;
  const isPlain = decorators.every(
    // Decorators of routes register the function and give it back.
    (name) => TRANSPARENT_DECORATORS.has(name) || (entry === 'route' && REGISTERING.test(name)),
  );
  return isPlain ? isAsync && !isGenerator : undefined;
}

const MAX_CALL_DEPTH = 3;

/**
 * Itself or through synchronous functions of the project, the nearest call first; an async function that is only called
 * does not run.
 */
function blocks(name: string, project: Project, depth: number, always: boolean): Answer {
  const found = functionOf(name, project);
  if (found === undefined) return UNKNOWN;
  const seen = new Set([found.function]);
  let level = [found];
  for (let left = depth; level.length > 0; left--) {
    const running = level.filter(({ function: fn }) => !fn.isAsync && !fn.isGenerator);
    const proof = running.map((one) => ownBlocking(one, always)).find((answer) => answer !== undefined);
    if (proof !== undefined || left === 0) return proof ?? NO;
    level = running.flatMap((caller) => calledFunctions(caller, project, seen));
  }
  return NO;
}

type FunctionResolution = Extract<Resolution, { kind: 'function' }>;

function ownBlocking({ module, function: fn }: FunctionResolution, always: boolean): Answer | undefined {
  // A lock is taken for a moment, as a rule.
  const own = fn.blocking.find(
    ({ call, isConditional }) => !call.endsWith('.acquire') && !(always && isConditional === true),
  );
  if (own === undefined) return undefined;
  return yes({ path: module.path, ...own.place, message: `\`${own.call}\` blocks the thread here` });
}

/** What a function calls and nobody looked at before. */
function calledFunctions(
  { module, function: fn }: FunctionResolution,
  project: Project,
  seen: Set<FunctionResolution['function']>,
): FunctionResolution[] {
  return fn.calls.flatMap((call) => {
    const callee = project.resolve(call, module);
    if (callee.kind !== 'function' || seen.has(callee.function)) return [];
    seen.add(callee.function);
    return [callee];
  });
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

function isInPackage(path: string, project: Project): boolean {
  const folders = path.split('/').slice(0, -1);
  const isPackage = folders.length > 0 && project.files.has([...folders, '__init__.py'].join('/'));
  if (!isPackage) return false;
  return folders.some((_, index) => {
    const root = folders
      .slice(0, index)
      .map((folder) => `${folder}/`)
      .join('');
    return BUILD_FILES.some((file) => project.files.has(`${root}${file}`));
  });
}

const BUILD_FILES: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg'];

function isConstant(name: string, project: Project): Answer {
  const found = functionOf(name, project);
  return found === undefined ? UNKNOWN : decided('returns' in found.function);
}

function isStatefulClass(name: string, project: Project): Answer {
  const [asker] = project.modules;
  const own = project.classNamed(name);
  const resolved = own !== undefined || asker === undefined ? undefined : project.resolve(name, asker);
  const found = own ?? (resolved?.kind === 'class' ? resolved : undefined);
  if (found === undefined) return UNKNOWN;
  return found.class.isStateful
    ? yes({
        path: found.module.path,
        ...found.class.place,
        message: `instances of \`${found.class.qualifiedName.split('.').at(-1)}\` hold state of their own`,
      })
    : NO;
}

/** No declaration of the distribution, or one without a lower bound, allows every version. */
function allowsVersionBelow(distribution: string, version: string, project: Project): Answer {
  if (!project.declaresRequirements) return UNKNOWN;
  const declared = project.requirementsOn(distribution);
  if (declared.length === 0) return YES;
  const open = declared.find(({ specifier }) => allowsBelow(specifier, version));
  if (open === undefined) return NO;
  const { path, line, specifier } = open;
  const written = specifier === '' ? 'any version' : `\`${specifier}\``;
  return yes({
    path,
    line,
    column: 1,
    endLine: line,
    endColumn: 1,
    message: `\`${distribution}\` is required here in ${written}`,
  });
}
