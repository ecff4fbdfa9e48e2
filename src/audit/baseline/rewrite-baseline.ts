import type { ScanReport } from '../../engine/index.ts';
import { type BaselineEntry, baselineEntries, numberEntries } from '../../findings/index.ts';
import type { BaselineComparison } from './compare-with-baseline.ts';

/** What holds after `--update`: all that was found, and what this scan did not look at. */
export function updatedEntries(report: ScanReport, { unmatched, gone, pathOf }: BaselineComparison): BaselineEntry[] {
  const isGone = new Set(gone);
  const unjudged = unmatched.filter((entry) => !isGone.has(entry));
  return numberEntries([...baselineEntries(report.findings, pathOf), ...unjudged]);
}

/** What holds after `--prune`: the entries as they are but for those that are gone. */
export function prunedEntries(entries: readonly BaselineEntry[], { gone }: BaselineComparison): BaselineEntry[] {
  const isGone = new Set(gone);
  return entries.filter((entry) => !isGone.has(entry));
}
