/** Why nobody need hear of what fails at a place, as far as its surroundings tell. */
import {
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
import type { Effect } from '../effects.ts';
import type { Excuse, QuietPlace } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import { explanationOf } from './explanation.ts';
import { feedsLogsOnly } from './log-line.ts';
import { isTrivialBody } from './outcome.ts';

export function excuseOf(model: SemanticModel, place: QuietPlace): Excuse | undefined {
  const statement = place.kind === 'ExceptHandler' ? place.parent : place;
  if (statement === undefined) return undefined;
  const body = place.kind === 'ExceptHandler' ? model.handlers.describe(place).tried : place.body;
  const header = place.kind === 'ExceptHandler' ? place : headerSpan(place, model.source.text);
  if (explanationOf(model.source, header) !== undefined) return 'explained';
  const above = explanationOf(model.source, { start: statement.start, end: statement.start + 'try:'.length });
  if (above !== undefined && FAILING.test(above)) return 'explained';
  if (body.some(isImport)) return 'optional-import';
  if (place.kind === 'ExceptHandler' && feedsLogsOnly(model, place)) return 'log-line';
  const around = model.context.defAround(statement);
  const purpose = around === undefined ? undefined : purposeOf(around);
  if (purpose !== undefined && purpose !== 'guard') return purpose;
  if (model.names.moduleName.split(/[._]/).some((word) => ASIDE_MODULES.has(word))) return 'best-effort';
  if (isInFinally(statement) || model.context.handlerAround(statement) !== undefined) return 'clean-up';
  const excuse =
    excuseOfEffects(model, place, body) ?? (isAlternative(model, place, statement) ? 'alternative' : undefined);
  return excuse ?? (PROMISED.test((around && docstringOf(around)) ?? '') ? 'promised' : undefined);
}

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
const PROBING: ReadonlySet<Effect> = new Set<Effect>([...ASIDE, 'probe', 'process', 'parse']);

/** A body that only tidies up, only asks the machine, or only looks at objects. */
function excuseOfEffects(model: SemanticModel, place: QuietPlace, body: readonly Stmt[]): Excuse | undefined {
  const effects = model.effects.within(body);
  if (effects.has('clean-up') && [...effects].every((effect) => effect === 'clean-up' || ASIDE.has(effect)))
    return 'clean-up';
  const probes = effects.has('probe') || effects.has('process') || isOnEachDevice(model, place);
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

/** Another way is tried where this one fails: the next turn of the loop, the code behind, a test of what was bound. */
function isAlternative(model: SemanticModel, place: QuietPlace, statement: Node): boolean {
  if (place.kind !== 'ExceptHandler' || (statement.kind !== 'Try' && statement.kind !== 'TryStar')) return false;
  if (statement.orelse.length > 0) return true;
  const { falls, continues, returns } = model.handlers.describe(place).exits;
  if (returns || !(falls || continues)) return false;
  const success = model.flow.exits(statement.body);
  if ((success.returns || success.breaks) && model.context.loopAround(statement) !== undefined) return true;
  const behind = statementsBehind(statement, model.context.loopAround(statement));
  if (success.returns && !isTrivialBody(model, behind)) return true;
  const bound = place.body.flatMap((each) => (each.kind === 'Assign' ? each.targets : []));
  return bound.some((target) => target.kind === 'Name' && behind.some((each) => tests(each, target.id)));
}

function tests(statement: Stmt, name: string): boolean {
  if (statement.kind !== 'If' && statement.kind !== 'While') return false;
  return holds(statement.test, (node) => node.kind === 'Name' && node.id === name);
}
