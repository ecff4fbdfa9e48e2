import { type Def, defsOf, holds, lastName, type Node, nameSpan } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { healthQuestionOf } from '#kit/web';
import type { ProjectModel } from '#project';

interface Probe {
  readonly name: string;
  readonly place: PackedPlace;
  readonly isStatic: boolean;
}

export default defineProjectRule<Probe>({
  docs: {
    summary: 'static health check: it answers "ok" although the datastore of the service is down',
    why: 'Load balancers and deployments take the answer for readiness. They send requests to a service that cannot answer one, and finish a deployment that does not work.',
    remedy:
      'Add a readiness route that asks the datastore with a short timeout, and let the deployment wait for that one',
    harm: 'misleads',
    severity: 'P3',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    bad: '# path: requirements.txt\nfastapi==0.115.0\npsycopg==3.2.3\n# path: main.py\nimport psycopg\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/health")\ndef health():\n    return {"status": "ok"}\n',
    good: '# path: requirements.txt\nfastapi==0.115.0\npsycopg==3.2.3\n# path: main.py\nimport psycopg\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/ready")\ndef ready():\n    psycopg.connect("", connect_timeout=1).close()\n    return {"status": "ok"}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => defsOf(file.module).flatMap((fn) => probeOf(fn, file)),
  check(project, ctx) {
    if (ctx.facts.some(({ fact }) => !fact.isStatic) || !hasStore(project)) return;
    for (const { path, fact } of ctx.facts) {
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        key: fact.name,
        message: `static health check: \`${fact.name}\` always answers the same, also when the datastore is down`,
      });
    }
  },
});

function probeOf(fn: Def, file: FactsContext): readonly Probe[] {
  const route = file.context.routeOf(fn);
  const question = healthQuestionOf(route?.path);
  const isAsked = question === undefined ? NAMED.test(fn.name) : question !== 'liveness';
  if (route === undefined || !isAsked) return [];
  return [{ name: fn.name, place: packPlace(file, nameSpan(fn)), isStatic: !holds(fn, looksAtSomething) }];
}

/** A router of its own has the path as its prefix. */
const NAMED = /^(?:get_|api_)?health(?:_?check|z|_status)?$/i;

/** It compares, waits for or calls something that is more than the answer or the time. */
const looksAtSomething = (node: Node): boolean =>
  /^(?:Compare|Await|If|IfExp|Try|With|AsyncWith|For|BoolOp)$/.test(node.kind) ||
  (node.kind === 'Call' && !ANSWERING.test(lastName(node.func) ?? ''));
const ANSWERING =
  /^(?:(?:JSON|ORJSON|PlainText|Http|Json)?Response|jsonify|make_response|dict|now|utcnow|time|isoformat|str|get|post|route|info|debug|[A-Z]\w*(?:Response|Status|Health|Schema|Out|Check))$/;

/** Distributions of datastores without which the service cannot answer. */
const hasStore = (project: ProjectModel): boolean =>
  STORES.some((distribution) => project.requirementsOn(distribution).length > 0);
const STORES =
  'sqlalchemy sqlmodel flask-sqlalchemy psycopg psycopg2 psycopg2-binary psycopg-binary asyncpg pymysql mysqlclient aiomysql pymongo motor beanie django tortoise-orm peewee redis'.split(
    ' ',
  );
