import { DiskTree, workTreeAround } from '../../discover/index.ts';
import { DEFAULT_LIMITS, maxBytesAt } from '../../engine/index.ts';
import type { RuleDescription } from '../../findings/index.ts';
import { TOOL } from '../version.ts';
import type { MergedReport } from './merge-reports.ts';

/**
 * What reporters need besides the findings. `folder` is where the root is now, undefined when it is not at hand: places of
 * notebooks and columns of some formats are read there. No line of it is shown, because it may have changed since the scan,
 * and a secret may be on another line.
 */
export function describeMerge(merged: MergedReport, folder: string | undefined, rules: readonly RuleDescription[]) {
  const named = new Set(
    [...merged.findings, ...merged.suppressed.map(({ finding }) => finding)].map(({ rule }) => rule),
  );
  const tree = folder === undefined ? undefined : new DiskTree(folder);
  return {
    tool: TOOL,
    root: merged.root,
    pathInCheckout: (folder === undefined ? undefined : workTreeAround(folder)?.prefix) ?? '',
    rules: rules.filter(({ name }) => named.has(name)),
    findings: merged.findings,
    suppressed: merged.suppressed,
    notices: merged.notices,
    statistics: merged.statistics,
    readSource: (path: string) => {
      const content = tree?.read(path, maxBytesAt(path, DEFAULT_LIMITS));
      return content?.kind === 'content' ? content.bytes : undefined;
    },
    showsSource: false,
  };
}
