import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { type DrawnFinding, type Round, readRounds } from './round.ts';
import { cellOf, type Row, readTable } from './table.ts';
import {
  DUE_SEVERITIES,
  type DueSeverity,
  isOneOf,
  NO_SEVERITY,
  USES,
  type Use,
  VERDICTS,
  type Verdict,
} from './vocabulary.ts';

/** What one reader said of one finding. */
export interface Answer {
  readonly id: string;
  readonly verdict: Verdict;
  readonly severityDue: DueSeverity;
  /** Readers of round 0 were not all asked. */
  readonly use: Use | undefined;
  readonly cause: string;
  readonly why: string;
}

/** A finding with what the first reader said of it. */
export interface Reading {
  readonly drawn: DrawnFinding;
  readonly answer: Answer;
  /** Whether the reader of its repository was asked of what use each finding is. */
  readonly isUseRated: boolean;
}

/** A round with its readings; none while it is being read. */
export interface ReadRound {
  readonly round: Round;
  readonly readings: readonly Reading[];
  /** What two readers said of the same finding. */
  readonly pairs: readonly (readonly [Answer, Answer])[];
}

export const VERDICTS_FILE = 'verdicts.tsv';
export const SECOND_FILE = 'second.tsv';
const ANSWER_COLUMNS = ['id', 'verdict', 'severity_due', 'use', 'cause', 'why'] as const;

export function readVerdicts(round: Round): ReadRound {
  const answers = readAnswers(join(round.folder, VERDICTS_FILE));
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const answered = round.drawn.flatMap((drawn) => {
    const answer = byId.get(drawn.id);
    return answer === undefined ? [] : [{ drawn, answer }];
  });
  const readings = [...groupBy(answered, ({ drawn }) => drawn.repository).values()].flatMap((own) => {
    const isUseRated = own.every(({ answer }) => answer.use !== undefined);
    return own.map((reading) => ({ ...reading, isUseRated }));
  });
  const pairs = readAnswers(join(round.folder, SECOND_FILE)).flatMap((second) => {
    const first = byId.get(second.id);
    return first === undefined ? [] : [[first, second] as const];
  });
  return { round, readings, pairs };
}

/** The rounds of a project that were read, by number. */
export function readCollectedRounds(project: string): ReadRound[] {
  return readRounds(project)
    .map(readVerdicts)
    .filter(({ readings }) => readings.length > 0);
}

function readAnswers(file: string): Answer[] {
  if (!existsSync(file)) return [];
  return readTable(file, ANSWER_COLUMNS).map((row) => parseAnswer(row, row.cells.use === ''));
}

/** Throws an Error with one sentence that names the line. `use` may only be left out in a round that did not ask for it. */
export function parseAnswer(row: Row, mayLackUse = false): Answer {
  const verdict = wordOf(row, 'verdict', VERDICTS);
  const severityDue = wordOf(row, 'severity_due', DUE_SEVERITIES);
  if ((severityDue === NO_SEVERITY) !== (verdict === 'wrong'))
    throw new Error(`${row.place}: \`${NO_SEVERITY}\` is the severity of wrong findings, and of no others`);
  return {
    id: cellOf(row, 'id'),
    verdict,
    severityDue,
    use: mayLackUse ? undefined : wordOf(row, 'use', USES),
    cause: row.cells.cause ?? '',
    why: cellOf(row, 'why'),
  };
}

function wordOf<T extends string>(row: Row, column: string, words: readonly T[]): T {
  const text = cellOf(row, column);
  if (isOneOf(words, text)) return text;
  throw new Error(`${row.place}: the ${column} \`${text}\` is none of ${words.join(', ')}`);
}
