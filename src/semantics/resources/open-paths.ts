/** How control leaves a function past the end of what it opened. */
import {
  type Attribute,
  type Call,
  type Def,
  dottedName,
  type ExceptHandler,
  type Expression,
  holds,
  isInFinally,
  lastName,
  type Name,
  type Node,
  presenceTested,
  type Yield,
} from '../../ast/index.ts';
import {
  type ControlFlowGraph,
  type Edge,
  evaluatedIn,
  findPath,
  isImplicit,
  type ProgramPoint,
} from '../../flow/index.ts';
import { mayBeTakenAlong, outcomeAlong } from '../context/acquired.ts';
import { nodesWithin } from '../effects/calls-within.ts';
import type { Effect } from '../effects.ts';
import type { SemanticModel } from '../model.ts';
import { rootOf } from './opened.ts';

/** What a function holds: by a name, in an attribute, or as the lock that a call takes. */
type Held = Name | Attribute | Call;

/** What leaves the function, or skips the close, while it is open. */
export interface OpenExit {
  readonly at: Node;
  readonly how: 'fails' | 'raises' | 'returns';
  /** A handler of some exceptions leads back to the close. */
  readonly takenInPart?: ExceptHandler;
}

/** `kept`: it outlives a function that ends well. `lasting`: nothing else ever ends it, so also what fails on the way to the `try` counts. */
export type Lifetime = 'local' | 'kept' | 'lasting';

/** A path from the opening out of the function that passes no close; undefined where there is none. */
export function openExit(
  held: Held,
  closes: readonly Call[],
  fn: Def,
  model: SemanticModel,
  lifetime: Lifetime = 'local',
): OpenExit | undefined {
  const graph = model.flow.graphOf(fn);
  const opened = new Set(graph.at(held));
  const closed = new Set(closes.flatMap((close) => graph.at(close)));
  const isOpenAlong = (edge: Edge): boolean =>
    (!opened.has(edge.from) || (held.kind === 'Call' ? mayBeTakenAlong(edge, held, model) : !isImplicit(edge))) &&
    !isWithoutIt(edge, held, model);
  const outBy = (along: (edge: Edge) => boolean, exits: readonly ProgramPoint[]): readonly Edge[] | undefined =>
    findPath({
      from: [...opened],
      to: (point) => exits.includes(point),
      avoiding: (point) => closed.has(point),
      along: (edge) => isOpenAlong(edge) && along(edge),
    });
  const failures = (edge: Edge): boolean =>
    !isImplicit(edge) || (edge.kind === 'may-raise' && failingIn(edge.from, held, model) !== undefined);
  const normalExits = lifetime === 'kept' ? [] : [graph.returns];
  const returning = outBy((edge) => !isImplicit(edge), normalExits);
  const back = returning?.findLast(({ from }) => from.node?.kind === 'Return')?.from.node;
  if (back !== undefined) return { at: back, how: 'returns' };
  // What fails on the way to the `try` is mostly the step that it is for; what is raised there, its author thought of.
  if (closes.some(isInFinally) && lifetime !== 'lasting') {
    const isRaised = (edge: Edge): boolean => edge.to !== graph.raises || edge.from.node?.kind === 'Raise';
    const raised = outBy((edge) => failures(edge) && isRaised(edge), [graph.raises])?.at(-1)?.from.node;
    return raised === undefined ? undefined : { at: raised, how: 'raises' };
  }
  const path = outBy(failures, [graph.raises, ...normalExits]);
  const failing = path?.map(({ from, kind }) => (kind === 'may-raise' ? failingIn(from, held, model) : undefined));
  const raised = lifetime === 'kept' ? path?.at(-1)?.from.node : undefined;
  const at = failing?.find(Boolean) ?? raised;
  if (at === undefined) return undefined;
  const takenInPart = handlerBackTo(at, closed, graph);
  return { at, how: 'fails', ...(takenInPart && { takenInPart }) };
}

/** What may fail at a point, if anything does. */
function failingIn({ node }: ProgramPoint, held: Held, model: SemanticModel): Call | Yield | undefined {
  const parts = node === undefined ? [] : evaluatedIn(node);
  const calls = [...nodesWithin(parts, 'Call'), ...nodesWithin(parts, 'Yield')];
  return calls.sort((one, other) => one.end - other.end).find((each) => mayFail(each, held, model));
}

/** `if conn is None:` leads to where there is nothing to close, and so do the other way from `if conn:`, and `if os.path.exists(path):`. */
function isWithoutIt(edge: Edge, held: Held, model: SemanticModel): boolean {
  const { kind, from } = edge;
  const { node } = from;
  if (held.kind === 'Call') return outcomeAlong(edge, held, model) === false;
  if (node === undefined || (kind !== 'true' && kind !== 'false')) return false;
  if (node.kind === 'Call' && /^(?:l?exists|is_?file|is_?dir)$/.test(lastName(node.func) ?? ''))
    return kind === 'false' && holds(node, (each) => isIt(each, held));
  const tested = presenceTested(node);
  return tested !== undefined && isIt(tested.subject, held) && tested.isPresent === (kind === 'false');
}

const isIt = (node: Node, held: Held): boolean =>
  (node.kind === 'Name' || node.kind === 'Attribute') &&
  dottedName(node) !== undefined &&
  dottedName(node) === dottedName(held);

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
function mayFail(node: Call | Yield, held: Held, model: SemanticModel): boolean {
  if (node.kind === 'Yield' || node.parent?.kind === 'Await') return true;
  // A function of this file that gives back its argument, or always the same.
  if (model.flow.whole(node) !== node) return false;
  const effect = model.effects.of(node);
  if (FAILING.has(effect) || (effect === 'thread' && ANSWERS.has(lastName(node.func) ?? ''))) return true;
  return effect === 'unknown' && node.func.kind === 'Attribute' && originatesFrom(node.func.value, held, model);
}

function originatesFrom(receiver: Expression, held: Held, model: SemanticModel): boolean {
  if (held.kind === 'Attribute') return isIt(receiver, held);
  const root = rootOf(receiver);
  if (root.kind !== 'Name' || held.kind !== 'Name') return false;
  if (root.id === held.id) return true;
  const [only, other] = model.names.resolve(root)?.definitions ?? [];
  if (only === undefined || other !== undefined) return false;
  // `for number, page in enumerate(document)`.
  if (only.kind === 'for' || only.kind === 'comprehension')
    return only.partOf !== undefined && holds(only.partOf, (node) => isIt(node, held));
  const from = only.value === undefined || only.value === root ? undefined : rootOf(only.value);
  return from?.kind === 'Name' && from.id === held.id;
}

/** What a thread or a process gives back is its failure, too. */
const ANSWERS: ReadonlySet<string> = new Set(['result', 'map', 'starmap', 'apply', 'get']);

const FAILING: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file', 'process', 'project', 'parse']);
