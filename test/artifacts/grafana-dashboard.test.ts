import { expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { readFixture } from './fixture.ts';

test('the queries of panels and variables, with the places of what they name', () => {
  const { model, problems, text } = readFixture('grafana-dashboard', 'grafana-dashboard/service-dashboard.json');
  expect(problems).toEqual([]);
  expect(model.title?.value).toBe('Service');
  expect(
    model.queries.map(({ panel, expression }) => [panel?.value, expression.metrics.map(({ name }) => name)]),
  ).toEqual([
    [undefined, ['scorer_requests_total']],
    ['Requests', ['scorer_requests_total']],
    ['Queue', ['scorer_queue_depth']],
  ]);
  for (const { expression } of model.queries) {
    for (const { name, span } of expression.metrics) expect(text.slice(span)).toBe(name);
  }
  expect(model.queries[1]?.expression.metrics[0]?.matchers[0]).toMatchObject({ label: 'code', value: '200' });
});

test('JSON without panels is not ours to speak of, broken dashboards are', () => {
  const read = (content: string) => readArtifact('grafana-dashboard', new SourceText(content), 'dashboard/a.json');
  expect(read('{"compilerOptions": {} /* no JSON */}')).toEqual({ artifact: undefined, comments: [], problems: [] });
  expect(read('{"panels": [{"targets": [{"expr": "a"}]').problems).toEqual([{ message: 'is not valid JSON' }]);
});
