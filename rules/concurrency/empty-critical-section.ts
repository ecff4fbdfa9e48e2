import {
  type AsyncWith,
  type Attribute,
  attributeChain,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionNode,
  type HeldLock,
  headerSpan,
  type Name,
  type Node,
  type SourceContext,
  type StateUse,
  type StateUseKind,
  type With,
  walk,
} from '#kit';

/** Builtins that look at nothing but what they are given. */
const PURE_BUILTINS =
  /^builtins\.(abs|all|any|bool|bytes|bytearray|dict|enumerate|float|format|frozenset|hash|int|isinstance|len|list|max|min|range|repr|reversed|round|set|slice|sorted|str|sum|tuple|type|zip|object)$/;
/** Clocks and random numbers: no thread shares them with this one. */
const PURE_FUNCTIONS =
  /^(time\.(time|monotonic|perf_counter)(_ns)?|datetime\.datetime\.(now|utcnow)|datetime\.date\.today|uuid\.uuid[14]|secrets\.token_\w+|math\.\w+|copy\.(copy|deepcopy)|json\.(dumps|loads)|hashlib\.\w+)$/;
/** Methods of texts, dates and mappings that leave what they are called on as it is. */
const READING_METHODS: ReadonlySet<string> = new Set([
  ...['copy', 'decode', 'encode', 'endswith', 'format', 'get', 'hexdigest', 'isoformat', 'items', 'join', 'keys'],
  ...[
    'lower',
    'replace',
    'rstrip',
    'split',
    'startswith',
    'strftime',
    'strip',
    'timestamp',
    'title',
    'upper',
    'values',
  ],
]);
const WRITES: ReadonlySet<StateUseKind> = new Set(['rebind', 'grow', 'shrink', 'update']);

export default defineSourceRule({
  docs: {
    summary: 'lock held over code that touches nothing shared',
    why: 'The lock is given back before the shared state is touched, so it protects nothing, and whoever reads the code believes that it does.',
    remedy: 'Move the code that touches the shared state into the `with`, or drop the lock.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [667],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-002' }],
    bad: 'import threading\nimport time\n\nclass Beats:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.rows = []\n\n    def add(self, name):\n        with self._lock:\n            row = (name, time.time())\n        self.rows.append(row)\n',
    good: 'import threading\nimport time\n\nclass Beats:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self.rows = []\n\n    def add(self, name):\n        row = (name, time.time())\n        with self._lock:\n            self.rows.append(row)\n',
  },
  visit: {
    With: check,
    AsyncWith: check,
  },
});

function check(section: With | AsyncWith, ctx: SourceContext): void {
  const fn = ctx.context.functionAround(section);
  const [first] = section.body;
  if (fn === undefined || first === undefined || section.items.length !== 1) return;
  if (section.body.every(({ kind }) => kind === 'Pass' || kind === 'Expr')) return;
  const lock = ctx.context.locksHeldAt(first).find(({ holder }) => holder === section);
  if (lock === undefined || ctx.context.isTestCode(section)) return;
  if (touchesShared(section, fn, ctx)) return;
  const use = sharedUseAfter(section, lock, fn, ctx);
  if (use === undefined) return;
  ctx.report({
    at: headerSpan(section, ctx.text),
    message: `the code under \`${ctx.text.slice(lock.lock)}\` touches only locals, and \`${nameOf(use)}\` is changed after it without the lock`,
    related: [{ at: use.node, message: 'the shared state is touched here' }],
  });
}

/** Whether anything in the body may be seen by another thread: an attribute, a name from outside, an unknown call. */
function touchesShared(section: With | AsyncWith, fn: FunctionNode, ctx: SourceContext): boolean {
  let touches = false;
  for (const statement of section.body) {
    walk(statement, (node) => {
      touches ||= isShared(node, fn, ctx);
      return touches ? 'skip' : undefined;
    });
  }
  return touches;
}

function isShared(node: Node, fn: FunctionNode, ctx: SourceContext): boolean {
  switch (node.kind) {
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
    case 'Return':
    case 'Global':
    case 'Nonlocal':
    case 'Delete':
    case 'Raise':
    case 'With':
    case 'AsyncWith':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'Lambda':
      return true;
    case 'Call':
      return !isPure(node, ctx);
    case 'Attribute':
      return !isHarmless(node, fn, ctx);
    case 'Subscript':
      return !isOfFresh(node, fn, ctx);
    case 'Name':
      return isFromOutside(node, fn, ctx);
    default:
      return false;
  }
}

/** A name of a module, a part of an object made here, or a method that only reads what the function was given. */
function isHarmless(attribute: Attribute, fn: FunctionNode, ctx: SourceContext): boolean {
  const { value, attr } = attribute;
  if (isOfFresh(attribute, fn, ctx) || ctx.names.qualifiedName(attribute) !== undefined) return true;
  if (!READING_METHODS.has(attr)) return false;
  if (value.kind === 'Call') return isPure(value, ctx);
  return value.kind === 'Constant' || (value.kind === 'Name' && ctx.names.resolve(value)?.scope.node === fn);
}

function isPure(call: Call, ctx: SourceContext): boolean {
  const name = ctx.names.qualifiedName(call.func);
  if (name === undefined) return call.func.kind === 'Attribute';
  if (PURE_BUILTINS.test(name) || PURE_FUNCTIONS.test(name)) return true;
  const definition = ctx.names.definitionOf(call.func);
  if (definition !== undefined) return definition.kind === 'ClassDef';
  return /^_*[A-Z][a-z]\w*$/.test(name.slice(name.lastIndexOf('.') + 1));
}

/** A part of an object that this function has just made, and that nobody else can have. */
function isOfFresh(node: Expression, fn: FunctionNode, ctx: SourceContext): boolean {
  let { root } = attributeChain(node);
  while (root.kind === 'Subscript' || root.kind === 'Attribute') root = root.value;
  if (root.kind !== 'Name') return false;
  const binding = ctx.names.resolve(root);
  if (binding === undefined || binding.scope.node !== fn) return false;
  return binding.definitions.every(({ value }) => value !== undefined && isDisplay(value, ctx));
}

function isDisplay(value: Expression, ctx: SourceContext): boolean {
  if (value.kind === 'Call') return isPure(value, ctx) && ctx.names.qualifiedName(value.func) !== undefined;
  return ['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp', 'Constant', 'JoinedStr'].includes(value.kind);
}

/** A variable of the module or of the function around; functions, classes and imports are no state. */
function isFromOutside(name: Name, fn: FunctionNode, ctx: SourceContext): boolean {
  const binding = ctx.names.resolve(name);
  if (binding === undefined || binding.scope.node === fn || binding.scope.kind === 'comprehension') return false;
  return !binding.definitions.every(({ kind }) => ['import', 'from-import', 'function', 'class'].includes(kind));
}

/** What is changed behind the section, without a lock, and is shared as the lock is. */
function sharedUseAfter(
  section: With | AsyncWith,
  { lock }: HeldLock,
  fn: FunctionNode,
  ctx: SourceContext,
): StateUse | undefined {
  const owner = lock.kind === 'Attribute' ? ctx.context.classAround(section) : undefined;
  if (lock.kind === 'Attribute' && owner === undefined) return undefined;
  const lives = owner === undefined ? ctx.state.ofModule() : ctx.state.ofClass(owner);
  for (const life of lives.values()) {
    const use = life.uses.find(
      ({ kind, operation, node, within }) =>
        within === fn &&
        node.start > section.end &&
        (WRITES.has(kind) || isChangingCall(operation)) &&
        ctx.context.locksHeldAt(node).length === 0,
    );
    if (use !== undefined) return use;
  }
  return undefined;
}

/** Methods of connections, files and clients that change what they stand for. */
function isChangingCall(operation: string): boolean {
  return /^(execute(many|script)?|commit|write|send(all)?|put|insert\w*|save|push|publish)$/.test(operation);
}

function nameOf({ node }: StateUse): string {
  let at: Node = node;
  while (at.kind === 'Call' || at.kind === 'Subscript') at = at.kind === 'Call' ? at.func : at.value;
  const { root, names } = at.kind === 'Attribute' ? attributeChain(at) : { root: at, names: [] };
  return root.kind === 'Name' ? [root.id, ...names].slice(0, 2).join('.') : 'the shared state';
}
