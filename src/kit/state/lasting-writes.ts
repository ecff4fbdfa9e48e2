/** What the functions of a file leave behind in a container that outlives them. */
import { ancestors, type Def, type Expression, lastName, type Node, withoutAwait } from '../../ast/index.ts';
import type { SemanticModel, StateLife, StateUse } from '../../semantics/index.ts';
import { storedValue } from './process-bound.ts';

export interface LastingWrite {
  readonly node: Node;
  readonly fn: Def;
}

/**
 * Changes after the container was made. Left out is what no restart loses: copies of what can be loaded or made again, the
 * state of the process under constant keys, and what the same function takes out again.
 */
export function lastingWrites(life: StateLife, model: SemanticModel): readonly LastingWrite[] {
  return [...life.of('grow'), ...life.of('update')].flatMap((use) => {
    const { node, within } = use;
    if (within === undefined || within.kind === 'Lambda' || within.name === '__init__') return [];
    if (LAZY_NAME.test(within.name) && model.context.routeOf(within) === undefined) return [];
    // Under constant keys stands the state of the process, such as its health.
    if (use.key !== undefined && use.operation.startsWith('[]') && model.values.fold(use.key) !== undefined) return [];
    return isLookUp(use) || isLoaded(storedValue(use)) || isTakenBack(use, life, model) ? [] : [{ node, fn: within }];
  });
}

/** Changes of an attribute through the name that keeps its object: `state.orders[key] = …`, `state.orders.append(…)`. */
export function writesThrough(instance: StateLife, attribute: string, model: SemanticModel): readonly LastingWrite[] {
  return instance.uses.flatMap(({ node }) => {
    const fn = model.context.defAround(node);
    const member = [node, ...ancestors(node)].find((each) => each.kind === 'Attribute' && each.attr === attribute);
    const around = member?.parent;
    if (fn === undefined || around === undefined) return [];
    const isStored = around.kind === 'Subscript' && around.value === member && around.ctx !== 'Load';
    const isCalled = around.kind === 'Attribute' && around.parent?.kind === 'Call' && CHANGING.has(around.attr);
    return isStored || isCalled ? [{ node: around, fn }] : [];
  });
}

const CHANGING: ReadonlySet<string> = new Set('append appendleft add insert extend setdefault update'.split(' '));
/** Whoever asks gets what is there, or what is made now: a copy again. */
const LAZY_NAME = /^_*(get|load|fetch|lookup|find|resolve|ensure)(_|$)/;
/** What such a call gave, another call gives again: a copy, not the state itself. */
const LOADING_NAME = /^_*(load|fetch|get|read|import|compile|parse|open|connect|resolve|lookup)(_|$)/;

/** A look-up in a defaultdict, which makes the key but is not meant to. */
const isLookUp = ({ operation }: StateUse): boolean => operation === '[]';

function isLoaded(value: Expression | undefined): boolean {
  const call = value === undefined ? undefined : withoutAwait(value);
  return call?.kind === 'Call' && LOADING_NAME.test(lastName(call.func) ?? '');
}

/** Put in and taken out by one function: it tells what is under way, and is empty when nothing is. */
function isTakenBack({ key, node, within }: StateUse, life: StateLife, { source }: SemanticModel): boolean {
  if (key === undefined) return false;
  const text = source.text.slice(key);
  return life.of('shrink').some((use) => {
    const isLater = use.within === within && use.node.start > node.end;
    return isLater && use.key !== undefined && source.text.slice(use.key) === text;
  });
}
