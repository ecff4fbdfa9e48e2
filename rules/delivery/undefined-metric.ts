import {
  type ArtifactPlace,
  defineProjectRule,
  type ProjectModel,
  type PromExpression,
  type RegisteredMetrics,
  registeredMetrics,
} from '#kit';

/** First words of names that every exporter has. */
const SHARED: ReadonlySet<string> = new Set(
  'http https process python go node container kube kubernetes redis pg postgres postgresql mysql nginx celery rq gpu dcgm up scrape prometheus grpc db sql cache api app request requests response system cpu memory disk network job jobs queue worker workers task tasks error errors total active fastapi flask django starlette uvicorn gunicorn service server client'.split(
    ' ',
  ),
);
/** Code that no reader of ours knows, and that may register metrics of the same family. */
const OTHER_LANGUAGES = /\.(?:go|rs|java|kt|scala|cs|cpp|cc|rb|php|ex|swift)$/;

export default defineProjectRule<RegisteredMetrics>({
  docs: {
    summary: 'alert or dashboard for a metric that no code registers',
    why: 'The alert can never fire and the panel stays empty, and both look like a system in which nothing is wrong.',
    remedy: 'Register the metric where its event happens, or ask for one that is there.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.4' },
    ],
    bad: '# path: alerts.yml\ngroups:\n  - name: orders\n    rules:\n      - alert: OrdersFail\n        expr: rate(orders_failed_total[5m]) > 0\n# path: metrics.py\nfrom prometheus_client import Counter\n\nSERVED = Counter("orders_served", "Orders that were served")\n',
    good: '# path: alerts.yml\ngroups:\n  - name: orders\n    rules:\n      - alert: OrdersFail\n        expr: rate(orders_failed_total[5m]) > 0\n# path: metrics.py\nfrom prometheus_client import Counter\n\nFAILED = Counter("orders_failed", "Orders that failed")\n',
  },
  skips: ['test'],
  facts(file) {
    const found = registeredMetrics(file);
    return found.names.length === 0 && found.beginnings.length === 0 && !found.isOpen ? [] : [found];
  },
  check(project, ctx) {
    const uses = metricsAskedFor(project);
    if (uses.length === 0 || ctx.facts.some(({ fact }) => fact.isOpen)) return;
    if ([...project.files].some((path) => OTHER_LANGUAGES.test(path))) return;
    const names = new Set(ctx.facts.flatMap(({ fact }) => fact.names));
    const beginnings = ctx.facts.flatMap(({ fact }) => fact.beginnings);
    const words = new Set(project.modules.flatMap(({ texts }) => texts ?? []));
    const families = new Set([...names, ...beginnings].map(familyOf).filter((family) => !SHARED.has(family)));
    const ends = [...words].filter((word) => /^_\w{3,}$/.test(word));
    const isPrinted = (name: string): boolean => {
      const isWhole = words.has(name) && seriesOf(name, names) === undefined;
      return isWhole || beginnings.some((each) => name.startsWith(each)) || ends.some((end) => name.endsWith(end));
    };
    const seen = new Set<string>();
    for (const { name, place, by } of uses) {
      const key = `${place.path} ${name}`;
      if (!families.has(familyOf(name)) || names.has(name) || isPrinted(name) || seen.has(key)) continue;
      seen.add(key);
      const alike = seriesOf(name, names);
      const instead = alike === undefined ? `no code registers it` : `the code registers \`${alike}\``;
      ctx.report({ at: place, message: `${by} asks for \`${name}\`, and ${instead}`, key });
    }
  },
});

const familyOf = (name: string): string => name.split('_', 1)[0] ?? name;

/** What a scrape sees of a metric that is registered by that name and is no series itself. */
const seriesOf = (name: string, names: ReadonlySet<string>): string | undefined =>
  ['_total', '_bucket', '_sum', '_info'].map((suffix) => name + suffix).find((series) => names.has(series));

interface Asked {
  readonly name: string;
  readonly place: ArtifactPlace;
  readonly by: string;
}

/** Metrics in alerts and dashboards, without those that recording rules make. */
function metricsAskedFor(project: ProjectModel): Asked[] {
  const groups = project.artifacts
    .of('prometheus')
    .flatMap((file) => file.model.groups.flatMap(({ rules }) => rules.map((rule) => ({ file, rule }))));
  const recorded = new Set(groups.flatMap(({ rule }) => (rule.kind === 'record' ? [rule.name.value] : [])));
  const asked = (
    expression: PromExpression,
    placeOf: (span: PromExpression['metrics'][number]['span']) => ArtifactPlace,
    by: string,
  ): Asked[] =>
    expression.isForeign
      ? []
      : expression.metrics.flatMap(({ name, span }) =>
          recorded.has(name) || name.includes(':') ? [] : [{ name, place: placeOf(span), by }],
        );
  return [
    ...groups.flatMap(({ file, rule }) => asked(rule.expression, file.placeOf, `\`${rule.name.value}\``)),
    ...project.artifacts
      .of('grafana-dashboard')
      .flatMap((file) =>
        file.model.queries.flatMap(({ expression, panel }) =>
          asked(expression, file.placeOf, panel === undefined ? 'the dashboard' : `panel \`${panel.value}\``),
        ),
      ),
  ];
}
