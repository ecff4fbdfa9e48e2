/** PromQL, wherever it stands. */
export type { PromExpression, PromMatcher, PromMetric } from './prom-expression.ts';
export { readPromql } from './read-promql.ts';
