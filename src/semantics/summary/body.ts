import {
  type Attribute,
  ancestors,
  type Call,
  type Comprehension,
  type Expression,
  type For,
  isCapWords,
  isEndless,
  lastName,
  literalTruth,
  type Name,
  type Node,
  type Return,
  type Stmt,
  type While,
  type Withitem,
  type Yield,
} from '../../ast/index.ts';
import { CALLS_ATTRIBUTES } from '../../knowledge/event-handlers.ts';
import { WEB_APPLICATIONS } from '../../knowledge/web-applications.ts';
import { holdsInOwnCode } from '../effects/calls-within.ts';
import { firstPartyOf } from '../effects/first-party.ts';
import { waitsForGivenLoop } from '../effects/loop-bridge.ts';

import type { SemanticModel } from '../model.ts';
import type { SummaryBody, SummaryConstruction, SummaryFunction, SummaryStart } from '../summary.ts';
import { isProperty } from '../types/class-table.ts';
import type { SummaryClientCall } from './client-calls-summary.ts';
import { alwaysMeets, mayBePassedBy } from './passed-by.ts';
import { placeOf } from './place.ts';
import { startedBy } from './starts.ts';
import { isDistinctive } from './taken.ts';

/** Gathers what one function (or the module's own code) calls, starts and constructs. */
export class BodyRecorder {
  readonly #blocking: SummaryFunction['blocking'][number][] = [];
  readonly #work: NonNullable<SummaryFunction['work']>[number][] = [];
  readonly #consumed = new Set<string>();
  /** The calls of these, but for those of databases. */
  readonly #waits: Call[] = [];
  readonly #clientCalls: SummaryClientCall[] = [];
  readonly #calls = new Set<string>();
  /** Of the calls, those that this code makes itself. */
  readonly #direct = new Set<string>();
  readonly #certain = new Set<string>();
  readonly #starts: SummaryStart[] = [];
  readonly #constructs: SummaryConstruction[] = [];
  readonly #taken = new Set<string>();
  hasEndlessLoop = false;
  neverReturns = false;
  isGenerator = false;
  /** What its `return` statements give, as far as `summarizeResult` needs to know. */
  readonly returned: (Expression | undefined)[] = [];
  readonly yielded: (Expression | undefined)[] = [];

  constructor(readonly model: SemanticModel) {}

  /** Records a call; answers what it calls, when that is known. */
  addCall(call: Call): string | undefined {
    const { model } = this;
    const starred = call.func.kind === 'Name' && model.names.resolve(call.func) === undefined;
    const callee =
      model.types.calleeName(call.func) ??
      ownClassMade(call, model) ??
      (starred ? model.effects.projectPath(call) : undefined);
    for (const start of startedBy(call, model)) this.#starts.push(start);
    const middleware = middlewareOf(call, callee, model);
    if (middleware !== undefined)
      this.#constructs.push({ class: middleware, kept: 'state', place: placeOf(call, model) });
    this.neverReturns ||= waitsForTheEnd(call, callee, model);
    this.#addEffects(call, callee);
    if (callee === undefined) {
      if (call.func.kind === 'Attribute' && isDistinctive(call.func.attr)) this.#taken.add(`.${call.func.attr}`);
      return undefined;
    }
    if (callee.startsWith('builtins.')) return callee;
    if (isClassName(call, callee, model)) {
      const isRepeated = { ...(model.context.loopAround(call) !== undefined && { isRepeated: true as const }) };
      this.#constructs.push({
        class: callee,
        kept: whereKept(call, model),
        ...isRepeated,
        place: placeOf(call, model),
      });
    } else {
      this.#calls.add(callee);
      if (model.effects.isConsumed(call)) this.#consumed.add(callee);
      if (!mayBePassedBy(call)) this.#certain.add(callee);
      if (model.context.functionAround(call)?.kind !== 'Lambda') this.#direct.add(callee);
    }
    return callee;
  }

  #addEffects(call: Call, callee: string | undefined): void {
    const { model } = this;
    const path = model.effects.clientPath(call);
    if (path !== undefined) this.#clientCalls.push({ path, place: placeOf(call, model), ...conditionOf(call) });
    const work = model.effects.longWork(call);
    if (work !== undefined) this.#work.push({ call: work, place: placeOf(call, model), ...conditionOf(call) });
    const blocking = callee === undefined ? undefined : model.effects.blocking(call);
    if (blocking === undefined) return;
    const isDatabase = model.effects.of(call) === 'database';
    this.#blocking.push({
      call: blocking,
      place: placeOf(call, model),
      ...conditionOf(call),
      ...(isDatabase && { isDatabase }),
      ...(waitsForGivenLoop(call, model) && { isOfLoop: true }),
    });
    if (!isDatabase) this.#waits.push(call);
  }

  /** `self.items`, and that is a property of this file: reading it runs it. */
  addRead(attribute: Attribute): void {
    const { model } = this;
    const owner = model.types.classDefOf(attribute.value);
    const property = owner && model.state.methodsOf(owner).get(attribute.attr);
    if (property === undefined || !isProperty(property)) return;
    this.#addCalled(model.names.fullNameOf(property), attribute);
  }

  /** `with admission:` runs two methods of its class. */
  #addEntered({ context_expr: entered, parent }: Withitem): void {
    const owner = this.model.types.classOf(entered);
    if (owner === undefined || firstPartyOf(this.model.names).isForeign(owner)) return;
    const [enter, exit] = parent?.kind === 'AsyncWith' ? ['__aenter__', '__aexit__'] : ['__enter__', '__exit__'];
    for (const method of [enter, exit]) this.#addCalled(`${owner}.${method}`, entered);
  }

  #addCalled(name: string, at: Node): void {
    this.#calls.add(name);
    if (!mayBePassedBy(at)) this.#certain.add(name);
    if (this.model.context.functionAround(at)?.kind !== 'Lambda') this.#direct.add(name);
  }

  /** What a loop takes from, or a `with` enters. */
  addImplicit(node: For | Comprehension | Withitem): void {
    if (node.kind === 'withitem') this.#addEntered(node);
    const call = this.model.effects.implicitWait(node);
    if (call === undefined) return;
    const at = node.kind === 'withitem' ? node.context_expr : node.iter;
    this.#blocking.push({ call, place: placeOf(at, this.model), ...conditionOf(at) });
  }

  addLoop(loop: While): void {
    if (!isEndless(loop) || promptsUser(loop)) return;
    this.hasEndlessLoop = true;
    const { falls, returns } = this.model.flow.exits([loop]);
    this.neverReturns ||= literalTruth(loop.test) === undefined || !(falls || returns);
  }

  addTaken(name: string): void {
    this.#taken.add(name);
  }

  addStarts(starts: readonly SummaryStart[]): void {
    this.#starts.push(...starts);
  }

  /** `client.on_message = note`: called for each message, on a thread of the client. */
  addHandler(store: Attribute): void {
    const { parent: statement, value: owner } = store;
    if (statement?.kind !== 'Assign' || !CALLS_ATTRIBUTES.has(this.model.types.classOf(owner) ?? '')) return;
    const target = this.model.types.calleeName(statement.value);
    if (target !== undefined) this.#starts.push({ target, how: 'thread', place: placeOf(statement, this.model) });
  }

  addYield({ value }: Yield): void {
    this.isGenerator = true;
    this.yielded.push(value);
  }

  addReturn({ value }: Return): void {
    this.returned.push(value);
  }

  ofBody(): SummaryBody {
    return {
      calls: [...this.#calls].sort(),
      starts: this.#starts,
      constructs: this.#constructs,
      ...(this.#taken.size > 0 && { takes: [...this.#taken].sort() }),
    };
  }

  ofFunction(
    body: readonly Stmt[],
  ): Pick<
    SummaryFunction,
    'blocking' | 'work' | 'consumes' | 'clientCalls' | 'deferred' | 'sometimes' | keyof SummaryBody
  > {
    const deferred = [...this.#calls].filter((call) => !this.#direct.has(call));
    const sometimes = [...this.#calls].filter((call) => !this.#certain.has(call));
    return {
      ...this.ofBody(),
      blocking: alwaysMeets(body, this.#waits) ? this.#blocking.map(withoutCondition) : this.#blocking,
      ...(this.#work.length > 0 && { work: this.#work }),
      ...(this.#consumed.size > 0 && { consumes: [...this.#consumed].sort() }),
      ...(this.#clientCalls.length > 0 && { clientCalls: this.#clientCalls }),
      ...(deferred.length > 0 && { deferred: deferred.sort() }),
      ...(sometimes.length > 0 && { sometimes: sometimes.sort() }),
    };
  }
}

/** `await asyncio.Future()`, and `await stop.wait()` of what only signals set, as a step of its own: until someone ends the process. */
function waitsForTheEnd({ parent, func }: Call, callee: string | undefined, model: SemanticModel): boolean {
  if (parent?.kind !== 'Await' || parent.parent?.kind !== 'Expr' || callee === undefined || !WAITS.has(callee))
    return false;
  const step = parent.parent;
  const fn = model.context.defAround(step);
  if (fn === undefined || step.parent === undefined || model.context.loopAround(step) !== undefined) return false;
  if (callee === 'asyncio.Future') return true;
  return func.kind === 'Attribute' && isSetBySignalsAlone(func.value, fn, model);
}

/** A local that is made there and that nothing but a handler of signals is given: `loop.add_signal_handler(SIGTERM, stop.set)`. */
function isSetBySignalsAlone(event: Expression, fn: Node, { names }: SemanticModel): boolean {
  const binding = event.kind === 'Name' ? names.resolve(event) : undefined;
  if (binding?.definitions.length !== 1 || binding.scope.node !== fn) return false;
  return binding.references.every((use) => {
    const taken = use.parent?.kind === 'Attribute' ? use.parent : undefined;
    if (taken?.attr !== 'set') return taken?.attr === 'wait';
    return [...ancestors(taken)].some((at) => at.kind === 'Call' && SIGNAL_HANDLERS.has(lastName(at.func) ?? ''));
  });
}

const SIGNAL_HANDLERS: ReadonlySet<string> = new Set(['add_signal_handler', 'signal']);

const WAITS: ReadonlySet<string> = new Set(['asyncio.Event.wait', 'asyncio.Future']);

const conditionOf = (call: Node): { readonly isConditional?: true } =>
  mayBePassedBy(call) ? { isConditional: true } : {};

/** Of a function that takes one of several such calls whichever way it goes. */
const withoutCondition = ({ isConditional, ...each }: SummaryFunction['blocking'][number]) =>
  each.isDatabase === true && isConditional === true ? { ...each, isConditional } : each;

/** `while True: answer = input(…)`: each turn waits for a person, and the last one comes soon. */
function promptsUser({ body }: While): boolean {
  return holdsInOwnCode(body, (node) => node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'input');
}

/** `cls()` in a class method, `type(self)()`: the class around, or one that is derived from it. */
function ownClassMade(call: Call, model: SemanticModel): string | undefined {
  const around = model.context.classAround(call);
  const name = around === undefined ? undefined : model.names.fullNameOf(around);
  return name !== undefined && model.types.classOf(call) === name ? name : undefined;
}

function isClassName(call: Call, callee: string, model: SemanticModel): boolean {
  if (callee.startsWith(model.names.moduleName)) {
    const definition = model.names.definitionOf(call.func);
    if (definition !== undefined) return definition.kind === 'ClassDef';
    if (ownClassMade(call, model) === callee) return true;
  }
  return isCapWords(callee.slice(callee.lastIndexOf('.') + 1));
}

const CACHES: ReadonlySet<string> = new Set(['functools.lru_cache', 'functools.cache']);

/** `app.add_middleware(RateLimit, …)`, `Middleware(RateLimit, …)`: the application makes one object of it, and keeps that. */
function middlewareOf({ func, args }: Call, callee: string | undefined, model: SemanticModel): string | undefined {
  const isAdding = (func.kind === 'Attribute' && func.attr === 'add_middleware') || callee === MIDDLEWARE;
  return isAdding && args[0] !== undefined ? model.types.calleeName(args[0]) : undefined;
}

const MIDDLEWARE = 'starlette.middleware.Middleware';

/** Where an object made by this call is kept, as the statement around it shows. */
function whereKept(call: Call, model: SemanticModel): SummaryConstruction['kept'] {
  const taker = takerAround(call, model);
  if (taker !== undefined) return taker;
  // A demonstration below a library lives as long as it runs, like the locals of `main`.
  if (model.context.isUnderMain(call) && model.context.defAround(call) === undefined) return 'local';
  const statement = statementAround(call);
  if (statement?.kind === 'Return') return isCached(call, model) ? 'cached' : 'local';
  const targets =
    statement?.kind === 'Assign' ? statement.targets : statement?.kind === 'AnnAssign' ? [statement.target] : [];
  for (const target of targets) {
    const kept = keptBy(target, model);
    if (kept !== 'local') return kept;
  }
  return targets.some((target) => isReturned(target, model)) && isCached(call, model) ? 'cached' : 'local';
}

/** What is given to a middleware lives with the application; a default is made once, where the function is. */
function takerAround(call: Call, model: SemanticModel): 'state' | 'global' | undefined {
  for (const at of ancestors(call)) {
    if (at.kind === 'arguments') return model.context.runsAtImport(call) ? 'global' : undefined;
    if (ENDS.has(at.kind)) return undefined;
    if (at.kind !== 'Call') continue;
    if (SERVES_OBJECT.test(lastName(at.func) ?? '')) return 'state';
    if (middlewareOf(at, model.types.calleeName(at.func), model) !== undefined) return 'state';
  }
  return undefined;
}

/** `add_OrdersServicer_to_server(Orders(), server)` of gRPC, `bot.add_cog(Reminders(bot))`: one object answers as long as the server does. */
const SERVES_OBJECT = /^add_\w+_to_server$|^register_instance$|^add_cog$/;

/** Where the expression around a call ends. */
const ENDS: ReadonlySet<Node['kind']> = new Set([
  ...(['Lambda', 'Assign', 'AnnAssign', 'AugAssign', 'Return', 'Expr', 'FunctionDef', 'AsyncFunctionDef'] as const),
  ...(['ClassDef', 'Module'] as const),
]);

function isCached(call: Call, model: SemanticModel): boolean {
  const decorators = model.context.defAround(call)?.decorator_list ?? [];
  return decorators.some((decorator) =>
    CACHES.has(model.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator) ?? ''),
  );
}

function isReturned(target: Expression, model: SemanticModel): boolean {
  const references = target.kind === 'Name' ? (model.names.resolve(target)?.references ?? []) : [];
  return references.some(({ parent }) => parent?.kind === 'Return');
}

/** `store = Store()` beside the routes that a factory of the application defines: it lives as long as they do. */
function isInInnerRoute(use: Node, target: Name, { context }: SemanticModel): boolean {
  const fn = context.defAround(use);
  return fn !== undefined && fn !== context.defAround(target) && context.routeOf(fn) !== undefined;
}

function keptBy(target: Expression, model: SemanticModel): SummaryConstruction['kept'] {
  if (target.kind === 'Name') {
    const binding = model.names.resolve(target);
    if (binding?.scope === model.names.moduleScope || binding?.scope.kind === 'class') return 'global';
    return binding?.references.some((use) => isInInnerRoute(use, target, model)) === true ? 'state' : 'local';
  }
  // `app["locks"] = Locks()` of aiohttp.
  if (target.kind === 'Subscript')
    return WEB_APPLICATIONS.has(model.types.classOf(target.value) ?? '') ? 'state' : keptBy(target.value, model);
  if (target.kind !== 'Attribute') return 'local';
  const owner = target.value;
  if (isClassItself(owner, model) || isGlobal(owner, model)) return 'global';
  if (WEB_APPLICATIONS.has(model.types.classOf(owner) ?? '')) return 'state';
  if (owner.kind !== 'Attribute' || owner.attr !== 'state') return 'attribute';
  return isRequest(owner.value, model) ? 'local' : 'state';
}

/** `app.limiter = Limiter()`, where `app` is the module's. */
function isGlobal(owner: Expression, model: SemanticModel): boolean {
  return owner.kind === 'Name' && model.names.resolve(owner)?.scope === model.names.moduleScope;
}

/** `cls`, `Registry`: what a class keeps lives as long as the class does. */
function isClassItself(owner: Expression, model: SemanticModel): boolean {
  if (owner.kind !== 'Name') return false;
  if (model.names.definitionOf(owner)?.kind === 'ClassDef') return true;
  const fn = model.context.defAround(owner);
  return owner.id === 'cls' && fn !== undefined && model.context.classOfMethod(fn) !== undefined;
}

/** `request.state` is gone with its request; `request.app.state` is the application's. */
function isRequest(owner: Expression, model: SemanticModel): boolean {
  const type = model.types.classOf(owner);
  if (type !== undefined) return /(Request|WebSocket|HTTPConnection)$/.test(type);
  return owner.kind === 'Name' && /(^|_)(request|req|websocket|ws|connection|conn)$/i.test(owner.id);
}

/** The statement that may keep what an expression makes; none where only something taken of it goes on (`Parser().parse()`). */
function statementAround(node: Node): Node | undefined {
  if (node.parent?.kind === 'Attribute') return undefined;
  for (const at of ancestors(node)) {
    if (at.kind === 'Assign' || at.kind === 'AnnAssign' || at.kind === 'Return' || at.kind === 'Expr') return at;
    if (at.kind === 'Lambda' || at.kind === 'arguments') return undefined;
  }
  return undefined;
}
