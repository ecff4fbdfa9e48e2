/** What was kept to be handed over later, and is out of its keeping before anybody knows whether it arrived. */
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  isWithin,
  type Node,
  type Try,
  walk,
  withoutAwait,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

export interface TakenOut {
  /** What is handed over, as it is written. */
  readonly what: string;
  /** Where it was kept. */
  readonly from: string;
  /** The statement or call that empties it. */
  readonly at: Node;
  readonly call: Call;
}

/** `rows, self.rows = self.rows, []`, and then the `try` that writes `rows`: what its calls are given and nobody else has any more. */
export function takenOut(tried: Try, fn: Def, model: SemanticModel): TakenOut | undefined {
  // To close or to log what was taken out hands nothing over.
  const calls = callsWithin(tried.body).filter(
    (call) => call.parent?.kind !== 'Call' && !NO_HANDING_OVER.has(model.effects.of(call) ?? ''),
  );
  for (const call of calls) {
    for (const given of argumentValues(call).map((each) => (each.kind === 'Starred' ? each.value : each))) {
      const found = given.kind === 'Name' ? takenAs(given, call, fn, model) : emptiedAfter(given, tried, fn, model);
      if (found !== undefined && !isWithin(found.at, call))
        return { ...found, what: model.source.text.slice(given), call };
    }
  }
  return undefined;
}

const NO_HANDING_OVER: ReadonlySet<string> = new Set(['log', 'clean-up', 'sleep']);

type Taking = Omit<TakenOut, 'what' | 'call'>;

/** A local that holds what stood elsewhere, and that place was emptied before the call. */
function takenAs(given: Expression & { kind: 'Name' }, call: Call, fn: Def, model: SemanticModel): Taking | undefined {
  const bound = bindingsIn(fn).filter(({ name, at }) => name === given.id && at.end <= call.start);
  for (const { value } of bound) {
    const popped = poppedBy(withoutAwait(value), fn, model);
    if (popped !== undefined) return popped;
    const place = copied(value);
    if (!isKept(place, fn, model)) continue;
    const from = model.source.text.slice(place);
    const at = emptyings(from, fn, model).find(
      (each) => each.start >= value.start - from.length && each.end <= call.start,
    );
    if (at !== undefined) return { from, at };
    const same = bindingsIn(fn).find(
      (each) => each.name === from && isEmpty(each.value) && each.at.start <= value.start && value.end <= each.at.end,
    );
    if (same !== undefined) return { from, at: same.at };
  }
  return undefined;
}

/** Handed over where it is kept, and emptied whether or not that went well. */
function emptiedAfter(given: Expression, tried: Try, fn: Def, model: SemanticModel): Taking | undefined {
  if (!isKept(given, fn, model)) return undefined;
  const from = model.source.text.slice(given);
  const at = emptyings(from, fn, model).find((each) => tried.finalbody.some((statement) => isWithin(each, statement)));
  return at && { from, at };
}

interface Bound {
  /** As it is written. */
  readonly name: string;
  readonly value: Expression;
  readonly at: Node;
}

/** What the assignments of a function bind, those of several names one by one. */
function bindingsIn(fn: Def): readonly Bound[] {
  const found: Bound[] = [];
  for (const statement of fn.body)
    walk(statement, (node) => {
      if (node.kind !== 'Assign') return;
      for (const target of node.targets) {
        const isPair = target.kind === 'Tuple' && node.value.kind === 'Tuple';
        const pairs = isPair
          ? target.elts.map(
              (each, at) => [each, node.value.kind === 'Tuple' ? node.value.elts[at] : undefined] as const,
            )
          : [[target, node.value] as const];
        for (const [to, value] of pairs) if (value !== undefined) found.push({ name: written(to), value, at: node });
      }
    });
  return found;
}

function written(target: Expression): string {
  if (target.kind === 'Name') return target.id;
  return target.kind === 'Attribute' ? `${written(target.value)}.${target.attr}` : '';
}

/** `self.rows.copy()`, `self.rows[:]`, `list(self.rows)`: the place itself. */
function copied(value: Expression): Expression {
  if (value.kind === 'Subscript' && value.slice.kind === 'Slice') return value.value;
  if (value.kind !== 'Call') return value;
  const [only, ...more] = value.args;
  if (value.func.kind === 'Attribute' && value.func.attr === 'copy') return value.func.value;
  return value.func.kind === 'Name' && /^(?:list|tuple|dict|set)$/.test(value.func.id) && only && more.length === 0
    ? only
    : value;
}

/** An attribute, an element of one, or a name of the module: someone else puts it there. */
function isKept(place: Expression, fn: Def, model: SemanticModel): boolean {
  if (place.kind === 'Name') return model.names.resolve(place)?.scope === model.names.moduleScope;
  if (place.kind === 'Subscript') return isKept(place.value, fn, model);
  return place.kind === 'Attribute' && place.value.kind === 'Name' && place.value.id === 'self';
}

/** `self.rows.pop(channel, [])`, `redis.lpop("orders")`, `await queue.get()`. */
function poppedBy(value: Expression, fn: Def, model: SemanticModel): Taking | undefined {
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute') return undefined;
  const { attr, value: place } = value.func;
  const from = model.source.text.slice(place);
  const isOfQueue = /^(?:get|get_nowait)$/.test(attr) && value.args.length === 0 && /queue/i.test(from);
  const isOfKept = /^(?:pop|popleft|popitem)$/.test(attr) && isKept(place, fn, model);
  return isOfQueue || isOfKept || /^(?:lpop|rpop|spop|blpop|brpop)$/.test(attr) ? { from, at: value } : undefined;
}

/** Where a place is given nothing, or cleared. */
function emptyings(from: string, fn: Def, model: SemanticModel): readonly Node[] {
  const found: Node[] = [];
  const { text } = model.source;
  for (const statement of fn.body)
    walk(statement, (node) => {
      if (node.kind === 'Assign' && isEmpty(node.value) && node.targets.some((target) => text.slice(target) === from))
        found.push(node);
      if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || node.func.attr !== 'clear') return;
      if (text.slice(node.func.value) === from) found.push(node);
    });
  return found;
}

function isEmpty(value: Expression): boolean {
  if (value.kind === 'List') return value.elts.length === 0;
  if (value.kind === 'Dict') return value.keys.length === 0;
  return (
    value.kind === 'Call' &&
    value.func.kind === 'Name' &&
    /^(?:list|dict|set|deque)$/.test(value.func.id) &&
    value.args.length === 0
  );
}
