/** Entry points besides the routes of a router: handlers that another module registers, commands of bots, methods of servicers. */
import {
  attributeChain,
  type Call,
  type ClassDef,
  type Def,
  decoratorsOf,
  type Expression,
  lastName,
  type Module,
  type Node,
  nodesOf,
  parametersOf,
} from '#ast';
import { memoize } from '#collections';
import { checksWithin, isProtecting, protectionsOf } from '#kit/web';
import { isFrameworkRequest } from '#knowledge/request-objects';
import { BOT_ANSWERS, BOT_COMMANDS, isOfBots } from '#knowledge/taint';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { isHandler } from '#semantics/context/handler-registrations';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { botsImported } from '#semantics/taint/bots';
import type { RouteChecks } from '../_shared/fewer-protections.ts';

/**
 * Those of a file, each with what authenticates the caller. Where no method of HTTP says whether one changes something, its code or its
 * name does; what neither changes anything nor asks is left out.
 */
export function servedEntries(module: Module, model: SemanticModel): readonly RouteChecks[] {
  return [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')].flatMap((fn) => {
    const owner = model.context.classOfMethod(fn);
    if (owner !== undefined && checksForAll(owner)) return [];
    const isServed = isCommand(fn, model) || isServicerMethod(fn, owner, model) || takesRequest(fn, model);
    // Everybody may greet a bot.
    if (!isServed || (botsImported(model) && /(?:^|_)(?:start|help)(?:_|$)/.test(fn.name))) return [];
    const protections = protectionsOf(fn, model);
    const checks = checksWithin(fn);
    const isChanging = CHANGES.test(fn.name) || changesSomething(fn, model);
    if (!isChanging && protections.size === 0 && checks.size === 0) return [];
    return { fn, owner: owner?.name ?? '', path: '', isChanging, protections, checks };
  });
}

/** By its name it changes something, whatever it is sent by. */
export const CHANGES =
  /(?:^|_)(?:delete|remove|create|add|update|edit|upload|cancel|approve|reject|set|clear|reset|revoke|grant|ban|kick|stop|restart|reboot|retire|broadcast|refund)(?:_|$)/;

/** `async def cog_check(self, ctx)`, `async def interaction_check(self, interaction)`, `def prepare(self)`: asked before each of its methods. */
const checksForAll = memoize(({ body }: ClassDef): boolean =>
  body.some(
    (each) =>
      (each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef') &&
      /^(?:cog_check|interaction_check|bot_check|prepare|before_request|dispatch|initial)$/.test(each.name),
  ),
);

/** A command that people give a bot: by its decorator, or named where commands are registered. */
function isCommand(fn: Def, model: SemanticModel): boolean {
  if (!botsImported(model)) return false;
  const names = decoratorsOf(fn).map(({ callee }) => lastName(callee) ?? '');
  if (names.some((name) => BOT_COMMANDS.has(name))) return true;
  // What merely happens is not asked for by anybody.
  if (names.some((name) => /^(?:event|listener|listen)$/.test(name)) || fn.name.startsWith('on_')) return false;
  return (
    isHandler(fn, model) ||
    mentionsOfFunction(model, fn).some(({ parent }) => {
      const callee = parent?.kind === 'Call' ? (model.types.calleeName(parent.func) ?? '') : '';
      return isOfBots(callee) && callee.endsWith('CommandHandler');
    })
  );
}

const isServicerMethod = (fn: Def, owner: ClassDef | undefined, model: SemanticModel): boolean =>
  owner !== undefined &&
  model.context.routeOf(fn) !== undefined &&
  model.types.basesOf(owner).some((base) => base?.endsWith('Servicer') === true);

/** A handler by its signature: it takes the request of a framework and gives an answer, and its module calls it nowhere. */
function takesRequest(fn: Def, model: SemanticModel): boolean {
  const first = parametersOf(fn)[0]?.annotation;
  if (first === undefined || fn.parent?.kind !== 'Module' || model.context.routeOf(fn) !== undefined) return false;
  if (!isFrameworkRequest(model.types.annotatedClass(first))) return false;
  const returned = model.flow.returnValues(fn);
  if (returned.length === 0 || returned.some((value) => value === undefined)) return false;
  if (fn.returns !== undefined && !/Response$/.test(lastName(fn.returns) ?? '')) return false;
  return fn.decorator_list.length === 0 || decoratorsOf(fn).every(({ callee }) => isProtecting(lastName(callee) ?? ''))
    ? mentionsOfFunction(model, fn).every(({ parent }) => parent?.kind !== 'Call')
    : false;
}

/** Something is done for its effect: a call whose result nobody takes, or a store into what lives longer than the call. */
function changesSomething(fn: Def, model: SemanticModel): boolean {
  return holdsInOwnCode(fn.body, (node) => {
    const done = node.kind === 'Expr' ? node.value : undefined;
    const call = done?.kind === 'Await' ? done.value : done;
    if (call?.kind === 'Call') return !isHarmless(call.func, fn, model);
    if (node.kind === 'Call') return startsProcess(node, model);
    return storesOf(node).some((target) => isOutside(target, fn, model));
  });
}

/** Itself, or by a function of the file that it calls. */
function startsProcess(call: Call, model: SemanticModel): boolean {
  if (model.effects.of(call) === 'process') return true;
  const made = definitionCalled(model, call);
  return (
    (made?.kind === 'FunctionDef' || made?.kind === 'AsyncFunctionDef') &&
    holdsInOwnCode(made.body, (node) => node.kind === 'Call' && model.effects.of(node) === 'process')
  );
}

const storesOf = (node: Node): readonly Expression[] =>
  node.kind === 'Assign' || node.kind === 'Delete' ? node.targets : node.kind === 'AugAssign' ? [node.target] : [];

const isOutside = (target: Expression, fn: Def, model: SemanticModel): boolean =>
  (target.kind === 'Attribute' || target.kind === 'Subscript') && !isLocal(target, fn, model);

/** An answer, a line of a log, or work on a local. */
function isHarmless(func: Expression, fn: Def, model: SemanticModel): boolean {
  if (func.kind !== 'Attribute')
    return /^(?:print|sleep)$/.test(lastName(func) ?? '') || isProtecting(lastName(func) ?? '');
  const isOfEvent = ((root) => root.kind === 'Name' && isEventParameter(root.id, fn))(attributeChain(func).root);
  if (isOfEvent || BOT_ANSWERS.has(func.attr) || isProtecting(func.attr)) return true;
  return /^(?:log|_?log(?:ger)?|asyncio|time)$/i.test(lastName(func.value) ?? '') || isLocal(func.value, fn, model);
}

const isEventParameter = (name: string, fn: Def): boolean =>
  parametersOf(fn)
    .filter((each) => each.name !== 'self')
    .slice(0, 2)
    .some((each) => each.name === name && /^(?:ctx|context|interaction|update|message|msg|query|callback)/.test(name));

/** What its function made itself. */
function isLocal(expression: Expression, fn: Def, model: SemanticModel): boolean {
  const { root } = attributeChain(expression);
  if (root.kind !== 'Name') return false;
  const binding = model.names.resolve(root);
  return binding?.scope.kind === 'function' && model.names.parameterOf(root) === undefined && fn.name !== root.id;
}
