import type { Located, SourceText, Span } from '../../text/index.ts';
import { type PromExpression, readPromql } from '../promql/index.ts';
import type { Reading } from '../reading.ts';
import { entriesOf, textAt, valueAt } from '../yaml/queries.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/yaml-node.ts';

/** A dashboard of Grafana. */
export interface GrafanaDashboard {
  readonly title: Located<string> | undefined;
  readonly queries: readonly GrafanaQuery[];
}

export interface GrafanaQuery {
  /** The panel that it is in; undefined for those of variables and annotations. */
  readonly panel: Located<string> | undefined;
  readonly expression: PromExpression;
  readonly span: Span;
}

/** JSON without panels, or that is none, is not ours to speak of: the name only suggested a dashboard. */
export function readGrafanaDashboard(text: SourceText): Reading<GrafanaDashboard> {
  const nothing = { artifact: undefined, comments: [], problems: [] };
  if (!/"(?:panels|rows)"\s*:/.test(text.content) || !text.content.includes('"expr"')) return nothing;
  if (!isJson(text.content)) return { ...nothing, problems: [{ message: 'is not valid JSON' }] };
  const { documents, problems } = readYaml(text);
  const [root] = documents;
  if (root === undefined) return { ...nothing, problems };
  const dashboard = valueAt(root, 'dashboard') ?? root;
  const queries = [...queriesBelow(dashboard, undefined)];
  return { artifact: { title: textAt(dashboard, 'title'), queries }, comments: [], problems: [] };
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}

function* queriesBelow(node: YamlNode, panel: Located<string> | undefined): Generator<GrafanaQuery> {
  if (node.kind === 'list') for (const item of node.items) yield* queriesBelow(item, panel);
  if (node.kind !== 'map') return;
  const own = valueAt(node, 'targets') === undefined ? panel : (textAt(node, 'title') ?? panel);
  for (const { key, value } of entriesOf(node)) {
    if (value.kind !== 'scalar') yield* queriesBelow(value, own);
    else if (isQuery(key.content, node, value))
      yield { panel: own, expression: readPromql(mappedText(value)), span: value.span };
  }
}

/** `expr` of a target, and what asks for the values of a variable. */
function isQuery(key: string, node: YamlMap, value: YamlScalar): boolean {
  if (typeof value.value !== 'string' || value.content === '' || isForeign(node)) return false;
  return key === 'expr' || (key === 'query' && /^(?:label_values|query_result)\(/.test(value.content));
}

/** A source of data that says that it is not Prometheus. */
function isForeign(node: YamlMap): boolean {
  const type = textAt(node, 'datasource', 'type')?.value ?? textAt(node, 'datasource')?.value.toLowerCase();
  return type !== undefined && /^(?:loki|elasticsearch|influxdb|cloudwatch|graphite|tempo|mysql|postgres)/.test(type);
}
