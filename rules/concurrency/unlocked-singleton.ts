import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { callsOfFunction } from '#kit/calls';
import { holds, type Node } from '#kit/code';
import { type FirstUse, findFirstUse } from '#kit/concurrency';
import type { Grade, Question } from '#kit/project';
import { instanceMadeBy, type MadeInstance, makesInterchangeable } from '#kit/state';

export default defineSourceRule({
  docs: {
    summary: 'singleton made on first use without a lock',
    why: 'Two callers that come first at the same time can both create an instance. What is registered or counted in one of them is missing in the other.',
    remedy: 'Make the instance when the module is imported, or test and bind it under a `threading.Lock`.',
    harm: 'lies',
    ceiling: 'P3',
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
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Assign(assignment, ctx) {
      const use = findFirstUse(assignment, ctx);
      if (use === undefined) return;
      const made = instanceMadeBy(assignment.value, use.fn, ctx);
      if (made === undefined) return;
      const guard = guardOf(use, ctx);
      if (guard?.isProof) return ctx.proven({ at: use.target, by: guard.says, where: guard.at });
      const value = ctx.flow.whole(assignment.value);
      const alike = value.kind === 'Call' ? makesInterchangeable(value, ctx) : undefined;
      if (alike !== undefined)
        return ctx.proven({ at: use.target, by: 'one object of the class is as good as another', where: alike });
      // A table of a library's objects by key is a cache, and its entries are alike.
      if (use.target.kind === 'Subscript' && made.isClient) return;
      report(use, made, guard?.says, ctx);
    },
  },
});

function report(use: FirstUse, made: MadeInstance, guess: string | undefined, ctx: SourceContext): void {
  const { target, test, fn } = use;
  const name = ctx.text.slice(target);
  const isAsync = fn.kind === 'AsyncFunctionDef';
  // On an event loop nothing comes between test and binding but an await.
  if (isAsync && !awaitsBefore(use)) return;
  const inThreads = { kind: 'runs-in-threads', function: ctx.names.fullNameOf(fn) } as const;
  const isStateful = made.class === undefined ? undefined : ({ kind: 'is-stateful-class', class: made.class } as const);
  ctx.report({
    at: target,
    // Whoever makes one so makes all so.
    cause: isAsync ? 'tasks' : 'threads',
    message: `\`${fn.name}\` finds \`${name}\` unset and binds it without a lock: two ${isAsync ? 'tasks' : 'threads'} can each make their own \`${made.name}\``,
    related: [{ at: test, message: `\`${name}\` is tested here` }],
    ...heldBackBy(guess ?? (made.isModel && 'the two are alike, and the second costs time and memory alone')),
    ...(isAsync && { remedy: 'Test and bind it under an `asyncio.Lock`' }),
    when: isAsync
      ? providedThat({ kind: 'is-service' }, { heldBack: 'nothing shows that the program serves' })
      : providedThat(
          made.isClient || isStateful === undefined ? inThreads : { kind: 'all', of: [inThreads, isStateful] },
          withoutProof(made, isStateful, ctx),
        ),
  });
}

/**
 * Where the two are not seen: a file that deals with threads may be asked from them, and so may a server, or whatever starts threads. What a server makes twice must
 * keep a state of its own or a connection; of anything else the one is as good as the other.
 */
function withoutProof(made: MadeInstance, isStateful: Question | undefined, ctx: SourceContext): Grade {
  if (made.isModel) return 'drop';
  const heldBack = { heldBack: 'no second thread is seen there, or nothing shows that what is made has a state' };
  if (ctx.names.imports.some(({ module }) => THREADING.has(module))) return heldBack;
  if (!made.isClient && isStateful === undefined) return 'drop';
  const worth = made.isClient || isStateful === undefined ? [] : [isStateful];
  // Where nothing of the project starts a second thread, there is none.
  const seconds: Question = { kind: 'any', of: [{ kind: 'is-service' }, { kind: 'starts-threads' }] };
  return { question: { kind: 'all', of: [seconds, ...worth] }, yes: heldBack, no: 'drop', unknown: 'drop' };
}

const THREADING: ReadonlySet<string> = new Set(['threading', 'concurrent.futures', 'multiprocessing.pool']);

interface Guard {
  readonly isProof: boolean;
  readonly says: string;
  readonly at?: Node;
}

/** Under a lock here, by its own word, or called under one wherever this file calls it. */
function guardOf({ target, assignment, fn }: FirstUse, ctx: SourceContext): Guard | undefined {
  const [held] = ctx.context.locksHeldAt(assignment);
  if (held !== undefined) return { isProof: true, says: 'a lock is held there', at: held.lock };
  const calls = callsOfFunction(ctx, fn);
  if (calls.length > 0 && calls.every((call) => ctx.context.locksHeldAt(call).length > 0))
    return { isProof: true, says: 'a lock is held wherever the function is called', ...(calls[0] && { at: calls[0] }) };
  const own = ctx.state.guardingOf(target)?.uses.find(({ use }) => use.node === target);
  return own?.isLockedByCaller === true
    ? { isProof: false, says: 'its name or its docstring says that callers hold the lock' }
    : undefined;
}

/** Another task may run between the test and the binding. */
function awaitsBefore({ test, assignment }: FirstUse): boolean {
  const branch = test.parent;
  if (branch === undefined) return false;
  return holds(branch, (node) => node.kind === 'Await' && node.start < assignment.end);
}
