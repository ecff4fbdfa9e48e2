/** What newer versions of JavaScript have built in, and what they do not. */
export { groupBy } from './group-by.ts';
export { memoize } from './memoize.ts';
