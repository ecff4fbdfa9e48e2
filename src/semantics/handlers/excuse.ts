/** Why nobody need hear of what fails at a place, as far as the code shows it. */
import { type Call, holds, lastName, type Node, type Stmt, statementsBehind } from '../../ast/index.ts';
import { DEVICE_COUNT } from '../../knowledge/effects.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { Effect } from '../effects.ts';
import type { Excuse, QuietPlace } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';

export function excuseOf(model: SemanticModel, place: QuietPlace): Excuse | undefined {
  const statement = place.kind === 'ExceptHandler' ? place.parent : place;
  if (statement === undefined) return undefined;
  const body = place.kind === 'ExceptHandler' ? model.handlers.describe(place).tried : place.body;
  const alternative = alternativeOf(model, place, statement);
  if (alternative !== undefined) return alternative;
  const kind = excuseOfEffects(model, place, body);
  const [first] = body;
  return kind === undefined || first === undefined ? undefined : { kind, says: DOES_ONLY[kind], at: first };
}

const DOES_ONLY = {
  'clean-up': 'the `try` body only cleans up',
  probe: 'the `try` body only probes the system',
  introspection: 'the `try` body only inspects objects',
} as const;

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

/** Another way is tried where this one fails, and where that fails too someone learns of it: the next turn of the loop, the code behind, a test of what was bound. */
function alternativeOf(model: SemanticModel, place: QuietPlace, statement: Node): Excuse | undefined {
  if (place.kind !== 'ExceptHandler' || (statement.kind !== 'Try' && statement.kind !== 'TryStar')) return undefined;
  const { falls, continues, returns } = model.handlers.describe(place).exits;
  if (returns || !(falls || continues)) return undefined;
  const proof = (says: string, at: Node): Excuse => ({ kind: 'alternative', says, at });
  const success = model.flow.exits(statement.body);
  const loop = model.context.loopAround(statement);
  const around = loop !== undefined && 'body' in loop ? loop : undefined;
  const behind = statementsBehind(statement, around);
  const [next] = behind;
  if ((success.returns || success.breaks) && around !== undefined) {
    const after = [...behind, ...around.orelse, ...statementsBehind(around, model.context.loopAround(around))];
    return raises(after) ? proof('the code after the loop raises', around) : undefined;
  }
  if (success.returns && next !== undefined) {
    if (raises(behind)) return proof('the code after it raises', next);
    return usesAgain(next, statement.body) ? proof('the code after it tries again', next) : undefined;
  }
  const bound = place.body.flatMap((each) => (each.kind === 'Assign' ? each.targets : []));
  const test = behind.find((each) => bound.some((target) => target.kind === 'Name' && tests(each, target.id)));
  if (test === undefined || !(raises([test]) || usesAgain(test, statement.body))) return undefined;
  return proof('the value bound by the handler is tested afterwards', test);
}

const raises = (behind: readonly Stmt[]): boolean => behind.some((each) => holds(each, ({ kind }) => kind === 'Raise'));

/** `page.click(…)`, and `page.get_by_text(…)` in a `try` behind it: whatever fails of the object fails there again, and that `try` is judged itself. */
function usesAgain(next: Stmt, tried: readonly Stmt[]): boolean {
  const used = new Set(callsWithin(tried).flatMap(objectsOf));
  const isSecond = (node: Node): boolean =>
    node.kind === 'Try' &&
    callsWithin(node.body)
      .flatMap(objectsOf)
      .some((name) => used.has(name));
  return holds(next, isSecond);
}

const objectsOf = ({ func }: Call): readonly string[] =>
  func.kind === 'Attribute' && func.value.kind === 'Name' ? [func.value.id] : [];

function tests(statement: Stmt, name: string): boolean {
  if (statement.kind !== 'If' && statement.kind !== 'While') return false;
  return holds(statement.test, (node) => node.kind === 'Name' && node.id === name);
}
