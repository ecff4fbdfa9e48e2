/**
 * `npm run test:deep [-- PART…]`: the deep suite, all of it or some parts. `--list` prints the names of all parts as JSON, for a CI
 * matrix. Exit code 1 where a part failed or did not run.
 */
import { readOptions, runCommand, usageOf } from './command-line.ts';
import { DEEP_PARTS, type DeepPart } from './deep/parts.ts';
import { type PartReport, runPart } from './deep/run-part.ts';
import { closingLine, failureLines, outcomeTable } from './deep/summary.ts';

const usage = usageOf(`npm run test:deep [-- [--list] PART…]
  the parts are ${DEEP_PARTS.map(({ name }) => name).join(', ')}`);

await runCommand(async () => {
  const { values, positionals } = readOptions(process.argv.slice(2), { list: { type: 'boolean' } }, usage);
  if (values.list === true) console.log(JSON.stringify(DEEP_PARTS.map(({ name }) => name)));
  else await runParts(positionals);
});

async function runParts(names: readonly string[]): Promise<void> {
  const reports: PartReport[] = [];
  for (const part of chosenParts(names)) {
    if (typeof part === 'string') {
      reports.push({ name: part, outcome: { kind: 'not-run', reason: 'there is no part of this name' }, seconds: 0 });
      continue;
    }
    console.log(`\n== ${part.name}: ${part.shows}`);
    reports.push(await runPart(part));
  }
  console.log(['', ...failureLines(reports), outcomeTable(reports), '', closingLine(reports)].join('\n'));
  if (reports.some(({ outcome }) => outcome.kind !== 'passed')) process.exitCode = 1;
}

/** Parts in the order of the table; a name that none has stays a name. */
function chosenParts(names: readonly string[]): (DeepPart | string)[] {
  if (names.length === 0) return [...DEEP_PARTS];
  const unknown = names.filter((name) => !DEEP_PARTS.some((part) => part.name === name));
  return [...unknown, ...DEEP_PARTS.filter(({ name }) => names.includes(name))];
}
