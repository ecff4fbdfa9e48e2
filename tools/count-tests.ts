/**
 * `tsx tools/count-tests.ts FILE…`: prints `PASSED FAILED` over files that Vitest's reporter `json` wrote, and on standard error each
 * failed test. A file that is missing counts as one failed test.
 */
import { readTestResults } from './deep/test-results.ts';

let [passed, failed] = [0, 0];
for (const file of process.argv.slice(2)) {
  const results = readTestResults(file);
  if (results === undefined)
    console.error(`failed: ${file} was not written: its tests ended before they could be counted`);
  for (const failure of results?.failures ?? []) console.error(failure);
  passed += results?.passed ?? 0;
  failed += results?.failed ?? 1;
}
console.log(passed, failed);
