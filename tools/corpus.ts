/**
 * `npm run corpus`: scans real code with the rules as their files stand, in the strict profile, checks that each finding
 * stands where it says, and holds the findings against the labels of `measurements/corpus/labels`. Exit code 1 when a right
 * finding went away, a wrong one came back, a rule failed or a finding stands nowhere. `--diff REV` compares with the
 * rules of a revision instead. The options stand in `corpus/arguments.ts`.
 */
import { runCommand } from './command-line.ts';
import { type Arguments, parseArguments } from './corpus/arguments.ts';
import { compareWith } from './corpus/diff/compare-with.ts';
import { findFolders } from './corpus/find-folders.ts';
import type { Folder } from './corpus/folder.ts';
import { measure } from './corpus/measure.ts';
import { selectRules } from './corpus/select-rules.ts';
import { projectRoot } from './project-root.ts';

await runCommand(() => run(parseArguments(process.argv.slice(2))));

async function run(wanted: Arguments): Promise<void> {
  const tell = (text: string): void => console.error(text);
  const folders: readonly Folder[] = await findFolders(wanted, tell);
  const rules = await selectRules(projectRoot, wanted.select, (problem) => {
    tell(problem);
    process.exitCode = 1;
  });
  const { diff: revision, date, writes } = wanted;
  if (revision !== undefined) {
    const isWhole = wanted.select.length === 0;
    await compareWith({ project: projectRoot, revision, folders, rules, isWhole, today: date }, console.log);
    return;
  }
  const isGood = await measure({ project: projectRoot, folders, rules, writes, date }, console.log);
  if (!isGood) process.exitCode = 1;
}
