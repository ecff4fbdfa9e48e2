import { groupBy } from '../../src/collections/index.ts';
import { SEVERITIES } from '../../src/findings/index.ts';
import type { BySeverity } from './round.ts';
import type { Reading, ReadRound } from './verdicts.ts';
import { NO_SEVERITY } from './vocabulary.ts';

/** So many of so many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** What was read of findings that have something in common. */
export interface Figures {
  readonly name: string;
  readonly read: number;
  readonly right: number;
  readonly debatable: number;
  readonly wrong: number;
  /** Right, and told at most one step from the severity that is due. */
  readonly close: number;
  /** Of those whose reader was asked of what use each finding is. */
  readonly glad: Share;
  /** PeerFinding again what another finding told. */
  readonly repeat: Share;
}

/** Figures of rounds, of which some are shares of a part. */
export interface Headline {
  readonly all: Figures;
  readonly grave: Figures;
  /** Findings told as P0 to which the reader gave P0. */
  readonly deservedP0: Share;
  /** Findings of the default profile, drawn or not, and lines of Python where they are known. */
  readonly density: { readonly findings: number; readonly lines: number } | undefined;
}

export function countFigures(name: string, readings: readonly Reading[]): Figures {
  const count = (isSo: (reading: Reading) => boolean): number => readings.filter(isSo).length;
  return {
    name,
    read: readings.length,
    right: count(({ answer }) => answer.verdict === 'right'),
    debatable: count(({ answer }) => answer.verdict === 'debatable'),
    wrong: count(({ answer }) => answer.verdict === 'wrong'),
    close: count((reading) => reading.answer.verdict === 'right' && stepsFromDue(reading) <= 1),
    glad: {
      count: count(({ answer, isUseRated }) => isUseRated && answer.use === 'glad'),
      of: count(({ isUseRated }) => isUseRated),
    },
    repeat: { count: count(({ answer }) => answer.use === 'repeat'), of: readings.length },
  };
}

/** How far the severity that was told is from the one that is due; a wrong finding is due none. */
function stepsFromDue({ drawn, answer: { severityDue } }: Reading): number {
  if (severityDue === NO_SEVERITY) return Number.POSITIVE_INFINITY;
  return Math.abs(SEVERITIES.indexOf(drawn.severity) - SEVERITIES.indexOf(severityDue));
}

export function countHeadline(rounds: readonly ReadRound[]): Headline {
  const readings = rounds.flatMap((round) => round.readings);
  const ofP0 = readings.filter(({ drawn }) => drawn.severity === 'P0');
  return {
    all: countFigures('all', readings),
    grave: countFigures(
      'P0 and P1',
      readings.filter(({ drawn }) => drawn.severity === 'P0' || drawn.severity === 'P1'),
    ),
    deservedP0: { count: ofP0.filter(({ answer }) => answer.severityDue === 'P0').length, of: ofP0.length },
    density: densityOf(rounds),
  };
}

function densityOf(rounds: readonly ReadRound[]): Headline['density'] {
  const known = rounds
    .filter(({ round }) => round.profile === 'default')
    .flatMap(({ round }) => round.repositories)
    .flatMap(({ found, lines }) =>
      found === undefined || lines === undefined ? [] : [{ found: total(found), lines }],
    );
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  if (known.length === 0) return undefined;
  return { findings: sum(known.map(({ found }) => found)), lines: sum(known.map(({ lines }) => lines)) };
}

const total = ({ P0, P1, P2, P3 }: BySeverity): number => P0 + P1 + P2 + P3;

export function figuresBySeverity(rounds: readonly ReadRound[]): Figures[] {
  return figuresBy(rounds, ({ drawn }) => drawn.severity);
}

export function figuresByRule(rounds: readonly ReadRound[]): Figures[] {
  return figuresBy(rounds, ({ drawn }) => drawn.rule);
}

/** By the words that the repositories were chosen with. */
export function figuresByKind(rounds: readonly ReadRound[]): Figures[] {
  const named = rounds.flatMap(({ round, readings }) => {
    const kinds = new Map(round.repositories.map(({ remote, kind }) => [remote, kind]));
    return readings.map((reading) => ({ reading, kind: kinds.get(reading.drawn.repository) ?? 'unknown' }));
  });
  const groups = groupBy(named, ({ kind }) => kind);
  return [...groups.keys()].sort().map((kind) =>
    countFigures(
      kind,
      (groups.get(kind) ?? []).map(({ reading }) => reading),
    ),
  );
}

function figuresBy(rounds: readonly ReadRound[], nameOf: (reading: Reading) => string): Figures[] {
  const groups = groupBy(
    rounds.flatMap(({ readings }) => readings),
    nameOf,
  );
  return [...groups.keys()].sort().map((name) => countFigures(name, groups.get(name) ?? []));
}
