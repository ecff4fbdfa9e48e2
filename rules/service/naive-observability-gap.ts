import {
  defineProjectRule,
  type FactsContext,
  type FileRole,
  NOT_PRODUCTION,
  nodesOf,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';

const SILENT_ROLES: ReadonlySet<FileRole> = new Set([...NOT_PRODUCTION, 'notebook']);
const APPLICATIONS: ReadonlySet<string> = new Set([
  'fastapi.FastAPI',
  'flask.Flask',
  'starlette.applications.Starlette',
  'aiohttp.web.Application',
  'sanic.Sanic',
  'litestar.Litestar',
  'quart.Quart',
  'tornado.web.Application',
  'falcon.App',
  'bottle.Bottle',
]);
/** Packages for structured logs, metrics and traces. */
const OBSERVING =
  /^(structlog|loguru|pythonjsonlogger|json_log_formatter|json_logging|logbook|eliot|ecs_logging|logstash\w*|prometheus\w*|opentelemetry|opencensus|statsd|datadog|ddtrace|newrelic|elasticapm|sentry_sdk|aioprometheus|starlette_exporter|starlette_prometheus|logfire|jaeger_client|zipkin\w*|py_zipkin|aws_xray_sdk|aws_lambda_powertools|watchtower|honeycomb|lightstep|azure|google|influxdb\w*|graphite\w*|rollbar|bugsnag|scout_apm|instana|uptrace|picologging|langfuse|mlflow|wandb)(\.|$)/;
const READINESS = /(^|[/_-])(ready|readyz|readiness|metrics)\/?$/i;
/** A class or function of the project that formats records as JSON or keeps metrics. */
const OWN =
  /(json|structured)_?(formatter|logger|logging)|metrics_?(registry|collector|middleware|exporter)|(^|_)tracing(_|$)/i;

type Fact =
  | { readonly kind: 'observes' }
  | { readonly kind: 'application'; readonly name: string; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'service without structured logs, metrics or a readiness route',
    why: 'Whoever is on call can neither see that the service is ill, nor since when, nor which requests it hurts.',
    remedy: 'Add a readiness route, count requests and failures, and log as JSON with an identifier of the request.',
    severity: 'P1',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [778],
    origin: [{ document: 'TenSafe Issue Register', finding: 'OBS-01' }],
    bad: 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders():\n    return []\n',
    good: 'from fastapi import FastAPI\nfrom prometheus_client import Counter\n\napp = FastAPI()\nrequests = Counter("requests", "Requests served")\n\n@app.get("/orders")\ndef orders():\n    requests.inc()\n    return []\n',
  },
  facts(file) {
    if (SILENT_ROLES.has(file.context.role)) return [];
    return observes(file) ? [{ kind: 'observes' }] : applications(file);
  },
  check(project, ctx) {
    if (ctx.facts.some(({ fact }) => fact.kind === 'observes')) return;
    const hasRoutes = project.modules.some(({ functions }) =>
      functions.some(({ entry }) => entry === 'route' || entry === 'sync-route'),
    );
    const found = ctx.facts.find(({ fact }) => fact.kind === 'application');
    if (!hasRoutes || found?.fact.kind !== 'application') return;
    const { name, place } = found.fact;
    ctx.report({
      at: { path: found.path, ...unpackPlace(place) },
      message: `\`${name}\` serves requests, and nothing in the project logs in a structure, keeps metrics or answers for readiness`,
      key: found.path,
    });
  },
});

function observes(file: FactsContext): boolean {
  return (
    file.names.imports.some(({ module }) => OBSERVING.test(module)) ||
    [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')].some(
      (fn) => OWN.test(fn.name) || READINESS.test(file.context.routeOf(fn)?.path ?? ''),
    ) ||
    nodesOf(file.module, 'ClassDef').some(({ name }) => OWN.test(name))
  );
}

function applications(file: FactsContext): Fact[] {
  if (file.names.imports.length === 0) return [];
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const name = call.parent?.kind === 'Assign' ? file.names.qualifiedName(call.func) : undefined;
    if (name === undefined || !APPLICATIONS.has(name)) return [];
    return [{ kind: 'application', name, place: packPlace(file, call) }];
  });
}
