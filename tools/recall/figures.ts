/** How much of what is there is found. */
import { groupBy } from '../../src/collections/index.ts';
import { compareText } from '../../src/text/index.ts';
import type { Share } from '../first-sight/figures.ts';
import type { Judged, JudgedAudit, JudgedMined } from './judge-rows.ts';
import type { Recall } from './measure.ts';
import { type Part, partOf } from './mined-row.ts';

export interface RecallFigures {
  readonly name: string;
  /** Rows at which something must fire. */
  readonly rows: number;
  readonly inDefault: Share;
  readonly inStrict: Share;
  /** Rows at which nothing may fire, in either profile; none in mined tables. */
  readonly quiet: Share;
  /** Of mined rows that fire in strict; none in audits. */
  readonly silentAfter: Share;
}

/** One entry for each audit, for all of them, and for each part of the mined rows, where there are any. */
export function figuresByTable({ audits, mined }: Recall): RecallFigures[] {
  const tables = groupBy(audits, ({ row }) => row.table);
  const byAudit = [...tables].map(([table, rows]) => countAudits(table, rows));
  const parts = groupBy(mined, ({ row }) => partOf(row.repository));
  const byPart = PARTS.flatMap((part) => {
    const rows = parts.get(part) ?? [];
    return rows.length === 0 ? [] : [countMined(partName(part), rows)];
  });
  return [...byAudit, ...(tables.size > 1 ? [countAudits('all audits', audits)] : []), ...byPart];
}

const PARTS: readonly Part[] = ['kept', 'aside'];

const partName = (part: Part): string => (part === 'kept' ? 'mined' : 'mined, set aside');

export interface RuleRecall {
  readonly rule: string;
  readonly audits: RecallFigures;
  readonly mined: RecallFigures;
}

/** A row of several rules counts for the first of them. */
export function figuresByRule({ audits, mined }: Pick<Recall, 'audits' | 'mined'>): RuleRecall[] {
  const audited = groupBy(audits, ({ row }) => row.rules[0] ?? '');
  const mended = groupBy(mined, ({ row }) => row.rule);
  const names = [...new Set([...audited.keys(), ...mended.keys()])].sort(compareText);
  return names.map((rule) => ({
    rule,
    audits: countAudits(rule, audited.get(rule) ?? []),
    mined: countMined(rule, mended.get(rule) ?? []),
  }));
}

function countAudits(name: string, judged: readonly JudgedAudit[]): RecallFigures {
  const quiet = judged.filter(({ row }) => row.expect === 'quiet');
  return {
    ...countFiring(
      name,
      judged.filter(({ row }) => row.expect === 'fire'),
    ),
    quiet: shareOf(quiet, ({ firesInStrict, firesInDefault }) => !firesInStrict && !firesInDefault),
    silentAfter: { count: 0, of: 0 },
  };
}

function countMined(name: string, judged: readonly JudgedMined[]): RecallFigures {
  const fired = judged.filter(({ firesInStrict }) => firesInStrict);
  return {
    ...countFiring(name, judged),
    quiet: { count: 0, of: 0 },
    silentAfter: shareOf(fired, ({ isSilentAfter }) => isSilentAfter),
  };
}

function countFiring(name: string, judged: readonly (JudgedAudit | JudgedMined)[]) {
  return {
    name,
    rows: judged.length,
    inDefault: shareOf(judged, ({ firesInDefault }) => firesInDefault),
    inStrict: shareOf(judged, ({ firesInStrict }) => firesInStrict),
  };
}

function shareOf<T extends Judged<JudgedAudit['row'] | JudgedMined['row']>>(
  judged: readonly T[],
  isSo: (one: T) => boolean,
): Share {
  return { count: judged.filter(isSo).length, of: judged.length };
}
