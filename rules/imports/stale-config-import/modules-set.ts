import { isNone } from '#ast';
import { type FactsContext, type PackedPlace, PRODUCTION, packPlace } from '#kit';
import type { ImportEdge, ProjectModel } from '#project';
import { importClosure } from '#project/import-closure';
import type { ModuleSummary } from '#semantics';
import type { ModuleRebinding } from './module-rebindings.ts';
import { callersFromOutside } from './outside-calls.ts';

/** A name of a module that code gives another value after the module is imported. */
export interface Rebinding {
  readonly name: string;
  /** Dotted name of the module, as this file calls it; its own where absent. */
  readonly module?: string;
  readonly by: string;
  /** It is None until then. */
  readonly wasNone: boolean;
  /** The module calls the function while it is imported, so that only later calls by others make importers stale. */
  readonly runsAtImport: boolean;
  readonly place: PackedPlace;
}

/** What a file takes from other modules and never reads, nor hands on. */
export interface Unread {
  readonly unread: readonly string[];
}

/** An import that nobody reads keeps nothing: in the file and, as others may take it from there, in no other. */
export function unreadNames({ names, path }: FactsContext): Unread[] {
  if (path.endsWith('__init__.py')) return [];
  const unread = names.imports.flatMap(({ alias, boundAs }) => {
    const binding = names.moduleScope.bindings.get(boundAs);
    const isTaken = alias.parent?.kind === 'ImportFrom' && alias.name !== '*';
    return isTaken && binding?.references.length === 0 && binding.definitions.length === 1 ? [alias.name] : [];
  });
  return unread.length === 0 ? [] : [{ unread }];
}

export function isIdle(
  { from }: ImportEdge,
  name: string,
  unread: ReadonlySet<string>,
  project: ProjectModel,
): boolean {
  if (!unread.has(`${from.path} ${name}`) || from.all?.includes(name) === true) return false;
  return !project.importersOf(from).some(({ imported }) => imported.name === name || imported.name === '*');
}

/** None where the module binds its name to that first; code that then runs at import only fills it in. */
export function factOf({ name, module, by, at }: ModuleRebinding, file: FactsContext): Rebinding[] {
  const first = file.names.moduleScope.bindings.get(name)?.definitions.find(({ remote }) => !remote)?.value;
  const isOwn = module === undefined;
  const wasNone = isOwn && isNone(first);
  const runsAtImport = isOwn && file.context.runsDuringImport(at);
  if (wasNone && runsAtImport) return [];
  return [
    { name, ...(module !== undefined && { module }), by: by.name, wasNone, runsAtImport, place: packPlace(file, at) },
  ];
}

export function moduleOf(
  { module, name }: Rebinding,
  from: ModuleSummary,
  project: ProjectModel,
): ModuleSummary | undefined {
  if (module === undefined) return from;
  const resolved = project.resolve(module, from);
  return resolved.kind === 'module' && name in resolved.module.names ? resolved.module : undefined;
}

/** The modules in which one function assigns a name. */
export function modulesSet(
  facts: readonly { readonly path: string; readonly fact: Rebinding | Unread }[],
  project: ProjectModel,
): ReadonlyMap<string, ReadonlySet<ModuleSummary>> {
  const modules = new Map<string, Set<ModuleSummary>>();
  for (const { path, fact } of facts) {
    const from = 'unread' in fact ? undefined : project.moduleByPath(path);
    const module = 'unread' in fact || from === undefined ? undefined : moduleOf(fact, from, project);
    if ('unread' in fact || module === undefined) continue;
    const key = `${path} ${fact.by} ${fact.name}`;
    modules.set(key, (modules.get(key) ?? new Set()).add(module));
  }
  return modules;
}

/** Who calls the function has imported one that took the name by then. */
export function isTakenBefore(
  by: string,
  module: ModuleSummary,
  takers: readonly ImportEdge[],
  project: ProjectModel,
): boolean {
  const taking = new Set(takers.map(({ from }) => from));
  return callersFromOutside(by, module, project).some((caller) =>
    importClosure(caller, project, 'import-time').some((each) => taking.has(each)),
  );
}

export function takesName(
  { from, to, imported }: ImportEdge,
  name: string,
  path: string,
  project: ProjectModel,
): boolean {
  if (imported.name !== name || imported.when !== 'import-time' || !PRODUCTION.has(from.role)) return false;
  // What rebinds a name may import it to see what it was.
  if (from.path === path) return false;
  const taken = project.resolve(imported.module, from);
  return taken.kind === 'module' && taken.module === to;
}
