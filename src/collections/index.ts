/** What newer versions of JavaScript have built in, and what they do not. */
export { firstIndex } from './first-index.ts';
export { groupBy } from './group-by.ts';
export { memoize } from './memoize.ts';
