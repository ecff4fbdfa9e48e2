import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  type ClassDef,
  defineSourceRule,
  type Expression,
  type FileRole,
  type FunctionDef,
  type Node,
  type SourceContext,
  walk,
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
const SILENT_ROLES: ReadonlySet<FileRole> = new Set([
  'test',
  'example',
  'benchmark',
  'documentation',
  'script',
  'notebook',
  'stub',
  'generated',
  'vendored',
]);

export default defineSourceRule({
  docs: {
    summary: 'singleton made on first use without a lock',
    why: 'Two threads that come first at the same time both find nothing and both make an instance, so what one of them registers, counts or encrypts is unknown to the other.',
    remedy: 'Make the instance when the module is imported, or test and bind it under a `threading.Lock`.',
    severity: 'P0',
    precision: 'high',
    since: '0.1.0',
    cwe: [362],
    origin: ['SPOF-002', 'SPOF-003', 'SPOF-004', 'SPOF-005', 'SPOF-011'].map((finding) => ({
      document: 'CORTEX Architectural Audit Report',
      finding,
    })),
    measured: { read: 5, right: 5, on: 'TenSafe and Airflow, too few to say much (in the strict profile 4 of 11)' },
    bad: 'import threading\n\nclass Bus:\n    def __init__(self):\n        self.handlers = []\n\n    def subscribe(self, handler):\n        self.handlers.append(handler)\n\n_bus = None\n\ndef get_bus():\n    global _bus\n    if _bus is None:\n        _bus = Bus()\n    return _bus\n\nthreading.Thread(target=get_bus).start()\n',
    good: 'import threading\n\nclass Bus:\n    def __init__(self):\n        self.handlers = []\n\n    def subscribe(self, handler):\n        self.handlers.append(handler)\n\n_bus = None\n_lock = threading.Lock()\n\ndef get_bus():\n    global _bus\n    with _lock:\n        if _bus is None:\n            _bus = Bus()\n    return _bus\n\nthreading.Thread(target=get_bus).start()\n',
  },
  visit: {
    Assign(assignment, ctx) {
      const [target, ...more] = assignment.targets;
      const fn = ctx.context.defAround(assignment);
      if (target === undefined || more.length > 0 || fn === undefined || SILENT_ROLES.has(ctx.context.role)) return;
      if (!isShared(target, fn, ctx)) return;
      const test = findAbsenceTest(target, assignment.value, assignment, fn, ctx);
      if (test === undefined) return;
      const made = madeBy(assignment.value, fn, ctx);
      if (made === undefined || isGuarded(assignment, fn, ctx)) return;
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

/** A name of the module, or an attribute of a class: one for all threads. */
function isShared(target: Expression, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  if (target.kind === 'Name') return ctx.names.resolve(target)?.scope === ctx.names.moduleScope;
  if (target.kind === 'Subscript')
    return target.value.kind === 'Name' && ctx.names.resolve(target.value)?.scope === ctx.names.moduleScope;
  if (target.kind !== 'Attribute') return false;
  return classNamed(target.value, fn, ctx) !== undefined;
}

/** The class that `cls` or `Class` means. */
function classNamed(owner: Expression, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): ClassDef | undefined {
  if (owner.kind !== 'Name') return undefined;
  const named = ctx.names.definitionOf(owner);
  if (named?.kind === 'ClassDef') return named;
  const isFirst = ctx.names.parameterOf(owner) === (fn.args.posonlyargs[0] ?? fn.args.args[0]);
  const takesClass =
    fn.name === '__new__' ||
    fn.decorator_list.some((decorator) => ctx.names.qualifiedName(decorator) === 'builtins.classmethod');
  return isFirst && takesClass ? ctx.context.classOfMethod(fn) : undefined;
}

/** `if x is None:` around the binding, `if x is not None: return x` before it, or `x = x or …`. */
function findAbsenceTest(
  target: Expression,
  value: Expression,
  assignment: Node,
  fn: FunctionDef | AsyncFunctionDef,
  ctx: SourceContext,
): Node | undefined {
  const subject = ctx.text.slice(target);
  if (value.kind === 'BoolOp' && value.op === 'Or' && isText(value.values[0], subject, ctx)) return value;
  if (value.kind === 'IfExp' && absence(value.test, subject, ctx) !== undefined) return value.test;
  for (const node of ancestors(assignment)) {
    if (node === fn) break;
    if (node.kind !== 'If') continue;
    const isInBody = node.body.some(
      (statement) => statement.start <= assignment.start && assignment.end <= statement.end,
    );
    if (absence(node.test, subject, ctx) === (isInBody ? 'absent' : 'present')) return node.test;
  }
  const before = fn.body.find(
    (statement) =>
      statement.kind === 'If' &&
      statement.end <= assignment.start &&
      absence(statement.test, subject, ctx) === 'present' &&
      statement.body.at(-1)?.kind === 'Return',
  );
  return before?.kind === 'If' ? before.test : undefined;
}

/** What a test says of `subject` where it holds. */
function absence(test: Expression, subject: string, ctx: SourceContext): 'absent' | 'present' | undefined {
  if (isText(test, subject, ctx)) return 'present';
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = absence(test.operand, subject, ctx);
    return inner === undefined ? undefined : inner === 'absent' ? 'present' : 'absent';
  }
  if (test.kind === 'Call' && ctx.names.qualifiedName(test.func) === 'builtins.hasattr') {
    const [object, attribute] = test.args;
    const name = attribute === undefined ? undefined : ctx.values.string(attribute);
    return object !== undefined && `${ctx.text.slice(object)}.${name}` === subject ? 'present' : undefined;
  }
  const [right] = test.kind === 'Compare' ? test.comparators : [];
  if (test.kind !== 'Compare' || right === undefined || test.ops.length !== 1) return undefined;
  const [op] = test.ops;
  if (op === 'In' || op === 'NotIn') {
    const isKept = `${ctx.text.slice(right)}[${ctx.text.slice(test.left)}]` === subject;
    return isKept ? (op === 'In' ? 'present' : 'absent') : undefined;
  }
  if (!isText(test.left, subject, ctx) || right.kind !== 'Constant' || right.value.kind !== 'none') return undefined;
  return op === 'Is' || op === 'Eq' ? 'absent' : op === 'IsNot' || op === 'NotEq' ? 'present' : undefined;
}

function isText(expression: Expression | undefined, subject: string, ctx: SourceContext): boolean {
  return expression !== undefined && ctx.text.slice(expression) === subject;
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

/** Under a lock here, or called under one wherever this file calls it. */
function isGuarded(assignment: Node, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  if (ctx.context.locksHeldAt(assignment).length > 0) return true;
  const calls = ctx.names.lookup(fn.name, fn)?.references.filter((name) => name.parent?.kind === 'Call') ?? [];
  return calls.length > 0 && calls.every((call) => ctx.context.locksHeldAt(call).length > 0);
}

/** Another task may run between the test and the binding. */
function awaitsWithin(test: Node, target: Expression): boolean {
  const branch = test.parent;
  if (branch === undefined) return false;
  let awaits = false;
  walk(branch, (node) => {
    if (node.kind === 'Await' && node.start < (target.parent?.end ?? target.end)) awaits = true;
  });
  return awaits;
}
