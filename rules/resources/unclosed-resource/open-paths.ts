/** How control leaves a function past the end of what it opened. */
import {
  type Call,
  type Def,
  dottedName,
  type ExceptHandler,
  holds,
  isInFinally,
  lastName,
  type Name,
  type Node,
  presenceTested,
  type Yield,
} from '#ast';
import { type ControlFlowGraph, type Edge, evaluatedIn, findPath, isImplicit, type ProgramPoint } from '#flow';
import type { Effect, SemanticModel } from '#semantics';
import { nodesWithin } from '#semantics/effects/calls-within';
import { type LockTaken, type ResourceLife, refusalOf, rootOf } from './opened-resources.ts';

/** What leaves the function, or skips the close, while it is open. */
export interface OpenExit {
  readonly at: Node;
  readonly how: 'fails' | 'raises' | 'returns';
  /** A handler of some exceptions leads back to the close. */
  readonly takenInPart?: ExceptHandler;
}

/** A path from the opening out of the function that passes no close; undefined where there is none. */
export function openExit(
  local: Name | LockTaken,
  { closes }: Pick<ResourceLife, 'closes'>,
  fn: Def,
  model: SemanticModel,
  /** Nothing else ever ends it: also what fails on the way to the `try` counts. */
  isLasting = false,
): OpenExit | undefined {
  const graph = model.flow.graphOf(fn);
  const opened = new Set(graph.at(local.kind === 'Name' ? local : (refusalOf(local) ?? local)));
  const closed = new Set(closes.flatMap((close) => graph.at(close)));
  const isOpenAlong = (edge: Edge): boolean =>
    !(opened.has(edge.from) && (isImplicit(edge) || isRefused(edge, local))) && !isWithoutIt(edge, local);
  const outBy = (along: (edge: Edge) => boolean, exits: readonly ProgramPoint[]): readonly Edge[] | undefined =>
    findPath({
      from: [...opened],
      to: (point) => exits.includes(point),
      avoiding: (point) => closed.has(point),
      along: (edge) => isOpenAlong(edge) && along(edge),
    });
  const failures = (edge: Edge): boolean =>
    !isImplicit(edge) || (edge.kind === 'may-raise' && failingIn(edge.from, local, model) !== undefined);
  const returning = outBy((edge) => !isImplicit(edge), [graph.returns]);
  const back = returning?.findLast(({ from }) => from.node?.kind === 'Return')?.from.node;
  if (back !== undefined) return { at: back, how: 'returns' };
  // What fails on the way to the `try` is mostly the step that it is for; what is raised there, its author thought of.
  if (closes.some(isInFinally) && !isLasting) {
    const isRaised = (edge: Edge): boolean => edge.to !== graph.raises || edge.from.node?.kind === 'Raise';
    const raised = outBy((edge) => failures(edge) && isRaised(edge), [graph.raises])?.at(-1)?.from.node;
    return raised === undefined ? undefined : { at: raised, how: 'raises' };
  }
  const at = outBy(failures, [graph.raises, graph.returns])
    ?.map(({ from, kind }) => (kind === 'may-raise' ? failingIn(from, local, model) : undefined))
    .find(Boolean);
  if (at === undefined) return undefined;
  const takenInPart = handlerBackTo(at, closed, graph);
  return { at, how: 'fails', ...(takenInPart && { takenInPart }) };
}

/** What may fail at a point, if anything does. */
function failingIn({ node }: ProgramPoint, local: Name | LockTaken, model: SemanticModel): Call | Yield | undefined {
  const parts = node === undefined ? [] : evaluatedIn(node);
  const calls = [...nodesWithin(parts, 'Call'), ...nodesWithin(parts, 'Yield')];
  return calls.sort((one, other) => one.end - other.end).find((each) => mayFail(each, local, model));
}

/** `if not lock.acquire(timeout=5):` leads to what has no lock. */
const isRefused = ({ kind }: Edge, local: Name | LockTaken): boolean =>
  kind === 'true' && local.kind === 'Call' && refusalOf(local) !== undefined;

/** `if conn is None:` leads to where there is nothing to close, and so do the other way from `if conn:`, and `if os.path.exists(path):`. */
function isWithoutIt({ from, kind }: Edge, local: Name | LockTaken): boolean {
  const { node } = from;
  if (local.kind !== 'Name' || node === undefined || (kind !== 'true' && kind !== 'false')) return false;
  if (node.kind === 'Call' && /^(?:l?exists|is_?file|is_?dir)$/.test(lastName(node.func) ?? ''))
    return kind === 'false' && holds(node, (each) => each.kind === 'Name' && each.id === local.id);
  const tested = presenceTested(node);
  return tested?.subject.kind === 'Name' && tested.subject.id === local.id && tested.isPresent === (kind === 'false');
}

/** The handler of some of its failures that leads to a close. */
function handlerBackTo(
  failing: Node,
  closed: ReadonlySet<ProgramPoint>,
  graph: ControlFlowGraph,
): ExceptHandler | undefined {
  for (const { kind, to } of graph.at(failing).flatMap(({ successors }) => successors)) {
    if (kind !== 'may-raise' || to.node?.kind !== 'ExceptHandler') continue;
    if (findPath({ from: [to], to: (point) => closed.has(point) }) !== undefined) return to.node;
  }
  return undefined;
}

/** It reaches further, or is asked of the thing itself or of what that gave. */
function mayFail(node: Call | Yield, local: Name | LockTaken, model: SemanticModel): boolean {
  if (node.kind === 'Yield' || node.parent?.kind === 'Await') return true;
  // A function of this file that gives back its argument, or always the same.
  if (model.flow.whole(node) !== node) return false;
  const effect = model.effects.of(node);
  if (FAILING.has(effect) || (effect === 'thread' && ANSWERS.has(lastName(node.func) ?? ''))) return true;
  if (local.kind !== 'Name') return false;
  return effect === 'unknown' && node.func.kind === 'Attribute' && originatesFrom(node.func.value, local, model);
}

function originatesFrom(receiver: Node, local: Name, model: SemanticModel): boolean {
  const root = rootOf(receiver);
  if (root.kind !== 'Name') return false;
  if (root.id === local.id) return true;
  const [only, other] = model.names.resolve(root)?.definitions ?? [];
  if (only === undefined || other !== undefined) return false;
  // `for number, page in enumerate(document)`.
  if (only.kind === 'for' || only.kind === 'comprehension')
    return only.partOf !== undefined && holds(only.partOf, (node) => node.kind === 'Name' && node.id === local.id);
  const from = only.value === undefined || only.value === root ? undefined : rootOf(only.value);
  return from?.kind === 'Name' && from.id === local.id;
}

/** What a thread or a process gives back is its failure, too. */
const ANSWERS: ReadonlySet<string> = new Set(['result', 'map', 'starmap', 'apply', 'get']);

const FAILING: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file', 'process', 'project', 'parse']);

/** What is called there, for messages. */
export function nameOfExit({ at }: OpenExit): string {
  if (at.kind === 'Yield') return 'yield';
  const name = at.kind === 'Call' ? dottedName(at.func) : undefined;
  return name ?? (at.kind === 'Call' && at.func.kind === 'Attribute' ? `….${at.func.attr}` : 'a call');
}
