/** What opens something for whoever calls it: functions that return it, and factories that modules of the project hold. */
import { type Call, type Def, defsOf, withoutAwait } from '../../ast/index.ts';
import { CALL_RESULTS } from '../../knowledge/factories.ts';
import { RESOURCE_OPENERS, type ResourceKind, SESSION_CLASSES } from '../../knowledge/resources.ts';
import type { ProjectModel } from '../../project/index.ts';
import type { ModuleSummary, SemanticModel } from '../../semantics/index.ts';
import { functionKey, targetKey } from '../facts-by-function.ts';
import { localOpened, resourceOpenedBy } from './opened-resources.ts';

/** What a call opens, or the way to what says it. */
export type Opens = ResourceKind | { readonly path: string };

/** A function that opens something and returns it. */
export interface OpenerFact {
  readonly kind: 'opener';
  readonly fn: string;
  readonly opens: Opens;
}

/** The functions of a file that open something for their callers. */
export function openersIn(file: SemanticModel): OpenerFact[] {
  return defsOf(file.source.module).flatMap((fn): OpenerFact[] => {
    const values = file.flow.returnValues(fn).flatMap((value) => (value === undefined ? [] : file.flow.origins(value)));
    if (isGeneratorLike(fn, file)) return [];
    const calls = values.map(withoutAwait).filter((value): value is Call => value.kind === 'Call');
    const kinds = calls.map((call) => resourceOpenedBy(call, file));
    const first = calls[0];
    if (first === undefined || calls.some((call) => isKeptForNext(call, file))) return [];
    const fullName = file.names.fullNameOf(fn);
    const known = kinds.find((kind) => kind !== undefined);
    if (known !== undefined) return known === 'cursor' ? [] : [{ kind: 'opener', fn: fullName, opens: known }];
    const path = calls.length === 1 ? file.effects.projectPath(first) : undefined;
    return path === undefined ? [] : [{ kind: 'opener', fn: fullName, opens: { path } }];
  });
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
  for (let step = 0; step < MAX_STEPS; step++) {
    for (const { path, fact } of facts) {
      const kind = openedThrough(fact.opens, path, openers, project);
      if (kind !== undefined) openers.set(functionKey(path, fact.fn), kind);
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
  if (typeof opens === 'string') return opens;
  const from = project.moduleByPath(path);
  if (from === undefined) return undefined;
  return openers.get(targetKey(project.follow(opens.path, from)) ?? '') ?? openedByForeign(opens.path, from, project);
}

/** `SessionLocal()` and `engine.connect()`, where another module makes the `sessionmaker(…)` and the engine. */
function openedByForeign(path: string, from: ModuleSummary, project: ProjectModel): ResourceKind | undefined {
  for (const method of [project.foreignMethod(`${path}.__call__`, from), project.foreignMethod(path, from)]) {
    const kind = method === undefined ? undefined : kindOpenedBy(method);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function kindOpenedBy(callee: string): ResourceKind | undefined {
  const known = RESOURCE_OPENERS.get(callee);
  return known ?? (SESSION_CLASSES.has(CALL_RESULTS.get(callee) ?? '') ? 'session' : undefined);
}

/** It is kept for the next caller as well: an attribute, an entry, a name of the module. */
function isKeptForNext(call: Call, file: SemanticModel): boolean {
  if (file.flow.destinations(call).some(({ kind }) => kind === 'attribute-store' || kind === 'subscript-store'))
    return true;
  const local = localOpened(call);
  return local !== undefined && file.names.resolve(local)?.scope === file.names.moduleScope;
}

/** `@contextmanager`, `@cache`: what callers get is another thing, or the same one again. */
const isGeneratorLike = (fn: Def, file: SemanticModel): boolean =>
  file.names
    .decoratorNames(fn)
    .some((name) => name === undefined || (name !== 'builtins.staticmethod' && name !== 'builtins.classmethod'));
