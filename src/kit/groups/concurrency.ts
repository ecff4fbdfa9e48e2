/** Coroutines, threads, processes, loops that wait, and what holds them up. */

export { LOCAL_DATABASES } from '../../knowledge/blocking-names.ts';
export { COROUTINE_FUNCTIONS } from '../../knowledge/coroutine-functions.ts';
export { holdsLoopByComputing, isHeavyComputation } from '../../knowledge/heavy-computation.ts';
export { LOOP_RUNNERS } from '../../knowledge/loop-runners.ts';
export { waitsForGivenLoop } from '../../semantics/effects/loop-bridge.ts';
export { aloneOnLoop, isStepOfFlow } from '../concurrency/alone-on-loop.ts';
export { type AwaitedNames, awaitedNames } from '../concurrency/awaited-names.ts';
export { type BackgroundStart, backgroundStart, failureOfLoop } from '../concurrency/background-loops.ts';
export { coroutineAnswer, isPlainAsPinned } from '../concurrency/coroutine-answers.ts';
export { type CoroutineLoss, coroutineLoss } from '../concurrency/coroutine-loss.ts';
export { awaitedElsewhere, coroutinesNamed } from '../concurrency/coroutines-by-name.ts';
export { careForEnd, type Keeper, keeperOf } from '../concurrency/end-of-background.ts';
export { endOfWork } from '../concurrency/end-of-work.ts';
export { describePoll, type EndlessPoll, endlessPollIn, findEndlessPoll } from '../concurrency/endless-poll.ts';
export { gathersExceptions, isNeverLookedAt, workGathered } from '../concurrency/gathered.ts';
export { GIVING_UP_NAMES, isAwaitedByPool, threadsGivenUp } from '../concurrency/given-up-threads.ts';
export { leavesLockingToCallers } from '../concurrency/locked-callers.ts';
export { implicitHolds, opensFile, projectFunction, runBy } from '../concurrency/loop-holds.ts';
export {
  type OpenWait,
  openWaitOf,
  openWaitsCalled,
  threadWaitOf,
} from '../concurrency/open-waits.ts';
export { type OwnLoop, ownLoopBehind } from '../concurrency/own-loop.ts';
export { askedAround, pathToCoroutine, runAsPlain } from '../concurrency/run-as-plain.ts';
export { runsSince } from '../concurrency/running-time.ts';
export { type SharedSession, sessionSharedBy } from '../concurrency/shared-sessions.ts';
export { type CallByName, kindOfWait } from '../concurrency/short-wait.ts';
export { type SynchronousBridge, synchronousBridge } from '../concurrency/synchronous-bridge.ts';
export { waitInTurn } from '../concurrency/wait-in-turn.ts';
export { isAwaitedInRound, isOfRound } from '../concurrency/waited-in-round.ts';
export { type WaitForLibrary, waitsByLibrary } from '../concurrency/waits-by-library.ts';
export {
  DRIVER,
  type HoldingGrades,
  LONG,
  MOMENTARY,
  QUERY,
  whereItBlocks,
  whereOthersWait,
} from '../concurrency/where-others-wait.ts';
export { neverWaits, suspensionsIn, unlessNeverWaits } from '../concurrency/where-suspended.ts';
export { problemsOfWorking, type WorkAsked, workProblem } from '../concurrency/work-on-loop.ts';
export { waitForWork } from '../concurrency/work-waits.ts';
export { awaitsTask, type DefaultBase, type WorkerTask, workerTasks } from '../concurrency/worker-tasks.ts';
export {
  isForgottenThread,
  isGivenToThreads,
  poolOf,
  runsManyAtOnce,
  workersOf,
} from '../concurrency/worker-threads.ts';
export * from '../families/first-use.ts';
