import { type Call, type ClassDef, type Def, type Expression, holds, isWithin, lastName, type Node } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { type FirstUse, findAnyFirstUse, givesBack, neverWaits } from '#kit/concurrency';
import { heavyCostOf } from '#kit/state';
import type { Grade, Question } from '#project';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { makesInterchangeable } from './interchangeable.ts';
import { instanceMadeBy, type MadeInstance } from './made-instance.ts';

export default defineSourceRule({
  docs: {
    summary: 'singleton made on first use without a lock',
    why: 'Two callers that come first at the same time can both create an instance. What is registered or counted in one of them is missing in the other.',
    remedy: 'Make the instance when the module is imported, or test and bind it under a `threading.Lock`.',
    harm: 'lies',
    severity: {
      'stateful instances': 'P0',
      'interchangeable instances': 'P2',
      'opened by two tasks': 'P1',
      'no second thread seen': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [362],
    origin: ['SPOF-002', 'SPOF-003', 'SPOF-004', 'SPOF-005', 'SPOF-011'].map((finding) => ({
      document: 'CORTEX Architectural Audit Report',
      finding,
    })),
    measured: {
      read: 14,
      right: 13,
      on: 'TenSafe, airflow-core, mindsdb, marimo, Django, too few to say much (in the strict profile 4 of 11), apache_airflow_core, astrbot',
    },
    bad: 'import threading\n\nclass Bus:\n    def __init__(self):\n        self.handlers = []\n\n    def subscribe(self, handler):\n        self.handlers.append(handler)\n\n_bus = None\n\ndef get_bus():\n    global _bus\n    if _bus is None:\n        _bus = Bus()\n    return _bus\n\nthreading.Thread(target=get_bus).start()\n',
    good: 'import threading\n\nclass Bus:\n    def __init__(self):\n        self.handlers = []\n\n    def subscribe(self, handler):\n        self.handlers.append(handler)\n\n_bus = None\n_lock = threading.Lock()\n\ndef get_bus():\n    global _bus\n    with _lock:\n        if _bus is None:\n            _bus = Bus()\n    return _bus\n\nthreading.Thread(target=get_bus).start()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Assign(assignment, ctx) {
      const use = findAnyFirstUse(assignment, ctx);
      if (use === undefined) return;
      const made = instanceMadeBy(assignment.value, use.fn, ctx) ?? valueAwaited(use, ctx);
      if (made === undefined) return;
      const guard = guardOf(use, ctx);
      if (guard !== undefined) return ctx.proven({ at: use.target, ...guard });
      const value = ctx.flow.whole(assignment.value);
      const alike = value.kind === 'Call' ? makesInterchangeable(value, ctx) : undefined;
      if (alike !== undefined)
        return ctx.proven({ at: use.target, by: 'one object of the class is as good as another', where: alike });
      // A table of a library's objects by key is a cache, and its entries are alike.
      if (isTable(use.target) && made.isClient && !made.isModel && use.owner === undefined) return;
      report(use, made, ctx);
    },
    FunctionDef(fn, ctx) {
      const owner = ctx.context.classOfMethod(fn);
      const decorator = fn.decorator_list.find((each) => ctx.names.qualifiedName(each) === 'functools.cached_property');
      if (owner === undefined || decorator === undefined || !isCostly(fn, ctx)) return;
      const readers = ctx.state.mentionsOf(owner, fn.name).flatMap((mention) => ctx.context.defAround(mention) ?? []);
      const inThreads = [...new Set(readers)].slice(0, MAX_READERS).map((reader) => runsInThreads(reader, ctx));
      ctx.report({
        at: fn,
        message: `\`${fn.name}\` is made on first use, and since Python 3.12 \`cached_property\` takes no lock: two threads can each make their own`,
        ...ALIKE,
        when: providedThat({ kind: 'all', of: [{ kind: 'any', of: inThreads }, livesLong(owner, ctx)] }, 'drop'),
      });
    },
  },
});

const isTable = (target: Expression): boolean => target.kind === 'Subscript' && target.slice.kind !== 'Constant';

const MAX_READERS = 5;

const runsInThreads = (fn: Def, ctx: SourceContext): Question => ({
  kind: 'runs-in-threads',
  function: ctx.names.fullNameOf(fn),
});
const livesLong = (owner: ClassDef, ctx: SourceContext): Question => ({
  kind: 'long-lived',
  class: ctx.names.fullNameOf(owner),
});

const COSTLY = ['network', 'file', 'database', 'process'] as const;

/** Reads, asks or loads something. */
function isCostly(fn: Def, ctx: SourceContext): boolean {
  const effects = ctx.effects.within(fn.body);
  if (COSTLY.some((each) => effects.has(each))) return true;
  return ctx.flow.returnValues(fn).some((value) => value !== undefined && instanceMadeBy(value, fn, ctx)?.isModel);
}

/** `self._token = (await client.post(…)).json()["token"]`: whatever it is, two tasks ask for it where one would do. */
function valueAwaited(use: FirstUse, ctx: SourceContext): MadeInstance | undefined {
  if (use.fn.kind !== 'AsyncFunctionDef' || use.target.kind === 'Subscript') return undefined;
  if (!comesOfAwait(use.assignment.value, ctx) || (!givesBack(use, ctx) && callsOfFunction(ctx, use.fn).length === 0))
    return undefined;
  const call = callsBetween(use).find((each) => each.parent?.kind === 'Await' && !isTask(each, ctx));
  return call && { class: undefined, name: lastName(call.func) ?? 'value', isClient: false, isValue: true, call };
}

const MAX_STEPS = 3;

/** What is awaited in it, or in what its names were bound to. */
function comesOfAwait(value: Expression, ctx: SourceContext, step = 0): boolean {
  return holds(value, (node) => {
    if (node.kind === 'Await') return true;
    if (node.kind !== 'Name' || step >= MAX_STEPS) return false;
    return ctx.flow.reachingDefinitions(node).some((each) => each.value && comesOfAwait(each.value, ctx, step + 1));
  });
}

const isTask = (call: Call, ctx: SourceContext): boolean =>
  /^asyncio\.(?:sleep|wait|shield)/.test(ctx.types.calleeName(call.func) ?? '');

/** What is called from the test to the binding. */
const callsBetween = ({ test, assignment, fn }: FirstUse): readonly Call[] =>
  callsWithin(fn.body).filter(
    (call) => (call.start >= test.start || !isWithin(test, fn)) && call.end <= assignment.end,
  );

const ALIKE = { kind: 'interchangeable instances' } as const;

function report(use: FirstUse, made: MadeInstance, ctx: SourceContext): void {
  const { target, test, fn, owner } = use;
  const name = ctx.text.slice(target);
  const isAsync = fn.kind === 'AsyncFunctionDef';
  // On an event loop nothing comes between test and binding but an await.
  if (isAsync && !callsBetween(use).some(({ parent }) => parent?.kind === 'Await' && !neverWaits(parent, ctx))) return;
  const inThreads = runsInThreads(fn, ctx);
  const isStateful = made.class === undefined ? undefined : ({ kind: 'is-stateful-class', class: made.class } as const);
  // What two tasks open, each for itself, stays open: all but the last is out of reach.
  const isLeaked = isAsync && callsBetween(use).some((call) => isOpened(call, ctx));
  const isAlike = made.isClient || made.isValue === true;
  const isOfObject = owner !== undefined && made.isModel !== true && made.isValue !== true;
  const kept: Question[] = owner === undefined ? [] : [livesLong(owner, ctx)];
  const worth: Question[] = made.isClient || isStateful === undefined ? kept : [...kept, isStateful];
  ctx.report({
    at: target,
    // Whoever makes one so makes all so.
    cause: isAsync ? 'tasks' : 'threads',
    message: made.isValue
      ? `\`${fn.name}\` finds \`${name}\` unset and binds it after an \`await\`: tasks that come meanwhile each call \`${made.name}\``
      : `\`${fn.name}\` finds \`${name}\` unset and binds it without a lock: two ${isAsync ? 'tasks' : 'threads'} can each make their own \`${made.name}\``,
    related: [{ at: test, message: `\`${name}\` is tested here` }],
    doubt: isLockedByCallers(use, ctx) ? 'serialized-access' : isOfObject ? 'unknown-lifetime' : undefined,
    ...(isAlike && ALIKE),
    ...(isLeaked && { harm: 'leaks' as const, kind: 'opened by two tasks' }),
    ...(isAsync && { remedy: 'Test and bind it under an `asyncio.Lock`' }),
    ...(isAsync
      ? !isLeaked && !isAlike && isStateful !== undefined && { when: providedThat(isStateful, ALIKE) }
      : { when: providedThat({ kind: 'all', of: [inThreads, ...worth] }, withoutProof(use, made, isStateful, ctx)) }),
  });
}

/** A pool or a browser that is awaited. */
function isOpened(call: Call, ctx: SourceContext): boolean {
  if (call.parent?.kind !== 'Await') return false;
  const cost = heavyCostOf(call, ctx);
  return cost === 'connection pool' || cost === 'browser';
}

/**
 * Where the two are not seen: a file that deals with threads may be asked from them, and so may a server, or whatever starts threads. What a server makes twice must
 * keep a state of its own or a connection; of anything else the one is as good as the other.
 */
function withoutProof(
  { owner, fn }: FirstUse,
  made: MadeInstance,
  isStateful: Question | undefined,
  ctx: SourceContext,
): Grade {
  const dealsWithThreads = ctx.names.imports.some(
    ({ module, boundAs }) => THREADING.has(module) && boundAs !== 'ProcessPoolExecutor',
  );
  if (!made.isClient && isStateful === undefined) return 'drop';
  const worth = made.isClient || isStateful === undefined ? [] : [isStateful];
  if (owner === undefined && !made.isModel && dealsWithThreads) return unseen({ kind: 'all', of: worth }, made);
  // Where nothing of the project starts a second thread, there is none.
  const seconds: Question = { kind: 'any', of: [{ kind: 'is-service' }, { kind: 'starts-threads' }] };
  const kept = owner === undefined ? [] : [livesLong(owner, ctx)];
  const question: Question = { kind: 'all', of: [seconds, ...kept, ...worth] };
  // What an event loop alone calls has one thread.
  const onLoop: Question = { kind: 'called-from-async', function: ctx.names.fullNameOf(fn) };
  const otherwise = unseen(question, made);
  return { question: onLoop, yes: 'drop', no: otherwise, unknown: otherwise };
}

const unseen = (question: Question, { isClient }: MadeInstance): Grade => ({
  ...providedThat(question, 'drop'),
  yes: { ...(!isClient && { kind: 'no second thread seen' }), doubt: 'unknown-thread' },
});

const THREADING: ReadonlySet<string> = new Set(['threading', 'concurrent.futures', 'multiprocessing.pool']);

/** Under a lock here, or called under one wherever this file calls it. */
function guardOf(
  { assignment, fn }: FirstUse,
  ctx: SourceContext,
): { readonly by: string; readonly where?: Node | undefined } | undefined {
  const [held] = ctx.context.locksHeldAt(assignment);
  if (held !== undefined) return { by: 'a lock is held there', where: held.lock };
  const calls = callsOfFunction(ctx, fn);
  return calls.length > 0 && calls.every((call) => ctx.context.locksHeldAt(call).length > 0)
    ? { by: 'a lock is held wherever the function is called', where: calls[0] }
    : undefined;
}

/** By its own word. */
const isLockedByCallers = ({ target }: FirstUse, ctx: SourceContext): boolean =>
  ctx.state.guardingOf(target)?.uses.find(({ use }) => use.node === target)?.isLockedByCaller === true;
