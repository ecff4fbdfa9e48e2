import {
  type AsyncFunctionDef,
  ancestors,
  type ClassDef,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  holds,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
  type StateLife,
  type StateUse,
  walk,
} from '#kit';

/** Objects that no database can hold: they belong to their process, and so does what lists them. */
const PROCESS_BOUND =
  /^(asyncio|threading|_thread|queue|concurrent|multiprocessing|subprocess|socket|ssl|select|weakref|contextvars|fastapi\.(websockets\.)?WebSocket|starlette\.websockets|aiohttp|websockets|httpx|requests|redis|sqlalchemy|grpc|typing\.(Callable|Awaitable|Coroutine|Type)|collections\.abc\.(Callable|Awaitable|Coroutine)|builtins\.type)\b/;
const CACHE_NAME = /(^|_)(caches?|cached|memo|memoized|singletons?)(_|$)|Cache$/i;
/** The wiring of the process itself, and what is under way in it. */
const WIRING_NAME =
  /(^|_)(handlers?|plugins?|collectors|listeners|observers|middlewares?|callbacks?|hooks?|routes|loggers|locks|tasks|in_flight|inflight|warned|warnings?|factories|generations?|filters)(_|$)/i;
/** What such a call gave, another call gives again: a copy, not the state itself. */
const LOADING_NAME = /^_*(load|fetch|get|read|import|compile|parse|open|connect|resolve|lookup)(_|$)/;
/** Whoever asks gets what is there, or what is made now: a copy again. */
const LAZY_NAME = /^_*(get|load|fetch|lookup|find|resolve|ensure)(_|$)/;
const DOUBLE = /(Mock|Fake|Dummy|Stub)/;
const CONTAINERS: ReadonlySet<StateLife['container']> = new Set(['dict', 'list', 'set', 'deque']);
export default defineSourceRule({
  docs: {
    summary: 'state of requests kept in a module-level container',
    why: 'What one request leaves in a module is gone when the process restarts and unknown to every other worker and replica, so clients see records appear and vanish.',
    remedy: 'Keep it in a database or another store that all workers share, and hand that store to the route.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'STATE-01' }],
    measured: {
      read: 15,
      right: 13,
      on: 'TenSafe, litellm, SkyPilot, Xinference, FastChat, langflow (in the strict profile 2 of 7), fschat, langflow_base, agno, lmdeploy',
    },
    bad: 'from fastapi import APIRouter\n\nrouter = APIRouter()\norders = {}\n\n@router.post("/orders/{order_id}")\nasync def create(order_id: str, body: dict):\n    orders[order_id] = body\n',
    good: 'from fastapi import APIRouter\n\nrouter = APIRouter()\nLIMITS = {"free": 10}\n\n@router.get("/limits/{plan}")\nasync def limit(plan: str):\n    return LIMITS[plan]\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(_module, ctx) {
      for (const life of ctx.state.ofModule().values()) {
        if (CONTAINERS.has(life.container)) reportKept(life, life.name, life, ctx);
        else if (mayBeInstance(life, ctx)) reportInstance(life, ctx);
      }
    },
    ClassDef(classDef, ctx) {
      if (DOUBLE.test(classDef.name)) return;
      if (!classDef.body.some((member) => isRoute(member, ctx))) return;
      for (const life of ctx.state.ofClass(classDef).values()) {
        const isOfClass = life.of('create').length > 0 && life.of('create').every(({ within }) => within === undefined);
        if (isOfClass && CONTAINERS.has(life.container)) reportKept(life, `${classDef.name}.${life.name}`, life, ctx);
      }
    },
  },
});

/** Some value of the name is made by a class of this file; its uses are worth a look only then. */
function mayBeInstance({ name }: StateLife, ctx: SourceContext): boolean {
  const definitions = ctx.names.moduleScope.bindings.get(name)?.definitions ?? [];
  return definitions.some(({ value }) => {
    if (value === undefined) return true;
    return value.kind === 'Call' && ctx.names.definitionOf(value.func)?.kind === 'ClassDef';
  });
}

/** `state = AppState()` in the module, whose containers the class or others fill. */
function reportInstance(instance: StateLife, ctx: SourceContext): void {
  const [created, ...more] = instance.of('create');
  if (created?.value?.kind !== 'Call' || more.length > 0) return;
  const classDef = ctx.names.definitionOf(created.value.func);
  if (classDef?.kind !== 'ClassDef' || CACHE_NAME.test(classDef.name) || CACHE_NAME.test(instance.name)) return;
  const lives = [...ctx.state.ofClass(classDef).values()].filter(({ container }) => CONTAINERS.has(container));
  const kept = lives.filter((life) => writesOf(instance, life, ctx).length > 0);
  const most = kept.find((life) => writesOf(instance, life, ctx).some(({ fn }) => isRoute(fn, ctx))) ?? kept[0];
  if (most !== undefined) reportKept(instance, `${instance.name}.${most.name}`, most, ctx);
}

/** Reports a container whose content routes change, at the place that makes it (or the object that it belongs to). */
function reportKept(made: StateLife, name: string, kept: StateLife, ctx: SourceContext): void {
  const at = made.of('create')[0]?.node;
  if (at === undefined) return;
  const writes = writesOf(made, kept, ctx);
  const direct = writes.find(({ fn }) => isRoute(fn, ctx));
  const write = direct ?? writes[0];
  if (write === undefined) return;
  const functions = [...new Set(writes.map(({ fn }) => nameOf(fn, ctx)))];
  ctx.report({
    at,
    message: `\`${name}\` keeps what requests write in the memory of one process`,
    related: [{ at: write.node, message: `\`${write.fn.name}\` writes to it` }],
    ...(direct === undefined && {
      when: {
        question: {
          kind: 'any',
          of: functions.map((fn) => ({ kind: 'reached-from', function: fn, entries: ['route'] as const })),
        },
        // Far from its routes a container is as often a part of the process as of a request.
        yes: hasRoutes(ctx) ? 'keep' : { profile: 'strict' },
        no: 'drop',
        unknown: 'drop',
      } as const,
    }),
  });
}

interface Write {
  readonly node: Node;
  readonly fn: FunctionDef | AsyncFunctionDef;
}

function writesOf(made: StateLife, kept: StateLife, ctx: SourceContext): readonly Write[] {
  if (CACHE_NAME.test(kept.name) || WIRING_NAME.test(kept.name) || isProcessBound(kept, ctx)) return [];
  return [...writesTo(kept, ctx), ...(made === kept ? [] : writesThrough(made, kept, ctx))];
}

/** Changes after the container was made, those that only put back what can be loaded again left out. */
function writesTo(life: StateLife, ctx: SourceContext): readonly Write[] {
  const uses = [...life.of('grow'), ...life.of('update')];
  return uses.flatMap((use) => {
    const { node, within } = use;
    if (within === undefined || within.kind === 'Lambda' || within.name === '__init__') return [];
    if (LAZY_NAME.test(within.name) && !isRoute(within, ctx)) return [];
    // Under constant keys stands the state of the process, such as its health.
    if (use.key !== undefined && use.operation.startsWith('[]') && ctx.values.fold(use.key) !== undefined) return [];
    return isRead(use) || isLoaded(valueStored(use)) || isTakenBack(use, life, ctx) ? [] : [{ node, fn: within }];
  });
}

/** `state.orders[key] = …`, `state.orders.append(…)` on the instance of the module. */
function writesThrough(instance: StateLife, kept: StateLife, ctx: SourceContext): readonly Write[] {
  return instance.uses.flatMap(({ node }) => {
    const fn = ctx.context.defAround(node);
    const member = [node, ...ancestors(node)].find((each) => each.kind === 'Attribute' && each.attr === kept.name);
    const around = member?.parent;
    if (fn === undefined || around === undefined) return [];
    const isStored = around.kind === 'Subscript' && around.value === member && around.ctx !== 'Load';
    const isCalled = around.kind === 'Attribute' && around.parent?.kind === 'Call' && CHANGING.has(around.attr);
    return isStored || isCalled ? [{ node: around, fn }] : [];
  });
}

const CHANGING: ReadonlySet<string> = new Set([
  ...['append', 'appendleft', 'add', 'insert', 'extend', 'setdefault', 'update'],
]);

/** Put in and taken out by one function: it tells what is under way, and is empty when nothing is. */
function isTakenBack({ key, node, within }: StateUse, life: StateLife, ctx: SourceContext): boolean {
  if (key === undefined) return false;
  const text = ctx.text.slice(key);
  return life
    .of('shrink')
    .some(
      (use) =>
        use.within === within && use.node.start > node.end && use.key !== undefined && ctx.text.slice(use.key) === text,
    );
}

/** A look-up in a defaultdict, which makes the key but is not meant to. */
const isRead = ({ operation }: StateUse): boolean => operation === '[]';

function valueStored({ node, key, operation }: StateUse): Expression | undefined {
  const { parent } = node;
  if (operation === '[]=' && parent?.kind === 'Assign') return parent.value;
  return operation === 'append' || operation === 'add' ? key : undefined;
}

function isLoaded(value: Expression | undefined): boolean {
  const call = value?.kind === 'Await' ? value.value : value;
  if (call?.kind !== 'Call') return false;
  const { func } = call;
  return LOADING_NAME.test(func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '');
}

/** Holds sockets, tasks, locks, clients: by what is put into it, or by its annotation. */
function isProcessBound(life: StateLife, ctx: SourceContext): boolean {
  const stored = life.of('grow').flatMap((use) => valueStored(use) ?? []);
  if (stored.some((value) => PROCESS_BOUND.test(ctx.types.classOf(value) ?? ''))) return true;
  return life.of('create').some(({ node }) => {
    const annotation = node.parent?.kind === 'AnnAssign' ? node.parent.annotation : undefined;
    if (annotation === undefined) return false;
    let isBound = false;
    walk(annotation, (part) => {
      if (part.kind !== 'Name' && part.kind !== 'Attribute') return;
      if (PROCESS_BOUND.test(ctx.names.qualifiedName(part) ?? '')) isBound = true;
    });
    return isBound;
  });
}

function isRoute(member: Node, ctx: SourceContext): boolean {
  const isFunction = member.kind === 'FunctionDef' || member.kind === 'AsyncFunctionDef';
  return isFunction && ctx.context.routeOf(member) !== undefined;
}

function hasRoutes(ctx: SourceContext): boolean {
  return holds(ctx.module, (node) => isRoute(node, ctx));
}

function nameOf(fn: FunctionDef | AsyncFunctionDef | ClassDef, ctx: SourceContext): string {
  return `${ctx.names.moduleName}.${ctx.names.qualnameOf(fn)}`;
}
