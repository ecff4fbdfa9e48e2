/**
 * `npm run measure`: what the tool finds of what others wrote down, how severe it calls it, and how much it reports besides, beside ruff and
 * bandit. Exit code 1, with one sentence each, where something could not be scored; a target that is missed does not fail. The options
 * stand in `measure/arguments.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command-line.ts';
import { type ComparedTool, usualTools } from './compare/tools.ts';
import { findRuleFiles } from './generate/rule-files.ts';
import { parseArguments } from './measure/arguments.ts';
import { measureAll } from './measure/measure-all.ts';
import { askPeers } from './measure/peers.ts';
import { measuredText, missedText } from './measure/print-measured.ts';
import { scanSubjects } from './measure/scan-subjects.ts';
import { librarySubjects } from './measure/subjects.ts';
import { projectRoot } from './project-root.ts';
import { readAudits } from './recall/audited-table.ts';

const LIBRARIES = ['fastapi', 'rq'];

await runCommand(async () => {
  const wanted = parseArguments(process.argv.slice(2));
  const { tools, problems: uninstalled } = installedPeers();
  const measured = await measureAll({
    ...wanted,
    project: projectRoot,
    audits: readAudits(projectRoot),
    knownRules: new Set(findRuleFiles(projectRoot).map(({ name }) => name)),
    libraries: await librarySubjects(LIBRARIES, { ...wanted, pins: join(projectRoot, 'measurements/corpus/packages.txt') }),
    scan: scanSubjects(wanted.cache, tell),
    peers: tools,
    askPeer: askPeers(wanted.cache, tell),
  });
  console.log(measuredText(measured));
  for (const table of wanted.missed) console.log(`\n${missedText(table, measured.rows)}`);
  for (const remark of measured.remarks) tell(remark);
  const unknown = wanted.missed.filter((table) => measured.rows.every(({ row }) => row.table !== table));
  const problems = [
    ...uninstalled,
    ...measured.problems,
    ...unknown.map((table) => `no row of a table \`${table}\` was scored`),
  ];
  for (const problem of problems) tell(problem);
  if (wanted.json !== undefined) writeFileSync(wanted.json, `${JSON.stringify({ ...measured, problems }, null, 2)}\n`);
  if (problems.length > 0) process.exitCode = 1;
});

function tell(text: string): void {
  console.error(text);
}

function installedPeers(): { readonly tools: readonly ComparedTool[]; readonly problems: readonly string[] } {
  try {
    return { tools: usualTools(), problems: [] };
  } catch (error) {
    return { tools: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}
