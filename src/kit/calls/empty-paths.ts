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
  stringConstant,
  walk,
  withoutAwait,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { Effect, SemanticModel } from '../../semantics/index.ts';
import { emptyResultOf } from './empty-results.ts';

/** A function that gives something on one path and `None` on another. */
export interface EmptyPath {
  /** Where it gives `None`. */
  readonly at: Stmt;
  readonly isAfterFailure: boolean;
  /** What it is given decides, and nothing that it asks for elsewhere. */
  readonly isByArgument: boolean;
  /** Its annotation says that it may. */
  readonly isDeclared: boolean;
  /** Where it hands on what may be `None`: when that is. */
  readonly when?: string;
}

/** Undefined where it always gives something, or never does. */
export function emptyPathOf(fn: Def, model: SemanticModel): EmptyPath | undefined {
  if (isGenerator(fn) || fn.decorator_list.some((each) => !HARMLESS.has(lastName(each) ?? ''))) return undefined;
  const returns = model.context.nodesOfFunction(fn, 'Return');
  const given = returns.filter(({ value }) => value !== undefined && !isNone(value));
  const empty = returns.filter((each) => !given.includes(each) && !isAskedFor(each, fn, model));
  const failed = empty.find((each) => model.context.handlerAround(each) !== undefined) ?? fallenThrough(fn.body, model);
  const handedOn = empty.length > 0 || failed !== undefined ? [] : given.flatMap((each) => handingOn(each, model));
  const at = failed ?? empty[0] ?? handedOn[0]?.at;
  if (given.length === 0 || at === undefined || model.flow.isUnreachable(at)) return undefined;
  return {
    at,
    isAfterFailure: failed !== undefined,
    isByArgument: isByArgument(at, model),
    isDeclared: fn.returns !== undefined && namesNone(fn.returns),
    ...(handedOn[0] !== undefined && { when: handedOn[0].when }),
  };
}

/** `except Error: log(…)` at the end of a function whose `try` gives something: the end of what the handler does. */
function fallenThrough(body: readonly Stmt[], model: SemanticModel): Stmt | undefined {
  const last = body.at(-1);
  if (last?.kind === 'With' || last?.kind === 'AsyncWith') return fallenThrough(last.body, model);
  if (last?.kind !== 'Try' || model.flow.exits([...last.body, ...last.orelse]).falls) return undefined;
  return last.handlers.find(({ body: handled }) => model.flow.exits(handled).falls)?.body.at(-1);
}

/** `Member | None`, `Optional[Member]`, `"Member | None"`. */
export function namesNone(annotation: Expression): boolean {
  return holds(annotation, (node) => {
    if (node.kind === 'Subscript') return lastName(node.value) === 'Optional';
    if (node.kind !== 'Constant') return false;
    return isNone(node) || /\bNone\b|\bOptional\[/.test(stringConstant(node) ?? '');
  });
}

/** `return session.scalar(…)`: who calls it gets what may be `None`. What a name holds may have been looked at before. */
function handingOn(at: Return, model: SemanticModel): { readonly at: Return; readonly when: string }[] {
  const uses = at.value?.kind === 'Name' ? model.names.resolve(at.value)?.references.length : 1;
  const value = at.value === undefined || uses !== 1 ? undefined : withoutAwait(model.flow.whole(at.value));
  const empty = value?.kind === 'Call' ? emptyResultOf(value, model) : undefined;
  return empty?.source === 'rows' ? [{ at, when: empty.when }] : [];
}

/** `COLLECTORS.get(kind)` that finds nothing, a text that is no date: no row, page or answer is missing. */
function isByArgument(empty: Stmt, model: SemanticModel): boolean {
  const handled = model.context.handlerAround(empty)?.parent;
  const asked = handled?.kind === 'Try' ? handled.body : decidedBy(empty, model);
  return (
    asked.some((each) => holds(each, (node) => isGiven(node, model))) &&
    callsWithin(asked).every((call) => WITHIN.has(model.effects.of(call)) || lastName(call.func) === 'get')
  );
}

/** A parameter that is no object of its own. */
const isGiven = (node: Node, { names }: SemanticModel): boolean =>
  node.kind === 'Name' && node.id !== 'self' && node.id !== 'cls' && names.parameterOf(node) !== undefined;

/** The tests around a node, and what the names in them come from. */
function decidedBy(node: Node, model: SemanticModel): readonly Node[] {
  return model.context.testsAround(node).flatMap((test) => {
    const asked: Node[] = [test];
    walk(test, (each) => {
      if (each.kind === 'Name') asked.push(...model.flow.origins(each));
    });
    return asked;
  });
}

/** What needs nothing but what it is given. */
const WITHIN: ReadonlySet<Effect> = new Set<Effect>(['pure', 'parse', 'introspection']);

const HARMLESS: ReadonlySet<string> = new Set('staticmethod classmethod lru_cache cache override'.split(' '));

/** `if text is None: return None`: who gives nothing, gets nothing. */
function isAskedFor(empty: Return, fn: Def, { context, names }: SemanticModel): boolean {
  return context.testsAround(empty).some((test) => {
    const subject = presenceTested(test)?.subject;
    const parameter = subject?.kind === 'Name' ? names.parameterOf(subject) : undefined;
    return parameter !== undefined && parameter.parent?.parent === fn;
  });
}
