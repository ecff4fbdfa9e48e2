/** Loops around a `try` whose handler goes round again. */
import {
  type AsyncFor,
  blockAround,
  booleanConstant,
  type Call,
  type ExceptHandler,
  type Expression,
  type For,
  isNone,
  lastName,
  literalTruth,
  type Node,
  type Stmt,
  type Try,
  type TryStar,
  type While,
  walk,
  wordsOfName,
} from '../../ast/index.ts';
import { isNetworkException } from '../../knowledge/network-exceptions.ts';
import { callsWithin, walkOwnCode } from '../effects/calls-within.ts';

import type { SemanticModel } from '../model.ts';
import type { Retry, RetryPath } from '../retries.ts';
import type { DelayFinder } from './delays.ts';
import { limitOf } from './limit.ts';

type Loop = For | AsyncFor | While;

export function retryByException(
  loop: Loop,
  attempt: Try | TryStar,
  model: SemanticModel,
  finder: DelayFinder,
): Retry | undefined {
  const behind = behindWithin(loop, attempt);
  const before = beforeWithin(loop, attempt);
  const isOver = movesOn(before, attempt, behind, finder);
  const goRound = attempt.handlers.filter(
    (handler) => goesRound(handler, behind, model, isOver) && !changesWhatIsDone(handler, attempt),
  );
  if (goRound.length === 0 || picksAnother(before, attempt) || promptsUser([...before, attempt], model))
    return undefined;
  if (!successLeaves(loop, attempt, goRound, behind, model)) return undefined;
  const limit = limitOf(loop, attempt.body, model, before);
  if (limit === undefined) return undefined;
  const shared = finder.within([...before, ...attempt.body, ...attempt.finalbody]);
  const after = finder.within(behind.flat());
  const retryPaths = goRound.map((handler): RetryPath => {
    const delays = [...shared, ...finder.within(handler.body), ...(model.flow.exits(handler.body).falls ? after : [])];
    return { handler, delays, work: workOf(handler, finder, model), isOnce: isOnce(handler) };
  });
  return {
    loop,
    by: 'exception',
    ...limit,
    attempt,
    attempted: attempt.body,
    retryPaths,
    delays: [...new Map(retryPaths.flatMap(({ delays }) => delays.map((delay) => [delay.call, delay]))).values()],
    remoteCalls: model.effects.remote(attempt.body),
    remoteExceptions: retryPaths.flatMap(({ handler }) =>
      model.handlers.describe(handler).catches.filter(isNetworkException),
    ),
  };
}

/** What follows a `try` in each block up to the loop, the innermost block first. */
function behindWithin(loop: Loop, attempt: Node): readonly (readonly Stmt[])[] {
  return outward(loop, attempt, (at) => blockAround(at).filter(({ start }) => start >= at.end));
}

function beforeWithin(loop: Loop, attempt: Node): readonly Stmt[] {
  return outward(loop, attempt, (at) => blockAround(at).filter(({ end }) => end <= at.start)).flat();
}

function outward(loop: Loop, from: Node, each: (at: Node) => readonly Stmt[]): readonly (readonly Stmt[])[] {
  const blocks: (readonly Stmt[])[] = [];
  for (let at: Node | undefined = from; at !== undefined && at !== loop; at = at.parent) blocks.push(each(at));
  return blocks;
}

/** Control gets from the handler to the next turn of the loop. */
function goesRound(
  handler: ExceptHandler,
  behind: readonly (readonly Stmt[])[],
  model: SemanticModel,
  isOver: boolean,
): boolean {
  const { falls, continues } = model.flow.exits(handler.body);
  if (continues) return true;
  if (!falls || isOver) return false;
  for (const block of behind) {
    const exits = model.flow.exits(block);
    if (exits.continues) return true;
    if (!exits.falls) return false;
  }
  return true;
}

/** An attempt that succeeds is the last one: it returns, breaks, or makes the test of the loop false. */
function successLeaves(
  loop: Loop,
  attempt: Try | TryStar,
  goRound: readonly ExceptHandler[],
  behind: readonly (readonly Stmt[])[],
  model: SemanticModel,
): boolean {
  const leaves = (block: readonly Stmt[]): boolean => {
    const { returns, breaks } = model.flow.exits(block);
    return returns || breaks;
  };
  if (leaves(attempt.body) || leaves(attempt.orelse)) return true;
  if (behind.some(leaves) && isLeftOnSuccess(attempt, goRound, behind.flat(), model)) return true;
  if (loop.kind !== 'While' || literalTruth(loop.test) !== undefined) return false;
  const tested = placesRead([loop.test]);
  return placesBound([...attempt.body, ...attempt.orelse, ...behind.flat()]).some((place) => tested.has(place));
}

/** What is behind the `try` is for attempts that succeed alone, or reads what they bind; a poller ends for other reasons. */
function isLeftOnSuccess(
  { body, orelse, handlers }: Try | TryStar,
  goRound: readonly ExceptHandler[],
  behind: readonly Stmt[],
  model: SemanticModel,
): boolean {
  if (goRound.every((handler) => !model.flow.exits(handler.body).falls)) return true;
  const read = placesRead(behind);
  return placesBound([...body, ...orelse, ...handlers.flatMap((handler) => handler.body)]).some((place) =>
    read.has(place),
  );
}

/** The handler binds what the attempt reads: the next attempt is another one. Counters and the error itself are no such thing. */
function changesWhatIsDone(handler: ExceptHandler, attempt: Try | TryStar): boolean {
  if (dropsSomething(handler.body)) return true;
  const changed = placesBound(handler.body);
  if (changed.length === 0) return false;
  const read = placesRead(attempt.body);
  return changed.some((place) => read.has(place));
}

/** What is behind the `try` binds what the attempt is made of: `month = month.next()` after each, whether it failed or not. */
function movesOn(
  before: readonly Stmt[],
  attempt: Try | TryStar,
  behind: readonly (readonly Stmt[])[],
  finder: DelayFinder,
): boolean {
  const read = placesRead([...before, ...attempt.body]);
  // What grows behind it may be the pause, of which the attempt only tells.
  const pauses = placesRead(finder.within(behind.flat()).map(({ call }) => call));
  return placesBound(behind.flat()).some((place) => read.has(place) && !pauses.has(place));
}

/** `provider = self._select_next_provider()` before each attempt: the next one goes elsewhere. */
function picksAnother(before: readonly Stmt[], attempt: Try | TryStar): boolean {
  const read = placesRead(attempt.body);
  return before.some((statement) => {
    if (statement.kind !== 'Assign') return false;
    const value = statement.value.kind === 'Await' ? statement.value.value : statement.value;
    if (value.kind !== 'Call' || !wordsOfName(lastName(value.func) ?? '').some((word) => PICKING.has(word)))
      return false;
    return statement.targets.flatMap(placesOf).some((place) => read.has(place));
  });
}

/** `choice = input("> ")`: each turn does what someone wants then. */
function promptsUser(body: readonly Stmt[], model: SemanticModel): boolean {
  return callsWithin(body).some((call) => PROMPTS.has(model.names.qualifiedName(call.func) ?? ''));
}

const PROMPTS: ReadonlySet<string> = new Set(
  'builtins.input getpass.getpass click.prompt click.confirm typer.prompt typer.confirm rich.prompt.Prompt.ask'.split(
    ' ',
  ),
);

const PICKING: ReadonlySet<string> = new Set(['next', 'select', 'choose', 'pick', 'rotate']);

/** `del self.connection`, `self.connection = None`: the next attempt makes a new one. */
function dropsSomething(body: readonly Stmt[]): boolean {
  let drops = false;
  walkOwnCode(body, (node) => {
    if (node.kind === 'Delete') drops = true;
    if (node.kind === 'Assign' && isNone(node.value)) drops ||= node.targets.some(({ kind }) => kind === 'Attribute');
    return undefined;
  });
  return drops;
}

/** Names and attributes that these statements bind to something but None, True, False or a count. */
function placesBound(body: readonly Stmt[]): readonly string[] {
  const places: string[] = [];
  walkOwnCode(body, (node) => {
    if (node.kind === 'Assign' && !isNone(node.value)) places.push(...node.targets.flatMap(placesOf));
    if (node.kind === 'AnnAssign' && node.value !== undefined) places.push(...placesOf(node.target));
    if (node.kind === 'NamedExpr') places.push(...placesOf(node.target));
    if (node.kind === 'AugAssign' && node.value.kind !== 'Constant') places.push(...placesOf(node.target));
    if (node.kind === 'AugAssign' && node.op !== 'Add' && node.op !== 'Sub') places.push(...placesOf(node.target));
    return undefined;
  });
  return places;
}

function placesOf(target: Expression): readonly string[] {
  if (target.kind === 'Name') return [target.id];
  if (target.kind === 'Attribute') return [`.${target.attr}`];
  if (target.kind === 'Subscript') return placesOf(target.value);
  return target.kind === 'Tuple' || target.kind === 'List' ? target.elts.flatMap(placesOf) : [];
}

function placesRead(roots: readonly Node[]): ReadonlySet<string> {
  const places = new Set<string>();
  for (const root of roots) {
    walk(root, (node) => {
      if (node.kind === 'Name' && node.ctx === 'Load') places.add(node.id);
      if (node.kind === 'Attribute' && node.ctx === 'Load') places.add(`.${node.attr}`);
    });
  }
  return places;
}

/** `if retried: raise` and `retried = True`. */
function isOnce({ body }: ExceptHandler): boolean {
  const flags = new Set<string>();
  const tests: Expression[] = [];
  walkOwnCode(body, (node) => {
    if (node.kind === 'If') tests.push(node.test);
    if (node.kind === 'Assign' && booleanConstant(node.value) !== undefined)
      for (const place of node.targets.flatMap(placesOf)) flags.add(place);
    return undefined;
  });
  return flags.size > 0 && [...placesRead(tests)].some((place) => flags.has(place));
}

/** What no retry changes anything by. */
const IDLE: ReadonlySet<string> = new Set(['log', 'sleep', 'pure', 'introspection', 'clean-up', 'probe', 'parse']);

function workOf(handler: ExceptHandler, finder: DelayFinder, model: SemanticModel): readonly Call[] {
  return callsWithin(handler.body).filter((call) => {
    if (IDLE.has(model.effects.of(call)) || finder.isPause(call)) return false;
    for (let at: Node | undefined = call.parent; at !== undefined && at !== handler; at = at.parent) {
      if (at.kind === 'Raise' || at.kind === 'Return') return false;
      if (at.kind === 'Call' && model.effects.of(at) === 'log') return false;
    }
    return true;
  });
}
