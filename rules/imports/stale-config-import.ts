import {
  type AsyncFunctionDef,
  type Call,
  defineProjectRule,
  type FactsContext,
  type FileRole,
  type FunctionDef,
  type ImportEdge,
  type ModuleSummary,
  type Node,
  nodesOf,
  type ProjectModel,
  type ProjectProblem,
} from '#kit';

const PRODUCTION: ReadonlySet<FileRole> = new Set<FileRole>(['library', 'entry-point', 'script']);
/** Functions that set things back between tests. */
const FOR_TESTS =
  /(^|_)(reset|clear|test|tests|testing|mock|patch|override|cleanup|teardown|shutdown|close|stop|del)(_|$)/i;

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
  readonly place: ModuleSummary['body']['starts'][number]['place'];
}

export default defineProjectRule<Rebinding>({
  docs: {
    summary: 'import of a name that its module binds again later',
    why: '`from module import NAME` copies the value of that moment, so after a reload or a late initialisation half of the program goes on with the old one.',
    remedy: 'Import the module and read the name through it.',
    severity: 'P2',
    precision: 'medium',
    measured: {
      read: 1,
      right: 1,
      on: 'the standard library; TenSafe, bentoml, mlflow, gradio, skypilot, vllm and others have none',
    },
    since: '0.1.0',
    cwe: [672],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-001' }],
    bad: '# path: desk/settings.py\nimport os\n\nLIMIT = 10\n\ndef reload():\n    global LIMIT\n    LIMIT = int(os.environ["LIMIT"])\n\n# path: desk/tickets.py\nfrom desk.settings import LIMIT\n\ndef is_full(tickets):\n    return len(tickets) >= LIMIT\n',
    good: '# path: desk/settings.py\nimport os\n\nLIMIT = 10\n\ndef reload():\n    global LIMIT\n    LIMIT = int(os.environ["LIMIT"])\n\n# path: desk/tickets.py\nfrom desk import settings\n\ndef is_full(tickets):\n    return len(tickets) >= settings.LIMIT\n',
  },
  facts(file) {
    if (!PRODUCTION.has(file.context.role)) return [];
    return [...reboundByGlobal(file), ...storedInModules(file), ...setInModules(file)];
  },
  check(project, ctx) {
    const seen = new Set<string>();
    for (const { path, fact } of ctx.facts) {
      const from = project.moduleByPath(path);
      const module = from === undefined ? undefined : moduleOf(fact, from, project);
      if (module === undefined || seen.has(`${module.path} ${fact.name}`)) continue;
      seen.add(`${module.path} ${fact.name}`);
      const problem = findStale(fact, path, module, project);
      if (problem !== undefined) ctx.report(problem);
    }
  },
});

/** `global NAME` in a function, where the module binds the name itself first. */
function reboundByGlobal(file: FactsContext): Rebinding[] {
  const found: Rebinding[] = [];
  for (const { name, definitions } of file.names.moduleScope.bindings.values()) {
    const again = definitions.find(({ remote, kind }) => remote && kind !== 'delete');
    const first = again === undefined ? undefined : definitions.find(({ remote }) => !remote);
    if (again === undefined || first === undefined) continue;
    const by = file.context.defAround(again.node);
    if (by === undefined) continue;
    const wasNone = first.value !== undefined && file.values.fold(first.value)?.kind === 'none';
    const runsAtImport = runsDuringImport(by, file, MAX_DEPTH);
    if (!wasNone || !runsAtImport) {
      found.push({ name, by: by.name, wasNone, runsAtImport, place: placeOf(again.node, file) });
    }
  }
  return found;
}

const MAX_DEPTH = 3;

/** Whether the module itself calls a function while it is imported, through others of the file to this depth. */
function runsDuringImport(fn: FunctionDef | AsyncFunctionDef, file: FactsContext, depth: number): boolean {
  const references = file.names.lookup(fn.name, fn)?.references ?? [];
  return references.some((reference) => {
    if (file.context.runsAtImport(reference)) return true;
    const caller = depth === 0 ? undefined : file.context.defAround(reference);
    return caller !== undefined && caller !== fn && runsDuringImport(caller, file, depth - 1);
  });
}

/** `settings.NAME = …` in a function, where `settings` is a module. */
function storedInModules(file: FactsContext): Rebinding[] {
  return file.names.attributeStores.flatMap((target) => {
    if (target.value.kind === 'Name' && (target.value.id === 'self' || target.value.id === 'cls')) return [];
    const module = file.names.qualifiedName(target.value);
    const by = module === undefined ? undefined : file.context.defAround(target);
    if (by === undefined || module === undefined || module.startsWith('builtins.')) return [];
    return [
      { name: target.attr, module, by: by.name, wasNone: false, runsAtImport: false, place: placeOf(target, file) },
    ];
  });
}

/** `setattr(settings, "NAME", …)`, `setattr(sys.modules[__name__], "NAME", …)`, `globals()["NAME"] = …` in a function. */
function setInModules(file: FactsContext): Rebinding[] {
  if (!/\b(setattr|globals)\(/.test(file.text.content)) return [];
  return nodesOf(file.module, 'Call').flatMap((node) => {
    const by = file.context.defAround(node);
    const set = by === undefined ? undefined : setBy(node, file);
    return set === undefined || by === undefined
      ? []
      : [{ ...set, by: by.name, wasNone: false, runsAtImport: false, place: placeOf(node, file) }];
  });
}

function setBy(call: Call, file: FactsContext): { readonly name: string; readonly module?: string } | undefined {
  const called = file.names.qualifiedName(call.func);
  if (called === 'builtins.globals') {
    const store = call.parent;
    const name = store?.kind === 'Subscript' && store.ctx === 'Store' ? file.values.string(store.slice) : undefined;
    return name === undefined ? undefined : { name };
  }
  const [target, key] = called === 'builtins.setattr' ? call.args : [];
  const name = key === undefined ? undefined : file.values.string(key);
  if (target === undefined || name === undefined) return undefined;
  if (target.kind === 'Subscript') {
    const isOwn = target.slice.kind === 'Name' && target.slice.id === '__name__';
    return isOwn && file.names.qualifiedName(target.value) === 'sys.modules' ? { name } : undefined;
  }
  const module = file.names.qualifiedName(target);
  return module === undefined ? undefined : { name, module };
}

function placeOf(node: Node, file: FactsContext): Rebinding['place'] {
  const start = file.text.positionAt(node.start);
  const end = file.text.positionAt(node.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

function moduleOf({ module, name }: Rebinding, from: ModuleSummary, project: ProjectModel): ModuleSummary | undefined {
  if (module === undefined) return from;
  const resolved = project.resolve(module, from);
  return resolved.kind === 'module' && name in resolved.module.names ? resolved.module : undefined;
}

/** One finding for all who took the name when they were imported; imports in functions take it anew each time. */
function findStale(
  fact: Rebinding,
  path: string,
  module: ModuleSummary,
  project: ProjectModel,
): ProjectProblem | undefined {
  const { name, by, place, wasNone } = fact;
  // Who reaches into the globals of others' functions hands the new value on.
  if (project.moduleByPath(path)?.attributeReads.includes('__globals__')) return undefined;
  const [first, ...others] = project.importersOf(module).filter((edge) => takesName(edge, fact, path, project));
  if (first === undefined || (fact.runsAtImport && !isCalledElsewhere(by, module, project))) return undefined;
  const stays = wasNone ? 'is and stays None here' : 'keeps its first value here';
  return {
    at: { path: first.from.path, ...first.imported.place },
    message: `\`${name}\` ${stays}${others.length === 0 ? '' : ` and in ${others.length} other ${others.length === 1 ? 'place' : 'places'}`}: \`${by}\` binds it again in \`${path}\``,
    remedy: `Import \`${project.importNameOf(module)}\` and read \`${name}\` through it`,
    ...(wasNone && { severity: 'P1' }),
    // What a program sets in another module, it may set before anybody imports that.
    ...((FOR_TESTS.test(by) || path !== module.path) && { profile: 'strict' }),
    related: [
      { path, ...place, message: `\`${name}\` is bound again here` },
      ...others.map(({ from, imported }) => ({ path: from.path, ...imported.place, message: 'taken here too' })),
    ],
    key: `${module.module} ${name}`,
  };
}

function takesName(
  { from, to, imported }: ImportEdge,
  { name }: Rebinding,
  path: string,
  project: ProjectModel,
): boolean {
  if (imported.name !== name || imported.when !== 'import-time' || !PRODUCTION.has(from.role)) return false;
  // What rebinds a name may import it to see what it was.
  if (from.path === path) return false;
  const taken = project.resolve(imported.module, from);
  return taken.kind === 'module' && taken.module === to;
}

function isCalledElsewhere(by: string, module: ModuleSummary, project: ProjectModel): boolean {
  const name = `${project.importNameOf(module)}.${by}`;
  return project.modules.some(
    (other) =>
      other !== module &&
      PRODUCTION.has(other.role) &&
      [other.body, ...other.functions].some(({ calls }) => calls.includes(name)),
  );
}
