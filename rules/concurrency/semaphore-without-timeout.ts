import { type Call, type Expression, isWithin, type Node, parametersOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

const SEMAPHORES: ReadonlySet<string> = new Set([
  'asyncio.Semaphore',
  'asyncio.BoundedSemaphore',
  'threading.Semaphore',
  'threading.BoundedSemaphore',
  'anyio.Semaphore',
  'trio.Semaphore',
]);
/** What hands out a limited number of things. */
const POOL_CLASS =
  /(Pool|Limiter|Throttle|Manager|Client|Executor|Engine|Factory|Gateway|Broker|Dispatcher|Service|Backend|Provider)/;
const DEADLINE_WORD = /timeout|deadline/;

export default defineSourceRule({
  docs: {
    summary: 'semaphore or pool acquired without a timeout',
    why: 'When hanging work occupies every slot, each further caller waits forever. One slow dependency can stop the whole service.',
    remedy:
      'Acquire with a timeout (`async with asyncio.timeout(…)`, `acquire(timeout=…)`) and report that the pool is full',
    harm: 'hangs',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [400, 410],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-007' }],
    measured: { read: 4, right: 2, on: 'the strict profile over bentoml, sglang, livekit_agents, gpt_researcher' },
    bad: 'import asyncio\n\nclass ConnectionPool:\n    def __init__(self, size):\n        self._places = asyncio.Semaphore(size)\n\n    async def acquire(self):\n        await self._places.acquire()\n        return await self._connect()\n',
    good: 'import asyncio\n\nclass ConnectionPool:\n    def __init__(self, size):\n        self._places = asyncio.Semaphore(size)\n\n    async def acquire(self):\n        await asyncio.wait_for(self._places.acquire(), timeout=5)\n        return await self._connect()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    ClassDef(owner, ctx) {
      if (!POOL_CLASS.test(owner.name)) return;
      for (const life of ctx.state.ofClass(owner).values()) {
        if (life.type === undefined || !SEMAPHORES.has(life.type)) continue;
        const made = life.of('create')[0];
        const waits = ctx.state.mentionsOf(owner, life.name).flatMap((mention) => waitAt(mention) ?? []);
        const first = waits.filter(({ node }) => isWithin(node, owner) && !isUnderDeadline(node, ctx))[0];
        if (first === undefined || made === undefined) continue;
        ctx.report({
          at: first.at,
          message: `\`${owner.name}.${ctx.context.defAround(first.node)?.name}\` waits for a slot of \`${life.name}\` without a timeout`,
          related: [{ at: made.node, message: `the \`${life.type}\` is created here` }],
        });
      }
    },
  },
});

interface Wait {
  readonly node: Node;
  readonly at: Node;
}

/** `with self._places:`, `self._places.acquire()`; a mention that does neither is none. */
function waitAt(mention: Expression): Wait | undefined {
  const { parent } = mention;
  if (parent?.kind === 'withitem')
    return parent.parent === undefined ? undefined : { node: parent.parent, at: mention };
  const call = parent?.kind === 'Attribute' && parent.attr === 'acquire' ? parent.parent : undefined;
  if (call?.kind !== 'Call' || triesOnly(call)) return undefined;
  return { node: call, at: call };
}

/** `acquire(blocking=False)`, `acquire(timeout=5)`, `acquire(False)`. */
function triesOnly(call: Call): boolean {
  return call.args.length > 0 || call.keywords.length > 0;
}

/** Of its own, by a deadline around it, or because the method is given one. */
function isUnderDeadline(node: Node, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(node);
  if (fn === undefined) return true;
  const deadline = ctx.context.deadlineAround(node);
  if (deadline !== undefined) {
    ctx.proven({ at: node, by: 'a surrounding timeout ends the wait', where: deadline });
    return true;
  }
  // `waiting = places.acquire()`, and then `wait_for(waiting, 5)`.
  const awaited = node.kind === 'Call' ? ctx.flow.destinations(node) : [];
  if (awaited.some(({ carrier }) => carrier !== undefined && ctx.context.deadlineAround(carrier) !== undefined))
    return true;
  return parametersOf(fn).some(({ name }) => DEADLINE_WORD.test(name));
}
