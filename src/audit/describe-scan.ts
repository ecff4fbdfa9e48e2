import { bytesIn, DiskTree, type FileTree, workTreeAround } from '../discover/index.ts';
import type { ScanLimits, ScanReport, ScanRequest } from '../engine/index.ts';
import { maxBytesAt } from '../engine/scan-options.ts';
import { joinCauses, type RuleDescription } from '../findings/index.ts';
import type { PreparedScan } from './prepare-scan.ts';
import { TOOL } from './version.ts';

/** What is told of a scan beside its report. */
export interface DescribedScan {
  readonly root: string;
  /** All of the root was asked for, and nothing of it by name. */
  readonly isWhole: boolean;
  readonly tree: FileTree;
  readonly stdin: ScanRequest['stdin'];
  readonly limits: ScanLimits;
  /** That took part, sorted by name. */
  readonly rules: readonly RuleDescription[];
}

/** A prepared scan as its report needs it told. */
export function describedScan(report: ScanReport, scan: PreparedScan): DescribedScan {
  const { root, paths, stdin, options, tree } = scan.request;
  return {
    root,
    isWhole: paths.length === 0 && stdin === undefined,
    tree: tree ?? new DiskTree(root),
    stdin,
    limits: options.limits,
    rules: rulesThatTookPart(report, scan),
  };
}

/** What reporters need besides the result: who scanned, where the root is, which rules took part, the sources. */
export function describeScan(report: ScanReport, scan: DescribedScan, shownRoot: string) {
  const { root, stdin, tree, rules, limits } = scan;
  return {
    tool: TOOL,
    root: shownRoot,
    pathInCheckout: workTreeAround(root)?.prefix ?? '',
    rules,
    findings: report.findings,
    suppressed: report.suppressed,
    known: report.known,
    onlyInStrict: joinCauses(report.unshown).length,
    unselected: joinCauses(report.unselected).length,
    notices: report.notices,
    statistics: report.statistics,
    secrets: report.secrets,
    readSource: (path: string) => (path === stdin?.path ? stdin.bytes : bytesIn(tree, path, maxBytesAt(path, limits))),
  };
}

// Also those of findings: the engine reports in its own name too.
function rulesThatTookPart(report: ScanReport, { resolution }: PreparedScan): RuleDescription[] {
  const named = new Set([
    ...resolution.project.rules.keys(),
    ...report.findings.map(({ rule }) => rule),
    ...report.suppressed.map(({ finding }) => finding.rule),
  ]);
  return resolution.rules.filter(({ name }) => named.has(name));
}
