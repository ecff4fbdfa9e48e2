import {
  type Assign,
  type AsyncFunctionDef,
  booleanConstant,
  type Call,
  type ClassDef,
  defineSourceRule,
  docstringOf,
  type Expression,
  type FunctionDef,
  NOT_PRODUCTION,
  nameOfPlace,
  nodesOf,
  type SourceContext,
  walkOwnCode,
  wordsOfName,
} from '#kit';

/** `mark_ready` and `on_ready` are told that somebody did the work; these say that they do it. */
const LOADING = 'load reload warm warmup';
const STARTING =
  'init initialize initialise start startup setup boot bootstrap prepare connect refresh ensure lifespan';
/** By state: started or prepared without more, an object may well be ready; nothing is loaded that way. */
const CLAIMS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['loaded', new Set(`${LOADING} ${STARTING}`.split(' '))],
  ['ready', new Set(`${LOADING} check`.split(' '))],
  ['healthy', new Set(['check', 'refresh', 'probe', 'ping'])],
  ['initialized', new Set(LOADING.split(' '))],
  ['initialised', new Set(LOADING.split(' '))],
]);
/** Clocks, texts and questions: they bring nothing into the process. */
const IDLE_CALLS =
  /^(?:builtins\.(?:print|len|str|int|float|bool|repr|format|isinstance|hasattr|getattr|id|type|list|dict|set)|time\.|datetime\.|logging\.|asyncio\.sleep|uuid\.)/;
const OPEN_CLASSES: ReadonlySet<string> = new Set(['abc.ABC', 'typing.Protocol']);
const DOUBLE = /mock|fake|stub|dummy|noop|null|simulat|placeholder|demo/i;

export default defineSourceRule({
  docs: {
    summary: 'readiness declared by a function that loads and checks nothing',
    why: 'The probe turns green and traffic arrives, and the first request finds that nothing is there to serve it.',
    remedy: 'Set the flag after the work, from its result, or take the probe away until there is something to ask.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '#1' }],
    bad: 'class Service:\n    def load_model(self):\n        self.model = None\n        self.model_loaded = True\n',
    good: 'import torch\n\nclass Service:\n    def load_model(self):\n        self.model = torch.jit.load(self.path)\n        self.model_loaded = True\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Assign(assignment, ctx) {
      if (booleanConstant(assignment.value) !== true) return;
      const [target] = assignment.targets;
      const flag = target === undefined ? undefined : nameOfPlace(target);
      if (
        target === undefined ||
        flag === undefined ||
        (target.kind === 'Name' && !isGlobal(target.id, assignment, ctx))
      )
        return;
      const words = wordsOfName(flag);
      const state = words.at(-1) ?? '';
      const fn = ctx.context.defAround(assignment);
      if (fn === undefined || !claimsWork(fn, state)) return;
      if (isOpen(fn, ctx) || doesWork(fn, assignment, ctx)) return;
      ctx.report({
        at: assignment,
        message: `\`${fn.name}\` sets \`${ctx.text.slice(target)}\`, and calls nothing that could load or check`,
      });
    },
  },
});

/** A local says nothing to a probe. */
function isGlobal(name: string, at: Assign, ctx: SourceContext): boolean {
  return ctx.names.lookup(name, at)?.scope.kind === 'module';
}

function claimsWork({ name }: FunctionDef | AsyncFunctionDef, state: string): boolean {
  return !name.startsWith('__') && wordsOfName(name).some((word) => CLAIMS.get(state)?.has(word) === true);
}

/** A double, or a base class whose method is a hook for those who have something to load. */
function isOpen(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  if (ctx.context.isTestCode(fn) || DOUBLE.test(ctx.path) || /overrid|subclass/i.test(docstringOf(fn) ?? ''))
    return true;
  const owner = ctx.context.classOfMethod(fn);
  if (owner === undefined) return false;
  if (DOUBLE.test(owner.name) || /^_?(?:Base|Abstract)/.test(owner.name)) return true;
  return (
    ctx.types.derivesFrom(owner, OPEN_CLASSES) ||
    nodesOf(ctx.module, 'ClassDef').some((other) => isBase(owner, other, ctx))
  );
}

const isBase = (owner: ClassDef, other: ClassDef, ctx: SourceContext): boolean =>
  other.bases.some((base) => ctx.names.definitionOf(base) === owner);

/** Something is called, awaited, imported, kept or taken from elsewhere before the flag is set. */
function doesWork(fn: FunctionDef | AsyncFunctionDef, flag: Assign, ctx: SourceContext): boolean {
  let works = fn.decorator_list.length > 0 && ctx.context.routeOf(fn) === undefined && isProperty(fn);
  walkOwnCode(fn.body, (node) => {
    if (node === flag) return 'skip';
    if (node.kind === 'Call') works ||= isWorkingCall(node, ctx);
    else if (node.kind === 'Import' || node.kind === 'ImportFrom' || node.kind === 'Raise') works = true;
    else if (node.kind === 'Yield' || node.kind === 'For' || node.kind === 'AsyncFor' || node.kind === 'While')
      works = true;
    else if (node.kind === 'With' || node.kind === 'AsyncWith')
      works ||= node.items.some(({ context_expr }) => context_expr.kind === 'Call');
    else if (node.kind === 'Assign' && node.targets.some(isKept)) works ||= !isBlank(node.value, ctx);
    return works ? 'skip' : undefined;
  });
  return works;
}

const isProperty = (fn: FunctionDef | AsyncFunctionDef): boolean =>
  fn.decorator_list.some((decorator) => /property|setter/.test(nameOfPlace(decorator) ?? ''));

const isKept = (target: Expression): boolean => target.kind !== 'Name';

function isWorkingCall(call: Call, ctx: SourceContext): boolean {
  const effect = ctx.effects.of(call);
  return effect !== 'log' && effect !== 'sleep' && !IDLE_CALLS.test(ctx.types.calleeName(call.func) ?? '');
}

/** `None`, a number, an empty container, the time: no thing that was loaded. */
function isBlank(value: Expression, ctx: SourceContext): boolean {
  if (value.kind === 'Call') return !isWorkingCall(value, ctx);
  return ctx.values.fold(value) !== undefined || ((value.kind === 'Dict' || value.kind === 'List') && isEmpty(value));
}

const isEmpty = (display: Expression): boolean =>
  (display.kind === 'Dict' && display.values.length === 0) || (display.kind === 'List' && display.elts.length === 0);
