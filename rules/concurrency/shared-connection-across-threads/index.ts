import { boundTarget, type Call, type ClassDef, type Def, type Expression } from '#ast';
import {
  defineSourceRule,
  lastNames,
  NOT_PRODUCTION,
  type Problem,
  providedThat,
  reachedFrom,
  type SourceContext,
} from '#kit';
import { OF_ONE_THREAD_OBJECTS } from '#knowledge/database-drivers';
import type { Question } from '#project';
import {
  connectorOf,
  doubtOf,
  isConcurrent,
  isOfOneThread,
  MAX_USERS,
  oneReads,
  type Use,
  usesOf,
  whichThread,
} from './connection-uses.ts';
import { type SharedSession, sessionSharedBy } from './shared-sessions.ts';
import { spansStatements } from './transactions.ts';

export default defineSourceRule({
  docs: {
    summary: 'race condition: database connection shared by several threads',
    why: 'These connections are not thread-safe. By default `sqlite3` raises an error when another thread uses one. If `check_same_thread=False` is set, or with other drivers, the transactions and results of different threads can mix.',
    remedy:
      'Give the connection its own thread (an executor with one worker), hold a lock around each use, or use a connection pool',
    harm: 'loses',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [362, 567],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-001' }],
    bad: 'import asyncio\nimport sqlite3\n\nclass Store:\n    def __init__(self, path):\n        self._conn = sqlite3.connect(path)\n\n    async def put(self, row):\n        await asyncio.to_thread(self._conn.execute, "INSERT INTO rows VALUES (?)", row)\n\n    async def count(self):\n        return await asyncio.to_thread(self._conn.execute, "SELECT count(*) FROM rows")\n',
    good: 'import asyncio\nimport sqlite3\nfrom concurrent.futures import ThreadPoolExecutor\n\nclass Store:\n    def __init__(self, path):\n        self._thread = ThreadPoolExecutor(max_workers=1)\n        self._conn = sqlite3.connect(path, check_same_thread=False)\n\n    async def put(self, row):\n        loop = asyncio.get_running_loop()\n        await loop.run_in_executor(self._thread, self._conn.execute, "INSERT INTO rows VALUES (?)", row)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [
    ...lastNames(OF_ONE_THREAD_OBJECTS),
    ...['connect', 'gather', 'submit', 'map', 'Thread', 'create_task', 'run_in_executor', 'to_thread'],
  ],
  visit: {
    Call(call, ctx) {
      const shared = sessionSharedBy(call, ctx);
      if (shared !== undefined) return reportShared(call, shared, ctx);
      const connector = connectorOf(call, ctx);
      if (connector === undefined) return;
      const target = boundTarget(call);
      if (target === undefined) return reportCached(call, connector, ctx);
      const uses = usesOf(target, ctx);
      const threaded = uses.filter(({ start }) => start !== undefined);
      const [first] = threaded;
      const others =
        first === undefined ? [] : uses.filter((use) => use.site !== first.site && isConcurrent(use, first));
      if (first === undefined || others.length === 0) return reportElsewhere(call, target, connector, ctx);
      if (!isOfOneThread(connector)) return;
      ctx.report({
        at: call,
        message: `race condition: several threads use the one \`${connector}\` connection \`${ctx.text.slice(target)}\` without a lock`,
        related: [first, ...others].slice(0, 4).flatMap(placesOf),
        doubt: oneReads(threaded, others) ? 'serialized-access' : doubtOf(call, connector),
      });
    },
  },
});

/** The threads of a server, or of another module: the project knows who runs what uses the connection. */
function reportElsewhere(call: Call, target: Expression, connector: string, ctx: SourceContext): void {
  const life = ctx.state.lifeOf(target);
  const mentions = life === undefined ? [] : ctx.state.mentionsOfLife(life);
  const users = mentions.flatMap((mention) => {
    const fn = ctx.context.defAround(mention);
    const isUsed =
      mention.parent?.kind === 'Attribute' || mention.parent?.kind === 'withitem' || mention.parent?.kind === 'Return';
    // `with self._lock, self._conn:` holds the lock from the first on.
    const [inside] =
      mention.parent?.kind === 'withitem' && mention.parent.parent?.kind === 'With' ? mention.parent.parent.body : [];
    const isAlone =
      fn === undefined || ctx.state.runsInCreation(fn) || ctx.context.locksHeldAt(inside ?? mention).length > 0;
    return isUsed && !isAlone ? fn : [];
  });
  const owner = target.kind === 'Attribute' ? ctx.context.classAround(call) : undefined;
  // What a function binds in a local is its own.
  if (users.length === 0 || (target.kind === 'Attribute') !== (owner !== undefined)) return;
  reportThreaded(call, ctx.text.slice(target), connector, [...new Set(users)], owner, ctx);
}

/** `@functools.cache` of what opens one: all callers have the same. */
function reportCached(call: Call, connector: string, ctx: SourceContext): void {
  const fn = call.parent?.kind === 'Return' ? ctx.context.defAround(call) : undefined;
  if (fn === undefined || !ctx.names.decoratorNames(fn).some((name) => /^functools\.(?:lru_)?cache$/.test(name ?? '')))
    return;
  reportThreaded(call, `${fn.name}()`, connector, [fn], undefined, ctx);
}

function reportThreaded(
  at: Call,
  name: string,
  connector: string,
  users: readonly Def[],
  owner: ClassDef | undefined,
  ctx: SourceContext,
): void {
  const threads = users
    .slice(0, MAX_USERS)
    .map((fn): Question => ({ kind: 'runs-in-threads', function: ctx.names.fullNameOf(fn) }));
  const kept: Question[] = owner === undefined ? [] : [{ kind: 'long-lived', class: ctx.names.fullNameOf(owner) }];
  // Requests come whenever they do; what else starts threads may see to it that one runs at a time.
  const routes = reachedFrom(['route'], ...users.slice(0, MAX_USERS).map((fn) => ctx.names.fullNameOf(fn)));
  const atOnce = providedThat(routes, { doubt: 'serialized-access' });
  ctx.report({
    at,
    message: `race condition: threads that serve requests or run jobs use the one \`${connector}\` connection \`${name}\` without a lock`,
    doubt: users.some(spansStatements) ? undefined : doubtOf(at, connector),
    when: {
      question: { kind: 'all', of: [{ kind: 'any', of: threads }, ...kept] },
      yes: atOnce,
      no: 'drop',
      unknown: 'drop',
    },
  });
}

/** `gather(to_thread(check, db), count(db))`: the session itself is handed to several at once. */
function reportShared(call: Call, { session, other }: SharedSession, ctx: SourceContext): void {
  ctx.report({
    at: session.kind === 'Name' ? session : call,
    message: `race condition: \`${ctx.text.slice(call.func)}\` runs work concurrently that uses the one session \`${ctx.text.slice(session)}\``,
    remedy: 'Give each its own session',
    doubt: 'serialized-access',
    ...(other !== session && { related: [{ at: other, message: 'used here at the same time' }] }),
  });
}

function placesOf({ site, at, start }: Use): NonNullable<Problem['related']> {
  if (start === undefined) return [{ at, message: "used here on the caller's thread" }];
  const run = { at: site, message: `used here in ${whichThread(start)}` };
  return at === site ? [run] : [run, { at, message: 'that thread uses this' }];
}
