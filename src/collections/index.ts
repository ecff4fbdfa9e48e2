/** What newer versions of JavaScript have built in. */
export { groupBy } from './group-by.ts';
