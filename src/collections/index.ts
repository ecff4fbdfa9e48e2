/** What newer versions of JavaScript have built in, and what they do not. */
export { batches } from './batches.ts';
export { firstIndex } from './first-index.ts';
export { groupBy, groupByEach } from './group-by.ts';
export { memoize } from './memoize.ts';
