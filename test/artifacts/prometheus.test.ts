import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { readPromql } from '../../src/artifacts/promql/index.ts';
import { mapPlain, SourceText } from '../../src/text/index.ts';
import { readFixture } from './fixture.ts';

test('rules with their expressions and places', () => {
  const { model, problems, text, lineOf } = readFixture('prometheus', 'prometheus/alerts.yml', 'yaml');
  expect(problems).toEqual([]);
  const rules = model.groups.flatMap((group) => group.rules);
  expect(rules.map(({ kind, name, span }) => [kind, name.value, lineOf(span)])).toEqual([
    ['record', 'job:requests:rate5m', 4],
    ['alert', 'SlowAnswers', 6],
  ]);
  expect(rules[0]?.expression.metrics[0]).toMatchObject({
    name: 'scorer_requests_total',
    matchers: [{ label: 'code', operator: '!~', value: '5..' }],
  });
  const latency = rules[1]?.expression.metrics[0];
  expect(latency && [text.slice(latency.span), lineOf(latency.span)]).toEqual(['scorer_latency_seconds_bucket', 9]);
  expect(rules[1]?.expression.labels.map(({ value }) => value)).toEqual(['le', 'route']);
  expect(rules[1]?.labels[0]?.value?.value).toBe('page');
});

test('the rules of a PrometheusRule', () => {
  const text = new SourceText(
    'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n    - rules: [{alert: Down, expr: up == 0}]\n',
  );
  const { artifact } = readArtifact('yaml', text, 'rules.yaml');
  expect(artifact).toMatchObject({
    kind: 'prometheus',
    model: { groups: [{ rules: [{ name: { value: 'Down' }, expression: { metrics: [{ name: 'up' }] } }] }] },
  });
});

describe('the metrics of an expression', () => {
  test.each([
    ['up', ['up']],
    ['sum(a) by (b) / ignoring(c) group_left(d) e', ['a', 'e']],
    ['sum by (job) (x_total)', ['x_total']],
    ['SUM BY (job) (x_total)', ['x_total']],
    ['topk(5, a) and on() b unless c or d', ['a', 'b', 'c', 'd']],
    ['a offset 5m > bool 3 * inf', ['a']],
    ['rate(a[5m:1m] @ end()) + time() - 1.5e3', ['a']],
    ['{__name__="a", b="c"}', ['a']],
    ['{__name__=~"a.*"}', []],
    ['{"a.b", c="d"}', ['a.b']],
    ['label_replace(a, "b", "$1", "c", "(.*)")', ['a']],
    ['absent(a{b="}", c=\'"\'})', ['a']],
    ['a{b="c"} # d', ['a']],
    ['rate(a{job="$job"}[$__rate_interval])', ['a']],
    ['app_${env}_total + $metric + [[x]]_y + ok', ['ok']],
    ['$metric{a="b"}', []],
    ['label_values(a{b="c"}, job)', ['a']],
    ['label_values(job)', []],
    ['a:b:rate5m / job:c', ['a:b:rate5m', 'job:c']],
    ['count_values without (x) ("v", build)', ['build']],
  ])('%s', (content, metrics) => {
    const found = readPromql(mapPlain(content, 0));
    expect(found.metrics.map(({ name }) => name)).toEqual(metrics);
    for (const { name, span } of found.metrics) expect(content.slice(span.start, span.end)).toContain(name);
    expect(found.isForeign).toBe(false);
  });

  test.each(['{app="x"} |= "error"', 'rate({app="x"} | json [5m])', 'a{b="c', 'a)', 'a{b="c"', '[', '${', ''])(
    '%j is another language, or broken',
    (content) => {
      const found = readPromql(mapPlain(content, 0));
      expect(found.metrics).toEqual([]);
      expect(found.isForeign).toBe(content !== '');
    },
  );
});
