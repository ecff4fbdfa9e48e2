import { groupBy } from '../../src/collections/index.ts';
import { compareText } from '../../src/text/index.ts';
import { type CheckedRow, checkRows, type RecallRow, rowCount, rulesOf } from './check-rows.ts';
import type { Clones } from './clones.ts';
import { type JudgedAudit, type JudgedMined, judgeAudit, judgeMined, type Seen } from './judge-rows.ts';
import type { RowSelection } from './read-selection.ts';
import type { ScanJob } from './scan-job.ts';
import type { JobOutcome, Scanner } from './scan-pool.ts';

/** What was measured, and what could not be. */
export interface Recall {
  readonly audits: readonly JudgedAudit[];
  readonly mined: readonly JudgedMined[];
  /** One sentence each for what is wrong with the tables. */
  readonly problems: readonly string[];
  /** One sentence each for rows that nobody is to blame for. */
  readonly unscored: readonly string[];
}

/** Scans what the rows ask for, and holds them against it. */
export async function measureRecall(selection: RowSelection, clones: Clones, scan: Scanner): Promise<Recall> {
  const checked = checkRows(selection.rows, clones);
  const plan = planJobs(checked.rows);
  const outcomes = await scan(plan.map(({ job }) => job));
  const seen = new Map<CheckedRow, Seen>();
  const problems = [...selection.problems, ...checked.problems];
  for (const [index, { job, rows }] of plan.entries()) {
    const outcome = outcomes[index] ?? 'nothing was scanned';
    problems.push(...failuresOf(job, rows, outcome));
    if (typeof outcome === 'string') continue;
    for (const row of rows) seen.set(row, seenOf(row, outcome));
  }
  return { ...judge(seen), problems, unscored: checked.unscored };
}

function judge(seen: ReadonlyMap<CheckedRow, Seen>): Pick<Recall, 'audits' | 'mined'> {
  const known = (row: CheckedRow): Seen => {
    const found = seen.get(row);
    if (found === undefined) throw new Error(`${row.row.place}: nothing was seen`);
    return found;
  };
  const rows = [...seen.keys()];
  return {
    audits: rows.filter(isAudit).map((row) => judgeAudit(row, known(row))),
    mined: judgeMined(rows.filter(isMined), known),
  };
}

const isAudit = (checked: CheckedRow): checked is CheckedRow<Extract<RecallRow, { kind: 'audit' }>> =>
  checked.row.kind === 'audit';
const isMined = (checked: CheckedRow): checked is CheckedRow<Extract<RecallRow, { kind: 'mined' }>> =>
  checked.row.kind === 'mined';

interface PlannedJob {
  readonly job: ScanJob;
  readonly rows: readonly CheckedRow[];
}

/** Rows of the same commits are scanned together, with the rules that one of them asks for. */
function planJobs(checked: readonly CheckedRow[]): PlannedJob[] {
  const groups = groupBy(checked, ({ row, commit, later = '' }) =>
    [row.repository.toLowerCase(), commit, later].join(' '),
  );
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const rules = [...new Set(rows.flatMap(({ row }) => rulesOf(row)))].sort(compareText);
    const commits = [first.commit, ...(first.later === undefined ? [] : [first.later])];
    const { repository } = first.row;
    return [{ job: { repository, gitDirectory: first.history.gitDirectory, commits, rules }, rows }];
  });
}

function failuresOf({ repository, commits }: ScanJob, rows: readonly CheckedRow[], outcome: JobOutcome): string[] {
  if (typeof outcome === 'string')
    return [`\`${repository}\` at ${commits[0]?.slice(0, 12)}: ${rowCount(rows.length)} not scored, ${outcome}`];
  return outcome.commits.flatMap(({ commit, failures }) =>
    failures.map((failure) => `\`${repository}\` at ${commit.slice(0, 12)}: ${failure}`),
  );
}

function seenOf({ commit, later, row }: CheckedRow, outcome: Exclude<JobOutcome, string>): Seen {
  const find = (wanted: string) => outcome.commits.find((scanned) => scanned.commit === wanted);
  const before = find(commit);
  if (before === undefined) throw new Error(`${row.place}: ${commit} was not scanned`);
  return { before, after: later === undefined ? undefined : find(later) };
}
