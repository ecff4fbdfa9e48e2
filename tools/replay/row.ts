import { readFileSync } from 'node:fs';

/** One fact of an audit: what a rule says of a place at the audited commit, and what it says at a later one. */
export interface ReplayRow {
  /** The finding of the audit. */
  readonly id: string;
  readonly rule: string;
  readonly path: string;
  /** The true place, which is not always the one that the audit names. */
  readonly line: number;
  readonly commit: string;
  readonly expect: Verdict;
  /** The commit that should have mended it, or the last of the fixes where nothing did. */
  readonly later: string;
  /** `fire` where the fix fixed nothing. */
  readonly expectLater: Verdict;
}

export type Verdict = 'fire' | 'quiet';

const COLUMNS = ['id', 'rule', 'path', 'line', 'commit', 'expect', 'later', 'expectLater'];

/** Reads a table of facts. Throws an Error that names the file and the line of what it cannot read. */
export function readReplayTable(file: string): ReplayRow[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (header !== COLUMNS.join('\t')) throw new Error(`${file}:1: the columns are not ${COLUMNS.join(', ')}`);
  return lines.map((line, index) => parseRow(line, `${file}:${index + 2}`));
}

function parseRow(text: string, place: string): ReplayRow {
  const cells = text.split('\t');
  if (cells.length !== COLUMNS.length || cells.includes('')) throw new Error(`${place}: a column is missing`);
  const [id = '', rule = '', path = '', lineText = '', commit = '', expect = '', later = '', expectLater = ''] = cells;
  const line = Number(lineText);
  if (!Number.isInteger(line) || line < 1) throw new Error(`${place}: \`${lineText}\` is no line`);
  const verdicts = { expect: parseVerdict(expect, place), expectLater: parseVerdict(expectLater, place) };
  return { id, rule, path, line, commit, later, ...verdicts };
}

function parseVerdict(text: string, place: string): Verdict {
  if (text === 'fire' || text === 'quiet') return text;
  throw new Error(`${place}: \`${text}\` is neither fire nor quiet`);
}
