/** How grave it is that these calls hold a loop. */
import { ancestors, type Call, type Cmpop, type Expression, isNone, isWithin, nodesOf } from '#ast';
import type { Problem } from '#kit';
import { callsLanguageModel, isMomentary, LOCAL_DATABASES } from '#knowledge/blocking-names';
import type { SemanticModel } from '#semantics';
import { LONG, MOMENTARY, QUERY } from './where-others-wait.ts';

export interface CallByName {
  readonly call: Call;
  readonly name: string;
}

/** What a model makes takes long; writing what is in memory to disk, taking a lock and a short pause, a moment. */
export function kindOfWait(
  found: readonly [CallByName, ...CallByName[]],
  isDatabase: boolean,
  model: SemanticModel,
): Pick<Problem, 'kind' | 'doubt'> {
  const doubt = found.every(({ call }) => isReportedReady(call, model)) ? 'uncertain-failure' : undefined;
  const [{ name }] = found;
  if (callsLanguageModel(name)) return { ...LONG, doubt };
  if (isDatabase || LOCAL_DATABASES.has(name.slice(0, name.indexOf('.')))) return { ...QUERY, doubt };
  return found.every((each) => isForMoment(each, model)) ? { ...MOMENTARY, doubt } : { doubt };
}

function isForMoment({ call, name }: CallByName, { values }: SemanticModel): boolean {
  if (name !== 'time.sleep') return isMomentary(name);
  const [seconds] = call.args;
  return seconds !== undefined && (values.number(seconds) ?? MOMENT + 1) <= MOMENT;
}

/** Seconds that a person does not notice. */
const MOMENT = 0.2;

/** `if reader is queue._reader: queue.get()`, `if conn in readable: conn.recv()` */
function isReportedReady(call: Call, { source, types }: SemanticModel): boolean {
  const object = call.func.kind === 'Attribute' ? source.text.slice(call.func.value) : undefined;
  const isOfIt = (part: Expression): boolean =>
    source.text.slice(part) === object || (part.kind === 'Attribute' && isOfIt(part.value));
  const isTested = [...ancestors(call)].some((at) => {
    if (at.kind !== 'If' || at.test.kind !== 'Compare' || !at.body.some((each) => isWithin(call, each))) return false;
    const { left, ops, comparators } = at.test;
    return SAMENESS.has(ops[0]) && !isNone(comparators[0]) && [left, ...comparators].some(isOfIt);
  });
  return isTested && nodesOf(source.module, 'Call').some(({ func }) => SELECTS.test(types.calleeName(func) ?? ''));
}

const SAMENESS: ReadonlySet<Cmpop | undefined> = new Set(['Is', 'Eq', 'In'] as const);
const SELECTS = /^(?:select\.select|selectors\.\w+\.select|multiprocessing\.connection\.wait)$/;
