import { ancestors, type Expression, holds } from '#ast';
import { isRequestObject } from '#knowledge/request-objects';
import type { SemanticModel, StateLife, StateUse } from '#semantics';

/**
 * Whether a container holds what no database can: sockets, tasks, locks, clients, functions; by what is put into it, or by
 * its annotation. Such things belong to their process, and so does what lists them.
 */
export function holdsProcessBound(life: StateLife, model: SemanticModel): boolean {
  const { names } = model;
  const stored = life.of('grow').flatMap((use) => storedValue(use) ?? []);
  if (stored.some((value) => isProcessBound(value, model))) return true;
  return life.of('create').some(({ node: { parent } }) => {
    if (parent?.kind !== 'AnnAssign') return false;
    return holds(parent.annotation, (part) => {
      const isName = part.kind === 'Name' || part.kind === 'Attribute';
      return isName && PROCESS_BOUND.test(names.qualifiedName(part) ?? '');
    });
  });
}

export function isProcessBound(value: Expression, { types }: SemanticModel): boolean {
  return PROCESS_BOUND.test(types.classOf(value) ?? '') || isConnection(value, types);
}

/** Of a class of this file that a framework makes for each request or connection, that serves some, or that is a thread. */
function isConnection(value: Expression, types: SemanticModel['types']): boolean {
  const classDef = types.classDefOf(value);
  if (classDef === undefined) return false;
  const isMadeForOne = types.basesOf(classDef).some((base) => base !== undefined && isRequestObject(base));
  return isMadeForOne || types.derivesFrom(classDef, OTHER_BOUND);
}

/** What serves connections beside the objects that are made for each, and threads. */
const OTHER_BOUND: ReadonlySet<string> = new Set([
  'tornado.iostream.IOStream',
  'socketio.Namespace',
  'socketio.AsyncNamespace',
  'threading.Thread',
]);

/** What a use puts into a container: the value of `x[k] = value`, `x.append(value)` and `x.add(value)`. */
export function storedValue({ node, key, operation }: StateUse): Expression | undefined {
  if (operation === '[]=') return node.parent?.kind === 'Assign' ? node.parent.value : undefined;
  if (operation === 'setdefault')
    return [node, ...ancestors(node)].slice(0, 3).find((each) => each.kind === 'Call')?.args[1];
  return operation === 'append' || operation === 'add' ? key : undefined;
}

const PROCESS_BOUND =
  /^(asyncio|threading|_thread|queue|concurrent|multiprocessing|subprocess|socket|ssl|select|weakref|contextvars|fastapi\.(websockets\.)?WebSocket|starlette\.websockets|aiohttp|websockets|httpx|requests|redis|tornado|socketio|engineio|quart|channels|sanic|sqlalchemy|grpc|typing\.(Callable|Awaitable|Coroutine|Type)|collections\.abc\.(Callable|Awaitable|Coroutine)|builtins\.type)\b/;
