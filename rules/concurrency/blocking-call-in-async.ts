import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, reachedFrom, type SourceContext } from '#kit';
import { callsOnLoop } from '#kit/calls';
import { type AsyncFunctionDef, type Call, identifiersOf, shortText } from '#kit/code';
import { isAloneOnLoop, isCodec, isTextCodec, whyShort } from '#kit/concurrency';
import type { Condition, Grade, Question } from '#kit/project';
import { requestWayOf } from '#kit/web';

/** `threading-lock-in-async` says which of these matter: a lock held for a moment does not. */
const LOCK_ACQUIRE = /^threading\.(?:R?Lock|(?:Bounded)?Semaphore)\.acquire$/;

/** Short on a local disk, so only worth a look. */
const FILE_OPENS =
  /^(?:(?:builtins|io|codecs|gzip|pathlib\.Path)\.open|tempfile\.NamedTemporaryFile|logging\.FileHandler|configparser\.ConfigParser\.read|ssl\.(?:create_default_context|SSLContext\.load_(?:cert_chain|verify_locations)))$/;

export default defineSourceRule({
  docs: {
    summary: 'call that blocks the thread in `async def`',
    why: 'While the call waits, the event loop stands still: every other request, timer and heartbeat of the process waits with it.',
    remedy: 'Await an asynchronous equivalent, or hand the call to `asyncio.to_thread`.',
    harm: 'hangs',
    // Calls that may wait for minutes and those that wait for a moment look alike: of those read at P1, P2 was due of most.
    ceiling: 'P2',
    profile: 'strict',
    precision: 'low',
    since: '0.1.0',
    cwe: [400],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'SCALE-002' },
      { document: 'TenSafe System Audit', finding: 'P1-9' },
    ],
    bad: 'import requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/rates")\nasync def rates():\n    return requests.get("https://rates/today", timeout=5).json()\n',
    good: 'import asyncio\n\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/rates")\nasync def rates():\n    answer = await asyncio.to_thread(requests.get, "https://rates/today", timeout=5)\n    return answer.json()\n',
    measured: { read: 57, right: 45, on: 'TenSafe, airflow-core, dagster, gradio, llama-index, redis, stdlib' },
  },
  skips: NOT_PRODUCTION,
  visit: {
    AsyncFunctionDef(fn, ctx) {
      const calls = callsOnLoop(fn, ctx);
      reportBlocking(fn, calls, ctx);
      reportCallsOfBlocking(fn, calls, ctx);
      reportClients(fn, calls, ctx);
      reportOpens(fn, calls, ctx);
      reportCodecs(fn, calls, ctx);
    },
  },
});

/** A route decodes, packs or derives from what its client sent, for as long as that is large. */
function reportCodecs(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  if (ctx.context.routeOf(fn) === undefined) return;
  const codecs = calls.flatMap((call) => {
    const name = ctx.types.calleeName(call.func) ?? '';
    return isCodec(name) || isTextCodec(name) ? { call, name } : [];
  });
  const isOfClient = codecs.some(
    ({ call, name }) => isCodec(name) && call.args.some((given) => requestWayOf(given, ctx)?.kind === 'request'),
  );
  const [first, ...others] = codecs.sort((a, b) => a.call.start - b.call.start);
  if (first === undefined || !isOfClient) return;
  ctx.report({
    at: first.call,
    cause: ctx.names.fullNameOf(fn),
    message: `\`${first.name}\` computes on the event loop in \`async def ${fn.name}\`, for as long as what the client sends is large`,
    remedy: 'Hand the decoding and encoding to `asyncio.to_thread`',
    heldBack: 'how large the data may be is not seen',
    related: others.slice(0, 5).map(({ call, name }) => ({ at: call, message: `\`${name}\` computes here` })),
  });
}

interface Blocking {
  readonly call: Call;
  readonly name: string;
}

/** One finding per function and library: a connection, its cursor and its commit are one thing to mend. */
function reportBlocking(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  const byLibrary = new Map<string, Blocking[]>();
  for (const call of calls) {
    const name = ctx.effects.blocking(call);
    if (name === undefined || LOCK_ACQUIRE.test(name)) continue;
    if (name === 'time.sleep' && call.args[0] !== undefined && ctx.values.number(call.args[0]) === 0) continue;
    const library = name.slice(0, name.indexOf('.'));
    byLibrary.set(library, [...(byLibrary.get(library) ?? []), { call, name }]);
  }
  for (const [library, [first, ...others]] of byLibrary) {
    if (first === undefined) continue;
    const isDatabase = ctx.effects.of(first.call) === 'database';
    ctx.report({
      at: first.call,
      // One driver for the whole application is one decision.
      cause: isDatabase ? library : ctx.names.fullNameOf(fn),
      ...((isAloneOnLoop(fn, first.call, ctx) || LOCAL_DATABASES.has(library)) && { ceiling: 'P3' as const }),
      message: `\`${first.name}\` blocks the event loop in \`async def ${fn.name}\``,
      ...heldBackBy(guessAgainst([first, ...others], ctx)),
      ...(TERMINAL.has(first.name) &&
        isStartedByHand(ctx) && { heldBack: 'who starts a program by hand is asked there' }),
      ...(first.name === 'time.sleep' && { remedy: 'Use `await asyncio.sleep(…)`' }),
      related: others.slice(0, 5).map(({ call, name }) => ({ at: call, message: `\`${name}\` blocks it here` })),
      when: isDatabase ? whereRequestsWait(fn, ctx) : whereOthersWait(fn, ctx),
    });
  }
}

function guessAgainst(found: readonly Blocking[], ctx: SourceContext): string | undefined {
  if (servesOne(ctx)) return ALONE;
  const guesses = found.map(({ call, name }) => whyShort(call, name, ctx));
  return guesses.includes(undefined) ? undefined : guesses[0];
}

/** Calls of a client that another module makes and holds; what it is, the project knows. */
function reportClients(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  for (const call of calls) {
    const path = ctx.effects.clientPath(call);
    if (path === undefined || ctx.flow.destinations(call).some(({ kind }) => kind === 'await')) continue;
    const waits: Question = { kind: 'waits-through-client', path, from: ctx.path };
    const byDatabase: Grade = { question: waits, yes: whereRequestsWait(fn, ctx), no: 'drop', unknown: 'drop' };
    ctx.report({
      at: call,
      cause: ctx.names.fullNameOf(fn),
      message: `\`${shortText(call.func, ctx.text)}\` waits for a service on the event loop in \`async def ${fn.name}\``,
      ...(servesOne(ctx) && { heldBack: ALONE }),
      ...(isAloneOnLoop(fn, call, ctx) && { ceiling: 'P3' as const }),
      when: {
        question: { ...waits, by: 'other-than-database' },
        yes: whereOthersWait(fn, ctx),
        no: byDatabase,
        unknown: byDatabase,
      },
    });
  }
}

/**
 * Functions of the project that block in their own body; whether they do, the project knows. What lies deeper, and often
 * what stands in a branch there, is behind a condition that this caller never meets.
 */
function reportCallsOfBlocking(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  const asked = new Set<string>();
  for (const call of calls) {
    if (ctx.effects.blocking(call) !== undefined) continue;
    const name = projectFunction(call, ctx);
    if (name === undefined || asked.has(name)) continue;
    asked.add(name);
    if (ctx.flow.destinations(call).some(({ kind }) => kind === 'await')) continue;
    const blocks: Question = { kind: 'blocks', function: name, depth: 0, from: ctx.path };
    const always: Question = { ...blocks, always: 'itself' };
    const beyondDatabase: Question = { ...always, by: 'other-than-database' };
    const byDatabase: Grade = { question: always, yes: { ceiling: 'P3' }, no: 'drop', unknown: 'drop' };
    const where = `\`${shortText(call.func, ctx.text)}\` is called on the event loop in \`async def ${fn.name}\``;
    const sometimes: Question = { kind: 'all', of: [blocks, { kind: 'not', of: always }] };
    ctx.report({
      at: call,
      // Whoever calls it: the function is what there is to mend.
      cause: name,
      message: `${where} and blocks it`,
      ...(servesOne(ctx) && { heldBack: ALONE }),
      ...(isAloneOnLoop(fn, call, ctx) && { ceiling: 'P3' as const }),
      when: { question: beyondDatabase, yes: whereOthersWait(fn, ctx), no: byDatabase, unknown: byDatabase },
    });
    ctx.report({
      at: call,
      cause: name,
      message: `${where} and may block it`,
      heldBack: 'it blocks on some of its paths only',
      when: providedThat(sometimes, 'drop'),
    });
    reportFurther(fn, call, name, ctx);
  }
}

/** By its name, or by the way to an object that another module makes. */
function projectFunction(call: Call, ctx: SourceContext): string | undefined {
  const effect = ctx.effects.of(call);
  if (effect === 'project') return ctx.types.calleeName(call.func) ?? ctx.effects.projectPath(call);
  // In a flat layout the project is not told from libraries by a name alone.
  return effect === 'unknown' ? ctx.effects.projectPath(call) : undefined;
}

/** What its own body does not do, but a function that it calls. */
function reportFurther(fn: AsyncFunctionDef, call: Call, name: string, ctx: SourceContext): void {
  const asked = { kind: 'blocks', function: name, from: ctx.path } as const;
  const further: Question = { ...asked, always: 'itself', by: 'other-than-database' };
  const beyond: Question = { kind: 'not', of: { ...asked, depth: 0 } };
  const certainly: Question = { ...further, always: 'throughout' };
  const where = `\`${shortText(call.func, ctx.text)}\` is called on the event loop in \`async def ${fn.name}\``;
  ctx.report({
    at: call,
    cause: name,
    message: `${where} and blocks it in what it calls`,
    ...(servesOne(ctx) && { heldBack: ALONE }),
    ...(isAloneOnLoop(fn, call, ctx) && { ceiling: 'P3' as const }),
    when: { ...providedThat({ kind: 'all', of: [certainly, beyond] }, 'drop'), yes: whereOthersWait(fn, ctx) },
  });
  const perhaps: Question = { kind: 'all', of: [further, beyond, { kind: 'not', of: certainly }] };
  ctx.report({
    at: call,
    cause: name,
    message: `${where} and may block it in what it calls`,
    ceiling: 'P3',
    heldBack: 'it blocks further down, perhaps behind a condition that this call never meets',
    when: { ...providedThat(perhaps, 'drop'), yes: { ...whereOthersWait(fn, ctx), yes: 'drop' } },
  });
}

/** On a loop of its own nobody is held up, and in a library who uses it says what else is on the loop. */
const whereOthersWait = (fn: AsyncFunctionDef, { names }: SourceContext): Condition => {
  const served = providedThat(
    { kind: 'is-service' },
    { heldBack: 'nothing of the project serves, so perhaps nobody waits' },
  );
  const alone: Question = { kind: 'alone-on-loop', function: names.fullNameOf(fn) };
  return { question: alone, yes: { ceiling: 'P3' }, no: served, unknown: served };
};

/** A query mostly takes a moment: what many clients ask for at once adds up. */
const whereRequestsWait = (fn: AsyncFunctionDef, { names }: SourceContext): Condition =>
  providedThat(reachedFrom(['route'], names.fullNameOf(fn)), { ceiling: 'P3' });

/** Files of this machine, which answer in a moment. */
const LOCAL_DATABASES: ReadonlySet<string> = new Set(['sqlite3', 'duckdb', 'shelve', 'lmdb', 'dbm']);

const ALONE = 'by its name or place it is a command, whose loop has nothing else to do';

/** Nothing else waits for the loop of a command: who typed it waits anyway. */
function servesOne({ context, module, names }: SourceContext): boolean {
  if (/(^|[._])(cli|commands?)([._]|$)/.test(names.moduleName)) return true;
  return context.role === 'script' && !BESIDE.some((name) => identifiersOf(module).has(name));
}

/** By these a script has more than one thing on its loop. */
const BESIDE = 'gather create_task ensure_future TaskGroup as_completed wait start_soon Semaphore'.split(' ');

const isStartedByHand = ({ context }: SourceContext): boolean => context.role === 'script' || context.isEntryPoint;

/** They wait for whoever sits before the program. */
const TERMINAL: ReadonlySet<string> = new Set(['builtins.input', 'getpass.getpass']);

function reportOpens(fn: AsyncFunctionDef, calls: readonly Call[], ctx: SourceContext): void {
  const open = calls.find((call) => FILE_OPENS.test(ctx.types.calleeName(call.func) ?? ''));
  if (open === undefined) return;
  ctx.report({
    at: open,
    message: `\`${shortText(open.func, ctx.text)}\` opens a file on the event loop in \`async def ${fn.name}\``,
    ceiling: 'P3',
    heldBack: 'a file of this machine mostly opens at once',
  });
}
