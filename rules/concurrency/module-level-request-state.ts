import {
  defineSourceRule,
  defsOf,
  holdsProcessBound,
  type LastingWrite,
  lastingWrites,
  NOT_PRODUCTION,
  type Node,
  reachedFrom,
  type SourceContext,
  type StateLife,
  writesThrough,
} from '#kit';

/** May differ from worker to worker. */
const CACHE_NAME = /(^|_)(caches?|cached|memo|memoized|singletons?)(_|$)|Cache$/i;
/** The wiring of the process itself, and what is under way in it. */
const WIRING_NAME =
  /(^|_)(handlers?|plugins?|collectors|listeners|observers|middlewares?|callbacks?|hooks?|routes|loggers|locks|tasks|in_flight|inflight|warned|warnings?|factories|generations?|filters)(_|$)/i;
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
  const writes = at === undefined ? [] : writesOf(made, kept, ctx);
  const direct = writes.find(({ fn }) => isRoute(fn, ctx));
  const write = direct ?? writes[0];
  if (at === undefined || write === undefined) return;
  const fromRoutes = reachedFrom(['route'], ...writes.map(({ fn }) => ctx.names.fullNameOf(fn)));
  // Far from its routes a container is as often a part of the process as of a request.
  const where = hasRoutes(ctx) ? 'keep' : { profile: 'strict' as const };
  ctx.report({
    at,
    message: `\`${name}\` keeps what requests write in the memory of one process`,
    related: [{ at: write.node, message: `\`${write.fn.name}\` writes to it` }],
    ...(direct === undefined && { when: { question: fromRoutes, yes: where, no: 'drop', unknown: 'drop' } }),
  });
}

function writesOf(made: StateLife, kept: StateLife, ctx: SourceContext): readonly LastingWrite[] {
  if (CACHE_NAME.test(kept.name) || WIRING_NAME.test(kept.name) || holdsProcessBound(kept, ctx)) return [];
  return [...lastingWrites(kept, ctx), ...(made === kept ? [] : writesThrough(made, kept.name, ctx))];
}

function isRoute(member: Node, ctx: SourceContext): boolean {
  const isFunction = member.kind === 'FunctionDef' || member.kind === 'AsyncFunctionDef';
  return isFunction && ctx.context.routeOf(member) !== undefined;
}

function hasRoutes(ctx: SourceContext): boolean {
  return defsOf(ctx.module).some((fn) => isRoute(fn, ctx));
}
