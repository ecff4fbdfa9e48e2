import { type ClassDef, nameSpan, nodesOf } from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  reachedFrom,
  unpackPlace,
} from '#kit';
import {
  type ServedApplication,
  type ServerFact,
  servedApplications,
  serverFacts,
  type WorkerCount,
} from '#kit/artifacts';
import { callsTo } from '#kit/calls';
import type { ProjectModel, Question } from '#project';
import { listedCode } from '#text/wording';
import { type JobQueue, jobQueuesOfClass, jobQueuesOfModule } from './_shared/process-queues.ts';
import { requestStates } from './_shared/request-state.ts';

const LIMITERS: ReadonlySet<string> = new Set([
  'slowapi.Limiter',
  'slowapi.extension.Limiter',
  'flask_limiter.Limiter',
]);
const LIMITER_CLASS = /rate_?limit|throttl|login_?attempts/i;

type Fact =
  | ServerFact
  | {
      readonly kind: 'state';
      readonly what: 'requests' | 'jobs' | 'limiter';
      readonly name: string;
      readonly place: PackedPlace;
      /** Functions of which a route must come to one; none: every request comes there. */
      readonly writers: readonly string[];
      /** Of job queues: whether requests come to it. */
      readonly served?: Question;
      readonly doubt?: DoubtId;
      /** Each worker works it out anew, and nothing is lost. */
      readonly isCache?: true;
    }
  /** The limiter's store is configured somewhere. */
  | { readonly kind: 'limiter-storage' };
type StateFact = Extract<Fact, { readonly kind: 'state' }>;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'request state kept in the memory of each worker process',
    why: 'Each worker has its own copy, and two requests from the same client can reach different workers. Records appear and disappear, sessions are lost, and each worker enforces its own rate limit.',
    remedy: 'Keep the state in a store that all workers share (Redis, a database), or start only one worker',
    harm: 'loses',
    severity: {
      'requests, limiter or jobs': 'P0',
      'cache of each worker': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'STATE-01' },
      { document: 'TenSafe Issue Register', finding: 'QUEUE-01' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' },
    ],
    measured: { read: 4, right: 4, on: 'TenSafe, at two commits; silent on sixty other repositories' },
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "shop.api:app", "--workers", "4"]\n# path: shop/api.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\norders = {}\n\n@app.post("/orders/{order_id}")\nasync def create(order_id: str, body: dict):\n    orders[order_id] = body\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "shop.api:app"]\n# path: shop/api.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\norders = {}\n\n@app.post("/orders/{order_id}")\nasync def create(order_id: str, body: dict):\n    orders[order_id] = body\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...serverFacts(file),
    ...containers(file),
    ...queues(file),
    ...limiters(file),
    ...limiterStorage(file),
  ],
  check(project, ctx) {
    const servers = ctx.facts.flatMap(({ path, fact }) =>
      fact.kind === 'gunicorn-workers' || fact.kind === 'served-here' ? { path, fact } : [],
    );
    const isLimitShared = factsOfKind(ctx.facts, 'limiter-storage').length > 0;
    const states = factsOfKind(ctx.facts, 'state').filter(({ fact }) => !(isLimitShared && fact.what === 'limiter'));
    if (states.length === 0) return;
    for (const application of servedApplications(project, servers)) {
      const [count, ...others] = application.counts.filter((each) => each.count === 'several' || each.count > 1);
      if (count === undefined) continue;
      const all = states.filter(({ path, fact }) => isOfApplication(path, fact, application, project));
      const certain = all.filter(({ fact }) => fact.doubt === undefined);
      const kept = certain.length > 0 ? certain : all;
      const [first] = kept;
      if (first === undefined) continue;
      const names = listedCode(
        kept.map(({ fact }) => fact.name),
        3,
      );
      ctx.report({
        at: count.place,
        message: `state is not shared between workers: ${describe(count)} of \`${project.importNameOf(application.module)}\` run, each with its own ${names}`,
        doubt: first.fact.doubt,
        kind: kept.every(({ fact }) => fact.isCache === true) ? 'cache of each worker' : undefined,
        related: [
          ...kept.slice(0, 6).map(({ path, fact }) => ({ path, ...unpackPlace(fact.place), message: roleOf(fact) })),
          ...others.slice(0, 3).map((other) => ({ ...other.place, message: `${describe(other)} start here` })),
        ],
        key: `${application.module.module} ${count.what}`,
      });
    }
  },
});

function isOfApplication(
  path: string,
  { writers, served }: StateFact,
  application: ServedApplication,
  project: ProjectModel,
): boolean {
  const module = project.moduleByPath(path);
  if (module === undefined || !application.modules.has(module)) return false;
  if (served !== undefined) return project.answer(served).verdict === 'yes';
  return writers.length === 0 || project.answer(reachedFrom(['route'], ...writers)).verdict === 'yes';
}

const describe = ({ count, what, isLimit }: WorkerCount): string => `${isLimit ? 'up to ' : ''}${count} ${what}`;

const roleOf = ({ name, what }: StateFact): string => {
  if (what === 'jobs') return `\`${name}\` holds the jobs that its process accepted`;
  return what === 'limiter'
    ? `\`${name}\` counts in the memory of its process`
    : `\`${name}\` holds what requests write`;
};

/** What routes leave in containers of modules and of the objects that modules hold. */
function containers(file: FactsContext): Fact[] {
  return requestStates(file).map(({ name, at, isWrittenByRoute, writers, doubt, isCache }) => ({
    kind: 'state',
    what: LIMITER_CLASS.test(name) ? 'limiter' : 'requests',
    name,
    place: packPlace(file, at),
    writers: isWrittenByRoute ? [] : writers,
    ...(doubt !== undefined && { doubt }),
    ...(isCache && { isCache }),
  }));
}

/** Jobs of which each worker sees those that it accepted itself. */
function queues(file: FactsContext): Fact[] {
  const classes = nodesOf(file.module, 'ClassDef');
  const found = [...jobQueuesOfModule(file), ...classes.flatMap((owner) => surest(jobQueuesOfClass(owner, file)))];
  return found.map(({ life: { name, owner }, at, served, doubt }) => ({
    kind: 'state',
    what: 'jobs',
    name: owner === undefined ? name : `${owner.name}.${name}`,
    place: packPlace(file, at),
    writers: [],
    served,
    ...(doubt !== undefined && { doubt }),
  }));
}

/** One queue of a class stands for all: they are lost together. */
const surest = (queues: readonly JobQueue[]): readonly JobQueue[] =>
  [...queues.filter(({ doubt }) => doubt === undefined), ...queues].slice(0, 1);

/** Limiters of libraries that are given no store, and classes of one's own that count in a mapping. */
function limiters(file: FactsContext): Fact[] {
  const made = callsTo(LIMITERS, file).filter((call) => {
    const store = file.values.argument(call, 'storage_uri', undefined);
    if (store.kind === 'given') return file.values.string(store.value)?.startsWith('memory:') === true;
    return store.kind === 'absent' && file.context.runsAtImport(call);
  });
  const own = nodesOf(file.module, 'ClassDef').filter((classDef) => countsInMapping(classDef, file));
  return [
    ...made.map((call) => limiter(file.text.slice(call.func), packPlace(file, call))),
    ...own.map((classDef) => limiter(classDef.name, packPlace(file, nameSpan(classDef)))),
  ];
}

const limiter = (name: string, place: PackedPlace): Fact => ({
  kind: 'state',
  what: 'limiter',
  name,
  place,
  writers: [],
});

/** A middleware: what is only a part of something is used where its owner decides. */
function countsInMapping(classDef: ClassDef, file: FactsContext): boolean {
  if (!LIMITER_CLASS.test(classDef.name)) return false;
  const isMiddleware = file.types.basesOf(classDef).some((base) => /Middleware$/.test(base ?? ''));
  if (!isMiddleware) return false;
  const lives = [...file.state.ofClass(classDef).values()];
  return lives.some(
    (life) => life.container === 'dict' && (life.of('grow').length > 0 || life.of('update').length > 0),
  );
}

function limiterStorage(file: FactsContext): Fact[] {
  return file.text.content.includes('RATELIMIT_STORAGE') ? [{ kind: 'limiter-storage' }] : [];
}
