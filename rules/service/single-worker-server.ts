import { invocationOf } from '#artifacts';
import { type AsyncFunctionDef, type Call, nodesOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import {
  deployedModules,
  isDeployment,
  type ServedApplication,
  type ServerFact,
  servedApplications,
  serverFacts,
} from '#kit/artifacts';
import { holdsLoopByComputing } from '#knowledge/heavy-computation';
import type { ArtifactPlace, PlacedCommand, ProjectModel } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';

/** What platforms read that run as many copies as are needed: Helm, App Engine, Fly, Render. */
const PLATFORM_FILE = /(?:^|\/)(?:(?:Chart|app|render)\.ya?ml|fly\.toml)$/;

type Fact =
  | ServerFact
  | { readonly kind: 'computing'; readonly handler: string; readonly call: string; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'single worker: one request blocks all others',
    why: 'While one request is being computed, no other request is answered, not even a health probe.',
    remedy:
      'Move the computation to an executor or a worker process, or start more workers (keep one if all requests share one GPU)',
    harm: 'hangs',
    severity: { 'CPU-bound handlers': 'P3', 'one synchronous worker': 'P2' },
    precision: 'medium',
    measured: {
      read: 6,
      right: 6,
      on: 'willow-inference-server, ct_scan_mlops, dtu_mlops, MasterArbeit_MLops, in the strict profile',
    },
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' }],
    bad: '# path: Procfile\nweb: python login.py\n# path: login.py\nimport bcrypt\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post("/login")\nasync def login(password: str, known: str):\n    return bcrypt.checkpw(password.encode(), known.encode())\n\nif __name__ == "__main__":\n    uvicorn.run(app, host="0.0.0.0")\n',
    good: '# path: Procfile\nweb: python login.py\n# path: login.py\nimport bcrypt\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post("/login")\ndef login(password: str, known: str):\n    return bcrypt.checkpw(password.encode(), known.encode())\n\nif __name__ == "__main__":\n    uvicorn.run(app, host="0.0.0.0")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...serverFacts(file),
    ...nodesOf(file.module, 'AsyncFunctionDef').flatMap((fn) => computing(fn, file)),
  ],
  check(project, ctx) {
    for (const at of project.commands.flatMap((placed) => synchronousAlone(placed, project)))
      ctx.report({
        at,
        kind: 'one synchronous worker',
        message: '`gunicorn` runs one synchronous worker, so the server answers one request at a time',
        remedy:
          'Set `--workers` to more than one, and `--threads` or an asynchronous `--worker-class` for requests that wait',
        key: `gunicorn ${at.path}`,
      });
    const computing = factsOfKind(ctx.facts, 'computing');
    if (computing.length === 0 || isOrchestrated(project)) return;
    // A server that code starts may be one of many, or for one person.
    const deployed = deployedModules(project);
    const servers = ctx.facts.flatMap(({ path, fact }) => (fact.kind === 'computing' ? [] : { path, fact }));
    const served = servedApplications(project, servers).filter(
      ({ module, counts, hasUnknownCount }) =>
        deployed.has(module) && !hasUnknownCount && counts.every(({ count }) => count === 1),
    );
    for (const { application, busy } of nearestApplications(served, computing)) {
      const [started] = application.counts;
      const { handler, call, place } = busy.fact;
      if (started === undefined) continue;
      ctx.report({
        at: started.place,
        kind: 'CPU-bound handlers',
        message: `blocked event loop: the only worker runs CPU-bound \`${call}\` in \`${handler}\``,
        related: [{ path: busy.path, ...unpackPlace(place), message: 'no other request is answered while this runs' }],
        key: `${application.module.path} ${handler}`,
      });
    }
  },
});

/** `gunicorn shop.wsgi`: nothing says how many workers or threads, in the command, a file that it reads, or the environment. */
function synchronousAlone(placed: PlacedCommand, project: ProjectModel): ArtifactPlace[] {
  // Heroku sets `WEB_CONCURRENCY` for its processes.
  const isStart = isDeployment(placed) && placed.kind !== 'platform';
  const invocation = isStart ? invocationOf(placed.command) : undefined;
  if (invocation?.program !== 'gunicorn' || invocation.args.some(({ text }) => COUNTING.test(text))) return [];
  if ([...project.files].some((path) => path.endsWith('gunicorn.conf.py'))) return [];
  const stages = project.artifacts.of('dockerfile').flatMap(({ model }) => model.stages);
  const services = project.artifacts.of('compose').flatMap(({ model }) => model.services);
  const set = [
    ...stages.flatMap(({ instructions }) =>
      instructions.flatMap((each) => (each.kind === 'env' ? each.variables : [])),
    ),
    ...services.flatMap(({ environment }) => environment),
  ];
  const isSet = set.some(({ name }) =>
    /^(?:WEB_CONCURRENCY|GUNICORN_CMD_ARGS)$/.test(typeof name === 'string' ? name : name.value),
  );
  return isSet ? [] : [placed.placeOf(placed.command.span)];
}

/** Options that say it, may say it, or do not start a server; what stands for options. */
const COUNTING = /^(?:-[wkcK]|--(?:workers|threads|worker-class|config|reload|check-config|version|help)\b|.*\$)/;

interface Busy {
  readonly path: string;
  readonly fact: Extract<Fact, { readonly kind: 'computing' }>;
}

/** Handlers that compute, each with the application that imports it soonest: of several, that one serves it. */
function nearestApplications(served: readonly ServedApplication[], computing: readonly Busy[]) {
  const nearest = new Map<
    Busy,
    { readonly application: ServedApplication; readonly busy: Busy; readonly steps: number }
  >();
  for (const application of served) {
    const order = [...application.modules].map(({ path }) => path);
    const busy = computing.find(({ path }) => order.includes(path));
    if (busy === undefined) continue;
    const steps = order.indexOf(busy.path);
    if (steps < (nearest.get(busy)?.steps ?? Number.POSITIVE_INFINITY)) nearest.set(busy, { application, busy, steps });
  }
  return nearest.values();
}

/** Something outside runs as many copies as are needed. */
function isOrchestrated({ artifacts, files }: ProjectModel): boolean {
  const objects = artifacts.of('kubernetes').flatMap(({ model }) => model.objects);
  return objects.some(({ workload }) => workload !== undefined) || [...files].some((path) => PLATFORM_FILE.test(path));
}

function computing(fn: AsyncFunctionDef, file: FactsContext): Fact[] {
  if (file.context.routeOf(fn) === undefined) return [];
  const found = callsWithin([fn]).find((call) => isComputing(call, file) || callsComputing(call, file));
  if (found === undefined) return [];
  return [{ kind: 'computing', handler: fn.name, call: file.text.slice(found.func), place: packPlace(file, found) }];
}

function isComputing(call: Call, { types }: FactsContext): boolean {
  const callee = types.calleeName(call.func);
  return callee !== undefined && holdsLoopByComputing(callee);
}

/** A plain function of this file that computes. */
function callsComputing(call: Call, file: FactsContext): boolean {
  const callee = file.context.functionRun(call.func);
  return callee?.kind === 'FunctionDef' && callsWithin([callee]).some((each) => isComputing(each, file));
}
