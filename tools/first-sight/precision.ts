/**
 * `npm run measure -- precision`: draws findings in repositories that nobody here has seen, for readers who know no rule; collects what
 * they say; scores it; and holds it against the tool as it is later. The record is in `measurements/first-sight`. Exit code 2, with
 * one sentence and nothing written, for what cannot be done. The commands are in `arguments.ts`.
 */
import { selectRules } from '../corpus/select-rules.ts';
import { projectRoot } from '../project-root.ts';
import { type DrawArguments, parseArguments, type ScoreArguments } from './arguments.ts';
import { collect } from './collect.ts';
import { draw } from './draw.ts';
import { readChoices } from './kinds.ts';
import { writeMeasuredPage } from './measured-document.ts';
import { recheckText } from './print-recheck.ts';
import { scoreText } from './print-score.ts';
import { committedState } from './project-state.ts';
import { recheck } from './recheck.ts';
import { readRound } from './round.ts';
import type { ScanSettings } from './scan-repository.ts';
import { readCollectedRounds } from './verdicts.ts';

export async function measurePrecision(args: readonly string[]): Promise<void> {
  const wanted = parseArguments(args, new Date().toISOString().slice(0, 10));
  switch (wanted.command) {
    case 'draw':
      return runDraw(wanted);
    case 'collect':
      return collect(wanted.project, wanted.round, wanted.folder, console.log);
    case 'score':
      return score(wanted);
    case 'recheck': {
      const settings = await settingsOf(wanted);
      console.log(recheckText(await recheck(wanted.project, wanted.round, wanted.folders, settings)));
    }
  }
}

async function runDraw(wanted: DrawArguments & { readonly project: string }): Promise<void> {
  const auditlint = committedState(projectRoot);
  const choices = wanted.kinds === undefined ? undefined : readChoices(wanted.kinds);
  await draw({ ...wanted, ...(await settingsOf(wanted)), choices, auditlint }, console.log);
}

function score({ rounds: numbers, project, writes }: ScoreArguments & { readonly project: string }): void {
  for (const number of numbers) readRound(project, number);
  const all = readCollectedRounds(project);
  const rounds = all.filter(({ round }) => numbers.length === 0 || numbers.includes(round.number));
  if (rounds.length === 0)
    throw new Error(numbers.length === 0 ? 'no round is collected yet' : 'it is not collected yet');
  console.log(scoreText(rounds));
  if (writes) writeMeasuredPage(project, rounds);
}

async function settingsOf({ profile, date }: Pick<DrawArguments, 'profile' | 'date'>): Promise<ScanSettings> {
  const rules = await selectRules(projectRoot, [], (problem) => {
    throw new Error(problem);
  });
  return { rules, profile, today: date };
}
