import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { type FirstUse, findAnyFirstUse, neverWaits } from '#kit/concurrency';
import type { Question } from '#project';
import { startsThreads } from '../_shared/starts-threads.ts';
import { makesInterchangeable } from './interchangeable.ts';
import { instanceMadeBy, type MadeInstance } from './made-instance.ts';
import {
  ALIKE,
  callsBetween,
  guardOf,
  isCostly,
  isLockedByCallers,
  isOpened,
  isTable,
  livesLong,
  MAX_READERS,
  runsInThreads,
  valueAwaited,
  withoutProof,
} from './unguarded-creation.ts';

export default defineSourceRule({
  docs: {
    summary: 'race condition: singleton created on first use without a lock',
    why: 'If the first two callers arrive at the same time, each can create an instance. Whatever is registered or counted in one is then missing from the other.',
    remedy: 'Create the instance at import, or test and assign it under a `threading.Lock`',
    harm: 'misleads',
    severity: {
      'stateful instances': 'P0',
      'interchangeable instances': 'P2',
      'opened by two tasks': 'P1',
      'no second thread found': 'P1',
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
  questions: [startsThreads],
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
        return ctx.proven({ at: use.target, by: 'instances of the class are interchangeable', where: alike });
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
        message: `race condition: \`${fn.name}\` is created on first use, and \`cached_property\` takes no lock since Python 3.12, so two threads can each create one`,
        remedy: `Create it in \`__init__\`, or create it under a \`threading.Lock\``,
        ...ALIKE,
        when: providedThat({ kind: 'all', of: [{ kind: 'any', of: inThreads }, livesLong(owner, ctx)] }, 'drop'),
      });
    },
  },
});

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
    // Anyone who makes one so makes all so.
    cause: isAsync ? 'tasks' : 'threads',
    message: made.isValue
      ? `race condition: \`${fn.name}\` finds \`${name}\` unset and assigns it after an \`await\`, so concurrent tasks can each create one with \`${made.name}\``
      : `race condition: \`${fn.name}\` finds \`${name}\` unset and assigns it without a lock, so two ${isAsync ? 'tasks' : 'threads'} can each create one with \`${made.name}\``,
    related: [{ at: test, message: `\`${name}\` is tested here` }],
    doubt: isLockedByCallers(use, ctx) ? 'serialized-access' : isOfObject ? 'unknown-lifetime' : undefined,
    ...(isAlike && ALIKE),
    ...(isLeaked && { harm: 'leaks' as const, kind: 'opened by two tasks' }),
    ...(isAsync && { remedy: 'Test and assign it under an `asyncio.Lock`' }),
    ...(isAsync
      ? !isLeaked && !isAlike && isStateful !== undefined && { when: providedThat(isStateful, ALIKE) }
      : { when: providedThat({ kind: 'all', of: [inThreads, ...worth] }, withoutProof(use, made, isStateful, ctx)) }),
  });
}
