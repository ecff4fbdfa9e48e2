import { alignedTable } from '../corpus/aligned-table.ts';
import { RULE_TITLES, ruleCells, TABLE_TITLES, tableCells } from './figure-cells.ts';
import { figuresByRule, figuresByTable } from './figures.ts';
import type { JudgedAudit, JudgedMined } from './judge-rows.ts';
import type { Recall } from './measure.ts';
import { partOf } from './mined-row.ts';

/** What a run says: figures, then each row that is not as it should be by name; those that are set aside are counted, and nobody is to read what they are. */
export function recallText(recall: Recall): string {
  if (recall.audits.length + recall.mined.length === 0) return 'no row was scored';
  return [
    alignedTable([[...TABLE_TITLES], ...figuresByTable(recall).map(tableCells)]),
    alignedTable([[...RULE_TITLES], ...figuresByRule(recall).map(ruleCells)]),
    ...missSections(recall),
  ].join('\n\n');
}

function missSections({ audits, mined: all }: Recall): string[] {
  const mined = all.filter(({ row }) => partOf(row.repository) === 'kept');
  const wanted = [...audits.filter(({ row }) => row.expect === 'fire'), ...mined];
  const loud = audits.filter(
    ({ row, firesInDefault, firesInStrict }) => row.expect === 'quiet' && (firesInDefault || firesInStrict),
  );
  return [
    section(
      'Silent in both profiles',
      wanted.filter(({ firesInStrict, firesInDefault }) => !firesInStrict && !firesInDefault).map(missLine),
    ),
    section(
      'In strict only',
      wanted
        .filter(({ firesInStrict, firesInDefault }) => firesInStrict && !firesInDefault)
        .map((judged) => `${missLine(judged)} (${judged.rank})`),
    ),
    section('Must be quiet and fires', loud.map(missLine)),
    section(
      'Fires after the mend, too',
      mined.filter(({ firesInStrict, isSilentAfter }) => firesInStrict && !isSilentAfter).map(missLine),
    ),
  ].flat();
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title} (${lines.length}):\n${lines.map((line) => `  ${line}`).join('\n')}`];

const LONGEST_REASON = 120;

function missLine({ row }: JudgedAudit | JudgedMined): string {
  const place = `${row.path}:${row.line}`;
  if (row.kind === 'audit')
    return `${row.table} ${row.id} ${place}: ${row.rules.join(' or ')}: ${shortened(row.claim)}`;
  return `${row.repository}@${row.before.slice(0, 8)} ${place}: ${row.rule}: ${shortened(row.why)}`;
}

const shortened = (text: string): string =>
  text.length <= LONGEST_REASON ? text : `${text.slice(0, LONGEST_REASON - 1).trimEnd()}…`;
