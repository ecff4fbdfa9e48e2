import { defineProjectRule, type ProjectContext } from '#kit';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import type { ProjectModel } from '#project';
import { listedCode, verbFor } from '#text/wording';
import { type RegisteredMetrics, registeredMetrics } from './metric-names.ts';
import { metricsInDocuments, queriedMetrics } from './metric-uses.ts';

/** First words of names that every exporter has. */
const SHARED: ReadonlySet<string> = new Set(
  'http https process python go node container kube kubernetes redis pg postgres postgresql mysql nginx celery rq gpu dcgm up scrape prometheus grpc db sql cache api app request requests response system cpu memory disk network job jobs queue worker workers task tasks error errors total active fastapi flask django starlette uvicorn gunicorn service server client'.split(
    ' ',
  ),
);

export default defineProjectRule<RegisteredMetrics>({
  docs: {
    summary: 'alert, dashboard or document that uses an unregistered metric',
    why: 'An alert on the metric never fires, and a panel stays empty. Both look as if nothing were wrong.',
    remedy: 'Register the metric where the event happens, or use one that the code registers',
    harm: 'misleads',
    severity: {
      'metric of an alert': 'P1',
      'metric of a panel or document': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.1' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.4' },
    ],
    measured: { read: 3, right: 3, on: 'agro-rag-engine, RecSys-MLops' },
    bad: '# path: alerts.yml\ngroups:\n  - name: orders\n    rules:\n      - alert: OrdersFail\n        expr: rate(orders_failed_total[5m]) > 0\n# path: metrics.py\nfrom prometheus_client import Counter\n\nSERVED = Counter("orders_served", "Orders that were served")\n',
    good: '# path: alerts.yml\ngroups:\n  - name: orders\n    rules:\n      - alert: OrdersFail\n        expr: rate(orders_failed_total[5m]) > 0\n# path: metrics.py\nfrom prometheus_client import Counter\n\nFAILED = Counter("orders_failed", "Orders that failed")\n',
  },
  skips: ['test'],
  facts(file) {
    const found = registeredMetrics(file);
    return found.names.length === 0 && found.beginnings.length === 0 && !found.isOpen ? [] : [found];
  },
  check(project, ctx) {
    const queried = queriedMetrics(project);
    const facts = ctx.facts.map(({ fact }) => fact);
    if (facts.length === 0 || facts.some(({ isOpen }) => isOpen)) return;
    // It may register metrics of the same family.
    if ([...project.files].some(isOtherServerLanguage)) return;
    const known = knownMetrics(project, facts);
    const seen = new Set<string>();
    for (const { name, place, by, labels, isShown } of queried) {
      const shown = isShown ? SHOWN : undefined;
      const key = `${place.path} ${name}`;
      if (known.isOwn(name) && !known.has(name) && !seen.has(key)) {
        const instead = known.alike(name);
        const found = instead === undefined ? 'no code registers it' : `the code registers \`${instead}\``;
        const message = `undefined metric: ${by} queries \`${name}\`, but ${found}`;
        const use = instead !== undefined && { remedy: `Query \`${instead}\`` };
        ctx.report({ at: place, message, key, cause: name, ...shown, ...use });
      }
      seen.add(key);
      for (const label of labels) {
        const given = known.labelsOf(name);
        const labelKey = `${key} ${label.name}`;
        if (given === undefined || given.includes(label.name) || OF_TARGETS.test(label.name) || seen.has(labelKey))
          continue;
        seen.add(labelKey);
        const has = given.length === 0 ? 'no labels' : `only ${listedCode(given)}`;
        ctx.report({
          at: label.place,
          message: `undefined metric label: ${by} uses \`${label.name}\` of \`${name}\`, but the code sets ${has}`,
          remedy: 'Use a label that the metric has, or add this one where it is registered',
          cause: `${name} ${label.name}`,
          key: labelKey,
          ...shown,
        });
      }
    }
    reportDocuments(project, known, ctx);
  },
});

/** Anyone who looks sees that a panel is empty; an alert that does not fire nobody sees. */
const SHOWN = { kind: 'metric of a panel or document' };

/** Documents name metrics as code does: without what a scrape adds. */
const PARTS: readonly string[] = ['', '_total', '_bucket', '_sum', '_count', '_info'];

/** One finding for a document. */
function reportDocuments(project: ProjectModel, known: KnownMetrics, ctx: ProjectContext<RegisteredMetrics>): void {
  for (const { path, names } of metricsInDocuments(project, known.has)) {
    const missing = names.filter(({ name }) => known.isOwn(name) && !PARTS.some((part) => known.has(name + part)));
    const [first, ...others] = missing;
    if (first === undefined) continue;
    const unknown = new Set(missing.map(({ name }) => name));
    ctx.report({
      at: first.place,
      message: `undefined metric: the document lists ${listedCode(unknown, 4)}, but no code registers ${verbFor(unknown.size, 'it', 'them')}`,
      related: others.slice(0, 4).map(({ name, place }) => ({ ...place, message: `\`${name}\`` })),
      key: `${path} document ${first.name}`,
      ...SHOWN,
    });
  }
}

/** What a scrape, its target or the place that it runs in adds. */
const OF_TARGETS =
  /^(?:__\w+|instance|job|le|quantile|exported_\w+|namespace|pod(?:_\w+)?|container(?:_\w+)?|node(?:name)?|cluster|service(?:_name)?|app|application|component|env(?:ironment)?|stage|region|zone|az|dc|datacenter|host(?:name)?|ip|endpoint|release|version|team|tenant|project|product|owner|tier|role|group|shard|replica|pid|prometheus|monitor|label_\w+|kubernetes_\w+|k8s_\w+)$/;

interface KnownMetrics {
  /** The first word of the name is one that the code's own metrics begin with. */
  isOwn(name: string): boolean;
  has(name: string): boolean;
  /** What the code registers under almost that name. */
  alike(name: string): string | undefined;
  /** Undefined where they are not known. */
  labelsOf(name: string): readonly string[] | undefined;
}

function knownMetrics(project: ProjectModel, facts: readonly RegisteredMetrics[]): KnownMetrics {
  const names = new Set(facts.flatMap((each) => each.names));
  const beginnings = facts.flatMap((each) => each.beginnings);
  const words = new Set(project.modules.flatMap((module) => module.texts.words));
  const families = new Set([...names, ...beginnings].map(familyOf).filter((family) => !SHARED.has(family)));
  const ends = [...words].filter((word) => /^_\w{3,}$/.test(word));
  // What a scrape sees of a metric that is registered by that name and is no series itself.
  const alike = (name: string): string | undefined =>
    ['_total', '_bucket', '_sum', '_info'].map((suffix) => name + suffix).find((series) => names.has(series));
  const isNamed = (name: string): boolean => words.has(name) && !names.has(name) && alike(name) === undefined;
  const isPrinted = (name: string): boolean =>
    isNamed(name) ||
    // A library is told the name: `latency(metric_name="orders_seconds")`.
    isNamed(name.replace(/_(?:bucket|sum|count)$/, '')) ||
    beginnings.some((each) => name.startsWith(each)) ||
    ends.some((end) => name.endsWith(end));
  return {
    isOwn: (name) => families.has(familyOf(name)),
    has: (name) => names.has(name) || isPrinted(name),
    alike,
    labelsOf(name) {
      const registrations = facts.filter((each) => each.names.includes(name));
      const [only] = registrations;
      return registrations.length === 1 ? only?.labels.find((each) => each.name === name)?.labels : undefined;
    },
  };
}

const familyOf = (name: string): string => name.split('_', 1)[0] ?? name;
