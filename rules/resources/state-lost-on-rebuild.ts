import {
  ancestors,
  argumentValues,
  type Call,
  type ClassDef,
  type Def,
  type For,
  holds,
  isCapWords,
  isWithin,
  lastName,
  mentions,
  methodCalledOn,
  type Node,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { StateLife, StateUseKind } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** Methods that give an object what it must have from then on. */
const CONFIGURING =
  /^_*(load|set|register|add|configure|enable|attach|install|subscribe|bind|mount|include|apply|use|authenticate|login)(_|$)/;
/** Gives an object what it is to call, or to listen to. */
const HANDING =
  /^(on|on_\w+|subscribe|(add|register|set)_\w*(handler|listener|callback|hook|route|observer|middleware)s?)$/;
const OPTIMIZER = /^torch\.optim\.(?:\w+\.)?(?!lr_scheduler)[A-Z]\w+$/;
/** Whoever calls these wants a new one, or makes the first one. */
const BEGINNING =
  /^_*(__init__|__enter__|__aenter__|reset|clear|new|start|restart_with|begin|open|connect|initiali[sz]e|init|setup|set_up|build|create|fit|train|run|load|reload|configure|compile|prepare|parse|main|test|__setstate__|__call__|forward|execute|process|render|write|read|launch|deserialize|from|on_.*_(start|begin)|close|stop|shutdown|teardown)(_|$)/;
/** Making the thing again while the object goes on. */
const REBUILDING =
  /(^|_)(reconnect|rebuild|recreate|refresh|renew|restart|resize|switch|swap|rotate|reopen|reinit\w*|recover)(_|$)/;
/** There is nothing to give to these but what they are made with. */
const PLAIN_OBJECTS = /^(Event|Lock|RLock|Condition|Semaphore|Queue|Counter|Path|Thread|Timer|Task|Future|Decimal)$/;
const KEEPING: ReadonlySet<StateUseKind> = new Set(['create', 'rebind', 'grow', 'update']);

export default defineSourceRule({
  docs: {
    summary: 'lost state: an object is recreated without its configuration',
    why: 'The new object lacks the weights, handlers or subscriptions that the old one had. The program continues without them or fails.',
    remedy: 'Remember what was passed to the object, and pass it to the new one right after its creation',
    harm: 'misleads',
    severity: 'P1',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'TenSafe; none in 80 other packages, which is too few to say much' },
    since: '0.1.0',
    cwe: [665],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-3' }],
    bad: 'class Runner:\n    def __init__(self):\n        self._engine = None\n        self._size = None\n\n    def _engine_for(self, size):\n        if self._engine is None or self._size != size:\n            self._engine = Engine(size)\n            self._size = size\n        return self._engine\n\n    def load_weights(self, weights):\n        self._engine.load_weights(weights)\n',
    good: 'class Runner:\n    def __init__(self):\n        self._engine = None\n        self._size = None\n        self._weights = None\n\n    def _engine_for(self, size):\n        if self._engine is None or self._size != size:\n            self._engine = Engine(size)\n            self._engine.load_weights(self._weights)\n            self._size = size\n        return self._engine\n\n    def load_weights(self, weights):\n        self._weights = weights\n        self._engine.load_weights(weights)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(_module, ctx) {
      for (const owner of rebuildingClasses(ctx)) {
        for (const life of ctx.state.ofClass(owner).values()) {
          if (life.container !== undefined && life.container !== 'other') continue;
          for (const rebuild of rebuildsOf(life, ctx)) check(rebuild, life, owner, ctx);
        }
      }
    },
    Call(call, ctx) {
      if (OPTIMIZER.test(ctx.types.calleeName(call.func) ?? '')) checkOptimizer(call, ctx);
    },
  },
});

/** Classes that bind an attribute to a new object in a method that may run again; what they keep is asked of these alone. */
function rebuildingClasses(ctx: SourceContext): ReadonlySet<ClassDef> {
  const classes = new Set<ClassDef>();
  for (const store of ctx.names.attributeStores) {
    const { parent } = store;
    if (parent?.kind !== 'Assign' || parent.value.kind !== 'Call' || !makesObject(parent.value)) continue;
    const method = ctx.context.defAround(store);
    const isFirst = method === undefined || (BEGINNING.test(method.name) && !isInRound(store, method, ctx));
    const owner = isFirst ? undefined : ctx.context.classAround(store);
    if (owner !== undefined) classes.add(owner);
  }
  return classes;
}

interface Rebuild {
  readonly method: Def;
  readonly call: Call;
  readonly at: Node;
}

/** Where the attribute is bound to a new object of a class in the midst of the life of its owner. */
function rebuildsOf(life: StateLife, ctx: SourceContext): readonly Rebuild[] {
  return life.of('rebind').flatMap(({ within, value, node }): Rebuild[] => {
    if (within === undefined || within.kind === 'Lambda' || value?.kind !== 'Call' || ctx.state.runsInCreation(within))
      return [];
    if (!makesObject(value) || (BEGINNING.test(within.name) && !isInRound(node, within, ctx))) return [];
    const isAgain = REBUILDING.test(within.name) ? !isFirstOnly(node, ctx) : isBehindChange(node, ctx);
    return isAgain || isInRound(node, within, ctx) ? [{ method: within, call: value, at: node }] : [];
  });
}

/** Each turn of a loop makes another, or the handler of a failure does. */
const isInRound = (node: Node, within: Def, ctx: SourceContext): boolean =>
  !isFirstOnly(node, ctx) &&
  [...ancestors(node)].some(
    (at) => isWithin(at, within) && (at.kind === 'While' || at.kind === 'ExceptHandler' || at.kind === 'For'),
  );

function makesObject({ func }: Call): boolean {
  const name = lastName(func) ?? '';
  return isCapWords(name) && !PLAIN_OBJECTS.test(name);
}

/** `if self._x is None or self._size != size:` – made again when something else changed. */
function isBehindChange(node: Node, { context }: SourceContext): boolean {
  return holds(
    context.testsAround(node),
    (part) => part.kind === 'Compare' && part.ops.includes('NotEq') && mentions(part, 'self'),
  );
}

/** `if self._x is None:` alone – made once, when it is first needed. */
function isFirstOnly(node: Node, { context }: SourceContext): boolean {
  return context.testsAround(node).some((test) => test.kind === 'Compare' && test.ops.every((op) => op === 'Is'));
}

function check({ method, call, at }: Rebuild, life: StateLife, owner: ClassDef, ctx: SourceContext): void {
  for (const configuring of configurationsOf(life, owner, ctx)) {
    if (configuring.method === method || isGivenAgain(configuring, method, owner, ctx)) continue;
    const kept = attributesKeptBy(configuring.method, owner, ctx);
    if (configuring.method.name !== '__init__' && readsAny([call, ...method.body], kept)) continue;
    ctx.report({
      at,
      message: `lost state: \`${method.name}\` recreates \`self.${life.name}\` without the \`${configuring.verb}\` call that \`${configuring.method.name}\` made on the old one`,
      remedy: `Keep the arguments of \`${configuring.method.name}\` and call \`self.${life.name}.${configuring.verb}\` right after the new one is created`,
      related: [{ at: configuring.call, message: 'passed to the old one here' }],
    });
    return;
  }
}

interface Configuration {
  readonly method: Def;
  readonly call: Call;
  readonly verb: string;
}

/** `self._x.load_weights(weights)` in a method that is given the weights. */
function configurationsOf(life: StateLife, owner: ClassDef, ctx: SourceContext): readonly Configuration[] {
  return ctx.state.mentionsOf(owner, life.name).flatMap((mention): Configuration[] => {
    const { call, method: verb = '' } = methodCalledOn(mention) ?? {};
    const method = ctx.context.defAround(mention);
    if (call === undefined || method === undefined) return [];
    // What the first one was given where it was made.
    if (method.name === '__init__') return HANDING.test(verb) && call.args.length > 0 ? [{ method, call, verb }] : [];
    if (!CONFIGURING.test(verb) || !CONFIGURING.test(method.name)) return [];
    const isGiven =
      !ctx.state.runsInCreation(method) && holds(argumentValues(call), (node) => isParameterOf(node, method, ctx));
    return isGiven ? [{ method, call, verb }] : [];
  });
}

function isParameterOf(node: Node, method: Def, { names }: SourceContext): boolean {
  return node.kind === 'Name' && node.id !== 'self' && names.parameterOf(node)?.parent?.parent === method;
}

/** The rebuilding method, or one that calls it, gives it again: by the same verb, or by the method that gave it first, itself or in a step of its own. */
function isGivenAgain({ verb, method }: Configuration, rebuilding: Def, owner: ClassDef, ctx: SourceContext): boolean {
  const methods = [...ctx.state.methodsOf(owner).values()];
  const callers = methods.filter((each) => each !== method && calledIn(each).has(rebuilding.name));
  const helpers = methods.filter((each) => each !== method && calledIn(rebuilding).has(each.name));
  const steps = callers.flatMap((each) =>
    methods.filter((other) => other !== method && calledIn(each).has(other.name)),
  );
  return [rebuilding, ...callers, ...helpers, ...steps].some((each) => {
    const called = calledIn(each);
    return called.has(verb) || called.has(method.name);
  });
}

const calledIn = (method: Def): ReadonlySet<string> =>
  new Set(callsWithin([method]).map(({ func }) => lastName(func) ?? ''));

/** Attributes of the owner in which a method keeps something as well. */
function attributesKeptBy(method: Def, owner: ClassDef, { state }: SourceContext): ReadonlySet<string> {
  const lives = [...state.ofClass(owner).values()];
  const kept = lives.filter(({ uses }) => uses.some(({ kind, within }) => within === method && KEEPING.has(kind)));
  return new Set(kept.map(({ name }) => name));
}

function readsAny(roots: readonly Node[], attributes: ReadonlySet<string>): boolean {
  return holds(roots, (node) => node.kind === 'Attribute' && node.ctx === 'Load' && attributes.has(node.attr));
}

/** `AdamW(…)`, itself or by the methods that it stands in, in each turn of a loop over epochs that trains one model. */
function checkOptimizer(call: Call, ctx: SourceContext): void {
  const [loop, ...steps] = epochLoopAround(call, call, ctx, 3);
  if (loop === undefined) return;
  ctx.report({
    at: call,
    message: `lost optimizer state: every epoch creates a new \`${shortText(call.func, ctx.text)}\``,
    remedy: 'Create the optimizer once before the loop, and add parameters with `add_param_group`',
    related: [loop, ...steps].map((each) => ({ at: each, message: 'every iteration calls it here' })),
  });
}

function epochLoopAround(at: Node, call: Call, ctx: SourceContext, depth: number): readonly Node[] {
  const fn = ctx.context.defAround(at);
  for (const around of ancestors(at)) {
    if (around === fn || CONDITIONAL.has(around.kind)) break;
    if (around.kind === 'For')
      return isOverEpochs(around, ctx) && !makesModel(around, call, ctx) ? [around.target] : [];
  }
  const owner = fn && ctx.context.classAround(fn);
  const isPlain = fn !== undefined && ctx.context.testsAround(at).length === 0;
  if (depth === 0 || owner === undefined || !isPlain || fn.name === '__init__') return [];
  for (const caller of ctx.state.methodsOf(owner).values()) {
    const calls = callsWithin([caller]).filter(
      ({ func }) => func.kind === 'Attribute' && func.attr === fn.name && lastName(func.value) === 'self',
    );
    for (const each of calls) {
      const outerLoop = caller === fn ? [] : epochLoopAround(each, call, ctx, depth - 1);
      if (outerLoop.length > 0) return [...outerLoop, each];
    }
  }
  return [];
}

/** What does not run in each turn. */
const CONDITIONAL: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['If', 'IfExp', 'ExceptHandler', 'Lambda']);

const isOverEpochs = ({ target, iter }: For, { text }: SourceContext): boolean =>
  /epoch/i.test(`${text.slice(target)} ${text.slice(iter)}`);

/** Each turn begins with another model: a fold, a trial. */
function makesModel({ body }: For, call: Call, { names }: SourceContext): boolean {
  return holds(call, (node) => {
    const binding = node.kind === 'Name' ? names.resolve(node) : undefined;
    return (
      binding?.definitions.some((each) => body.some((statement) => isWithin(each.node, statement))) === true &&
      !isOfSelf(node)
    );
  });
}

const isOfSelf = (node: Node): boolean => node.kind === 'Name' && node.id === 'self';
