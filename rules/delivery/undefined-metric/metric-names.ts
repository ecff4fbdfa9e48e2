/** Metrics that Python code registers for Prometheus. */
import { type Call, callKeyword, nodesOf } from '#ast';
import type { FactsContext } from '#kit';

/** Plain JSON, as facts of a rule. */
export interface RegisteredMetrics {
  /** Every name under which a scrape sees what the file registers. */
  readonly names: readonly string[];
  /** Beginnings of such names, to which an exporter adds units. */
  readonly beginnings: readonly string[];
  /** Labels of the metrics above, where they can be seen. */
  readonly labels: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Metrics are registered under names that cannot be seen. */
  readonly isOpen: boolean;
}

export function registeredMetrics(file: FactsContext): RegisteredMetrics {
  const names = new Set<string>();
  const beginnings = new Set<string>();
  const labels = new Map<string, readonly string[] | undefined>();
  let isOpen = false;
  for (const call of nodesOf(file.module, 'Call')) {
    const kind = PROMETHEUS.exec(file.names.qualifiedName(call.func) ?? '')?.[1];
    const isInstrument = kind === undefined && call.func.kind === 'Attribute' && INSTRUMENT.test(call.func.attr);
    if (kind === undefined && !isInstrument) continue;
    const name = nameGiven(call, file);
    if (name === undefined) isOpen = true;
    else if (kind === undefined) beginnings.add(name.replaceAll(/[.\-/]/g, '_'));
    else {
      const given = labelsGiven(call, file);
      for (const suffix of SUFFIXES[kind] ?? ['']) {
        const full = withSuffix(name, suffix);
        names.add(full);
        // Of two registrations under one name nobody knows which one a scrape sees.
        labels.set(full, labels.has(full) ? undefined : given);
      }
    }
  }
  const labelled = [...labels].flatMap(([name, given]) => (given === undefined ? [] : [{ name, labels: given }]));
  return { names: [...names], beginnings: [...beginnings], labels: labelled, isOpen };
}

const PROMETHEUS =
  /^prometheus_client\.(?:core\.|metrics\.|metrics_core\.)?(Counter|Gauge|Histogram|Summary|Info|Enum|\w+MetricFamily)$/;
/** Of OpenTelemetry. */
const INSTRUMENT = /^create_(?:observable_)?(?:counter|up_down_counter|gauge|histogram)$/;

/** What a scrape sees of each kind. Source: https://prometheus.github.io/client_python/instrumenting/ */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  Counter: ['_total', '_created'],
  CounterMetricFamily: ['_total', '_created'],
  Histogram: ['_bucket', '_sum', '_count', '_created'],
  HistogramMetricFamily: ['_bucket', '_sum', '_count', '_created'],
  Summary: ['_sum', '_count', '_created'],
  SummaryMetricFamily: ['_sum', '_count', '_created'],
  Info: ['_info'],
  InfoMetricFamily: ['_info'],
};

/** `orders_total` stays what it is, and is created as `orders_created`. */
function withSuffix(name: string, suffix: string): string {
  const isCounter = suffix === '_total' || suffix === '_created';
  return `${isCounter ? name.replace(/_total$/, '') : name}${suffix}`;
}

/** Undefined where something makes them, and for families, whose samples are added with any. */
function labelsGiven(call: Call, { values, names }: FactsContext): readonly string[] | undefined {
  if (/Family$|\.(?:Info|Enum)$/.test(names.qualifiedName(call.func) ?? '')) return undefined;
  const given = values.argument(call, 'labelnames', 2);
  if (given.kind !== 'given') return given.kind === 'absent' ? [] : undefined;
  const folded = values.fold(given.value);
  if (folded?.kind !== 'list' && folded?.kind !== 'tuple') return undefined;
  return folded.elements.flatMap((each) => (each.kind === 'str' ? each.value : []));
}

function nameGiven(call: Call, { values }: FactsContext): string | undefined {
  const parts = ['namespace', 'subsystem'].map((keyword) => {
    const given = callKeyword(call, keyword)?.value;
    return given === undefined ? '' : values.string(given);
  });
  const name = values.givenArgument(call, 'name', 0);
  const written = name === undefined ? undefined : values.string(name);
  if (written === undefined || parts.includes(undefined)) return undefined;
  return [...parts, written].filter((part) => part !== '').join('_');
}
