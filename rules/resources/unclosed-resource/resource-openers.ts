/** What opens something for whoever calls it: functions that return it, and factories that modules of the project hold. */
import {
  argumentValues,
  type Call,
  type ClassDef,
  type Def,
  defsOf,
  lastName,
  type Name,
  nodesOf,
  withoutAwait,
} from '#ast';
import { functionKey, lastNames, targetKey } from '#kit';
import { CALL_RESULTS } from '#knowledge/factories';
import {
  CLOSING_METHODS,
  ENTERED_FOR_TRANSACTION,
  RESOURCE_OPENERS,
  type ResourceKind,
  SESSION_CLASSES,
} from '#knowledge/resources';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SemanticModel } from '#semantics';
import { closesParameter } from '#semantics/resources/closers';
import { localOpened, resourceOpenedBy } from '#semantics/resources/opened';
import { TAKING } from '#semantics/state/connections';

/** What a call opens, or the way to what says it. */
export type Opens = ResourceKind | { readonly path: string; readonly isYielded?: true };

/** A function that opens something and returns it. */
export interface OpenerFact {
  readonly kind: 'opener';
  /** With `^` where the function yields it: `next(get_session())` has it then. */
  readonly fn: string;
  readonly opens: Opens;
  /** A `with` on what it gives ends a transaction and closes nothing. */
  readonly isForTransaction?: true;
}

/** The functions of a file that open something for their callers. */
export function openersIn(file: SemanticModel): OpenerFact[] {
  return [...ownersIn(file), ...functionsIn(file)];
}

/** A function that closes, or gives back, what it is given. */
export interface CloserFact {
  readonly kind: 'closer';
  readonly fn: string;
}

/** The functions of a file that close one of their parameters. */
export const closersIn = (file: SemanticModel): CloserFact[] =>
  defsOf(file.source.module).flatMap((fn) =>
    closesParameter(fn) ? [{ kind: 'closer', fn: file.names.fullNameOf(fn) }] : [],
  );

/** Classes that open something when they are made, and have a method by which it is closed. */
function ownersIn(file: SemanticModel): OpenerFact[] {
  return nodesOf(file.source.module, 'ClassDef').flatMap((owner): OpenerFact[] => {
    const methods = file.state.methodsOf(owner);
    const making = [...methods.keys()].some((name) => CLOSING_METHODS.has(name)) ? methods.get('__init__') : undefined;
    const opens = making?.body.flatMap((each) => {
      const [target] = each.kind === 'Assign' ? each.targets : [];
      const value = each.kind === 'Assign' && target?.kind === 'Attribute' ? withoutAwait(each.value) : undefined;
      return value?.kind === 'Call' ? (resourceOpenedBy(value, file) ?? []) : [];
    })[0];
    return opens === undefined || opens === 'cursor' || opens === 'executor'
      ? []
      : [{ kind: 'opener', fn: file.names.fullNameOf(owner), opens }];
  });
}

function functionsIn(file: SemanticModel): OpenerFact[] {
  return defsOf(file.source.module).flatMap((fn): OpenerFact[] => {
    if (isGeneratorLike(fn, file)) return [];
    const yielded = file.context.nodesOfFunction(fn, 'Yield').map(({ value }) => value);
    const given = yielded.length > 0 ? yielded : file.flow.returnValues(fn);
    const values = given.flatMap((value) => (value === undefined ? [] : file.flow.origins(value)));
    const calls = values.map(withoutAwait).filter((value): value is Call => value.kind === 'Call');
    const kinds = calls.map((call) => resourceOpenedBy(call, file) ?? (isOfPool(call) ? 'connection' : undefined));
    const first = calls[0];
    if (first === undefined || calls.some((call) => isKeptForNext(call, file))) return [];
    const fullName = `${file.names.fullNameOf(fn)}${yielded.length > 0 ? '^' : ''}`;
    const known = kinds.find((kind) => kind !== undefined);
    const isForTransaction = calls.every((call) => ENTERED_FOR_TRANSACTION.has(file.types.calleeName(call.func) ?? ''));
    const fact = { kind: 'opener' as const, fn: fullName, ...(isForTransaction && { isForTransaction }) };
    if (known !== undefined) return known === 'cursor' ? [] : [{ ...fact, opens: known }];
    const owner = lastName(first.func) === 'cls' ? file.context.classOfMethod(fn) : undefined;
    const kept = owner === undefined ? undefined : openedForOwner(first, owner, file);
    if (kept !== undefined) return [{ ...fact, opens: kept }];
    const made = owner === undefined ? file.effects.projectPath(first) : file.names.fullNameOf(owner);
    const path = calls.length === 1 ? made : undefined;
    return path === undefined ? [] : [{ kind: 'opener', fn: fullName, opens: { path } }];
  });
}

/** `return cls(await asyncpg.connect(url))`, of a class that closes what it is made with. */
function openedForOwner(made: Call, owner: ClassDef, file: SemanticModel): ResourceKind | undefined {
  if (![...file.state.methodsOf(owner).keys()].some((name) => CLOSING_METHODS.has(name))) return undefined;
  const given = argumentValues(made).flatMap((value) => file.flow.origins(value));
  return given
    .map(withoutAwait)
    .flatMap((call) => (call.kind === 'Call' ? (resourceOpenedBy(call, file) ?? []) : []))[0];
}

/** `return pool.getconn()`; what a lock's `acquire` gives nobody returns but to await it. */
const isOfPool = ({ func, parent }: Call): boolean =>
  func.kind === 'Attribute' && TAKING.has(func.attr) && (func.attr !== 'acquire' || parent?.kind === 'Await');

/** `with sqlite3.connect(path) as conn:` and `with self._connect() as conn:`, where nothing in the function closes it. */
export interface EnteredOpening {
  readonly call: Call;
  readonly local?: string;
  readonly opens: Opens;
}

/** What the `with` statements of a file may enter for a transaction alone. */
export function enteredIn(file: SemanticModel): EnteredOpening[] {
  return nodesOf(file.source.module, 'With').flatMap((statement) =>
    statement.items.flatMap(({ context_expr: call, optional_vars: target }): EnteredOpening[] => {
      if (call.kind !== 'Call') return [];
      const isKnown = ENTERED_FOR_TRANSACTION.has(file.types.calleeName(call.func) ?? '');
      const path = isKnown ? undefined : file.effects.projectPath(call);
      const opens = isKnown ? ('connection' as const) : path === undefined ? undefined : { path };
      const local = target?.kind === 'Name' ? target : undefined;
      const uses = local === undefined ? [] : (file.names.resolve(local)?.references ?? []);
      if (opens === undefined || uses.some(closesOrHandsOn)) return [];
      return [{ call, opens, ...(local !== undefined && { local: local.id }) }];
    }),
  );
}

const closesOrHandsOn = ({ parent }: Name): boolean =>
  parent?.kind === 'Return' ||
  parent?.kind === 'Yield' ||
  (parent?.kind === 'Attribute' && CLOSING_METHODS.has(parent.attr));

/** Whether a function of the project gives what a `with` only ends a transaction of. */
export function isGivenForTransaction(
  opens: Opens,
  path: string,
  facts: readonly { readonly path: string; readonly fact: OpenerFact }[],
  project: ProjectModel,
): boolean {
  const from = typeof opens === 'string' ? undefined : project.moduleByPath(path);
  if (typeof opens === 'string' || from === undefined) return typeof opens === 'string';
  const key = targetKey(project.follow(opens.path, from));
  return facts.some((each) => each.fact.isForTransaction === true && functionKey(each.path, each.fact.fn) === key);
}

/** Whether it is an object of a class of the project that is made, by the class or by a method of it. */
export function isMadeOfOwner(opens: Opens, path: string, project: ProjectModel): boolean {
  const from = typeof opens === 'string' ? undefined : project.moduleByPath(path);
  const target = typeof opens === 'string' || from === undefined ? undefined : project.follow(opens.path, from);
  return target?.kind === 'class' || (target?.kind === 'function' && target.owner !== undefined && !target.isBound);
}

/** Whether a way leads to a function of the project that closes what it is given. */
export function resolveClosers(
  facts: readonly { readonly path: string; readonly fact: CloserFact }[],
  project: ProjectModel,
): (accessPath: string, path: string) => boolean {
  const closers = new Set(facts.map(({ path, fact }) => functionKey(path, fact.fn)));
  return (accessPath, path) => {
    const from = project.moduleByPath(path);
    return from !== undefined && closers.has(targetKey(project.follow(accessPath, from)) ?? '');
  };
}

/** What functions of the project open, by their keys. */
export type Openers = ReadonlyMap<string, ResourceKind>;
const MAX_STEPS = 3;

/** By function: those that return what another one opens are found in rounds. */
export function resolveOpeners(
  facts: readonly { readonly path: string; readonly fact: OpenerFact }[],
  project: ProjectModel,
): Openers {
  const openers = new Map<string, ResourceKind>();
  // Where each leads is the same in every round.
  const all = facts.map(({ path, fact: { fn, opens } }) => ({
    key: functionKey(path, fn),
    opens: typeof opens === 'string' ? opens : leadingTo(opens, path, project),
  }));
  for (let step = 0; step < MAX_STEPS; step++) {
    for (const { key, opens } of all) {
      const kind = typeof opens === 'string' ? opens : opens && (openers.get(opens.key) ?? opens.foreign);
      if (kind !== undefined) openers.set(key, kind);
    }
  }
  return openers;
}

/** What is opened by a call in the file: by what it says itself, by a function of the project, or by an object that a module of it holds. */
export function openedThrough(
  opens: Opens,
  path: string,
  openers: Openers,
  project: ProjectModel,
): ResourceKind | undefined {
  const led = typeof opens === 'string' ? undefined : leadingTo(opens, path, project);
  return typeof opens === 'string' ? opens : led && (openers.get(led.key) ?? led.foreign);
}

/** The function or class that an access path leads to, by its key, or what an object of somebody else's class opens. */
function leadingTo(
  { path: accessPath, isYielded }: Exclude<Opens, string>,
  path: string,
  project: ProjectModel,
): { readonly key: string; readonly foreign: ResourceKind | undefined } | undefined {
  const from = project.moduleByPath(path);
  if (from === undefined) return undefined;
  const target = project.follow(accessPath, from);
  const key =
    target?.kind === 'class' ? functionKey(target.module.path, target.class.qualifiedName) : (targetKey(target) ?? '');
  return isYielded === true
    ? { key: `${key}^`, foreign: undefined }
    : { key, foreign: openedByForeign(accessPath, from, project) };
}

/** `SessionLocal()` and `engine.connect()`, where another module makes the `sessionmaker(…)` and the engine. */
function openedByForeign(path: string, from: ModuleSummary, project: ProjectModel): ResourceKind | undefined {
  for (const each of [`${path}.__call__`, path]) {
    const mayOpen = OPENING.has(each.slice(each.lastIndexOf('.') + 1));
    const method = mayOpen ? project.foreignMethod(each, from) : undefined;
    const kind = method === undefined ? undefined : kindOpenedBy(method);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

const OPENING = new Set(lastNames([...RESOURCE_OPENERS.keys(), ...CALL_RESULTS.keys()].filter(kindOpenedBy)));

function kindOpenedBy(callee: string): ResourceKind | undefined {
  const known = RESOURCE_OPENERS.get(callee);
  return known ?? (SESSION_CLASSES.has(CALL_RESULTS.get(callee) ?? '') ? 'session' : undefined);
}

/** It is kept for the next caller as well: an attribute, an entry, a name of the module. */
function isKeptForNext(call: Call, file: SemanticModel): boolean {
  if (file.flow.destinations(call).some(({ kind }) => kind === 'attribute-store' || kind === 'subscript-store'))
    return true;
  const local = localOpened(call, file);
  return local !== undefined && file.names.resolve(local)?.scope === file.names.moduleScope;
}

/** `@contextmanager`, `@cache`: what callers get is another thing, or the same one again. */
const isGeneratorLike = (fn: Def, file: SemanticModel): boolean =>
  file.names
    .decoratorNames(fn)
    .some((name) => name === undefined || (name !== 'builtins.staticmethod' && name !== 'builtins.classmethod'));
