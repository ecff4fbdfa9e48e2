/** What the functions of a file leave behind in a container that outlives them. */
import { ancestors, type Def, type Expression, lastName, type Node, withoutAwait } from '#ast';
import type { DoubtId } from '#findings';
import type { SemanticModel, StateLife, StateUse } from '#semantics';
import { isProcessBound, storedValue } from './process-bound.ts';

export interface LastingWrite {
  readonly node: Node;
  readonly fn: Def;
  /** A name says that what is lost can be had again. */
  readonly doubt?: DoubtId;
}

/**
 * Changes after the container was made. Left out is what no restart loses: copies of what can be loaded or made again, the
 * state of the process under constant keys, and what the same function takes out again.
 */
export function lastingWrites(life: StateLife, model: SemanticModel): readonly LastingWrite[] {
  return [...life.of('grow'), ...life.of('update')].flatMap((use) => {
    const { node, within } = use;
    if (within === undefined || within.kind === 'Lambda' || within.name === '__init__') return [];
    // Under constant keys stands the state of the process, such as its health.
    if (use.key !== undefined && use.operation.startsWith('[]') && model.values.fold(use.key) !== undefined) return [];
    if (isLookUp(use) || isTakenBack(use, life, model)) return [];
    return [{ node, fn: within, ...doubtOf(within, storedValue(use), model) }];
  });
}

/** Changes of an attribute through the name that keeps its object: `state.orders[key] = …`, `state.orders.append(…)`. */
export function writesThrough(instance: StateLife, attribute: string, model: SemanticModel): readonly LastingWrite[] {
  const uses = instance.uses.flatMap(({ node }) => memberUse(node, attribute, model) ?? []);
  if (uses.some(({ value, isWrite }) => isWrite && value !== undefined && isProcessBound(value, model))) return [];
  return uses.flatMap(({ node, fn, key, value, isWrite }) => {
    if (!isWrite || (node.kind === 'Subscript' && key !== undefined && model.values.fold(key) !== undefined)) return [];
    const isTakenBack = uses.some(
      (use) =>
        !use.isWrite &&
        use.fn === fn &&
        use.node.start > node.end &&
        use.key !== undefined &&
        key !== undefined &&
        model.source.text.slice(use.key) === model.source.text.slice(key),
    );
    return isTakenBack ? [] : [{ node, fn, ...doubtOf(fn, value, model) }];
  });
}

interface MemberUse {
  readonly node: Node;
  readonly fn: Def;
  readonly key: Expression | undefined;
  readonly value: Expression | undefined;
  /** Puts something in; otherwise it takes something out. */
  readonly isWrite: boolean;
}

function memberUse(node: Node, attribute: string, model: SemanticModel): MemberUse | undefined {
  const fn = model.context.defAround(node);
  const member = [node, ...ancestors(node)].find((each) => each.kind === 'Attribute' && each.attr === attribute);
  const around = member?.parent;
  if (fn === undefined || around === undefined) return undefined;
  if (around.kind === 'Subscript' && around.value === member && around.ctx !== 'Load') {
    const value = around.parent?.kind === 'Assign' ? around.parent.value : undefined;
    return { node: around, fn, key: around.slice, value, isWrite: around.ctx === 'Store' };
  }
  const call = around.kind === 'Attribute' && around.parent?.kind === 'Call' ? around.parent : undefined;
  if (around.kind !== 'Attribute' || call === undefined) return undefined;
  const isWrite = CHANGING.has(around.attr);
  if (!isWrite && !TAKING_OUT.has(around.attr)) return undefined;
  return { node: around, fn, key: call.args[0], value: call.args.at(-1), isWrite };
}

const TAKING_OUT: ReadonlySet<string> = new Set(['pop', 'remove', 'discard']);

/** What can be loaded or made again is a copy, as far as names tell. */
function doubtOf(fn: Def, value: Expression | undefined, model: SemanticModel): Pick<LastingWrite, 'doubt'> {
  const isCopy = (LAZY_NAME.test(fn.name) && model.context.routeOf(fn) === undefined) || isLoaded(value);
  return isCopy ? { doubt: 'expendable-state' } : {};
}

const CHANGING: ReadonlySet<string> = new Set('append appendleft add insert extend setdefault update'.split(' '));
/** Anyone who asks gets what is there, or what is made now: a copy again. */
const LAZY_NAME = /^_*(get|load|fetch|lookup|find|resolve|ensure)(_|$)/;
/** What such a call gave, another call gives again: a copy, not the state itself. */
const LOADING_NAME = /^_*(load|fetch|get|read|import|compile|parse|open|connect|resolve|lookup)(_|$)/;

/** A look-up in a defaultdict, which makes the key but is not meant to. */
const isLookUp = ({ operation }: StateUse): boolean => operation === '[]';

function isLoaded(value: Expression | undefined): boolean {
  const call = value === undefined ? undefined : withoutAwait(value);
  return call?.kind === 'Call' && LOADING_NAME.test(lastName(call.func) ?? '');
}

/** Put in and taken out by one function: it shows what is under way, and is empty when nothing is. */
function isTakenBack({ key, node, within }: StateUse, life: StateLife, { source }: SemanticModel): boolean {
  if (key === undefined) return false;
  const text = source.text.slice(key);
  return life.of('shrink').some((use) => {
    // A window that slides goes on: `calls[key] = [each for each in calls[key] if …]`.
    const isLater = use.within === within && use.node.start > node.end && !use.operation.startsWith('[]= ');
    return isLater && use.key !== undefined && source.text.slice(use.key) === text;
  });
}
