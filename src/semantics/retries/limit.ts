/** What ends a loop that retries, and what only looks like one: a loop over alternatives. */
import {
  type AsyncFor,
  ancestors,
  type Expression,
  type For,
  holds,
  literalTruth,
  type Name,
  type Node,
  type Stmt,
  type While,
  walk,
} from '../../ast/index.ts';
import { holdsInOwnCode, walkOwnCode } from '../effects/calls-within.ts';
import { isInfinite } from '../flow/loops.ts';
import type { SemanticModel } from '../model.ts';
import type { Retry } from '../retries.ts';

export type Limit = Pick<Retry, 'limit' | 'attempts'>;

/** Undefined for loops over things that differ: there every turn tries something else. */
export function limitOf(
  loop: For | AsyncFor | While,
  attempted: readonly Stmt[],
  model: SemanticModel,
  before: readonly Stmt[] = [],
): Limit | undefined {
  if (loop.kind === 'AsyncFor') return undefined;
  return loop.kind === 'For' ? limitOfFor(loop, attempted, model, before) : limitOfWhile(loop, attempted, model);
}

function limitOfFor(
  loop: For,
  attempted: readonly Stmt[],
  model: SemanticModel,
  before: readonly Stmt[],
): Limit | undefined {
  const { iter, target } = loop;
  const names = namesIn(target);
  const choosing = [...names, ...namesMadeOf(names, before)];
  if (choosing.some((name) => choosesWhatIsDone(name, attempted, model))) return undefined;
  if (iter.kind !== 'Call') return isTableOfDelays(loop, names, model) ? COUNTED : undefined;
  const called = model.names.qualifiedName(iter.func);
  if (called === 'builtins.enumerate') return isTableOfDelays(loop, names, model) ? COUNTED : undefined;
  if (isInfinite(iter, model.names)) return { limit: 'endless', attempts: undefined };
  // `reversed(range(3))` counts; `reversed(lines)` goes over the lines.
  const [counted] = iter.args;
  const isReversed = called === 'builtins.reversed' && counted?.kind === 'Call';
  if (isReversed && model.names.qualifiedName(counted.func) === 'builtins.range') return COUNTED;
  if (called !== 'builtins.range' && called !== 'itertools.repeat') return undefined;
  if (iter.args.some((bound) => measuresSomething(bound, model))) return undefined;
  return { limit: 'counted', attempts: called === 'builtins.range' ? rangeLength(iter.args, model) : undefined };
}

const COUNTED: Limit = { limit: 'counted', attempts: undefined };

/** `range(len(servers))` goes over the servers. */
function measuresSomething(bound: Expression, model: SemanticModel): boolean {
  return model.flow
    .origins(bound)
    .some((origin) => origin.kind === 'Call' && model.names.qualifiedName(origin.func) === 'builtins.len');
}

function rangeLength(bounds: readonly Expression[], model: SemanticModel): number | undefined {
  const [first, second] = bounds.map((bound) => model.values.number(bound));
  if (first === undefined || bounds.length > 2) return undefined;
  if (bounds.length === 1) return first;
  return second === undefined ? undefined : second - first;
}

/** `for delay in (1, 2, 4)`: what differs is only how long it waits. */
function isTableOfDelays(loop: For, names: readonly Name[], model: SemanticModel): boolean {
  return names.some((name) => {
    const uses = usesWithin(name, loop.body, model);
    return (
      uses.some((use) => isDuration(use)) && uses.every((use) => isDuration(use) || isLoggedOrCompared(use, model))
    );
  });
}

function isDuration(name: Name): boolean {
  for (const at of ancestors(name)) {
    if (at.kind === 'Call' && /sleep|wait|pause|delay|back_?off/i.test(nameOf(at.func))) return true;
    if ('body' in at) return false;
  }
  return false;
}

function isLoggedOrCompared(use: Name, model: SemanticModel): boolean {
  for (const at of ancestors(use)) {
    if (at.kind === 'Call' && model.effects.of(at) === 'log') return true;
    if (at.kind === 'Compare') return true;
    if ('body' in at && at.kind !== 'IfExp') return false;
  }
  return false;
}

/** `day = today + timedelta(days=offset)` before the attempt: what is made of the counter differs with each turn. */
function namesMadeOf(counters: readonly Name[], before: readonly Stmt[]): readonly Name[] {
  const counting = new Set(counters.map(({ id }) => id));
  return [...before]
    .sort((one, other) => one.start - other.start)
    .flatMap((statement) => {
      if (statement.kind !== 'Assign') return [];
      const isMade = namesIn(statement.value).some((use) => counting.has(use.id) && !isForCounting(use));
      const made = isMade ? statement.targets.flatMap(namesIn) : [];
      for (const { id } of made) counting.add(id);
      return made;
    });
}

/** The counter goes into what is done: a name that is still free, the next page, an element. */
function choosesWhatIsDone(name: Name, attempted: readonly Stmt[], model: SemanticModel): boolean {
  return usesWithin(name, attempted, model).some((use) => !isLoggedOrCompared(use, model) && !isForCounting(use));
}

/** `attempt=attempt`, `timeout=10 * attempt`, `if attempt:`, `count = attempt + 1`. */
function isForCounting(use: Name): boolean {
  let inner: Node = use;
  for (const at of ancestors(use)) {
    if (at.kind === 'keyword') return COUNTING_WORD.test(at.arg ?? '');
    if (at.kind === 'If' || at.kind === 'While' || at.kind === 'Assert') return at.test === inner;
    if (at.kind === 'Call') return isDuration(use) || /attempt|retry/i.test(nameOf(at.func));
    if (at.kind === 'Subscript' || at.kind === 'FormattedValue') return false;
    if (at.kind === 'Assign') return at.targets.every((target) => COUNTING_WORD.test(nameOf(target)));
    if (at.kind === 'Dict' || at.kind === 'Raise') return true;
    inner = at;
  }
  return false;
}

const COUNTING_WORD = /attempt|retr(y|ies)|tr(y|ies)|timeout|deadline|delay|sleep|wait|backoff|count/i;

function nameOf(expression: Expression): string {
  return expression.kind === 'Attribute' ? expression.attr : expression.kind === 'Name' ? expression.id : '';
}

function usesWithin(name: Name, body: readonly Stmt[], model: SemanticModel): readonly Name[] {
  const first = body[0];
  const last = body.at(-1);
  if (first === undefined || last === undefined) return [];
  const references = model.names.resolve(name)?.references ?? [];
  return references.filter((use) => use.start >= first.start && use.end <= last.end);
}

function namesIn(target: Expression): readonly Name[] {
  const names: Name[] = [];
  walk(target, (node) => {
    if (node.kind === 'Name') names.push(node);
  });
  return names;
}

/** `while attempt < n` and `while True` with a count; a test without a count is a condition that an attempt makes true. */
function limitOfWhile(loop: While, attempted: readonly Stmt[], model: SemanticModel): Limit | undefined {
  if (triesTheNext(loop, attempted, model)) return undefined;
  const counted = countedIn(loop.body);
  const isCompared = (test: Expression): boolean => {
    return holds(
      test,
      (node) => (node.kind === 'Name' && counted.has(node.id)) || (node.kind === 'Attribute' && counted.has(node.attr)),
    );
  };
  if (isCompared(loop.test)) return COUNTED;
  let isTested = false;
  if (counted.size > 0) {
    walkOwnCode(loop.body, (node) => {
      if (node.kind === 'If' && isCompared(node.test)) isTested = true;
      return undefined;
    });
  }
  if (isTested) return COUNTED;
  const isEndless = literalTruth(loop.test) === true || model.values.fold(loop.test) !== undefined;
  return { limit: isEndless ? 'endless' : 'condition', attempts: undefined };
}

/** `except OSError: port += 1`: each attempt is of something else. */
function triesTheNext(loop: While, attempted: readonly Stmt[], model: SemanticModel): boolean {
  const handlers = loop.body.flatMap((statement) => (statement.kind === 'Try' ? statement.handlers : []));
  const counted = countedIn(handlers.flatMap(({ body }) => body));
  if (counted.size === 0) return false;
  return holdsInOwnCode(
    attempted,
    (node) => node.kind === 'Name' && counted.has(node.id) && !isLoggedOrCompared(node, model) && !isForCounting(node),
  );
}

/** Names of what is counted up or down: `attempt += 1`, `self.failures -= 1`, `tries = tries + 1`. */
function countedIn(body: readonly Stmt[]): ReadonlySet<string> {
  const counted = new Set<string>();
  walkOwnCode(body, (node) => {
    if (node.kind === 'AugAssign' && (node.op === 'Add' || node.op === 'Sub') && node.value.kind === 'Constant')
      counted.add(nameOf(node.target));
    if (node.kind === 'Assign' && node.value.kind === 'BinOp' && node.value.right.kind === 'Constant') {
      const [target] = node.targets;
      if (target !== undefined && nameOf(target) === nameOf(node.value.left)) counted.add(nameOf(target));
    }
    return undefined;
  });
  counted.delete('');
  return counted;
}
