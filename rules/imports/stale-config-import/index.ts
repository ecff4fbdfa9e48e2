import { defineProjectRule, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { moduleRebindings } from './module-rebindings.ts';
import {
  factOf,
  isIdle,
  isTakenBefore,
  moduleOf,
  modulesSet,
  type Rebinding,
  takesName,
  type Unread,
  unreadNames,
} from './modules-set.ts';
import { isCalledFromOutside, runsWithPackage } from './outside-calls.ts';

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
