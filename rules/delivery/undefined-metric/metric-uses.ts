/** Where metrics are asked for: alerts, recording rules, dashboards, and documents that tell which there are. */
import type { MarkdownFile, PromExpression } from '#artifacts';
import { isOfOtherTimes } from '#kit/artifacts';
import type { ArtifactPlace, ProjectModel } from '#project';
import type { Span } from '#text';

export interface QueriedMetric {
  readonly name: string;
  readonly place: ArtifactPlace;
  /** Who asks, as a message says it. */
  readonly by: string;
  /** In a panel, where someone looks. */
  readonly isShown: boolean;
  /** Labels that it is picked or summed by. */
  readonly labels: readonly { readonly name: string; readonly place: ArtifactPlace }[];
}

/** Metrics in alerts and dashboards, without those that recording rules make. */
export function queriedMetrics({ artifacts }: ProjectModel): readonly QueriedMetric[] {
  const groups = artifacts
    .of('prometheus')
    .flatMap((file) => file.model.groups.flatMap(({ rules }) => rules.map((rule) => ({ file, rule }))));
  const recorded = new Set(groups.flatMap(({ rule }) => (rule.kind === 'record' ? [rule.name.value] : [])));
  const isOfRules = (name: string): boolean => recorded.has(name) || name.includes(':');
  return [
    ...groups.flatMap(({ file, rule }) =>
      metricsIn(rule.expression, file.placeOf, `\`${rule.name.value}\``, isOfRules),
    ),
    ...artifacts
      .of('grafana-dashboard')
      .flatMap((file) =>
        file.model.queries.flatMap(({ expression, panel }) =>
          metricsIn(
            expression,
            file.placeOf,
            panel === undefined ? 'the dashboard' : `panel \`${panel.value}\``,
            isOfRules,
          ).map((each) => ({ ...each, isShown: true })),
        ),
      ),
  ];
}

type PlaceOf = (span: Span) => ArtifactPlace;

function metricsIn(
  expression: PromExpression,
  placeOf: PlaceOf,
  by: string,
  isOfRules: (name: string) => boolean,
): QueriedMetric[] {
  const { metrics, labels, text } = expression;
  const makesLabels = /\blabel_(?:replace|join)\b|\bgroup_(?:left|right)\b|\bcount_values\b/.test(text.content);
  // Which of several metrics has the label that all are summed by only an evaluation tells.
  const shared = makesLabels || new Set(metrics.map(({ name }) => name)).size !== 1 ? [] : labels;
  return metrics.flatMap(({ name, span, matchers }) => {
    if (isOfRules(name)) return [];
    // `status!="500"` holds where there is no status, and so does an empty value.
    const picked = matchers.filter(({ operator, value }) => operator === '=' && value !== '' && !value.includes('$'));
    return [
      {
        name,
        place: placeOf(span),
        by,
        isShown: false,
        labels: [
          ...picked.map(({ label, span: at }) => ({ name: label, place: placeOf(at) })),
          ...shared.map(({ value, span: at }) => ({ name: value, place: placeOf(at) })),
        ],
      },
    ];
  });
}

/** Metrics that documents list between backticks, by document. */
export function metricsInDocuments(
  { artifacts }: ProjectModel,
  isRegistered: (name: string) => boolean,
): readonly {
  readonly path: string;
  readonly names: readonly { readonly name: string; readonly place: ArtifactPlace }[];
}[] {
  return artifacts.of('markdown').flatMap(({ path, model, placeOf }) => {
    if (isOfOtherTimes(path)) return [];
    const names = model.blocks.flatMap((block) =>
      isOfThePresent(block, model) ? block.code.flatMap(({ text }) => (METRIC.test(text.value) ? [text] : [])) : [],
    );
    // A document that names no existing metric may speak of another system, or of one to come.
    if (!names.some(({ value }) => isRegistered(value))) return [];
    return [{ path, names: names.map(({ value, span }) => ({ name: value, place: placeOf(span) })) }];
  });
}

/** Only with a unit or an ending of Prometheus a name is surely one of a metric. */
const METRIC = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*_(?:total|seconds|bucket|bytes|ratio|milliseconds|ms|created)$/;
const PLANNED =
  /\b(?:missing|planned|future|roadmap|proposed|recommend\w*|should|todo|not yet|removed|renamed|deprecated|formerly|example|instead of|will be|could|suggest\w*|next)\b/i;

function isOfThePresent(block: MarkdownFile['blocks'][number], { headings }: MarkdownFile): boolean {
  return !PLANNED.test(block.text) && !PLANNED.test(headings[block.heading]?.text.value ?? '');
}
