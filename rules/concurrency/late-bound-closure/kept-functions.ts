/** Functions that a loop makes and that something calls after the iteration has ended. */
import {
  type AsyncFunctionDef,
  type Call,
  type Expression,
  type FunctionDef,
  holds,
  isWithin,
  type Keyword,
  type Lambda,
  lastName,
  type Name,
  type Node,
} from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import type { FunctionStart, LoopNode } from '#semantics';
import { freeNames } from '#semantics/names/free-names';
import { isAwaitedInRound, isOfRound } from './waited-in-round.ts';

export type Closure = Lambda | FunctionDef | AsyncFunctionDef;

/** Methods that keep a function which they are given for later. */
const KEEPING: ReadonlySet<string> = new Set([
  'append',
  'appendleft',
  'add',
  'insert',
  'put',
  'put_nowait',
  'setdefault',
  'connect',
  'subscribe',
  'add_listener',
  'add_handler',
  'add_callback',
  'add_done_callback',
  'add_event_handler',
  'add_api_route',
  'add_url_rule',
  'add_job',
  'add_command',
  'register',
  'bind',
  'call_later',
  'call_soon',
  'call_soon_threadsafe',
  'call_at',
  'after',
  'submit',
  'apply_async',
]);
const REGISTERING =
  /^(?:(?:add|register|observe|on)_\w+|on|once|do|set_function|set_\w*(?:callback|handler|hook|listener))$/;
/** Arguments by which makers of buttons, threads and timers take one. */
const KEYWORDS = /^(?:command|callback|target|handler|on_\w+)$/;
const REBINDING: ReadonlySet<string> = new Set(['for', 'comprehension', 'assignment', 'named-expression', 'with']);
const COMPREHENSIONS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['ListComp', 'SetComp', 'DictComp']);

/** The names that the function takes from around it and that each round of the loop binds anew. */
export function variablesRead(closure: Closure, loop: LoopNode, ctx: SourceContext): readonly Name[] {
  return namesAround(closure, loop, ctx).filter((name) => {
    const definitions = ctx.names.resolve(name)?.definitions ?? [];
    if (!definitions.every(({ kind, remote }) => !remote && REBINDING.has(kind))) return false;
    return definitions.some(({ kind, node, value }) => {
      const isConstant = kind === 'assignment' && value !== undefined && ctx.values.fold(value) !== undefined;
      return isWithin(node, loop) && !isWithin(node, closure) && !isConstant;
    });
  });
}

/** `freeNames`, and those of the module or of a comprehension that the loop binds. */
function namesAround(closure: Closure, loop: LoopNode, ctx: SourceContext): readonly Name[] {
  const free = [...freeNames(closure, ctx)];
  const body: readonly Node[] = closure.kind === 'Lambda' ? [closure.body] : closure.body;
  for (const root of body)
    holds(root, (node) => {
      if (node.kind === 'Name' && node.ctx === 'Load' && !free.includes(node)) {
        const scope = ctx.names.resolve(node)?.scope;
        if (scope === ctx.names.moduleScope || scope?.node === loop) free.push(node);
      }
      return false;
    });
  return free.sort((one, other) => one.start - other.start);
}

/** No second round comes. */
export function endsAfterOne(loop: LoopNode, ctx: SourceContext): boolean {
  if (loop.kind !== 'For' && loop.kind !== 'AsyncFor' && loop.kind !== 'While') return false;
  const { falls, continues } = ctx.flow.exits(loop.body);
  return !falls && !continues;
}

interface Keeping {
  readonly how: string;
  readonly at: Node;
  readonly doubt?: DoubtId;
}

/** What takes the function beyond the round that makes it. */
export function keptBy(closure: Closure, loop: LoopNode, ctx: SourceContext): Keeping | undefined {
  const named = closure.kind === 'Lambda' ? nameOfLambda(closure) : closure.name;
  if (closure.kind === 'Lambda') {
    const kept = keptAs(closure, loop, ctx);
    if (kept !== undefined) return kept;
  } else if (closure.decorator_list.length > 0) {
    return { how: 'passed to its decorator', at: closure.decorator_list[0] ?? closure, doubt: 'opaque-callee' };
  }
  const uses = (named !== undefined && ctx.names.lookup(named, closure)?.references) || [];
  for (const use of uses) {
    const kept = isWithin(use, loop) && !isWithin(use, closure) ? keptAs(use, loop, ctx) : undefined;
    if (kept !== undefined) return kept;
  }
  return undefined;
}

/** `show = lambda: row` */
function nameOfLambda({ parent }: Lambda): string | undefined {
  const [only, other] = parent?.kind === 'Assign' ? parent.targets : [];
  return only?.kind === 'Name' && other === undefined ? only.id : undefined;
}

function keptAs(value: Expression, loop: LoopNode, ctx: SourceContext): Keeping | undefined {
  let at: Node = value;
  while (CONTAINING.has(at.parent?.kind ?? '') && at.parent !== undefined) at = at.parent;
  // The body of a coroutine runs when its task does: `create_task(one())`.
  if (at.parent?.kind === 'Call' && at.parent.func === at && at.parent.parent?.kind === 'Call') at = at.parent;
  // What holds the function takes it along: `property(lambda self: …)`.
  while (at.parent?.kind === 'Call' && at.parent.func !== at && HOLDERS.has(calleeOf(at.parent, ctx))) at = at.parent;
  const { parent } = at;
  if (parent === undefined) return undefined;
  const joined = at === value && parent.kind !== 'keyword' ? undefined : joinedTo(at);
  if (joined !== undefined) return isOfRound(joined, loop, ctx) ? undefined : { how: 'stored', at: joined };
  if (parent.kind === 'Call' && parent.args[2] === at && calleeOf(parent, ctx) === 'builtins.setattr') {
    const [owner] = parent.args;
    return owner !== undefined && !isOfRound(owner, loop, ctx) ? { how: 'stored', at: parent } : undefined;
  }
  if (parent === loop && COMPREHENSIONS.has(loop.kind)) return { how: 'collected', at: loop };
  if (parent.kind === 'Assign' && parent.value === at) {
    const target = parent.targets.find(({ kind }) => kind === 'Subscript' || kind === 'Attribute');
    return target !== undefined && !isOfRound(target, loop, ctx) ? { how: 'stored', at: target } : undefined;
  }
  const call = parent.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind !== 'Call' || call.func === at || isAwaitedInRound(call, loop, ctx)) return undefined;
  const method = call.func.kind === 'Attribute' ? call.func.attr : undefined;
  const start = ctx.context.startOf(call);
  if (start !== undefined && start.run === at) {
    const how = START_WORDS[start.how];
    return how === undefined ? undefined : { how, at: call };
  }
  const isKept = method !== undefined && (KEEPING.has(method) || REGISTERING.test(method));
  if (!isKept && parent.kind === 'keyword' && KEYWORDS.test(parent.arg ?? '')) return keptByCallee(call, parent, ctx);
  if (!isKept || (call.func.kind === 'Attribute' && isOfRound(call.func.value, loop, ctx) && isContainerMethod(method)))
    return undefined;
  return { how: 'stored for later', at: call };
}

/** `made += [show]`, `made = made + [show]`, `made = [*made, show]`, `made.extend([show])`, `made.update(key=show)`: what gets all that is written there. */
function joinedTo(container: Node): Expression | undefined {
  const { parent } = container;
  if (parent?.kind === 'AugAssign' && parent.value === container) return parent.target;
  const [only] = parent?.kind === 'Assign' && parent.value === container ? parent.targets : [];
  if (only?.kind === 'Name')
    return holds(container, (node) => node.kind === 'Name' && node.id === only.id) ? only : undefined;
  const call = parent?.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind !== 'Call') return undefined;
  const { func } = call;
  return func !== container && func.kind === 'Attribute' && JOINING.has(func.attr) ? func.value : undefined;
}

const JOINING: ReadonlySet<string> = new Set(['extend', 'extendleft', 'update']);
const CONTAINING: ReadonlySet<string> = new Set(['Tuple', 'List', 'Set', 'Dict', 'BinOp', 'IfExp', 'BoolOp']);

const calleeOf = (call: Call, { names }: SourceContext): string => names.qualifiedName(call.func) ?? '';

/** What gives an object that calls the function each time that it is used itself. */
const HOLDERS: ReadonlySet<string> = new Set([
  'builtins.property',
  'builtins.staticmethod',
  'builtins.classmethod',
  'functools.partial',
  'functools.partialmethod',
  'functools.cached_property',
  'functools.lru_cache',
  'functools.cache',
]);

/** A maker of objects keeps what it is given; a function that only calls it is done with it when it returns. */
function keptByCallee(call: Call, { arg }: Keyword, ctx: SourceContext): Keeping | undefined {
  const how = 'stored for later';
  if (/^_*[A-Z]/.test(lastName(call.func) ?? '')) return { how, at: call };
  const called = ctx.context.functionRun(call.func);
  if (called === undefined || called.kind === 'Lambda') return { how, at: call, doubt: 'opaque-callee' };
  const uses = ctx.names.scopeOf(called)?.bindings.get(arg ?? '')?.references ?? [];
  const isOnlyCalled = uses.every(
    (use) => use.parent?.kind === 'Call' && use.parent.func === use && ctx.context.functionAround(use) === called,
  );
  return isOnlyCalled && called.kind === 'FunctionDef' ? undefined : { how, at: call };
}

/** A process gets a copy of what the name holds when it is started. */
const START_WORDS: Readonly<Record<FunctionStart['how'], string | undefined>> = {
  thread: 'run by a thread',
  executor: 'run by an executor',
  task: 'run as a task',
  callback: 'stored as a callback',
  dependency: undefined,
  process: undefined,
};

const isContainerMethod = (method: string | undefined): boolean =>
  method === 'append' || method === 'add' || method === 'insert' || method === 'setdefault';
