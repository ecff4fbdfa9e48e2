import { isNone } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  NOT_PRODUCTION,
  type PackedPlace,
  PRODUCTION,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import type { ImportEdge, ProjectModel } from '#project';
import { importClosure } from '#project/import-closure';
import type { ModuleSummary } from '#semantics';
import { type ModuleRebinding, moduleRebindings } from './module-rebindings.ts';
import { callersFromOutside, isCalledFromOutside, runsWithPackage } from './outside-calls.ts';

/** A name of a module that code gives another value after the module is imported. */
interface Rebinding {
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
interface Unread {
  readonly unread: readonly string[];
}

export default defineProjectRule<Rebinding | Unread>({
  docs: {
    summary: 'import of a name that is assigned again later',
    why: '`from module import NAME` takes the value of that moment. After a reload or a late initialisation, the importing module keeps the old value.',
    remedy: 'Import the module and read the name through it.',
    harm: 'lies',
    severity: {
      'a name that keeps its first value': 'P2',
      'a name that stays `None`': 'P1',
    },
    precision: 'low',
    measured: { read: 4, right: 4, on: 'the standard library, agno; none in TenSafe, bentoml, mlflow, vllm' },
    since: '0.1.0',
    cwe: [672],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-001' }],
    bad: '# path: desk/settings.py\nimport os\n\nLIMIT = 10\n\ndef reload():\n    global LIMIT\n    LIMIT = int(os.environ["LIMIT"])\n\n# path: desk/tickets.py\nfrom desk.settings import LIMIT\n\ndef is_full(tickets):\n    return len(tickets) >= LIMIT\n',
    good: '# path: desk/settings.py\nimport os\n\nLIMIT = 10\n\ndef reload():\n    global LIMIT\n    LIMIT = int(os.environ["LIMIT"])\n\n# path: desk/tickets.py\nfrom desk import settings\n\ndef is_full(tickets):\n    return len(tickets) >= settings.LIMIT\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...moduleRebindings(file).flatMap((rebinding) => factOf(rebinding, file)), ...unreadNames(file)],
  check(project, ctx) {
    const seen = new Set<string>();
    const unread = new Set(
      ctx.facts.flatMap(({ path, fact }) => ('unread' in fact ? fact.unread.map((name) => `${path} ${name}`) : [])),
    );
    const setAnew = modulesSet(ctx.facts, project);
    for (const { path, fact } of ctx.facts) {
      if ('unread' in fact) continue;
      const from = project.moduleByPath(path);
      const module = from === undefined ? undefined : moduleOf(fact, from, project);
      if (module === undefined || seen.has(`${module.path} ${fact.name}`)) continue;
      seen.add(`${module.path} ${fact.name}`);
      const also = setAnew.get(`${path} ${fact.by} ${fact.name}`) ?? new Set();
      const problem = findStale(fact, path, module, { unread, also }, project);
      if (problem !== undefined) ctx.report(problem);
    }
  },
});

/** An import that nobody reads keeps nothing: in the file and, as others may take it from there, in no other. */
function unreadNames({ names, path }: FactsContext): Unread[] {
  if (path.endsWith('__init__.py')) return [];
  const unread = names.imports.flatMap(({ alias, boundAs }) => {
    const binding = names.moduleScope.bindings.get(boundAs);
    const isTaken = alias.parent?.kind === 'ImportFrom' && alias.name !== '*';
    return isTaken && binding?.references.length === 0 && binding.definitions.length === 1 ? [alias.name] : [];
  });
  return unread.length === 0 ? [] : [{ unread }];
}

function isIdle({ from }: ImportEdge, name: string, unread: ReadonlySet<string>, project: ProjectModel): boolean {
  if (!unread.has(`${from.path} ${name}`) || from.all?.includes(name) === true) return false;
  return !project.importersOf(from).some(({ imported }) => imported.name === name || imported.name === '*');
}

/** None where the module binds its name to that first; code that then runs at import only fills it in. */
function factOf({ name, module, by, at }: ModuleRebinding, file: FactsContext): Rebinding[] {
  const first = file.names.moduleScope.bindings.get(name)?.definitions.find(({ remote }) => !remote)?.value;
  const isOwn = module === undefined;
  const wasNone = isOwn && isNone(first);
  const runsAtImport = isOwn && file.context.runsDuringImport(at);
  if (wasNone && runsAtImport) return [];
  return [
    { name, ...(module !== undefined && { module }), by: by.name, wasNone, runsAtImport, place: packPlace(file, at) },
  ];
}

function moduleOf({ module, name }: Rebinding, from: ModuleSummary, project: ProjectModel): ModuleSummary | undefined {
  if (module === undefined) return from;
  const resolved = project.resolve(module, from);
  return resolved.kind === 'module' && name in resolved.module.names ? resolved.module : undefined;
}

/** The modules in which one function assigns a name. */
function modulesSet(
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

/** One finding for all who took the name when they were imported; imports in functions take it anew each time. */
function findStale(
  fact: Rebinding,
  path: string,
  module: ModuleSummary,
  { unread, also }: { readonly unread: ReadonlySet<string>; readonly also: ReadonlySet<ModuleSummary> },
  project: ProjectModel,
): ProjectProblem | undefined {
  const { name, by, place, wasNone } = fact;
  // Who reaches into the globals of others' functions hands the new value on.
  if (project.moduleByPath(path)?.attributeReads.includes('__globals__')) return undefined;
  const [first, ...others] = project
    .importersOf(module)
    .filter((edge) => takesName(edge, name, path, project) && !isIdle(edge, name, unread, project))
    // Whoever assigns it there, too, leaves nothing behind.
    .filter(({ from }) => !also.has(from));
  const isInTime = fact.runsAtImport || (path === module.path && runsWithPackage(by, module, project));
  if (first === undefined || (isInTime && !isCalledFromOutside(by, module, project))) return undefined;
  const stays = wasNone ? 'stays `None` here' : 'keeps its first value here';
  return {
    at: { path: first.from.path, ...first.imported.place },
    message: `\`${name}\` ${stays}${others.length === 0 ? '' : ` and in ${others.length} other ${others.length === 1 ? 'place' : 'places'}`}: \`${by}\` assigns it again in \`${path}\``,
    remedy: `Import \`${project.importNameOf(module)}\` and read \`${name}\` through it`,
    ...(wasNone && { kind: 'a name that stays `None`' }),
    // What a program sets in another module, it may set before anybody imports that; so it may start what it imports in functions.
    doubt:
      path === module.path && (fact.runsAtImport || isTakenBefore(by, module, [first, ...others], project))
        ? undefined
        : 'execution-order',
    related: [
      { path, ...unpackPlace(place), message: `\`${name}\` is assigned again here` },
      ...others.map(({ from, imported }) => ({
        path: from.path,
        ...imported.place,
        message: 'it is imported here too',
      })),
    ],
    key: `${module.module} ${name}`,
  };
}

/** Who calls the function has imported one that took the name by then. */
function isTakenBefore(
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

function takesName({ from, to, imported }: ImportEdge, name: string, path: string, project: ProjectModel): boolean {
  if (imported.name !== name || imported.when !== 'import-time' || !PRODUCTION.has(from.role)) return false;
  // What rebinds a name may import it to see what it was.
  if (from.path === path) return false;
  const taken = project.resolve(imported.module, from);
  return taken.kind === 'module' && taken.module === to;
}
