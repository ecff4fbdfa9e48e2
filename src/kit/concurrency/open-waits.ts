/** Waits of coroutines that end only when another party does something. */
import { type Await, type Expression, lastName, type Name } from '../../ast/index.ts';
import { OPEN_WAITS } from '../../knowledge/open-waits.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { lastNames } from '../mentions.ts';

/** What a wait without a limit waits for, and the guess that makes it harmless. */
export interface OpenWait {
  readonly until: string;
  readonly guess?: string;
}

/** What ends the wait, for a message; undefined for waits that end by themselves, and for the main loops of consumers. */
export function openWaitOf({ value, parent }: Await, model: SemanticModel): OpenWait | undefined {
  if (value.kind === 'Name' || value.kind === 'Attribute') {
    return isOpenFuture(value, model) ? openWait('somebody gives the future its result', value) : undefined;
  }
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || !METHODS.has(value.func.attr)) return undefined;
  const until = OPEN_WAITS.get(model.types.calleeName(value.func) ?? '');
  if (until === undefined) return undefined;
  // Whoever takes one element after another lives from waiting.
  return parent !== undefined && model.context.loopAround(parent) !== undefined
    ? undefined
    : openWait(until, value.func.value);
}

function openWait(until: string, object: Expression): OpenWait {
  return endsWithLife(object)
    ? { until, guess: 'by its name it tells of the end of the process or of the client' }
    : { until };
}

const METHODS: ReadonlySet<string> = new Set(lastNames(OPEN_WAITS.keys()));

/** Made by hand (`create_future()`), and given its result elsewhere: tasks and executor jobs end when their work does. */
function isOpenFuture(value: Expression, model: SemanticModel): boolean {
  if (model.types.classOf(value) !== 'asyncio.Future') return false;
  if (value.kind === 'Name' && isResolvedNearby(value, model)) return false;
  return model.flow
    .origins(value)
    .some((origin) => origin.kind === 'Call' && lastName(origin.func) === 'create_future');
}

/** A function inside this one gives the result, so the wait ends with what that does. */
function isResolvedNearby(future: Name, { context, names }: SemanticModel): boolean {
  const around = context.functionAround(future);
  return (names.resolve(future)?.references ?? []).some(
    ({ parent }) =>
      parent?.kind === 'Attribute' && parent.attr.startsWith('set_') && context.functionAround(parent) !== around,
  );
}

/** By its name it tells of the end of the process or of the client. */
function endsWithLife(object: Expression): boolean {
  return LIFE_WORDS.test(lastName(object) ?? '');
}

const LIFE_WORDS = /(stop|shutdown|exit|clos|cancel|terminat|quit|disconnect|finish|abort|kill|end)/i;
