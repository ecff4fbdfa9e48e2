/** Rights that are asked for once and believed for long: by a process, a session or a connection. */
import {
  type Assign,
  type Call,
  type Def,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Name,
  type Node,
  nodesOf,
} from '#ast';
import { type CacheStore, cacheStoresIn } from '#kit/state';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { isClockRead } from '#semantics/effects/clock-reads';
import { answersRefusal } from '#semantics/taint/refusals';

const RIGHTS = '(?:permissions?|roles?|grants?|privileges?|scopes|acl|access_(?:rights|level))';
/** Names of functions that give what access is decided by. */
const GRANTING = new RegExp(
  `^_*(?:a?get|find|load|fetch|lookup|resolve|list)_(?:\\w{1,60}_)?(?:${RIGHTS}|policy|api_key|user_by_(?:token|api_key|key))(?:_(?:for|of|by|in)_\\w+)?$|^_*(?:\\w{1,60}_)?${RIGHTS}_(?:of|for|in)(?:_\\w+)?$|^_*(?:has|check|is|can|may)_\\w*(?:permission|permitted|allowed|authori[sz]ed|access|member|admin|role|owner|moderator)`,
  'i',
);

export const grantsRights = (name: string): boolean => GRANTING.test(name);

/** `self._known[key] = member.status in RIGHTS`, of which the file never takes anything out, and which no clock ends. */
export function rightsKeptIn(fn: Def, model: SemanticModel): CacheStore | undefined {
  if (callsWithin([fn]).some((call) => isClockRead(call, model))) return undefined;
  return cacheStoresIn(fn, model).find(({ at, cache }) => isDict(at, model) && !isEmptied(cache, model));
}

function isDict({ parent }: Node, { types, flow }: SemanticModel): boolean {
  if (parent?.kind !== 'Subscript') return false;
  const type = types.classOf(parent.value) ?? '';
  return (
    /^(?:builtins\.dict|collections\.(?:defaultdict|OrderedDict))$/.test(type) ||
    flow.origins(parent.value).every(({ kind }) => kind === 'Dict')
  );
}

const isEmptied = (cache: string, { source: { module } }: SemanticModel): boolean => {
  const name = cache.split('.').at(-1);
  const isIt = (node: Expression): boolean => lastName(node) === name;
  return (
    nodesOf(module, 'Attribute').some(({ attr, value }) => /^(?:pop|popitem|clear)$/.test(attr) && isIt(value)) ||
    nodesOf(module, 'Subscript').some(({ ctx, value }) => ctx === 'Del' && isIt(value))
  );
};

/** What a session says of its user that is a right. */
const RIGHT =
  /^(?:(?:user|account|current)_?)?(?:roles?|is_?(?:admin|staff|superuser|owner|moderator)|permissions?|privileges?|access_?level)$/i;
const SESSION = /^(?:flask|quart)\.session$/;

/** `session["role"] = user.role`, where a request is refused by what the session says: the refusal. */
export function refusalBySession({ targets, value }: Assign, model: SemanticModel): Node | undefined {
  const [target] = targets;
  if (target?.kind !== 'Subscript' || !isRightOf(value) || !isSession(target.value, model)) return undefined;
  const key = model.values.string(target.slice);
  if (key === undefined || !RIGHT.test(key)) return undefined;
  const isRead = (node: Node): boolean => sessionKey(node, model) === key;
  return nodesOf(model.source.module, 'If').find(
    ({ test, body, orelse }) =>
      (holds(test, isRead) || holds(test, (node) => node.kind === 'Name' && isBoundTo(node, isRead, model))) &&
      [...body, ...orelse].some((each) => answersRefusal(each, model)),
  )?.test;
}

/** `user.role`, `row["role"]`: of a record, which says another thing by and by. */
const isRightOf = (value: Expression): boolean =>
  value.kind === 'Attribute' ||
  value.kind === 'Subscript' ||
  (value.kind === 'Call' && value.args.length === 1 && isRightOf(value.args[0] ?? value.func));

const isSession = (node: Expression, { names }: SemanticModel): boolean =>
  SESSION.test(names.qualifiedName(node) ?? '') ||
  (node.kind === 'Attribute' && node.attr === 'session' && /^_?(?:request|req)$/.test(lastName(node.value) ?? ''));

function sessionKey(node: Node, model: SemanticModel): string | undefined {
  if (node.kind === 'Subscript' && node.ctx === 'Load' && isSession(node.value, model))
    return model.values.string(node.slice);
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || node.func.attr !== 'get') return undefined;
  const [key] = node.args;
  return key !== undefined && isSession(node.func.value, model) ? model.values.string(key) : undefined;
}

const isBoundTo = (name: Name, isRead: (node: Node) => boolean, { names }: SemanticModel): boolean =>
  names.resolve(name)?.definitions.some(({ value }) => value !== undefined && holds(value, isRead)) === true;

/** Of a WebSocket: the call that asks for a right before the loop over what the client sends, by which alone the loop decides. */
export function rightCheckedOnce(
  fn: Def,
  model: SemanticModel,
): { readonly call: Call; readonly test: Node } | undefined {
  if (model.context.routeOf(fn)?.methods.includes('WEBSOCKET') !== true) return undefined;
  for (const loop of [
    ...model.context.nodesOfFunction(fn, 'While'),
    ...model.context.nodesOfFunction(fn, 'AsyncFor'),
  ]) {
    for (const test of model.context.nodesOfFunction(fn, 'If').filter((each) => isWithin(each, loop))) {
      const call = checkBefore(test.test, loop, model);
      if (call !== undefined) return { call, test: test.test };
    }
  }
  return undefined;
}

function checkBefore(test: Expression, loop: Node, model: SemanticModel): Call | undefined {
  const checks: Call[] = [];
  holds(test, (node) => {
    if (node.kind !== 'Name') return false;
    const definitions = model.flow.reachingDefinitions(node);
    const [only] = definitions;
    const value = only?.value?.kind === 'Await' ? only.value.value : only?.value;
    if (definitions.length !== 1 || value?.kind !== 'Call' || isWithin(value, loop)) return false;
    if (grantsRights(lastName(value.func) ?? '')) checks.push(value);
    return false;
  });
  return checks[0];
}
