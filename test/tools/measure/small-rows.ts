import type { Severity } from '../../../src/findings/index.ts';
import type { MatchedRow } from '../../../tools/measure/matched-row.ts';
import type { MeasuredRow } from '../../../tools/measure/measured-row.ts';
import type { SeenFinding } from '../../../tools/measure/scan-subject.ts';

/** A row about line 10 of `shop.py`. */
export function row(own: Partial<MeasuredRow> = {}): MeasuredRow {
  return {
    ...{ place: 'hndsr.tsv:2', table: 'hndsr', id: 'H-1', rules: ['race'], path: 'shop.py', line: 10 },
    ...{ expect: 'fire', claim: 'loses orders', group: 'hndsr at 2ab225f' },
    subject: { kind: 'folder', key: 'shop', folder: 'shop' },
    ...{ severity: 'P1', isOfKind: true },
    ...own,
  };
}

/** A finding in `shop.py`, unless a path is given. */
export function finding(
  rule: string,
  line: number,
  {
    path = 'shop.py',
    severity = 'P2',
    ...own
  }: Partial<Pick<SeenFinding, 'severity' | 'related' | 'rank'>> & {
    readonly path?: string;
  } = {},
): SeenFinding {
  return { rule, location: { path, line }, severity, related: [], rank: severity, ...own };
}

/** A row that its author calls `audit`, and that strict meets with a finding of the severity `tool`, or not at all. */
export function graded(
  audit: Severity | undefined,
  tool: Severity | undefined,
  own: Partial<MeasuredRow> = {},
): MatchedRow {
  const inStrict = tool === undefined ? undefined : finding('race', 10, { severity: tool });
  return { row: row({ severity: audit, ...own }), inDefault: undefined, inStrict };
}
