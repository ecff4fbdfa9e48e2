/** What the project keeps of a round, in `measurements/first-sight/round-<number>/`: no code and no message, which are others' work. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../../src/findings/index.ts';
import { SEVERITIES } from '../../src/findings/index.ts';
import { SHOWN, type Shown } from './scan-repository.ts';
import { cellOf, numberOf, type Row, readTable } from './table.ts';
import { isOneOf } from './vocabulary.ts';

export interface RoundRepository {
  /** Normalised: `github.com/owner/name`. */
  readonly remote: string;
  readonly commit: string;
  readonly firstCommits: readonly string[];
  readonly content: readonly string[];
  /** Free words of the person who chose it, before anything was scanned. */
  readonly kind: string;
  readonly why: string;
  /** Of Python; undefined where it was not written down. */
  readonly files: number | undefined;
  readonly lines: number | undefined;
  /** Of the default profile, and those of them that were drawn. */
  readonly found: BySeverity | undefined;
  readonly drawn: BySeverity | undefined;
}

export type BySeverity = Readonly<Record<Severity, number>>;

/** A finding that readers were given. */
export interface DrawnFinding {
  readonly id: string;
  readonly repository: string;
  /** With `#cell` in a notebook. */
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: Severity;
  /** Two readers were asked. */
  readonly isReadTwice: boolean;
}

export interface Round {
  readonly number: number;
  readonly folder: string;
  /** What readers were asked about; of earlier rounds also `candidates`, rules that were out of the default profile then. */
  readonly profile: Shown | 'candidates';
  readonly repositories: readonly RoundRepository[];
  readonly drawn: readonly DrawnFinding[];
  /** Findings of each rule before the draw; empty where that was not written down. */
  readonly found: ReadonlyMap<string, number>;
  /** Rules that were fixed since readers were last asked about them as candidates. */
  readonly fixed: ReadonlySet<string>;
  /** By id of a finding, the guess that held it back; of rounds of guesses. */
  readonly guesses: ReadonlyMap<string, string>;
}

export const REPOSITORY_COLUMNS = [
  ...(['remote', 'commit', 'first_commits', 'content', 'kind', 'why', 'files', 'lines'] as const),
  ...(['found_P0', 'found_P1', 'found_P2', 'found_P3'] as const),
  ...(['drawn_P0', 'drawn_P1', 'drawn_P2', 'drawn_P3'] as const),
] as const;

export const DRAWN_COLUMNS = [
  'id',
  'repository',
  'path',
  'line',
  'rule',
  'severity',
  'reach',
  'places',
  'readers',
] as const;

export const GUESSES_FILE = 'guesses.tsv';
/** Why each finding of a round of guesses is not reported by default. */
export const GUESSES_COLUMNS = ['id', 'guess'] as const;

/** How many findings each rule had before the draw, most first. */
export const FOUND_COLUMNS = ['rule', 'found'] as const;

export const FIXED_COLUMNS = ['rule', 'what'] as const;

/** What was changed in a rule since readers were last asked about it. */
export type FixedRule = Readonly<Record<(typeof FIXED_COLUMNS)[number], string>>;

const FIXED_FILE = 'fixed.tsv';

const roundsFolder = (project: string): string => join(project, 'measurements/first-sight');

export const roundFolder = (project: string, number: number): string => join(roundsFolder(project), `round-${number}`);

/** Every round that was drawn, by number. */
export function readRounds(project: string): Round[] {
  const folder = roundsFolder(project);
  if (!existsSync(folder)) return [];
  const numbers = readdirSync(folder).flatMap((name) => /^round-(\d+)$/.exec(name)?.[1] ?? []);
  return numbers
    .map(Number)
    .sort((a, b) => a - b)
    .map((number) => readRound(project, number));
}

/** Throws an Error with one sentence where the round was not drawn, or a row cannot be read. */
export function readRound(project: string, number: number): Round {
  const folder = roundFolder(project, number);
  if (!existsSync(folder)) throw new Error(`round ${number} was not drawn: there is no \`${folder}\``);
  return {
    number,
    folder,
    profile: drawnProfile(folder),
    repositories: readTable(join(folder, 'repositories.tsv'), REPOSITORY_COLUMNS).map(parseRepository),
    drawn: readTable(join(folder, 'drawn.tsv'), DRAWN_COLUMNS).map(parseDrawn),
    found: readFound(folder),
    fixed: new Set(readOwnFixed(folder).map(({ rule }) => rule)),
    guesses: readGuesses(folder),
  };
}

/** Round 0 was not drawn; it is of the default profile. */
function drawnProfile(folder: string): Round['profile'] {
  const file = join(folder, 'draw.tsv');
  const profile = existsSync(file) ? readTable(file, ['profile'])[0]?.cells.profile : 'default';
  if (profile !== undefined && isOneOf([...SHOWN, 'candidates'] as const, profile)) return profile;
  throw new Error(`${file}: there is no profile \`${profile}\``);
}

function readFound(folder: string): Round['found'] {
  const file = join(folder, 'found.tsv');
  if (!existsSync(file)) return new Map();
  return new Map(readTable(file, FOUND_COLUMNS).map((row) => [cellOf(row, 'rule'), numberOf(row, 'found')]));
}

function readGuesses(folder: string): Round['guesses'] {
  const file = join(folder, GUESSES_FILE);
  if (!existsSync(file)) return new Map();
  return new Map(readTable(file, GUESSES_COLUMNS).map((row) => [cellOf(row, 'id'), cellOf(row, 'guess')]));
}

/** Only rounds of candidates have them. */
function readOwnFixed(folder: string): FixedRule[] {
  const file = join(folder, FIXED_FILE);
  return existsSync(file) ? readFixed(file) : [];
}

/** Throws an Error with one sentence where a row cannot be read. */
function readFixed(file: string): FixedRule[] {
  return readTable(file, FIXED_COLUMNS).map((row) => ({ rule: cellOf(row, 'rule'), what: cellOf(row, 'what') }));
}

function parseRepository(row: Row): RoundRepository {
  const { cells } = row;
  const words = (column: string): string[] => (cells[column] ?? '').split(' ').filter(Boolean);
  const count = (column: string): number | undefined => (cells[column] === '' ? undefined : numberOf(row, column));
  return {
    remote: cellOf(row, 'remote'),
    commit: cellOf(row, 'commit'),
    firstCommits: words('first_commits'),
    content: words('content'),
    kind: cellOf(row, 'kind'),
    why: cells.why ?? '',
    files: count('files'),
    lines: count('lines'),
    found: bySeverity((severity) => count(`found_${severity}`)),
    drawn: bySeverity((severity) => count(`drawn_${severity}`)),
  };
}

function bySeverity(count: (severity: Severity) => number | undefined): BySeverity | undefined {
  const [P0, P1, P2, P3] = SEVERITIES.map(count);
  if (P0 === undefined || P1 === undefined || P2 === undefined || P3 === undefined) return undefined;
  return { P0, P1, P2, P3 };
}

function parseDrawn(row: Row): DrawnFinding {
  const severity = cellOf(row, 'severity');
  if (!isOneOf(SEVERITIES, severity)) throw new Error(`${row.place}: there is no severity \`${severity}\``);
  return {
    id: cellOf(row, 'id'),
    repository: cellOf(row, 'repository'),
    path: cellOf(row, 'path'),
    line: numberOf(row, 'line'),
    rule: cellOf(row, 'rule'),
    severity,
    isReadTwice: row.cells.readers === '2',
  };
}
