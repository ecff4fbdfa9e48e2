/** Waits for another process that give up, and leave it running. */
import { type Call, type Def, dottedName, type Expression, isInFinally, isWithin, type Name, type Node } from '#ast';
import { ENDING_PROCESSES } from '#knowledge/resources';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** The wait with a limit behind which nothing ends the process that a local holds. */
export function waitWithTimeout(local: Name, fn: Def, model: SemanticModel): Call | undefined {
  const ends = callsWithin([fn]).filter(
    ({ func }) => func.kind === 'Attribute' && isMethodOf(func.value, local.id) && ENDING_PROCESSES.has(func.attr),
  );
  return ends.find((wait) => isLimited(wait, model) && !isEndedAfter(wait, ends, model));
}

const isMethodOf = (owner: Node, id: string): boolean => owner.kind === 'Name' && owner.id === id;

/** `child.wait(timeout=5)`, `child.communicate(data, 5)`, `asyncio.wait_for(child.wait(), 5)`. */
function isLimited(wait: Call, model: SemanticModel): boolean {
  const method = wait.func.kind === 'Attribute' ? wait.func.attr : '';
  if (method !== 'wait' && method !== 'communicate') return false;
  if (wait.parent?.kind === 'Call' && model.names.qualifiedName(wait.parent.func) === 'asyncio.wait_for') return true;
  const limit = model.values.givenArgument(wait, 'timeout', method === 'wait' ? 0 : 1);
  // What is not said may be no limit at all.
  return limit !== undefined && (limit.kind === 'Constant' ? limit.value.kind !== 'none' : true);
}

function isEndedAfter(wait: Call, ends: readonly Call[], model: SemanticModel): boolean {
  const others = ends.filter((each) => each !== wait);
  if (others.some((end) => endsOnRequest(end) && model.flow.precedes(end, wait))) return true;
  for (const around of model.context.triesAround(wait)) {
    if (around.finalbody.some((part) => others.some((end) => isWithin(end, part)))) return true;
    const taking = around.handlers.filter(
      (handler) => model.handlers.describe(handler).isBroad || namesTimeout(handler.type),
    );
    const [handler] = taking;
    if (handler === undefined) continue;
    if (others.some((end) => isWithin(end, handler))) return true;
    const { exits } = model.handlers.describe(handler);
    if (exits.falls && others.some((end) => end.start >= around.end)) return true;
    if (!exits.raises) return false;
  }
  return others.some((end) => isInFinally(end) && end.start > wait.end);
}

const endsOnRequest = ({ func }: Call): boolean =>
  func.kind === 'Attribute' && func.attr !== 'wait' && func.attr !== 'communicate';

function namesTimeout(type: Expression | undefined): boolean {
  if (type?.kind === 'Tuple') return type.elts.some(namesTimeout);
  return type !== undefined && /Timeout(?:Expired|Error)?$|SubprocessError$/.test(dottedName(type) ?? '');
}
