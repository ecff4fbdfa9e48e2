/** `node threaded-scan.js ROOT JOBS` prints the report of a scan in so many threads as JSON, and on standard error how many began. */
import { fileURLToPath } from 'node:url';
import { rules } from '../../../rules/index.ts';
import { describedScan, describeScan, prepareScan } from '../../../src/audit/index.ts';
import { scan } from '../../../src/engine/index.ts';
import { loadFormatter } from '../../../src/reporters/formats.ts';
import { reportOf, TODAY } from '../scan-repository.ts';

const [root = '', jobs = ''] = process.argv.slice(2);
let began = 0;
process.on('worker', () => began++);

const plan = prepareScan({
  root,
  paths: [],
  rules,
  configurationFile: undefined,
  commandLine: { profile: 'strict' },
  exclude: [],
  respectsGitIgnore: true,
  today: TODAY,
  showPath: (file) => file,
});
const script = fileURLToPath(new URL('map-worker.js', import.meta.url));
const scanned = reportOf(await scan({ ...plan.request, workers: { jobs: Number(jobs), script, worthBytes: 0 } }));
const report = describeScan(scanned, describedScan(scanned, plan), '.');
console.log((await loadFormatter('json'))(report));
console.error(`${began} threads`);
