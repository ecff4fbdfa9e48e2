import type { VerdictKind } from '../replayed-claim.ts';
import type { ReplayDocument, ToldClaim } from './replay-document.ts';
import { VERDICT_KINDS } from './replay-document.ts';

/** What a verdict is called in front of people. */
export const VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = {
  present: 'present',
  'fixed-in-name-only': 'fixed in name only',
  moved: 'moved',
  fixed: 'fixed',
  gone: 'gone',
  contradicted: 'contradicted',
  'not-decidable': 'not decidable',
};

/** "12 present, 3 fixed": kinds that occur. */
export function summary({ verdicts }: Pick<ReplayDocument, 'verdicts'>): string {
  const told = VERDICT_KINDS.filter((kind) => verdicts[kind] > 0).map(
    (kind) => `${verdicts[kind]} ${VERDICT_WORDS[kind]}`,
  );
  return told.length === 0 ? 'no claim' : told.join(', ');
}

/** Where a claim stands: the place of the evidence, else the surest anchor. What is found near one that nothing decides is something else. */
export function placeOf({ verdict, anchors }: ToldClaim): { readonly path: string; readonly line: number } | undefined {
  if (verdict.kind === 'not-decidable' && anchors[0] !== undefined) return anchors[0];
  const shown = verdict.evidence.find(({ path, line }) => path !== undefined && line !== undefined);
  if (shown?.path !== undefined && shown.line !== undefined) return { path: shown.path, line: shown.line };
  return anchors[0];
}

export function totalText({ line, severity, count, found }: ReplayDocument['totals'][number]): string {
  const of = severity === undefined ? 'claims' : `claims of ${severity}`;
  return `line ${line} says ${count} ${of}, and there are ${found}`;
}
