import type { FileTree } from '../../discover/index.ts';
import type { ScanLimits, ScanReport } from '../../engine/index.ts';
import type { Finding, Fix } from '../../findings/index.ts';
import type { EditedTree } from './edited-tree.ts';
import { FixRounds } from './fix-rounds.ts';
import { type DroppedFix, placeFixes } from './placed-fix.ts';

/** Scans a tree, and leaves out what the baseline or the base of a comparison knows; undefined when it was interrupted. */
export type Look = (tree: FileTree) => Promise<ScanReport | undefined>;

export interface FixWish {
  readonly tree: EditedTree;
  readonly look: Look;
  isWanted(fix: Fix): boolean;
  readonly limits: ScanLimits;
}

export interface FixOutcome {
  /** What was found before. */
  readonly found: ScanReport;
  /** What is found when the fixes are made. */
  readonly report: ScanReport;
  /** The files that change, as they should be written. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly fixed: readonly Finding[];
  readonly dropped: readonly DroppedFix[];
}

/** Each pass makes possible what met another fix in the one before; fixes that never end are a fault of rules. */
const MAX_PASSES = 10;

/**
 * Makes the fixes that are wanted, in memory: pass after pass, until one changes nothing. After each change the files are scanned
 * again; an edit after which its file cannot be read, its finding stays or another appears is dropped.
 */
export async function fixFiles({ tree, look, isWanted, limits }: FixWish): Promise<FixOutcome | undefined> {
  const found = await look(tree);
  let report = found;
  let contents: ReadonlyMap<string, Uint8Array> = new Map();
  let dropped: readonly DroppedFix[] = [];
  const fixed: Finding[] = [];
  for (let pass = 0; report !== undefined && pass < MAX_PASSES; pass++) {
    const offered = placeFixes(report, isWanted, tree.with(contents), limits);
    const rounds = new FixRounds(offered.byFile, { report, contents }, (next) => look(tree.with(next)));
    const state = await rounds.run();
    if (state === undefined) return undefined;
    ({ report, contents } = state);
    // What could not be made may go with what was: it is tried once more, and told when nothing changes any more.
    dropped = [...offered.dropped, ...rounds.dropped];
    if (state.fixes.length === 0) break;
    fixed.push(...state.fixes.map(({ finding }) => finding));
  }
  return found && report && { found, report, contents, fixed, dropped };
}
