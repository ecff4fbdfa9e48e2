/** The event loop of the very thread that a function runs on. */
import { boundTarget, type Expression } from '#ast';
import type { SemanticModel } from '#semantics';

export interface OwnLoop {
  /** Where the loop is taken. */
  readonly at: Expression;
  /** It runs, as far as is known: it was asked for as the running one, or the code asks whether it does. */
  readonly isRunning: boolean;
}

/** Where an expression's loop is taken in the same function; undefined where it may be another thread's. */
export function ownLoopBehind(loop: Expression, model: SemanticModel): OwnLoop | undefined {
  const fn = model.context.functionAround(loop);
  const origins = model.flow.origins(loop).filter((origin) => origin.kind !== 'Constant');
  const kinds = origins.map((origin) =>
    origin.kind === 'Call' ? LOOPS.get(model.types.calleeName(origin.func) ?? '') : undefined,
  );
  const index = kinds.findIndex((kind) => kind === 'running' || kind === 'current');
  const at = origins[index];
  if (at === undefined || kinds.includes(undefined)) return undefined;
  if (origins.some((origin) => model.context.functionAround(origin) !== fn)) return undefined;
  const members = membersUsed(at, model);
  // A thread of its own may run it.
  if (members.includes('run_forever')) return undefined;
  return { at, isRunning: kinds[index] === 'running' || members.includes('is_running') };
}

const LOOPS: ReadonlyMap<string, 'running' | 'current' | 'new'> = new Map([
  ['asyncio.get_running_loop', 'running'],
  ['asyncio.events.get_running_loop', 'running'],
  ['asyncio.get_event_loop', 'current'],
  ['asyncio.events.get_event_loop', 'current'],
  ['asyncio.new_event_loop', 'new'],
]);

/** What the code takes of the name that a value is bound to. */
function membersUsed(value: Expression, { names }: SemanticModel): readonly string[] {
  const target = boundTarget(value);
  const references = target?.kind === 'Name' ? (names.resolve(target)?.references ?? []) : [];
  return references.flatMap(({ parent }) => (parent?.kind === 'Attribute' ? [parent.attr] : []));
}
