/**
 * `npm run measure -- [recall|severity|planted]`: what the tool finds of what others wrote down, how severe it calls it, and how much it reports besides, beside ruff and
 * bandit. Exit code 1, with one sentence each, where something could not be scored; a target that is missed does not fail. The options
 * stand in `arguments.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComparedTool, usualTools } from '../compare/tools.ts';
import { findRuleFiles } from '../generate/rule-files.ts';
import { projectRoot } from '../project-root.ts';
import { parseArguments } from './arguments.ts';
import { readAudits } from './audited-table.ts';
import { type GroundTruthPart, measureAll } from './measure-all.ts';
import { peerRunner } from './peers.ts';
import { measuredText, missedText } from './print-measured.ts';
import { scanSubjects } from './scan-subjects.ts';
import { librarySubjects } from './subjects.ts';

const LIBRARIES = ['fastapi', 'rq'];
const PINS = 'measurements/corpus/packages.txt';

export async function measureGroundTruth(part: GroundTruthPart, args: readonly string[]): Promise<void> {
  const wanted = parseArguments(args);
  const { tools, problems: uninstalled } = part === 'severity' ? NO_PEERS : installedPeers();
  const measured = await measureAll({
    ...wanted,
    part,
    project: projectRoot,
    audits: readAudits(projectRoot),
    knownRules: new Set(findRuleFiles(projectRoot).map(({ name }) => name)),
    libraries: await librarySubjects(part === 'all' ? LIBRARIES : [], { ...wanted, pins: join(projectRoot, PINS) }),
    scan: scanSubjects(wanted.cache, log),
    peers: tools,
    peerMessages: peerRunner(wanted.cache, log),
  });
  console.log(measuredText(measured));
  for (const table of wanted.missed) console.log(`\n${missedText(table, measured.rows)}`);
  for (const remark of measured.remarks) log(remark);
  const unknown = wanted.missed.filter((table) => measured.rows.every(({ row }) => row.table !== table));
  const problems = [
    ...uninstalled,
    ...measured.problems,
    ...unknown.map((table) => `no row of a table \`${table}\` was scored`),
  ];
  for (const problem of problems) log(problem);
  if (wanted.json !== undefined) writeFileSync(wanted.json, `${JSON.stringify({ ...measured, problems }, null, 2)}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

function log(text: string): void {
  console.error(text);
}

interface Peers {
  readonly tools: readonly ComparedTool[];
  readonly problems: readonly string[];
}

const NO_PEERS: Peers = { tools: [], problems: [] };

function installedPeers(): Peers {
  try {
    return { tools: usualTools(), problems: [] };
  } catch (error) {
    return { tools: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}
