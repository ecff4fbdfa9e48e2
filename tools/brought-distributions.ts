/**
 * `npm run brought-distributions -- LOCK...`: writes what distributions bring by what lock files of public repositories say.
 * A requirement counts that four of five locks which hold the distribution name without a condition: the rest are old, or
 * resolved for other machines.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLockFile } from '../src/artifacts/lock-file/lock-file.ts';
import { importNamesOf } from '../src/knowledge/import-names.ts';
import { SourceText } from '../src/text/index.ts';
import { projectRoot } from './project-root.ts';

/** One lock may belong to the author's own distributions, or be old. */
const LEAST_LOCKS = 2;
const MOST = 0.8;
const WIDTH = 120;

const seen = new Map<string, { locks: number; requires: Map<string, number> }>();
for (const path of process.argv.slice(2)) readLock(path);

const kept = [...seen].filter(([name, { locks }]) => locks >= LEAST_LOCKS || importNamesOf(name) !== undefined);
const known = new Set(kept.map(([name]) => name));
const leads = new Map<string, boolean>();
const rows = kept
  .map(([name]) => ({ name, requires: requirementsOf(name).filter(leadsToModule).sort() }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
const bringers = rows.filter(({ requires }) => requires.length > 0);
const required = new Set(bringers.flatMap(({ requires }) => requires));
const loners = rows.filter(({ name, requires }) => requires.length === 0 && !required.has(name));

writeFileSync(
  join(projectRoot, 'src/knowledge/brought-distributions.generated.ts'),
  `/** Written by \`npm run brought-distributions\` (tools/brought-distributions.ts) from ${process.argv.length - 2} lock files. */

/** A distribution, and those of the known ones that it requires whatever the machine and the extras. */
export const REQUIREMENTS_OF = \`
${bringers.map(({ name, requires }) => `${name} ${requires.join(' ')}`).join('\n')}
\`;

/** Other distributions that require none of the known ones. */
export const REQUIRES_NOTHING = \`
${wrapped(loners.map(({ name }) => name))}
\`;
`,
);
console.log(`${bringers.length} bring others, ${loners.length} do not`);

function readLock(path: string): void {
  const { artifact } = readLockFile(new SourceText(readFileSync(path, 'utf8')));
  const packages = artifact?.packages ?? [];
  // Of several versions, the last one.
  const ofLock = new Map(
    packages
      .filter(({ requires, isForSome }) => requires.length > 0 || isForSome === undefined)
      .map(({ distribution, requires }) => [distribution, new Set(requires.map((each) => each.replace(/\[.*/, '')))]),
  );
  for (const [name, requires] of ofLock) {
    const counts = seen.get(name) ?? { locks: 0, requires: new Map<string, number>() };
    seen.set(name, counts);
    counts.locks++;
    for (const other of requires) counts.requires.set(other, (counts.requires.get(other) ?? 0) + 1);
  }
}

function requirementsOf(name: string): string[] {
  const { locks, requires } = seen.get(name) ?? { locks: 0, requires: new Map<string, number>() };
  return [...requires].filter(([, count]) => count >= locks * MOST).map(([other]) => other);
}

/** Whether a distribution has a module that the tables know, or brings one that has. */
function leadsToModule(name: string): boolean {
  const before = leads.get(name);
  if (before !== undefined) return before;
  leads.set(name, false);
  const answer = importNamesOf(name) !== undefined || (known.has(name) && requirementsOf(name).some(leadsToModule));
  leads.set(name, answer);
  return answer;
}

function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length + 1 > WIDTH) lines.push(name);
    else lines[lines.length - 1] = `${last} ${name}`;
  }
  return lines.join('\n');
}
