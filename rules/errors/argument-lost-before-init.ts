import {
  type AsyncFunctionDef,
  type Attribute,
  ancestors,
  bodyWithoutDocstring,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  type FunctionNode,
  holds,
  isNone,
  NOT_PRODUCTION,
  type Node,
  presenceTested,
  type SourceContext,
  type StateUse,
  type Stmt,
  statementsBefore,
  walk,
} from '#kit';

/** What a public method's name promises to keep: `load_weights`, `set_timeout`, `register`, `addHandler`. */
const KEEPING_NAME = /^(?:load|set|register|add|configure|attach|apply|enable|assign|install|use)(?:[_A-Z]|$)/;

/** An attribute that observes: what it does not hear while it is absent is not meant for later. */
const OBSERVER =
  /(?:callback|listener|hook|observer|handler|log|logger|logging|metric|metrics|counter|gauge|tracer|span|telemetry|monitor|progress|bar|reporter|stats|profiler|writer)$/i;

export default defineSourceRule({
  docs: {
    summary: 'setting that is lost while the object that takes it is not there yet',
    why: 'The method returns as if all were well, the object is built later without what was given, and it works with defaults or with nothing loaded.',
    remedy: 'Keep the arguments on `self` and give them to the object when it is built, or raise while it is missing.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [665],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-3' }],
    measured: { read: 2, right: 2, on: 'TenSafe; none in 17 other packages and the standard library' },
    bad: 'class Player:\n    def __init__(self):\n        self._sink = None\n\n    def play(self, track):\n        if self._sink is None:\n            self._sink = AudioSink()\n        self._sink.feed(track)\n\n    def set_volume(self, volume):\n        if self._sink is not None:\n            self._sink.set_volume(volume)\n',
    good: 'class Player:\n    def __init__(self):\n        self._sink = None\n        self._volume = 1.0\n\n    def play(self, track):\n        if self._sink is None:\n            self._sink = AudioSink(self._volume)\n        self._sink.feed(track)\n\n    def set_volume(self, volume):\n        self._volume = volume\n        if self._sink is not None:\n            self._sink.set_volume(volume)\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  if (!KEEPING_NAME.test(fn.name) || ctx.context.classOfMethod(fn) === undefined || ctx.context.isTestCode(fn)) return;
  const forward = findForward(fn, ctx);
  if (forward === undefined || OBSERVER.test(forward.owner.attr)) return;
  const given = parametersIn(forward.call, fn, ctx);
  const late = given.length === 0 ? undefined : findLateConstruction(forward.owner, ctx);
  if (late === undefined) return;
  const owner = `self.${forward.owner.attr}`;
  ctx.report({
    at: forward.test,
    message: `\`${fn.name}\` hands ${listed(given)} to \`${owner}\` only if that exists: before \`${late.builder}\` makes it, ${given.length > 1 ? 'they are' : 'it is'} lost without a word`,
    remedy: `Keep ${listed(given)} on \`self\` and hand ${given.length > 1 ? 'them' : 'it'} over where \`${owner}\` is made, or raise while it is missing`,
    related: [
      { at: late.unset.node, message: `\`${owner}\` starts as \`None\`` },
      { at: late.made.node, message: `\`${late.builder}\` makes it, without what \`${fn.name}\` was given` },
    ],
  });
}

/** The whole body is one guarded call on an attribute of `self`. */
interface Forward {
  readonly test: Expression;
  readonly owner: Attribute;
  readonly call: Call;
}

function findForward(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): Forward | undefined {
  const [first, second, ...more] = bodyWithoutDocstring(fn);
  if (first === undefined || more.length > 0) return undefined;
  if (first.kind !== 'If') return second === undefined ? forwardInExpression(first, ctx) : undefined;
  const tested = presenceTested(first.test);
  if (tested === undefined || first.orelse.length > 0) return undefined;
  const [inner, ...others] = first.body;
  if (inner === undefined || others.length > 0) return undefined;
  // `if self.x is None: return` above the call says the same as the call under `if self.x is not None:`.
  if (!tested.isPresent) return isBareReturn(inner) ? forwardTo(tested.subject, second, first.test, ctx) : undefined;
  return second === undefined ? forwardTo(tested.subject, inner, first.test, ctx) : undefined;
}

/** `self.x and self.x.set(value)`, `self.x.set(value) if self.x else None`. */
function forwardInExpression(statement: Stmt, ctx: SourceContext): Forward | undefined {
  if (statement.kind !== 'Expr') return undefined;
  const { value } = statement;
  if (value.kind === 'IfExp') {
    const tested = presenceTested(value.test);
    return tested?.isPresent === true ? forwardIn(tested.subject, value.body, value.test, ctx) : undefined;
  }
  if (value.kind !== 'BoolOp' || value.op !== 'And' || value.values.length !== 2) return undefined;
  const [test, call] = value.values;
  const tested = test === undefined ? undefined : presenceTested(test);
  if (test === undefined || tested?.isPresent !== true) return undefined;
  return forwardIn(tested.subject, call, test, ctx);
}

function forwardTo(
  owner: Expression,
  statement: Stmt | undefined,
  test: Expression,
  ctx: SourceContext,
): Forward | undefined {
  return statement?.kind === 'Expr' ? forwardIn(owner, statement.value, test, ctx) : undefined;
}

function forwardIn(
  owner: Expression,
  value: Expression | undefined,
  test: Expression,
  ctx: SourceContext,
): Forward | undefined {
  const call = value?.kind === 'Await' ? value.value : value;
  if (call?.kind !== 'Call' || call.func.kind !== 'Attribute') return undefined;
  if (owner.kind !== 'Attribute' || owner.value.kind !== 'Name' || owner.value.id !== 'self') return undefined;
  return ctx.text.slice(call.func.value) === ctx.text.slice(owner) ? { test, owner, call } : undefined;
}

function isBareReturn(statement: Stmt): boolean {
  return statement.kind === 'Return' && (statement.value === undefined || isNone(statement.value));
}

/** The parameters of the method that the call hands on, `self` left out. */
function parametersIn(call: Call, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): readonly string[] {
  const own = new Set([...fn.args.posonlyargs, ...fn.args.args, ...fn.args.kwonlyargs].slice(1));
  for (const rest of [fn.args.vararg, fn.args.kwarg]) if (rest !== undefined) own.add(rest);
  const names = new Set<string>();
  for (const argument of [...call.args, ...call.keywords]) {
    walk(argument, (node) => {
      const parameter = node.kind === 'Name' ? ctx.names.parameterOf(node) : undefined;
      if (parameter !== undefined && own.has(parameter)) names.add(parameter.arg);
    });
  }
  return [...names];
}

interface LateConstruction {
  readonly unset: StateUse;
  readonly made: StateUse;
  readonly builder: string;
}

/**
 * The attribute starts as None, and one method makes it later. What is handed in from outside (`self.x = x`) is a
 * collaborator that may stay away, and what two methods make may be given its settings elsewhere: both stay silent.
 */
function findLateConstruction(owner: Attribute, ctx: SourceContext): LateConstruction | undefined {
  const life = ctx.state.lifeOf(owner);
  const unset = life?.of('create').find(({ value }) => isNone(value));
  if (life === undefined || unset === undefined) return undefined;
  const bound = [...life.of('create'), ...life.of('rebind')].filter(({ value }) => !isNone(value));
  const [made, ...more] = bound;
  if (made?.value === undefined || more.length > 0 || made.within === undefined) return undefined;
  const makes = ctx.flow.origins(made.value).every((origin) => withoutAwait(origin).kind === 'Call');
  if (!makes || made.within.kind === 'Lambda' || ctx.state.runsInCreation(made.within)) return undefined;
  if (isOptional(made.node, made.within, owner.attr, ctx)) return undefined;
  return { unset, made, builder: made.within.name };
}

/** Made under a condition of its own, it may be absent for ever, and then there is nothing to keep the arguments for. */
function isOptional(made: Node, builder: FunctionNode, attribute: string, ctx: SourceContext): boolean {
  let child = made;
  for (const parent of ancestors(made)) {
    if (parent.kind === 'If' && !mentions(parent.test, attribute)) return true;
    const leaves = statementsBefore(child).some(
      (before) => ctx.flow.exits([before]).returns && !(before.kind === 'If' && mentions(before.test, attribute)),
    );
    if (leaves) return true;
    if (parent === builder) return false;
    child = parent;
  }
  return false;
}

function mentions(test: Expression, attribute: string): boolean {
  return holds(test, (node) => node.kind === 'Attribute' && node.attr === attribute);
}

const withoutAwait = (expression: Expression): Expression =>
  expression.kind === 'Await' ? expression.value : expression;

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
