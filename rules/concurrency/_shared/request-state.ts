/** State of requests that lives in the memory of one process: what the routes of a file leave in its containers. */
import { attributesNamed, type ClassDef, type Def, type Node, nodesOf } from '#ast';
import type { DoubtId } from '#findings';
import type { SemanticModel, StateLife } from '#semantics';
import { sharedName } from '#semantics/state/shared-name';
import { type LastingWrite, lastingWrites, writesThrough } from './lasting-writes.ts';
import { holdsProcessBound } from './process-bound.ts';

export interface RequestState {
  /** `orders`, `Desk.orders`, `state.orders`. */
  readonly name: string;
  /** Where the container, or the object that it belongs to, is made. */
  readonly at: Node;
  /** A write, one of a route's own where there is one. */
  readonly write: LastingWrite;
  /** A route writes it itself; otherwise it counts where a route comes to one of the writers. */
  readonly isWrittenByRoute: boolean;
  /** Full names of the functions that write. */
  readonly writers: readonly string[];
  readonly doubt?: DoubtId;
  /** By its name it is a cache, which costs each worker a few hits. */
  readonly isCache?: true;
  /** A route that does not write to it looks up what its client names. */
  readonly isFetched?: true;
  /** It is one value for all requests, and each puts its own in place of it. */
  readonly isReplaced?: true;
}

/** What the module's own names keep, and what it keeps in the state of its application. */
export function requestStatesOfModule(model: SemanticModel): readonly RequestState[] {
  return [...model.state.ofModule().values(), ...model.state.ofApplication().values()].flatMap((life) => {
    if (CONTAINERS.has(life.container)) return stateKept(life, sharedName(life, model), life, model) ?? [];
    const replaced = life.owner === undefined ? stateReplaced(life, model) : undefined;
    if (replaced !== undefined) return replaced;
    return mayBeInstance(life, model) ? (stateOfInstance(life, model) ?? []) : [];
  });
}

/** What a class of routes keeps in itself, not in its objects. */
export function requestStatesOfClass(classDef: ClassDef, model: SemanticModel): readonly RequestState[] {
  if (DOUBLE.test(classDef.name) || !classDef.body.some((member) => isRoute(member, model))) return [];
  return [...model.state.ofClass(classDef).values()].flatMap((life) => {
    const made = life.of('create');
    const isOfClass = made.length > 0 && made.every(({ within }) => within === undefined);
    if (!isOfClass || !CONTAINERS.has(life.container)) return [];
    return stateKept(life, `${classDef.name}.${life.name}`, life, model) ?? [];
  });
}

/** All of a file. */
export function requestStates(model: SemanticModel): readonly RequestState[] {
  const classes = nodesOf(model.source.module, 'ClassDef');
  return [...requestStatesOfModule(model), ...classes.flatMap((classDef) => requestStatesOfClass(classDef, model))];
}

/** May differ from worker to worker. */
const CACHE_NAME = /(^|_)(caches?|cached|memo|memoized|singletons?)(_|$)|Cache$/i;
/** The wiring of the process itself, and what is under way in it. */
const WIRING_NAME =
  /(^|_)(handlers?|plugins?|collectors|listeners|observers|middlewares?|callbacks?|hooks?|routes|loggers|locks|tasks|in_flight|inflight|warned|warnings?|factories|generations?|filters)(_|$)/i;
const CACHE = { doubt: 'expendable-state', isCache: true } as const;
const DOUBLE = /(Mock|Fake|Dummy|Stub)/;
const CONTAINERS: ReadonlySet<StateLife['container']> = new Set(['dict', 'list', 'set', 'deque']);

/** Some value of the name is made by a class of this file; its uses are worth a look only then. */
function mayBeInstance({ name }: StateLife, { names }: SemanticModel): boolean {
  const definitions = names.moduleScope.bindings.get(name)?.definitions ?? [];
  return definitions.some(
    ({ value }) =>
      value === undefined || (value.kind === 'Call' && names.definitionOf(value.func)?.kind === 'ClassDef'),
  );
}

/** `state = AppState()` in the module, whose containers the class or others fill. */
function stateOfInstance(instance: StateLife, model: SemanticModel): RequestState | undefined {
  const [created, ...more] = instance.of('create');
  if (created?.value?.kind !== 'Call' || more.length > 0) return undefined;
  const classDef = model.names.definitionOf(created.value.func);
  if (classDef?.kind !== 'ClassDef') return undefined;
  const lives = [...model.state.ofClass(classDef).values()].filter(({ container }) => CONTAINERS.has(container));
  const written = lives.filter((life) => writesOf(instance, life, model).length > 0);
  const most =
    written.find((life) => writesOf(instance, life, model).some(({ fn }) => isRoute(fn, model))) ?? written[0];
  const kept = most === undefined ? undefined : stateKept(instance, `${instance.name}.${most.name}`, most, model);
  const isCache = CACHE_NAME.test(classDef.name) || CACHE_NAME.test(instance.name);
  return kept === undefined || !isCache ? kept : { ...kept, ...CACHE };
}

/** `global current_user` in a route, which binds it to what the client sent. */
function stateReplaced(life: StateLife, model: SemanticModel): RequestState | undefined {
  const [made] = life.of('create');
  if (made === undefined || life.of('read').length + life.of('hand-out').length === 0) return undefined;
  for (const { node, value, within: fn } of life.of('rebind')) {
    if (fn === undefined || fn.kind === 'Lambda' || value === undefined || !isRoute(fn, model)) continue;
    if (!model.flow.sources(value).some(({ kind }) => kind === 'request')) continue;
    const at = made.node;
    return { name: life.name, at, write: { node, fn }, isWrittenByRoute: true, writers: [], isReplaced: true };
  }
  return undefined;
}

/** A container whose content routes change, with the place that makes it (or the object that it belongs to). */
function stateKept(made: StateLife, name: string, kept: StateLife, model: SemanticModel): RequestState | undefined {
  // A bare annotation makes nothing: a subclass does.
  const at = made
    .of('create')
    .find(({ value, node }) => value !== undefined || node.parent?.kind !== 'AnnAssign')?.node;
  const all = at === undefined ? [] : writesOf(made, kept, model);
  const certain = all.filter((each) => each.doubt === undefined);
  const writes = certain.length > 0 ? certain : all;
  const direct = writes.find(({ fn }) => isRoute(fn, model));
  const write = direct ?? writes[0];
  if (at === undefined || write === undefined) return undefined;
  const writers = writes.map(({ fn }) => model.names.fullNameOf(fn));
  const isFetched = isFetchedByClient(kept, writes, model) && { isFetched: true as const };
  const state = { name, at, write, isWrittenByRoute: direct !== undefined, writers, ...isFetched };
  if (CACHE_NAME.test(kept.name)) return { ...state, ...CACHE };
  const byName = WIRING_NAME.test(kept.name) ? 'expendable-state' : undefined;
  const doubt = byName ?? write.doubt ?? (isRead(kept, model) ? undefined : 'external-use');
  return { ...state, ...(doubt !== undefined && { doubt }) };
}

/** `orders[order_id]`, `orders.get(order_id)` in a route that is given the key. */
function isFetchedByClient(kept: StateLife, writes: readonly LastingWrite[], model: SemanticModel): boolean {
  const writing: ReadonlySet<Node> = new Set(writes.map(({ fn }) => fn));
  return kept.uses.some(({ node: { parent }, within }) => {
    if (within === undefined || within.kind === 'Lambda' || writing.has(within)) return false;
    const call = parent?.kind === 'Attribute' && parent.attr === 'get' ? parent.parent : undefined;
    const [given] = call?.kind === 'Call' ? call.args : [];
    const key = parent?.kind === 'Subscript' ? parent.slice : given;
    return key?.kind === 'Name' && model.names.parameterOf(key) !== undefined && isRoute(within, model);
  });
}

/** Someone looks up, counts or goes through what was written; a write reads nothing. */
function isRead(kept: StateLife, model: SemanticModel): boolean {
  const name = kept.owner === undefined ? undefined : kept.name;
  return (
    kept.uses.some(({ kind }) => LOOKS.has(kind)) ||
    (name !== undefined && attributesNamed(name, model.source.module).some(({ parent }) => isLookedAt(parent)))
  );
}

const LOOKS: ReadonlySet<string> = new Set(['read', 'hand-out', 'shrink', 'size-check']);
const isLookedAt = (parent: Node | undefined): boolean => parent?.kind !== 'Subscript' || parent.ctx === 'Load';

function writesOf(made: StateLife, kept: StateLife, model: SemanticModel): readonly LastingWrite[] {
  if (holdsProcessBound(kept, model)) return [];
  return [...lastingWrites(kept, model), ...(made === kept ? [] : writesThrough(made, kept.name, model))];
}

function isRoute(member: Node | Def, { context }: SemanticModel): boolean {
  const isFunction = member.kind === 'FunctionDef' || member.kind === 'AsyncFunctionDef';
  return isFunction && context.routeOf(member) !== undefined;
}
