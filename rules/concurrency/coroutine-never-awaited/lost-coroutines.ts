/** Coroutines that are made and never awaited, and what is lost with them. */
import { type Call, lastName, shortText } from '#ast';
import { groupBy } from '#collections';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import { COROUTINE_FUNCTIONS } from '#knowledge/coroutine-functions';
import { definitionCalled } from '#semantics/effects/definition-called';
import { coroutineTestAround } from '#semantics/types/coroutine-tests';
import { isRefusedCall } from '../_shared/project-calls.ts';
import type { AwaitedNames } from './awaited-names.ts';
import { type CoroutineLoss, coroutineLoss, NEVER_RUNS } from './coroutine-loss.ts';
import { awaitedElsewhere } from './coroutines-by-name.ts';
import { pathToCoroutine, runAsPlain } from './run-as-plain.ts';
import type { DefaultBase, WorkerTask } from './worker-tasks.ts';

/** A call whose result nobody awaits, should it be a coroutine. */
export interface Fact {
  readonly kind: 'call';
  /** The path to what is called (`ObjectTypes.pathOf`), or the name of a coroutine function of a library or of this function. */
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
export interface Named extends Pick<Fact, 'written' | 'place' | 'within'> {
  readonly kind: 'named';
  readonly method: string;
  readonly path?: string;
  readonly awaited?: PackedPlace;
}

export type AnyFact = Fact | Named | AwaitedNames | WorkerTask | DefaultBase;

export const PLAIN = 'the pinned version of the library has a plain function of this name';

/**
 * The cause of each coroutine that is made and lost, by its callee. Who made a function a coroutine left all of its callers behind.
 * A callee that only one function loses went wrong where that function was written, as all did that it loses: anyone who
 * awaits one of them there awaits the others. It has the cause of the first of these.
 */
export function causesOf(lost: readonly { readonly from: string; readonly fact: Fact }[]): ReadonlyMap<string, string> {
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

/** It starts what it is given: anyone who does not wait goes on before that is done, and never learns of a failure. */
const GATHER = 'asyncio.gather';
const FAILURES_LOST = 'its failures are lost';

export function describeLoss({ path, written, loss }: Fact): string {
  const subject = path === GATHER ? `the future of \`${written}(…)\`` : `coroutine \`${written}(…)\``;
  const isDropped = loss === NEVER_RUNS || loss === FAILURES_LOST;
  return `${subject} is never awaited${isDropped ? ', so' : ':'} ${loss}`;
}

export function factOf(call: Call, file: FactsContext): Fact | undefined {
  const loss = isClassLike(call) ? undefined : coroutineLoss(call, file);
  const known = loss === undefined ? undefined : file.types.calleeName(call.func);
  const isDropped = known === GATHER && call.parent?.kind === 'Expr';
  if (loss === undefined) return undefined;
  const isOfLibrary = known !== undefined && (isDropped || COROUTINE_FUNCTIONS.has(known));
  const found = isOfLibrary ? { path: known, isKnown: true as const } : pathToCoroutine(call.func, file);
  if (found === undefined) return undefined;
  const called = definitionCalled(file, call);
  if (called?.kind === 'AsyncFunctionDef' && isRefusedCall(call, called, file)) {
    file.proven({ at: call, by: 'the call raises a `TypeError` before a coroutine exists' });
    return undefined;
  }
  const testAround = coroutineTestAround(call, file);
  if (testAround === 'no') {
    file.proven({ at: call, by: 'the condition around the call excludes a coroutine function' });
    return undefined;
  }
  const doubt = loss.doubt ?? (testAround === 'perhaps' ? 'infeasible-path' : undefined);
  const written = shortText(call.func, file.text);
  return {
    kind: 'call',
    ...found,
    within: file.names.qualnameOf(call),
    written,
    place: packPlace(file, call),
    loss: isDropped ? FAILURES_LOST : loss.says,
    ...(doubt !== undefined && { doubt }),
    ...(loss.returnedBy !== undefined && { returnedBy: loss.returnedBy }),
  };
}

/** `Thread(target=poll)`, where `poll` is a coroutine function. */
export function plainRun(call: Call, file: FactsContext): Fact | undefined {
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
    ...(start.returnedBy !== undefined && { returnedBy: start.returnedBy }),
  };
}

/** A name of several words is no library's as a rule; what the file awaits elsewhere may be anybody's. */
export function namedCall(call: Call, file: FactsContext): Named | undefined {
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
