import { type Def, defsOf, nodesOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { deployedModules } from '#kit/artifacts';
import { callsTo } from '#kit/calls';
import { healthQuestionOf } from '#kit/web';
import { WEB_APPLICATIONS } from '#knowledge/web-applications';
import type { ProjectModel } from '#project';

/** Modules for logs, metrics and traces. */
const OBSERVING =
  /^(logging|structlog|loguru|pythonjsonlogger|json_log_formatter|json_logging|logbook|eliot|ecs_logging|logstash\w*|prometheus\w*|opentelemetry|opencensus|statsd|datadog|ddtrace|newrelic|elasticapm|sentry_sdk|aioprometheus|starlette_exporter|starlette_prometheus|logfire|jaeger_client|zipkin\w*|py_zipkin|aws_xray_sdk|aws_lambda_powertools|watchtower|honeycomb|lightstep|azure\.monitor|google\.cloud\.(logging|monitoring|trace|error_reporting)\w*|influxdb\w*|graphite\w*|rollbar|bugsnag|scout_apm|instana|uptrace|picologging|langfuse|mlflow|wandb)(\.|$)/;
/** Anyone who asks there learns that it runs, or how it does. */
const OF_STATE = /(^|[/_-])(metrics|stat(?:us|s)|health)\/?$/i;
/** A class or function of the project that formats records as JSON or keeps metrics. */
const OWN =
  /(json|structured)_?(formatter|logger|logging)|metrics_?(registry|collector|middleware|exporter)|(^|_)tracing(_|$)/i;

type Fact =
  | { readonly kind: 'observes' }
  | { readonly kind: 'application'; readonly name: string; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'missing observability: service without logs, metrics and health route',
    why: 'The engineer on call cannot see that the service has a problem, when it started or which requests are affected.',
    remedy: 'Add a health route, count requests and failures, and log as JSON with a request id',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    measured: {
      read: 16,
      right: 11,
      on: 'FastAPI-boilerplate, OFFAT, willow-inference-server, job-manager and 12 other repositories that deploy a service',
    },
    since: '0.1.0',
    cwe: [778],
    origin: [{ document: 'TenSafe Issue Register', finding: 'OBS-01' }],
    bad: '# path: Procfile\nweb: uvicorn shop:app\n# path: shop.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders():\n    return []\n',
    good: '# path: Procfile\nweb: uvicorn shop:app\n# path: shop.py\nfrom fastapi import FastAPI\nfrom prometheus_client import Counter\n\napp = FastAPI()\nrequests = Counter("requests", "Requests served")\n\n@app.get("/orders")\ndef orders():\n    requests.inc()\n    return []\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => (observes(file) ? [{ kind: 'observes' }] : applications(file)),
  check(project, ctx) {
    const made = factsOfKind(ctx.facts, 'application');
    if (made.length === 0 || factsOfKind(ctx.facts, 'observes').length > 0 || !hasRoutes(project)) return;
    // What nobody deploys from here is a tool for one person, or for others to build theirs with.
    const deployed = new Set([...deployedModules(project)].map(({ path }) => path));
    const found = made.find(({ path }) => deployed.has(path));
    if (found === undefined) return;
    const { name, place } = found.fact;
    ctx.report({
      at: { path: found.path, ...unpackPlace(place) },
      message: `missing observability: \`${name}\` serves requests without logs, metrics or a health route`,
      key: found.path,
    });
  },
});

function observes(file: FactsContext): boolean {
  // `app.logger` of Flask needs no import.
  if (nodesOf(file.module, 'Attribute').some(({ attr }) => attr === 'logger')) return true;
  if (file.names.imports.some(({ module, name }) => OBSERVING.test(`${module}.${name ?? ''}`))) return true;
  const functions = defsOf(file.module);
  const named = [...functions, ...nodesOf(file.module, 'ClassDef')];
  return named.some(({ name }) => OWN.test(name)) || functions.some((fn) => isForOperators(fn, file));
}

/** The route tells a monitor or an orchestrator of the service. */
function isForOperators(fn: Def, { context }: FactsContext): boolean {
  const path = context.routeOf(fn)?.path;
  return path !== undefined && (OF_STATE.test(path) || healthQuestionOf(path) !== undefined);
}

/** Applications that a file makes and keeps under a name. */
function applications(file: FactsContext): Fact[] {
  return callsTo(WEB_APPLICATIONS, file).flatMap((call): Fact[] => {
    const name = call.parent?.kind === 'Assign' ? file.names.qualifiedName(call.func) : undefined;
    return name === undefined ? [] : [{ kind: 'application', name, place: packPlace(file, call) }];
  });
}

const hasRoutes = ({ modules }: ProjectModel): boolean =>
  modules.some(({ functions }) => functions.some(({ entry }) => entry === 'route' || entry === 'sync-route'));
