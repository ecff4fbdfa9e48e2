/** Problems of what keeps an event loop busy instead of waiting. */
import { type AsyncFunctionDef, type BinOp, type Call, type Expression, holds, type Node, shortText } from '#ast';
import type { DoubtId } from '#findings';
import { type Problem, providedThat, reachedFrom } from '#kit';
import { cachesResult, isKeptBeyond, isWhereMissing } from '#kit/state';
import { sizeTestsBefore } from '#kit/web';
import { isPictureCodec, isTextCodec } from '#knowledge/heavy-computation';
import { FEW_ROUNDS, isLengthy, isLoading, isModel, isPasswordHash, isSlowHash } from '#knowledge/long-work';
import type { Condition, Grade, Question, QuestionOf } from '#project';
import type { SemanticModel } from '#semantics';
import { workOf } from '../_shared/loop-holds.ts';
import { type ClientPath, waitsThroughClient } from './client-wait.ts';
import { codecsOfClient, takerOf } from './codecs-of-client.ts';
import type { CallByName } from './short-wait.ts';
import { COMPUTATION, HASH, LONG, MOMENTARY, whereOthersWait } from './where-others-wait.ts';

/** One way to hash for the whole application is one decision. */
const HASHES = 'hashes of passwords';

/** Library calls of a coroutine that compute: one problem for them all. */
export function workProblem(
  fn: AsyncFunctionDef,
  calls: readonly Call[],
  path: string,
  model: SemanticModel,
): Problem | undefined {
  const codecs = codecsOfClient(fn, calls, model);
  const decoded = new Set(codecs.map(({ call }) => call));
  const found = [...codecs, ...workOf(calls, model).filter(({ call }) => !decoded.has(call))];
  const isAnew = (each: CallByName): boolean => loadsAnew(each.call, each.name, fn, model);
  const first =
    found.find(({ name }) => isLengthy(name)) ??
    (codecs.length === 0 ? found.find(({ name }) => isSlowHash(name)) : undefined) ??
    codecs[0] ??
    found.find(isAnew) ??
    found[0];
  if (first === undefined) return undefined;
  const others = found.filter((each) => each !== first);
  const related = others.slice(0, 5).map(({ call, name }) => ({ at: call, message: `\`${name}\` runs here` }));
  const where = `${first.name.startsWith('shutil.') ? 'file I/O' : 'CPU-bound work'} blocks the event loop in \`async def ${fn.name}\`: \`${first.name}\``;
  const problem = { ...kindOfWork(first.name), at: first.call, related, remedy: OFF_LOOP };
  const full = model.names.fullNameOf(fn);
  const when = whereHoldsUp(fn, [], model);
  if (codecs.length > 0 && !isLengthy(first.name)) {
    const message = `${where}${goingOn(codecs, calls, model)}, on client-sized input`;
    return { ...problem, cause: full, message, doubt: sizeTested(codecs, first.call, fn, model), when };
  }
  if (isSlowHash(first.name)) return { ...problem, cause: HASHES, message: `${where} ${SLOW}`, when };
  const cause = `${path} ${first.name}`;
  if (isLengthy(first.name)) return { ...problem, cause, message: where, when };
  // What is loaded once, before anything is question for, holds nobody up.
  const question = isLoading(first.name) ? [reachedFrom(['route', 'task'], full)] : [];
  const anew = isAnew(first) && { message: `${where} loads the model on every call`, remedy: LOAD_ONCE };
  return { ...problem, cause, message: where, ...anew, when: whereHoldsUp(fn, question, model) };
}

/** How long it holds the loop. */
function kindOfWork(name: string): Pick<Problem, 'kind'> {
  if (name.endsWith(FEW_ROUNDS)) return MOMENTARY;
  return isPasswordHash(name) ? HASH : isLengthy(name) || isModel(name) ? LONG : COMPUTATION;
}

function goingOn(codecs: readonly CallByName[], calls: readonly Call[], model: SemanticModel): string {
  const taker = takerOf(codecs, calls, model);
  return taker === undefined ? '' : `, then \`${shortText(taker.func, model.source.text)}\``;
}

/** Whether something asks for the size before the first of them, where more than pictures and texts are decoded. */
const sizeTested = (
  codecs: readonly CallByName[],
  first: Call,
  fn: AsyncFunctionDef,
  model: SemanticModel,
): DoubtId | undefined =>
  !codecs.every(({ name }) => isPictureCodec(name) || isTextCodec(name)) && mayBeSmall(first, fn, model)
    ? 'limit-elsewhere'
    : undefined;

/** Something asks for the size before, and nothing says that it lets megabytes through. Where nothing asks, the client may send what it likes. */
function mayBeSmall(call: Call, fn: AsyncFunctionDef, model: SemanticModel): boolean {
  const isLarge = (side: Expression): boolean =>
    (model.values.number(side) ?? 0) >= MEGABYTE || isInMegabytes(side, model);
  const tests = sizeTestsBefore(call, fn);
  return tests.length > 0 && !tests.some(({ left, comparators }) => [left, ...comparators].some(isLarge));
}

/** `len(picture) / 1e6`, `size / 1024 / 1024`: where they are counted, some are let through. */
function isInMegabytes(side: Expression, { flow, values }: SemanticModel): boolean {
  const divisor = (node: Node): number =>
    isDivision(node) ? (values.number(node.right) ?? 1) * divisor(node.left) : 1;
  // A chain of divisions is question from its end.
  return holds(flow.whole(side), (node) => !isDivision(node.parent) && divisor(node) >= MEGABYTE);
}

const isDivision = (node: Node | undefined): node is BinOp => node?.kind === 'BinOp' && node.op === 'Div';

const MEGABYTE = 1_000_000;

/** A model, and nothing keeps it for the next request. */
const loadsAnew = (call: Call, name: string, fn: AsyncFunctionDef, model: SemanticModel): boolean =>
  isModel(name) && !cachesResult(fn, model) && !isWhereMissing(call, fn) && !isKeptBeyond(call, fn, model);

/** What may work: a function of the project, or a call of an object that another module holds. */
export type WorkQuestion = QuestionOf<'blocks'> | { readonly client: ClientPath };

/** What computes, if it does. */
export function problemsOfWorking(
  fn: AsyncFunctionDef,
  { call, cause, written }: { readonly call: Call; readonly cause: string; readonly written: string },
  question: WorkQuestion,
  model: SemanticModel,
): readonly Problem[] {
  const where = `the event loop in \`async def ${fn.name}\``;
  const message = `CPU-bound work blocks ${where}: \`${written}\``;
  const problem = { ...COMPUTATION, at: call, cause, message, remedy: OFF_LOOP };
  if ('client' in question) {
    const works = waitsThroughClient.ask({ ...question.client, by: 'work' });
    return [{ ...problem, when: whereHoldsUp(fn, [works], model) }];
  }
  const works: Question = { ...question, by: 'work' };
  const byHash: Condition = { ...providedThat({ ...question, by: 'password-hash' }, 'keep'), yes: HASH };
  const isNot = (of: Question): Question => ({ kind: 'not', of });
  const hashes: Question = { ...question, by: 'slow-hash' };
  const lengthy: Question = { ...question, by: 'lengthy-work' };
  const only = [works, isNot({ ...question, by: 'other-than-database' })];
  return [
    { ...problem, when: whereHoldsUp(fn, [...only, isNot(hashes), isNot(lengthy)], model, byHash) },
    {
      ...problem,
      ...HASH,
      cause: HASHES,
      message: `${message} ${SLOW}`,
      when: whereHoldsUp(fn, [...only, hashes, isNot(lengthy)], model),
    },
    {
      ...problem,
      ...LONG,
      message: `long CPU-bound work blocks ${where}: \`${written}\``,
      when: whereHoldsUp(fn, [...only, lengthy], model),
    },
  ];
}

const SLOW = 'is slow by design';
const LOAD_ONCE = 'Load the model once at startup and reuse it';
const OFF_LOOP = 'Run it in a thread (`asyncio.to_thread`), or in a process pool if it is pure Python';

/** Where all of these are so, and others wait for the loop. */
const whereHoldsUp = (
  fn: AsyncFunctionDef,
  question: readonly Question[],
  model: SemanticModel,
  yes: Grade = 'keep',
): Condition =>
  question.length === 0
    ? whereOthersWait(fn, model, yes)
    : { ...providedThat({ kind: 'all', of: question }, 'drop'), yes: whereOthersWait(fn, model, yes) };
