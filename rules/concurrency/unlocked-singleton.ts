import {
  type AsyncFunctionDef,
  type Call,
  classNamed,
  defineSourceRule,
  type Expression,
  type FirstUse,
  type FunctionDef,
  findFirstUse,
  holds,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
} from '#kit';

/** Classes of libraries whose instances hold connections, threads or keys; two of them are not one. */
const CLIENT_CLASS =
  /(Client|Session|Pool|Engine|Connection|Executor|Lock|RLock|Semaphore|Queue|Scheduler|Redis|Producer|Consumer|Fernet|Channel|Elasticsearch)$/;
const CLIENT_FACTORIES: ReadonlySet<string> = new Set([
  'boto3.client',
  'boto3.resource',
  'psycopg.connect',
  'psycopg2.connect',
  'redis.from_url',
  'sqlalchemy.create_engine',
  'sqlite3.connect',
]);
/** Equal arguments make equal values, so a second one does no harm. */
const VALUE_CLASS =
  /^(builtins|pathlib|re|datetime|decimal|fractions|ipaddress|uuid|string|types|typing|enum|packaging|asyncio|contextvars|logging)\./;
export default defineSourceRule({
  docs: {
    summary: 'singleton made on first use without a lock',
    why: 'Two threads that come first at the same time both find nothing and both make an instance, so what one of them registers, counts or encrypts is unknown to the other.',
    remedy: 'Make the instance when the module is imported, or test and bind it under a `threading.Lock`.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [362],
    origin: ['SPOF-002', 'SPOF-003', 'SPOF-004', 'SPOF-005', 'SPOF-011'].map((finding) => ({
      document: 'CORTEX Architectural Audit Report',
      finding,
    })),
    measured: {
      read: 8,
      right: 7,
      on: 'TenSafe, airflow-core, mindsdb, marimo, Django, too few to say much (in the strict profile 4 of 11)',
    },
    bad: 'import threading\n\nclass Bus:\n    def __init__(self):\n        self.handlers = []\n\n    def subscribe(self, handler):\n        self.handlers.append(handler)\n\n_bus = None\n\ndef get_bus():\n    global _bus\n    if _bus is None:\n        _bus = Bus()\n    return _bus\n\nthreading.Thread(target=get_bus).start()\n',
    good: 'import threading\n\nclass Bus:\n    def __init__(self):\n        self.handlers = []\n\n    def subscribe(self, handler):\n        self.handlers.append(handler)\n\n_bus = None\n_lock = threading.Lock()\n\ndef get_bus():\n    global _bus\n    with _lock:\n        if _bus is None:\n            _bus = Bus()\n    return _bus\n\nthreading.Thread(target=get_bus).start()\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Assign(assignment, ctx) {
      const use = findFirstUse(assignment, ctx);
      if (use === undefined) return;
      const { target, test, fn } = use;
      const made = madeBy(assignment.value, fn, ctx);
      if (made === undefined || isGuarded(use, ctx)) return;
      // A table of a library's objects by key is a cache, and its entries are alike.
      if (target.kind === 'Subscript' && made.isClient) return;
      report({ target, test, made, fn }, ctx);
    },
  },
});

interface Singleton {
  readonly target: Expression;
  readonly test: Node;
  readonly made: Instance;
  readonly fn: FunctionDef | AsyncFunctionDef;
}

interface Instance {
  /** Qualified name of the class; undefined for clients that a function makes. */
  readonly class: string | undefined;
  readonly name: string;
  readonly isClient: boolean;
  readonly call: Call;
}

function report({ target, test, made, fn }: Singleton, ctx: SourceContext): void {
  const name = ctx.text.slice(target);
  const isAsync = fn.kind === 'AsyncFunctionDef';
  // On an event loop nothing comes between test and binding but an await.
  if (isAsync && !awaitsWithin(test, target)) return;
  const qualified = `${ctx.names.moduleName}.${ctx.names.qualnameOf(fn)}`;
  const inThreads = { kind: 'runs-in-threads', function: qualified } as const;
  const isStateful = made.class === undefined ? undefined : ({ kind: 'is-stateful-class', class: made.class } as const);
  ctx.report({
    at: target,
    message: `\`${fn.name}\` finds \`${name}\` unset and binds it without a lock: two ${isAsync ? 'tasks' : 'threads'} can each make a \`${made.name}\``,
    related: [{ at: test, message: `\`${name}\` is tested here` }],
    ...(isAsync && { remedy: 'Test and bind it under an `asyncio.Lock`' }),
    ...((made.isClient || isAsync) && { severity: 'P1' }),
    when: {
      question: isAsync
        ? { kind: 'is-service' }
        : made.isClient || isStateful === undefined
          ? inThreads
          : { kind: 'all', of: [inThreads, isStateful] },
      yes: 'keep',
      no: { severity: 'P3', profile: 'strict' },
      unknown: { severity: 'P3', profile: 'strict' },
    },
  });
}

/** The object that is bound: of a class of the project, or a client of a library. */
function madeBy(value: Expression, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): Instance | undefined {
  const calls = ctx.flow.origins(value).flatMap((origin) => (origin.kind === 'Await' ? [origin.value] : [origin]));
  const call = calls.find((origin) => origin.kind === 'Call');
  if (call?.kind !== 'Call') return undefined;
  const owner = call.func.kind === 'Attribute' && call.func.attr === '__new__' ? call.args[0] : call.func;
  const own = owner === undefined ? undefined : classNamed(owner, fn, ctx);
  if (own !== undefined) {
    const name = `${ctx.names.moduleName}.${ctx.names.qualnameOf(own)}`;
    return { class: name, name: own.name, isClient: false, call };
  }
  const callee = ctx.names.qualifiedName(call.func);
  if (callee === undefined || VALUE_CLASS.test(callee)) return undefined;
  const last = callee.slice(callee.lastIndexOf('.') + 1);
  if (CLIENT_FACTORIES.has(callee)) return { class: undefined, name: last, isClient: true, call };
  if (!/^_*[A-Z].*[a-z]/.test(last)) return undefined;
  const isProject = isOfProject(callee, ctx);
  if (!isProject && !CLIENT_CLASS.test(last)) return undefined;
  return { class: callee, name: last, isClient: !isProject, call };
}

/** Of this package, as far as its first name tells. */
function isOfProject(qualifiedName: string, { names }: SourceContext): boolean {
  const [root = ''] = qualifiedName.split('.');
  return names.moduleName.split('.').includes(root);
}

/** Under a lock here, by its own word, or called under one wherever this file calls it. */
function isGuarded({ target, assignment, fn }: FirstUse, ctx: SourceContext): boolean {
  if (ctx.context.locksHeldAt(assignment).length > 0) return true;
  const own = ctx.state.guardingOf(target)?.uses.find(({ use }) => use.node === target);
  if (own?.isLockedByCaller === true) return true;
  const calls = ctx.names.lookup(fn.name, fn)?.references.filter((name) => name.parent?.kind === 'Call') ?? [];
  return calls.length > 0 && calls.every((call) => ctx.context.locksHeldAt(call).length > 0);
}

/** Another task may run between the test and the binding. */
function awaitsWithin(test: Node, target: Expression): boolean {
  const branch = test.parent;
  if (branch === undefined) return false;
  return holds(branch, (node) => node.kind === 'Await' && node.start < (target.parent?.end ?? target.end));
}
