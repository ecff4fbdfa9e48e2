import { readFileSync } from 'node:fs';

/** What a person found out about a statement of a written audit. */
export interface TruthRow {
  readonly id: string;
  /** Of the document, such as `1.2`; undefined where the table has no such column. */
  readonly section: string | undefined;
  readonly claim: string;
  readonly file: string;
  /** Undefined where the claim has no place. */
  readonly line: number | undefined;
  /** `fire`: a rule should; `quiet`: the claim is false and the rule must be silent; `-`: no rule decides. */
  readonly expect: 'fire' | 'quiet' | '-';
  readonly rules: readonly string[];
  readonly truth: 'yes' | 'partly' | 'no';
  /** The commit that mended it; undefined where nothing did. */
  readonly fixedAt: string | undefined;
}

/** Which rows of a table are about the document, and which column holds the lines of the commit that is looked at. */
export interface RowChoice {
  readonly commit: string | undefined;
  readonly doc: string | undefined;
  readonly lineColumn: string;
}

/** Throws an Error with one sentence for a column that is not there. */
export function readTruth(file: string, { commit, doc, lineColumn }: RowChoice): readonly TruthRow[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean);
  const names = head.split('\t');
  for (const name of ['id', 'claim', 'file', 'true_claim', lineColumn])
    if (!names.includes(name)) throw new Error(`${file} has no column \`${name}\``);
  const rows = lines.map((line) => {
    const cells = line.split('\t');
    return new Map(names.map((name, i) => [name, cells[i] ?? '']));
  });
  return rows
    .filter(
      (row) => (commit === undefined || row.get('commit') === commit) && (doc === undefined || row.get('doc') === doc),
    )
    .map((row) => rowOf(row, lineColumn));
}

function rowOf(row: ReadonlyMap<string, string>, lineColumn: string): TruthRow {
  const cell = (name: string): string => row.get(name) ?? '';
  const line = Number.parseInt(cell(lineColumn), 10);
  const fixedAt = cell('fixed_at');
  const truth = cell('true_claim');
  const expect = cell('expect');
  return {
    id: cell('id'),
    section: row.get('section'),
    claim: cell('claim'),
    file: cell('file'),
    line: Number.isNaN(line) ? undefined : line,
    expect: expect === 'fire' || expect === 'quiet' ? expect : '-',
    rules: cell('rules')
      .split(' ')
      .filter((rule) => rule !== '' && rule !== '-'),
    truth: truth === 'no' || truth === 'partly' ? truth : 'yes',
    fixedAt: /^[0-9a-f]{7,40}$/.test(fixedAt) ? fixedAt : undefined,
  };
}
