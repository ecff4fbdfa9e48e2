import { groupBy } from '../../src/collections/index.ts';
import type { Finding } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { scanFolder } from '../corpus/scan-folder.ts';
import type { ForeignHistory } from '../git/foreign-history.ts';
import { type JudgedRow, judgeRows, type RowEvidence } from './judge.ts';
import type { ReplayRow } from './row.ts';

/** Rows held against what the rules say at their commits, in the order of the table. */
export async function replay(
  rows: readonly ReplayRow[],
  rules: readonly RegisteredRule[],
  history: ForeignHistory,
  today: string,
): Promise<JudgedRow[]> {
  const commits = [...new Set(rows.flatMap(({ commit, later }) => [commit, later]))];
  const found = new Map<string, readonly Finding[]>();
  for (const commit of commits) {
    const path = await history.unpack(commit);
    const { report } = await scanFolder({ package: commit, version: commit, path }, rules, today);
    found.set(commit, report.findings);
  }
  const ofRule = (commit: string, rule: string): Finding[] =>
    (found.get(commit) ?? []).filter((finding) => finding.rule === rule);
  const evidenceOf = ({ path, rule, commit, later }: ReplayRow): RowEvidence => {
    const laterPath = history.pathIn(path, commit, later);
    const lines = history.lineMap(path, commit, later);
    return {
      findings: ofRule(commit, rule),
      laterFindings: ofRule(later, rule),
      later: laterPath === undefined || lines === undefined ? undefined : { path: laterPath, lines },
    };
  };
  // Rows of one rule in one file at one commit share its findings.
  const groups = groupBy(rows, ({ rule, path, commit }) => [rule, path, commit].join('\0'));
  const judged = [...groups.values()].flatMap((group) => judgeRows(group, remembered(evidenceOf)));
  return rows.flatMap((row) => judged.find((one) => one.row === row) ?? []);
}

function remembered(evidenceOf: (row: ReplayRow) => RowEvidence): (row: ReplayRow) => RowEvidence {
  const known = new Map<ReplayRow, RowEvidence>();
  return (row) => {
    const evidence = known.get(row) ?? evidenceOf(row);
    known.set(row, evidence);
    return evidence;
  };
}
