/**
 * `npm run measure -- corpus`: scans real code with the rules as their files stand, in the strict profile, checks that each finding
 * is where it says, and holds the findings against the labels of `measurements/corpus/labels`. Exit code 1 when a right
 * finding went away, a wrong one came back, a rule failed or a finding is nowhere. `--diff REV` compares with the
 * rules of a revision instead. The options are in `arguments.ts`.
 */

import { projectRoot } from '../project-root.ts';
import { parseArguments } from './arguments.ts';
import { compareWith } from './diff/compare-with.ts';
import { findFolders } from './find-folders.ts';
import type { Folder } from './folder.ts';
import { measure } from './measure.ts';
import { selectRules } from './select-rules.ts';

export async function measureCorpus(args: readonly string[]): Promise<void> {
  const wanted = parseArguments(args);
  const log = (text: string): void => console.error(text);
  const folders: readonly Folder[] = await findFolders(wanted, log);
  const rules = await selectRules(projectRoot, wanted.select, (problem) => {
    log(problem);
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
