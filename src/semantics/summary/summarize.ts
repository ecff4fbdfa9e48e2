/** One file's summary for the rest of the project, made in one pass over its nodes. */

import {
  type AsyncFunctionDef,
  type Call,
  type ClassDef,
  type FunctionDef,
  identifiersOf,
  isInFinally,
  type Module,
  type Node,
  nodesOf,
  parametersOf,
} from '../../ast/index.ts';
import { registersHandler } from '../../knowledge/event-handlers.ts';
import { MOUNTED_ROUTERS, makesService } from '../../knowledge/web-applications.ts';
import { isRequestHook } from '../context/request-hooks.ts';
import type { Route } from '../context.ts';
import { SIZE_NAMES, upperBoundAt } from '../flow/upper-bounds.ts';
import { isIdle, onlyTidies } from '../handlers/outcome.ts';
import { keepsOwnFailures } from '../handlers/own-failures.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary, SummaryFunction } from '../summary.ts';
import { isProperty } from '../types/class-table.ts';
import { addedFolders } from './added-folders.ts';
import { addedModules } from './added-modules.ts';
import { summarizeApplicationState } from './application-state.ts';
import { argumentBranches } from './argument-branches.ts';
import { summarizeArgumentFlows } from './argument-flows.ts';
import { argumentsGiven } from './arguments-given.ts';
import { BodyRecorder } from './body.ts';
import { readByParts } from './by-parts.ts';
import { summarizeCarried } from './carried.ts';
import { summarizeClasses } from './classes.ts';
import { summarizeConstants } from './constants.ts';
import { coroutineTraits } from './coroutines.ts';
import { enginesMade } from './engines.ts';
import { gateKeys } from './gate-keys.ts';
import { summarizeHandedBack } from './handed-back.ts';
import { summarizeImports } from './imports.ts';
import { knownTexts } from './known-texts.ts';
import { listensOn } from './listens-on.ts';
import { constructorsCalled } from './made-with.ts';
import { summarizeMain } from './main-guard.ts';
import { MentionRecorder } from './mentions.ts';
import { summarizeNames } from './module-names.ts';
import { summarizeNox } from './nox-sessions.ts';
import { handedUp, hasUnreadParameters, summarizeParameters } from './parameters.ts';
import { isInBranch, linesOf, placeOf } from './place.ts';
import { runsInPool } from './pool-handlers.ts';
import { summarizeQueues } from './queue-uses.ts';
import { summarizeDependencies, summarizeRefusal } from './refusals.ts';
import { refusedVersions } from './refused-versions.ts';
import { replacedBy } from './replaced-names.ts';
import { summarizeResult } from './results.ts';
import { summarizeRoutes } from './routes.ts';
import { summarizeSetup } from './setup-call.ts';
import { startedByClass } from './starts.ts';
import { takenIn } from './taken.ts';
import { tokenKeys } from './token-keys.ts';

/** Runs one part of a summary, and may look how long it takes. */
export type Part = <T>(name: string, work: () => T) => T;

/** Everything other files may need to know of this one, as plain JSON. */
export function summarizeModule(model: SemanticModel, part: Part = (_, work) => work()): ModuleSummary {
  const gathered = part('gather', () => gather(model));
  const { names, context } = model;
  return {
    path: model.path,
    module: names.moduleName,
    isPackage: /(^|\/)__init__\.pyi?$/.test(model.path),
    role: context.role,
    roles: context.roles,
    ...(context.foreign !== undefined && { foreign: context.foreign }),
    isEntryPoint: context.isEntryPoint,
    ...(context.isPython2 && { isPython2: true as const }),
    ...part('names', () => summarizeNames(model)),
    imports: part('imports', () => summarizeImports(model)),
    ...addedModules(model),
    ...addedFolders(model),
    functions: part('functions', () =>
      gathered.functions.map((fn) => summarizeFunction(fn, gathered.bodies.get(fn) ?? new BodyRecorder(model), model)),
    ),
    body: (gathered.bodies.get(model.source.module) ?? new BodyRecorder(model)).ofBody(),
    ...(context.role !== 'test' && summarizeMain(model)),
    classes: part('classes', () => summarizeClasses(gathered.classes, model)),
    attributeReads: [...gathered.attributeReads],
    attributeStores: [...gathered.attributeStores],
    ...(gathered.replaces.size > 0 && { replaces: [...gathered.replaces] }),
    serves: gathered.serves,
    ...(gathered.listens.length > 0 && { listens: gathered.listens }),
    texts: gathered.mentions.result(),
    ...refusedVersions(model),
    ...summarizeSetup(model),
    ...summarizeNox(model),
    ...(context.role !== 'test' && productionFacts(model, part)),
  };
}

/** What a test does of this says nothing of the program. */
const productionFacts = (model: SemanticModel, part: Part) => ({
  ...part('known texts', () => knownTexts(model)),
  ...part('token keys', () => tokenKeys(model)),
  ...part('gate keys', () => gateKeys(model)),
  ...part('read by parts', () => readByParts(model)),
  ...part('dependencies', () => summarizeDependencies(model)),
  ...part('queues', () => summarizeQueues(model)),
  ...part('constants', () => summarizeConstants(model)),
  ...part('engines made', () => enginesMade(model)),
  ...part('argument flows', () => summarizeArgumentFlows(model)),
  ...part('argument branches', () => argumentBranches(model)),
  ...part('arguments given', () => argumentsGiven(model)),
  ...part('constructors called', () => constructorsCalled(model)),
  ...part('application state', () => summarizeApplicationState(model)),
  ...part('routes', () => summarizeRoutes(model)),
});

type BodyOwner = Module | FunctionDef | AsyncFunctionDef;

interface Gathered {
  readonly functions: readonly (FunctionDef | AsyncFunctionDef)[];
  readonly classes: readonly ClassDef[];
  readonly bodies: ReadonlyMap<BodyOwner, BodyRecorder>;
  readonly attributeReads: ReadonlySet<string>;
  readonly attributeStores: ReadonlySet<string>;
  readonly replaces: ReadonlySet<string>;
  readonly serves: boolean;
  readonly listens: NonNullable<ModuleSummary['listens']>;
  readonly mentions: MentionRecorder;
}

function gather(model: SemanticModel): Gathered {
  const { module } = model.source;
  const functions = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
  const bodies = new Map<BodyOwner, BodyRecorder>();
  const notes = newNotes(model);
  const bodyOf = (node: Node): BodyRecorder => recorderAround(node, bodies, model);
  for (const { ctx, attr } of nodesOf(module, 'Attribute')) {
    (ctx === 'Load' ? notes.attributeReads : notes.attributeStores).add(attr === '__dict__' ? '*' : attr);
  }
  for (const store of model.names.attributeStores) if (/^on_/.test(store.attr)) bodyOf(store).addHandler(store);
  for (const each of nodesOf(module, 'ClassDef')) bodyOf(each).addStarts(startedByClass(each, model));
  for (const node of nodesOf(module, 'Yield')) bodyOf(node).addYield(node);
  for (const node of nodesOf(module, 'YieldFrom')) bodyOf(node).isGenerator = true;
  if (model.context.role === 'test') {
    // What tests do proves nothing of the program; only which names they touch that are in a text.
    for (const call of nodesOf(module, 'Call')) noteTestCall(call, notes);
  } else {
    for (const loop of nodesOf(module, 'While')) bodyOf(loop).addLoop(loop);
    for (const loop of nodesOf(module, 'For')) bodyOf(loop).addImplicit(loop);
    for (const item of nodesOf(module, 'withitem')) bodyOf(item).addImplicit(item);
    const properties = new Set(functions.flatMap((fn) => (isProperty(fn) ? fn.name : [])));
    for (const read of properties.size === 0 ? [] : nodesOf(module, 'Attribute'))
      if (read.ctx === 'Load' && properties.has(read.attr)) bodyOf(read).addRead(read);
    for (const statement of nodesOf(module, 'Return')) bodyOf(statement).addReturn(statement);
    for (const { at, name } of takenIn(model)) bodyOf(at).addTaken(name);
    notes.mentions.addTexts(nodesOf(module, 'Constant'));
    for (const call of nodesOf(module, 'Call')) noteCall(call, bodyOf(call).addCall(call) ?? '', notes);
  }
  functions.sort((a, b) => a.start - b.start);
  return { functions, classes: nodesOf(module, 'ClassDef'), bodies, ...notes };
}

interface CallNotes {
  readonly model: SemanticModel;
  readonly mentions: MentionRecorder;
  readonly attributeReads: Set<string>;
  readonly attributeStores: Set<string>;
  readonly replaces: Set<string>;
  readonly listens: NonNullable<ModuleSummary['listens']>[number][];
  serves: boolean;
}

function newNotes(model: SemanticModel): CallNotes {
  const none = () => new Set<string>();
  return {
    model,
    mentions: new MentionRecorder(model),
    attributeReads: none(),
    attributeStores: none(),
    replaces: none(),
    listens: [],
    serves: false,
  };
}

/** Which attributes a test touches by names made at run time, and which names it replaces. */
function noteTestCall(call: Call, notes: CallNotes): void {
  noteDynamicAccess(call, notes.model.names.qualifiedName(call.func) ?? '', notes);
  const { path, attribute } = replacedBy(call, notes.model) ?? {};
  if (path !== undefined) notes.replaces.add(path);
  if (attribute !== undefined) notes.attributeReads.add(attribute);
}

function noteCall(call: Call, callee: string, notes: CallNotes): void {
  notes.serves ||= makesService(callee);
  const listens = listensOn(call, callee, notes.model);
  if (listens !== undefined) notes.listens.push(listens);
  notes.mentions.addCall(call, callee);
  noteDynamicAccess(call, callee, notes);
}

function recorderAround(node: Node, bodies: Map<BodyOwner, BodyRecorder>, model: SemanticModel): BodyRecorder {
  const owner = model.context.defAround(node) ?? model.source.module;
  let body = bodies.get(owner);
  if (body === undefined) {
    body = new BodyRecorder(model);
    bodies.set(owner, body);
  }
  return body;
}

/** Functions that read or set attributes whose names are nowhere, or in a text. */
const ATTRIBUTE_ACCESS: ReadonlySet<string> = new Set([
  'builtins.getattr',
  'builtins.hasattr',
  'operator.attrgetter',
  'builtins.setattr',
  'builtins.vars',
  'dataclasses.asdict',
  'dataclasses.fields',
]);

/** `getattr(x, variable)`, `setattr(x, variable, v)`, `vars(x)`: any attribute may be meant. */
function noteDynamicAccess(
  call: Call,
  callee: string,
  { model, attributeReads: reads, attributeStores: stores }: CallNotes,
): void {
  if (!ATTRIBUTE_ACCESS.has(callee)) return;
  const name = call.args[1] === undefined ? undefined : model.values.string(call.args[1]);
  if (callee === 'builtins.getattr' || callee === 'builtins.hasattr' || callee === 'operator.attrgetter') {
    reads.add(callee === 'operator.attrgetter' ? '*' : (name ?? '*'));
  } else if (callee === 'builtins.setattr') stores.add(name ?? '*');
  else reads.add('*');
}

function summarizeFunction(
  fn: FunctionDef | AsyncFunctionDef,
  body: BodyRecorder,
  model: SemanticModel,
): SummaryFunction {
  const decorators = fn.decorator_list.map((decorator) => {
    const named = decorator.kind === 'Call' ? decorator.func : decorator;
    return model.types.calleeName(named) ?? '?';
  });
  const route = model.context.routeOf(fn);
  const entry = entryOf(fn, route, decorators, model);
  return {
    qualifiedName: `${model.names.moduleName}.${model.names.qualnameOf(fn)}`,
    place: placeOf({ start: fn.name_start, end: fn.name_start + fn.name.length }, model),
    lines: linesOf(fn, model),
    isAsync: fn.kind === 'AsyncFunctionDef',
    isGenerator: body.isGenerator,
    decorators,
    parameters: summarizeParameters(fn),
    ...handedUp(fn, model),
    ...(hasUnreadParameters(fn, model) && { hasUnreadParameters: true as const }),
    ...(entry !== undefined && { entry }),
    ...(fn.kind === 'FunctionDef' && runsInPool(fn, model) && { runsInPool: true as const }),
    ...(route?.path !== undefined && { route: [...route.methods.slice(0, 1), route.path].join(' ') }),
    ...(route !== undefined && routerOf(fn, model)),
    hasEndlessLoop: body.hasEndlessLoop,
    ...(body.neverReturns && { neverReturns: true as const }),
    ...effectsOf(fn, model),
    ...summarizeResult(fn, body, model),
    ...(model.context.role !== 'test' && summarizeRefusal(fn, model)),
    ...summarizeHandedBack(body.returned, model),
    ...boundsParameters(fn, model),
    ...(model.context.role !== 'test' && summarizeCarried(fn, body.returned, model)),
    ...(isInBranch(fn) && { isConditional: true as const }),
    ...(isUnnamed(fn, model) && { isUnnamed: true as const }),
    ...body.ofFunction(fn.body),
  };
}

/** What decorates it may call it, and so may who takes all names of the function around it at once. */
function isUnnamed(fn: FunctionDef | AsyncFunctionDef, { names, source }: SemanticModel): boolean {
  const around = names.scopeOf(fn)?.parent;
  if (around?.kind !== 'function' || fn.decorator_list.length > 0) return false;
  const used = identifiersOf(source.module);
  return around.bindings.get(fn.name)?.references.length === 0 && !TAKING_ALL.some((name) => used.has(name));
}

const TAKING_ALL = ['locals', 'vars', 'eval', 'exec', 'f_locals'];

const effectsOf = (fn: FunctionDef | AsyncFunctionDef, model: SemanticModel) => ({
  ...(fn.kind === 'AsyncFunctionDef' && coroutineTraits(fn, model)),
  ...(model.effects.hasNews(fn) && { reachesOutside: true as const, ...takesFailures(fn, model) }),
  ...(keepsOwnFailures(fn, model) && { keepsFailures: true as const }),
});

/** All that makes news in it is in a `try` of which every error ends in a handler that only logs and tidies up. */
function takesFailures(
  fn: FunctionDef | AsyncFunctionDef,
  model: SemanticModel,
): Pick<SummaryFunction, 'takesFailures'> {
  if (model.context.nodesOfFunction(fn, 'Raise').length > 0) return {};
  const isTaken = (call: Call): boolean =>
    isInFinally(call) ||
    model.context.handlerAround(call) !== undefined ||
    model.context.triesAround(call).some(({ handlers }) => {
      const broad = handlers.map((each) => model.handlers.describe(each)).find(({ isBroad }) => isBroad);
      return broad?.handler.body.every(
        (each) => each.kind === 'Return' || isIdle(model, each) || onlyTidies(model, each),
      );
    });
  return model.effects.newsworthy(fn.body).every(isTaken) ? { takesFailures: true } : {};
}

function boundsParameters(
  fn: FunctionDef | AsyncFunctionDef,
  model: SemanticModel,
): Pick<SummaryFunction, 'boundsParameters'> {
  const names = parametersOf(fn).flatMap(({ name }) => (SIZE_NAMES.test(name) ? [name] : []));
  const bounded = names.filter((name) =>
    model.names
      .scopeOf(fn)
      ?.bindings.get(name)
      ?.references.some((use) => upperBoundAt(use, model) !== undefined),
  );
  return bounded.length > 0 ? { boundsParameters: bounded } : {};
}

/** The router of the module that a decorator adds a route to. */
function routerOf(
  fn: FunctionDef | AsyncFunctionDef,
  { names, types }: SemanticModel,
): Pick<SummaryFunction, 'router'> {
  for (const { func } of fn.decorator_list.filter((each) => each.kind === 'Call')) {
    if (func.kind !== 'Attribute' || func.value.kind !== 'Name') continue;
    if (names.resolve(func.value)?.scope.kind !== 'module') continue;
    if (MOUNTED_ROUTERS.has(types.classOf(func.value) ?? '')) return { router: func.value.id };
  }
  return {};
}

const TASK_DECORATORS = /(^|\.)(task|shared_task|actor|job|periodic_task|db_task|flow)$/;
const COMMAND_DECORATORS = /(^|\.)(command|group|callback)$/;

function entryOf(
  fn: FunctionDef | AsyncFunctionDef,
  route: Route | undefined,
  decorators: readonly string[],
  model: SemanticModel,
): SummaryFunction['entry'] {
  if (route !== undefined || isRequestHook(fn, model))
    return fn.kind === 'AsyncFunctionDef' || route?.framework === 'tornado' ? 'route' : 'sync-route';
  if (decorators.some((name) => TASK_DECORATORS.test(name) || registersHandler(name))) return 'task';
  return decorators.some((name) => COMMAND_DECORATORS.test(name)) ? 'command' : undefined;
}
