import type { Located, SourceText, Span } from '../../text/index.ts';
import { type PromExpression, readPromql } from '../promql/index.ts';
import type { Reading } from '../reading.ts';
import type { NamedValue } from '../yaml/named-value.ts';
import { namedValuesOf } from '../yaml/named-values.ts';
import { itemsOf, textAt, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';

/** Rules of Prometheus, in a file of their own or in a PrometheusRule of Kubernetes. */
export interface PrometheusRules {
  readonly groups: readonly PrometheusGroup[];
}

export interface PrometheusGroup {
  readonly name: Located<string> | undefined;
  readonly rules: readonly PrometheusRule[];
}

export interface PrometheusRule {
  /** `record` makes a metric of that name, `alert` does not. */
  readonly kind: 'alert' | 'record';
  readonly name: Located<string>;
  readonly expression: PromExpression;
  readonly labels: readonly NamedValue[];
  readonly annotations: readonly NamedValue[];
  readonly span: Span;
}

export function readPrometheusRules(text: SourceText): Reading<PrometheusRules> {
  return readingOf(readYaml(text), (documents) => {
    const groups = documents.flatMap((root) => {
      const found = valueAt(root, 'groups') ?? valueAt(root, 'spec', 'groups');
      return itemsOf(found).map((each) => ({
        name: textAt(each, 'name'),
        rules: itemsOf(valueAt(each, 'rules')).flatMap((node) => rule(node) ?? []),
      }));
    });
    return groups.length === 0 ? undefined : { groups };
  });
}

function rule(node: YamlNode): PrometheusRule | undefined {
  const alert = textAt(node, 'alert');
  const name = alert ?? textAt(node, 'record');
  const expression = valueAt(node, 'expr');
  if (name === undefined || expression?.kind !== 'scalar') return undefined;
  return {
    kind: alert === undefined ? 'record' : 'alert',
    name,
    expression: readPromql(mappedText(expression)),
    labels: namedValuesOf(valueAt(node, 'labels')),
    annotations: namedValuesOf(valueAt(node, 'annotations')),
    span: node.span,
  };
}
