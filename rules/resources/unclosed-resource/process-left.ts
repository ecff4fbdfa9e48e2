/** Waits for another process that give up, and leave it running. */
import { type Call, type Def, dottedName, type ExceptHandler, type Expression, type Name, type Node } from '#ast';
import { findPath, isImplicit } from '#flow';
import { ENDING_PROCESSES } from '#knowledge/resources';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** The wait with a limit behind which nothing ends the process that a local holds. */
export function waitWithTimeout(local: Name, fn: Def, model: SemanticModel): Call | undefined {
  const ends = callsWithin([fn]).filter(
    ({ func }) => func.kind === 'Attribute' && isMethodOf(func.value, local.id) && ENDING_PROCESSES.has(func.attr),
  );
  return ends.find((wait) => isLimited(wait, model) && !isEndedAfter(wait, ends, fn, model));
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

/** Where the limit is over, each path out of the function ends it. */
function isEndedAfter(wait: Call, ends: readonly Call[], fn: Def, model: SemanticModel): boolean {
  const others = ends.filter((each) => each !== wait);
  if (others.some((end) => endsOnRequest(end) && model.flow.precedes(end, wait))) return true;
  const graph = model.flow.graphOf(fn);
  const [waiting, ended] = [graph.at(wait), new Set(others.flatMap((end) => graph.at(end)))];
  const failing = waiting.flatMap(({ successors }) => successors.filter(({ kind }) => kind === 'may-raise'));
  const taken = failing.filter(({ to: { node } }) => node?.kind === 'ExceptHandler' && takesTimeout(node, model));
  const over = taken.length > 0 ? taken : failing.filter(({ to: { node } }) => node?.kind !== 'ExceptHandler');
  const left = findPath({
    from: waiting,
    to: (point) => point === graph.returns || point === graph.end || point === graph.raises,
    avoiding: (point) => ended.has(point),
    along: (edge) => (waiting.includes(edge.from) ? over.includes(edge) : !isImplicit(edge)),
  });
  return left === undefined;
}

const takesTimeout = (handler: ExceptHandler, { handlers }: SemanticModel): boolean =>
  handlers.describe(handler).isBroad || namesTimeout(handler.type);

const endsOnRequest = ({ func }: Call): boolean =>
  func.kind === 'Attribute' && func.attr !== 'wait' && func.attr !== 'communicate';

function namesTimeout(type: Expression | undefined): boolean {
  if (type?.kind === 'Tuple') return type.elts.some(namesTimeout);
  return type !== undefined && /Timeout(?:Expired|Error)?$|SubprocessError$/.test(dottedName(type) ?? '');
}
