/** Probes that say a service is ready whether or not its model has been loaded, and loads that come later. */
import {
  type Call,
  type ClassDef,
  type Compare,
  type Def,
  defsOf,
  holds,
  isCapWords,
  isNone,
  lastName,
  type Name,
  type Node,
  nodesOf,
  type Try,
} from '#ast';
import { heavyCostOf, isWhereMissing } from '#kit/state';
import { healthQuestionOf } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { callsOfFunction, mentionsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import type { Span } from '#text';

export interface BlindProbe {
  readonly at: Span;
  readonly says: string;
  readonly related: readonly { readonly at: Node; readonly message: string }[];
}

interface LateLoad {
  readonly fn: Def;
  readonly call: Call;
  readonly owner: ClassDef | undefined;
}

export function blindProbes(model: SemanticModel): readonly BlindProbe[] {
  const fns = defsOf(model.source.module);
  const probes = fns.filter((fn) => questionOf(fn, model) !== undefined);
  const late = fns.flatMap((fn) => lateLoad(fn, model) ?? []);
  const probed = probes.flatMap((fn) => {
    const compared = nodesOf(model.source.module, 'Compare').find(
      (each) => model.context.defAround(each) === fn && isNeverNone(each, model),
    );
    if (compared !== undefined) return [alwaysThere(fn, compared, model)];
    const blind = late.filter((load) => !looksAt(fn, load, model));
    const [first] = blind;
    // What asks for health may ask no more than whether the process lives.
    if (first === undefined || blind.length < late.length || questionOf(fn, model) === 'health') return [];
    return [
      {
        at: fn,
        says: `false readiness: \`${fn.name}\` does not check what \`${first.fn.name}\` loads later`,
        related: [loadedAt(first)],
      },
    ];
  });
  return [...probed, ...servingClaims(late, model)];
}

const questionOf = (fn: Def, { context }: SemanticModel) => {
  const question = healthQuestionOf(context.routeOf(fn)?.path);
  return question === 'liveness' ? undefined : question;
};

const loadedAt = ({ call }: LateLoad) => ({ at: call, message: 'loaded here, later' });

/** It loads a model when a request comes, or beside what serves them: nothing that runs before it serves waits for it. */
function lateLoad(fn: Def, model: SemanticModel): LateLoad | undefined {
  const call = callsWithin([fn]).find((each) => heavyCostOf(each, model) === 'model');
  if (call === undefined || fn.name === '__init__') return undefined;
  const owner = model.context.classOfMethod(fn);
  const mentions = mentionsOfFunction(model, fn);
  const isBeside =
    mentions.length > 0 && mentions.every((each) => RUNNING.has(model.context.startRunning(each)?.how ?? ''));
  const isAtNeed = isWhereMissing(call, fn) || owner !== undefined;
  const isEarly = callsOfFunction(model, fn).some((each) => isBeforeServing(model.context.defAround(each), model));
  return (isBeside || isAtNeed) && !isEarly ? { fn, call, owner } : undefined;
}

const RUNNING: ReadonlySet<string> = new Set(['thread', 'executor', 'task']);

/** The module itself, or what servers and programs run before they serve. */
const isBeforeServing = (fn: Def | undefined, { context }: SemanticModel): boolean =>
  fn === undefined ||
  /(?:^|_)(?:lifespan|startup|init|main|serve|setup|create_app|make_app)_*$/i.test(fn.name) ||
  (context.routeOf(fn) === undefined && fn.decorator_list.length > 0);

/** It reads a name that the load binds or changes, or calls what loads or anything else of the program. */
function looksAt(probe: Def, { fn }: LateLoad, { names, effects, source }: SemanticModel): boolean {
  const touched = new Set(
    nodesOf(source.module, 'Name').flatMap((name) => (holds(fn, (node) => node === name) ? name.id : [])),
  );
  return holdsInOwnCode(probe.body, (node) => {
    if (node.kind === 'Call') return effects.projectPath(node) !== undefined;
    if (node.kind === 'Attribute') return node.parent?.kind !== 'Call' && !/^HTTP_/.test(node.attr);
    return node.kind === 'Name' && node.ctx === 'Load' && touched.has(node.id) && isKept(node, names);
  });
}

/** A name of the module that something may change. */
function isKept(name: Name, names: SemanticModel['names']): boolean {
  const binding = names.resolve(name);
  if (binding?.scope !== names.moduleScope) return false;
  const [only, other] = binding.definitions;
  if (other !== undefined) return true;
  const value = only?.value;
  return (
    value?.kind === 'Dict' ||
    value?.kind === 'List' ||
    (value?.kind === 'Call' && isCapWords(lastName(value.func) ?? ''))
  );
}

/** `engine is not None`, of a name that the module binds once, to an object. */
function isNeverNone({ left, ops, comparators }: Compare, { names }: SemanticModel): boolean {
  const [op] = ops;
  const binding =
    left.kind === 'Name' && (op === 'Is' || op === 'IsNot') && isNone(comparators[0]) ? names.resolve(left) : undefined;
  const [only, other] = binding?.scope === names.moduleScope ? (binding?.definitions ?? []) : [];
  if (only?.value?.kind !== 'Call' || only.kind !== 'assignment' || other !== undefined) return false;
  const made = names.definitionOf(only.value.func);
  return made?.kind === 'ClassDef' || (made === undefined && MAKERS.test(names.qualifiedName(only.value.func) ?? ''));
}

/** Classes, and what gives an object that connects when it is used. */
const MAKERS =
  /(?:^|\.)_*[A-Z][A-Za-z]*$|^sqlalchemy\.(?:ext\.asyncio\.|orm\.)?(?:create_engine|create_async_engine|sessionmaker|async_sessionmaker)$|\.from_url$/;

const alwaysThere = (fn: Def, compared: Compare, { source }: SemanticModel): BlindProbe => ({
  at: compared,
  says: `false readiness: \`${fn.name}\` checks whether \`${source.text.slice(compared.left)}\` exists, which it always does`,
  related: [],
});

/** `checker.set("search", SERVING)` of the health service of gRPC. */
function servingClaims(late: readonly LateLoad[], model: SemanticModel): BlindProbe[] {
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    const { func, args } = call;
    const status = args[1];
    if (func.kind !== 'Attribute' || func.attr !== 'set' || status?.kind !== 'Attribute' || status.attr !== 'SERVING')
      return [];
    const around = model.context.defAround(call);
    const calls = around === undefined ? [] : callsWithin([around]);
    const load = late.find(
      ({ owner }) => owner !== undefined && calls.some((each) => model.names.definitionOf(each.func) === owner),
    );
    if (load === undefined || calls.some((each) => each.func.kind === 'Attribute' && each.func.attr === load.fn.name))
      return [];
    return [
      {
        at: call,
        says: `false readiness: the service reports \`SERVING\` before \`${load.fn.name}\` has loaded its model`,
        related: [loadedAt(load)],
      },
    ];
  });
}

/** The `try` below a statement that does the work, and whose failure nobody takes back. */
export function workBelow(statement: Node, { flow }: SemanticModel): Try | undefined {
  const { parent } = statement;
  if (parent === undefined || !('body' in parent) || !Array.isArray(parent.body)) return undefined;
  const below = (parent.body as readonly Node[]).find(
    (each): each is Try => each.kind === 'Try' && each.start > statement.end,
  );
  const isSwallowed = below?.handlers.some(
    ({ body }) =>
      !flow.alwaysRaises(body) &&
      !holds(
        below,
        (node) =>
          node.kind === 'Constant' && node.value.kind === 'bool' && !node.value.value && node.parent?.kind === 'Assign',
      ),
  );
  return isSwallowed === true && callsWithin(below?.body ?? []).length > 0 ? below : undefined;
}
