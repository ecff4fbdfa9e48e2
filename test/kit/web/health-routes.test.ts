import { expect, it } from 'vitest';
import { healthQuestionOf } from '../../../src/kit/web/index.ts';

it.each([
  ['/livez', 'liveness'],
  ['/api/v1/ping/', 'liveness'],
  ['/readyz', 'readiness'],
  ['/health/ready', 'readiness'],
  ['/health-check', 'health'],
  ['healthz', 'health'],
  ['/healthy-meals', undefined],
  ['/servers/{name}/ping', undefined],
  ['/servers/<name>/health', undefined],
  [undefined, undefined],
])('%s asks for %s', (path, question) => {
  expect(healthQuestionOf(path)).toBe(question);
});
