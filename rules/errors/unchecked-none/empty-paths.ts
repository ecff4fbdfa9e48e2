/** Functions that give something on one path and `None` on another, and what is known of that path. */
import {
  type Def,
  type Expression,
  holds,
  isGenerator,
  isNone,
  lastName,
  type Node,
  presenceTested,
  type Return,
  type Stmt,
  walk,
  withoutAwait,
} from '#ast';
import type { Condition } from '#flow';
import { emptyResultOf } from '#kit/calls';
import type { Effect, SemanticModel } from '#semantics';
import { isIdle } from '#semantics/context/idle-function';
import { callsWithin } from '#semantics/effects/calls-within';
import { leavesInLastTurn } from '#semantics/flow/last-turn';
import { statementAround } from '#semantics/names/statement';
import { namesNone } from '#semantics/types/names-none';

/** A function that gives something on one path and `None` on another. */
export interface EmptyPath {
  /** Where it gives `None`. */
  readonly at: Stmt;
  /** What the tests around decide about: the statement, or the `None` within it. */
  readonly decided: Node;
  readonly isAfterFailure: boolean;
  /** What it is given decides, and nothing that it asks for elsewhere. */
  readonly isByArgument: boolean;
  /** Its annotation says that it may. */
  readonly isDeclared: boolean;
  /** It only declares what others implement. */
  readonly isAbstract?: true;
  /** Where it hands on what may be `None`: when that is. */
  readonly when?: string;
}

/** Undefined where it always gives something, or never does. */
export function emptyPathOf(fn: Def, model: SemanticModel): EmptyPath | undefined {
  if (isGenerator(fn) || fn.decorator_list.some((each) => !HARMLESS.has(lastName(each) ?? ''))) return undefined;
  const returns = model.context.nodesOfFunction(fn, 'Return');
  const given = returns.filter(({ value }) => value !== undefined && !isNone(value));
  if (given.length === 0) return declaredEmpty(fn, model);
  const empty = returns.filter((each) => !given.includes(each) && !isForNone(each, fn, model));
  const ends = openEndsOf(fn, model);
  const failed = [...empty, ...ends].find((each) => model.context.handlerAround(each) !== undefined);
  const known = empty.length > 0 || failed !== undefined ? [] : given.flatMap((each) => otherwise(each, fn, model));
  const end = empty.length > 0 || failed !== undefined || known.length > 0 ? undefined : ends[0];
  const at = failed ?? empty[0] ?? known[0]?.at ?? end;
  if (at === undefined || model.flow.isUnreachable(at)) return undefined;
  return {
    at,
    decided: known[0]?.none ?? at,
    isAfterFailure: failed !== undefined,
    isByArgument: isByArgument(at, known[0]?.decided ?? testsBefore(at, given, end, model), model),
    isDeclared: fn.returns !== undefined && namesNone(fn.returns),
    ...(known[0]?.when !== undefined && { when: known[0].when }),
  };
}

/** `@abstractmethod def find(self, number) -> Order | None: ...` */
function declaredEmpty(fn: Def, model: SemanticModel): EmptyPath | undefined {
  const [at] = fn.body;
  if (
    at === undefined ||
    fn.returns === undefined ||
    isNone(fn.returns) ||
    !isIdle(fn, model) ||
    !namesNone(fn.returns)
  )
    return undefined;
  const known = { isAfterFailure: false, isByArgument: false, isDeclared: true, isAbstract: true as const };
  return { at, decided: at, when: 'according to its annotation', ...known };
}

/** What may be `None` in a `return` that gives something otherwise. */
interface Otherwise {
  readonly at: Return;
  readonly none?: Expression;
  readonly when?: string | undefined;
  /** What decides it. */
  readonly decided?: readonly Node[];
}

function otherwise(at: Return, fn: Def, model: SemanticModel): Otherwise[] {
  const { value } = at;
  if (value?.kind === 'IfExp') {
    const none = [value.body, value.orelse].find(isNone);
    if (none === undefined || isForNone(none, fn, model)) return [];
    return [{ at, none, decided: decidedBy(none, model), when: whenAbsent(value.test, model) }];
  }
  const isNext = value?.kind === 'Call' && model.names.qualifiedName(value.func) === 'builtins.next';
  if (isNext && isNone(value.args[1])) return [{ at, decided: value.args }];
  return handingOn(at, model);
}

/** `dict(row) if row else None`: the row is looked for, and may not be there. */
function whenAbsent(test: Expression, model: SemanticModel): string | undefined {
  const subject = presenceTested(test)?.subject;
  const value = subject?.kind === 'Name' ? withoutAwait(model.flow.whole(subject)) : undefined;
  const empty = value?.kind === 'Call' ? emptyResultOf(value, model) : undefined;
  return empty?.source === 'rows' ? empty.when : undefined;
}

/** Where control comes to the end of the body without a `return`. */
function openEndsOf(fn: Def, model: SemanticModel): readonly Stmt[] {
  const edges = new Set(model.flow.graphOf(fn).end.predecessors);
  const ends = new Set<Stmt>();
  // A set yields what is added to it meanwhile.
  for (const { from, kind } of edges) {
    if (from.node === undefined) for (const each of from.predecessors) edges.add(each);
    if (from.node === undefined || (kind !== 'next' && kind !== 'true' && kind !== 'false')) continue;
    // A point of a body is in a statement.
    const end = statementAround(from.node) as Stmt;
    const isLeft = end.kind === 'For' && leavesInLastTurn(end, model);
    const isWithout = end.kind === 'If' && tellsNone({ test: end.test, isTrue: kind === 'true' }, fn, model);
    if (!isLeft && !isWithout && !isForNone(end, fn, model)) ends.add(end);
  }
  return [...ends];
}

/** `return session.scalar(…)`: who calls it gets what may be `None`. What a name holds may have been looked at before. */
function handingOn(at: Return, model: SemanticModel): Otherwise[] {
  const uses = at.value?.kind === 'Name' ? model.names.resolve(at.value)?.references.length : 1;
  const value = at.value === undefined || uses !== 1 ? undefined : withoutAwait(model.flow.whole(at.value));
  const empty = value?.kind === 'Call' ? emptyResultOf(value, model) : undefined;
  if (empty === undefined || value?.kind !== 'Call') return [];
  // The row is missing whoever asks; a key or a text comes from who calls.
  return [{ at, when: empty.when, ...(empty.source !== 'rows' && { decided: value.args }) }];
}

/** `COLLECTORS.get(kind)` that finds nothing, a text that is no date: no row, page or answer is missing. */
function isByArgument(empty: Stmt, decided: readonly Node[], model: SemanticModel): boolean {
  const handled = model.context.handlerAround(empty)?.parent;
  const tests = handled?.kind === 'Try' ? handled.body : decided;
  return (
    tests.some((each) => holds(each, (node) => isGiven(node, model))) &&
    callsWithin(tests).every((call) => WITHIN.has(model.effects.of(call)) || lastName(call.func) === 'get')
  );
}

/** What is asked on the way to an empty `return`; at the end of a function, what was asked on all ways that give something. */
function testsBefore(at: Stmt, given: readonly Return[], end: Stmt | undefined, model: SemanticModel): readonly Node[] {
  if (end === undefined) return decidedBy(at, model);
  const over = end.kind === 'For' || end.kind === 'AsyncFor' ? [end.iter] : [];
  return [...over, ...given.flatMap((each) => decidedBy(each, model))];
}

/** A parameter that is no object of its own. */
const isGiven = (node: Node, { names }: SemanticModel): boolean =>
  node.kind === 'Name' && node.id !== 'self' && node.id !== 'cls' && names.parameterOf(node) !== undefined;

/** The tests around a node, and what the names in them come from. */
function decidedBy(node: Node, model: SemanticModel): readonly Node[] {
  return model.context.testsAround(node).flatMap((test) => {
    const tests: Node[] = [test];
    walk(test, (each) => {
      if (each.kind === 'Name') tests.push(...model.flow.origins(each));
    });
    return tests;
  });
}

/** What needs nothing but what it is given. */
const WITHIN: ReadonlySet<Effect> = new Set<Effect>(['pure', 'parse', 'introspection']);

const HARMLESS: ReadonlySet<string> = new Set(
  'staticmethod classmethod lru_cache cache override abstractmethod'.split(' '),
);

/** `if text is None: return None`: who gives nothing, gets nothing. */
const isForNone = (empty: Node, fn: Def, model: SemanticModel): boolean =>
  model.flow.conditionsAt(empty).some((condition) => tellsNone(condition, fn, model));

/** A parameter of the function is missing. */
function tellsNone({ test, isTrue }: Condition, fn: Def, { names }: SemanticModel): boolean {
  const tested = presenceTested(test);
  const parameter = tested?.subject.kind === 'Name' ? names.parameterOf(tested.subject) : undefined;
  return tested?.isPresent !== isTrue && parameter?.parent?.parent === fn;
}
