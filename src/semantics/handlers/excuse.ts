/** Why nobody need hear of what fails at a place, as far as its surroundings tell. */
import {
  type Call,
  docstringOf,
  headerSpan,
  holds,
  isInFinally,
  lastName,
  type Node,
  purposeOf,
  type Stmt,
  statementsBehind,
} from '../../ast/index.ts';
import { DEVICE_COUNT } from '../../knowledge/effects.ts';
import type { Span } from '../../text/index.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { Effect } from '../effects.ts';
import type { Excuse, ExcuseKind, QuietPlace } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import { explanationOf } from './explanation.ts';
import { feedsLogsOnly } from './log-line.ts';
import { isTrivialBody } from './outcome.ts';

export function excuseOf(model: SemanticModel, place: QuietPlace): Excuse | undefined {
  const statement = place.kind === 'ExceptHandler' ? place.parent : place;
  if (statement === undefined) return undefined;
  const body = place.kind === 'ExceptHandler' ? model.handlers.describe(place).tried : place.body;
  return provenBy(model, place, statement, body) ?? guessedBy(model, place, statement, body);
}

function provenBy(model: SemanticModel, place: QuietPlace, statement: Node, body: readonly Stmt[]): Excuse | undefined {
  if (place.kind === 'ExceptHandler' && feedsLogsOnly(model, place))
    return { kind: 'log-line', isProof: true, says: 'all that it makes goes into a log', at: statement };
  const kind = excuseOfEffects(model, place, body);
  const [first] = body;
  if (kind !== undefined && first !== undefined) return { kind, isProof: true, says: DOES_ONLY[kind], at: first };
  const alternative = alternativeOf(model, place, statement);
  return alternative?.isProof === true ? alternative : undefined;
}

const DOES_ONLY = {
  'clean-up': 'what it tries only tidies up',
  probe: 'what it tries only asks the machine',
  introspection: 'what it tries only looks at objects',
} as const;

function guessedBy(
  model: SemanticModel,
  place: QuietPlace,
  statement: Node,
  body: readonly Stmt[],
): Excuse | undefined {
  const guess = (kind: ExcuseKind, says: string, at: Node | Span): Excuse => ({ kind, isProof: false, says, at });
  const header = place.kind === 'ExceptHandler' ? place : headerSpan(place, model.source.text);
  if (explanationOf(model.source, header) !== undefined)
    return guess('explained', 'a comment there gives a reason', header);
  const above = explanationOf(model.source, { start: statement.start, end: statement.start + 'try:'.length });
  if (above !== undefined && FAILING.test(above))
    return guess('explained', 'a comment above it speaks of failing', statement);
  const imported = body.find(isImport);
  if (imported !== undefined) return guess('optional-import', 'it also tries an import', imported);
  const around = model.context.defAround(statement);
  const purpose = around === undefined ? undefined : purposeOf(around);
  if (around !== undefined && purpose !== undefined && purpose !== 'guard')
    return guess(purpose, `the name \`${around.name}\` says that it ${PURPOSES[purpose]}`, around);
  const word = model.names.moduleName.split(/[._]/).find((each) => ASIDE_MODULES.has(each));
  if (word !== undefined) return guess('best-effort', `the module is called after ${word}`, statement);
  if (isInFinally(statement)) return guess('clean-up', 'it stands in a `finally`', statement);
  const outer = model.context.handlerAround(statement);
  if (outer !== undefined)
    return guess('clean-up', 'it stands in a handler, where something has failed already', outer);
  const alternative = alternativeOf(model, place, statement);
  if (alternative !== undefined) return alternative;
  if (place.kind === 'ExceptHandler' && hasElse(statement))
    return guess('alternative', 'an `else` does what needs the success', statement);
  const [docstring] = around?.body ?? [];
  return docstring !== undefined && around !== undefined && PROMISED.test(docstringOf(around) ?? '')
    ? guess('promised', 'the docstring says that failures are silent', docstring)
    : undefined;
}

const PURPOSES = {
  'clean-up': 'ends or releases something',
  question: 'asks a question',
  display: 'makes a text of an object',
  attempt: 'tries without a promise',
} as const;

const hasElse = (statement: Node): boolean =>
  (statement.kind === 'Try' || statement.kind === 'TryStar') && statement.orelse.length > 0;

/** What a comment above a `try` says when it gives the reason for silence, and not just what the body does. */
const FAILING =
  /\b(?:fail\w*|errors?|exceptions?|raises?|ignor\w+|swallow\w*|silent\w*|best[- ]effort|unavailable|missing|must not|never|fall(?:s|ing)? ?back)\b/i;

/** What a docstring says that promises a quiet failure: no proof that this failure is meant. */
const PROMISED = new RegExp(
  [
    /\b(?:errors?|exceptions?|failures?)\b(?:(?!\bnot\b|\bnever\b)[^.]){0,60}\b(?:swallowed|ignored|suppressed)\b/,
    /\b(?:never raises?|does not raise|without raising|best[- ]effort|(?:silently|errors? (?:are|is)) ignored?)\b/,
    /\b(?:otherwise,? (?:returns? )?(?:None|False)|as (?:a|the) last resort|unreadable)\b/,
    /\b(?:on|if|in case of|upon) (?:any )?(?:errors?|failures?|exceptions?|it fails)\b/,
    /\breturns? `*(?:None|False|empty \w+)`* (?:if|when|where)\b[^.]{0,60}\b(?:can't|cannot|could not|unable|fail\w*)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Modules that observe the program and must never harm it, by a word of their names. */
const ASIDE_MODULES: ReadonlySet<string> = new Set(['telemetry', 'analytics', 'observability']);

function isImport(statement: Stmt): boolean {
  return statement.kind === 'Import' || statement.kind === 'ImportFrom';
}

const ASIDE: ReadonlySet<Effect> = new Set<Effect>(['pure', 'log', 'introspection', 'sleep']);
const PROBING: ReadonlySet<Effect> = new Set<Effect>([...ASIDE, 'probe', 'parse']);

/** A body that only tidies up, only asks the machine, or only looks at objects. */
function excuseOfEffects(
  model: SemanticModel,
  place: QuietPlace,
  body: readonly Stmt[],
): keyof typeof DOES_ONLY | undefined {
  const effects = model.effects.within(body);
  if (effects.has('clean-up') && [...effects].every((effect) => effect === 'clean-up' || ASIDE.has(effect)))
    return 'clean-up';
  const probes = effects.has('probe') || isOnEachDevice(model, place);
  if (probes && [...effects].every((effect) => PROBING.has(effect))) return 'probe';
  return effects.has('introspection') && [...effects].every((effect) => ASIDE.has(effect))
    ? 'introspection'
    : undefined;
}

/** `for i in range(torch.npu.device_count())`, and the next device is tried where one does not answer. */
function isOnEachDevice(model: SemanticModel, place: QuietPlace): boolean {
  const loop = model.context.loopAround(place);
  if (loop?.kind !== 'For' || place.kind !== 'ExceptHandler' || !model.handlers.describe(place).goesOn) return false;
  const counts = loop.iter.kind === 'Call' ? loop.iter.args.flatMap((bound) => model.flow.origins(bound)) : [];
  return counts.some((count) => count.kind === 'Call' && DEVICE_COUNT.test(lastName(count.func) ?? ''));
}

/**
 * Another way is tried where this one fails: the next turn of the loop, the code behind, a test of what was bound. Why the first one
 * failed is lost all the same, unless what follows the last one tells that.
 */
function alternativeOf(model: SemanticModel, place: QuietPlace, statement: Node): Excuse | undefined {
  if (place.kind !== 'ExceptHandler' || (statement.kind !== 'Try' && statement.kind !== 'TryStar')) return undefined;
  const { falls, continues, returns } = model.handlers.describe(place).exits;
  if (returns || !(falls || continues)) return undefined;
  const proof = (says: string, at: Node): Excuse => ({ kind: 'alternative', isProof: true, says, at });
  const guess = (says: string, at: Node): Excuse => ({ ...proof(says, at), isProof: false });
  const success = model.flow.exits(statement.body);
  const loop = model.context.loopAround(statement);
  const around = loop !== undefined && 'body' in loop ? loop : undefined;
  const behind = statementsBehind(statement, around);
  const [next] = behind;
  if ((success.returns || success.breaks) && around !== undefined) {
    const after = [...behind, ...around.orelse, ...statementsBehind(around, model.context.loopAround(around))];
    if (isTold(after, model)) return proof('what stands behind the loop tells it', around);
    return guess('the next turn of the loop tries again', around);
  }
  if (success.returns && next !== undefined && !isTrivialBody(model, behind)) {
    if (isTold(behind, model)) return proof('the code behind it tells it', next);
    return asksAgain(next, statement.body)
      ? proof('the code behind it asks the same once more', next)
      : guess('the code behind it may be another way to the answer', next);
  }
  const bound = place.body.flatMap((each) => (each.kind === 'Assign' ? each.targets : []));
  const test = behind.find((each) => bound.some((target) => target.kind === 'Name' && tests(each, target.id)));
  if (test === undefined) return undefined;
  return isTold([test], model) || asksAgain(test, statement.body)
    ? proof('what the handler binds is tested behind it', test)
    : guess('what the handler binds is tested behind it', test);
}

/** What is reached where every way failed raises, or has it in a log. */
const isTold = (behind: readonly Stmt[], model: SemanticModel): boolean =>
  behind.some((each) => holds(each, ({ kind }) => kind === 'Raise')) || model.effects.within(behind).has('log');

/** `page.click(…)`, and `page.get_by_text(…)` in a `try` behind it: whatever fails of the object fails there again, and that `try` is judged itself. */
function asksAgain(next: Stmt, tried: readonly Stmt[]): boolean {
  const asked = new Set(callsWithin(tried).flatMap(objectsOf));
  const isSecond = (node: Node): boolean =>
    node.kind === 'Try' &&
    callsWithin(node.body)
      .flatMap(objectsOf)
      .some((name) => asked.has(name));
  return holds(next, isSecond);
}

const objectsOf = ({ func }: Call): readonly string[] =>
  func.kind === 'Attribute' && func.value.kind === 'Name' ? [func.value.id] : [];

function tests(statement: Stmt, name: string): boolean {
  if (statement.kind !== 'If' && statement.kind !== 'While') return false;
  return holds(statement.test, (node) => node.kind === 'Name' && node.id === name);
}
