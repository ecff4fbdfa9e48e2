/** `npm run measure`: how good the tool is. Exit code 2, with one sentence, for what cannot be done. */
import { runCommand } from './command-line.ts';
import { measure } from './measure/measurements.ts';

await runCommand(() => measure(process.argv.slice(2), console.log));
