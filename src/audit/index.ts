/** Running an audit: from a wish to a scan that follows its configuration, and what reporters need of it. */

export { type BaselineComparison, compareWithBaseline, judgedBy } from './baseline/compare-with-baseline.ts';
export { leaveOutKnown, withGoneCount } from './baseline/leave-out-known.ts';
export { prunedEntries, updatedEntries } from './baseline/rewrite-baseline.ts';
export { type ComparisonWish, commitSharedWith, findSides } from './compare/compared-sides.ts';
export { type ScannedSides, scanBothSides, scanSides } from './compare/scan-both-sides.ts';
export { type DescribedScan, describedScan, describeScan } from './describe-scan.ts';
export { EditedTree } from './fix/edited-tree.ts';
export { type FixOutcome, fixFiles, type Look } from './fix/fix-files.ts';
export { type DroppedFix, reportsGaps } from './fix/placed-fix.ts';
export { describeMerge } from './merge/describe-merge.ts';
export { mergeReports } from './merge/merge-reports.ts';
export { parseReport } from './merge/parse-report.ts';
export type { PreparedScan, ScanWish } from './prepare-scan.ts';
export { configurableRules, prepareScan } from './prepare-scan.ts';
export { reportedOnce } from './reported-once.ts';
export { folderOfWhole, pathFilter } from './requested-paths.ts';
export { type JoinedParts, openParts, readParts, type WholeScan } from './shards/join-parts.ts';
export { PART_FORMAT, PartError, type PartHead, type ShardWish, startOfLine } from './shards/part-format.ts';
export { partLines } from './shards/part-lines.ts';
export { filesOfShard, type Shard } from './shards/split-files.ts';
export { checkedOutCommit, hashOfFiles, pluginsOf, sizesBelow } from './shards/tree-identity.ts';
export { type ListedSuppression, listSuppressions } from './suppress/list-suppressions.ts';
export {
  lineAmongComments,
  reportsToShare,
  type SuppressionOutcome,
  suppressFinding,
} from './suppress/suppress-finding.ts';
export { TOOL } from './version.ts';
export {
  type Conclusion,
  conclude,
  type LeftToProject,
  type NearFinding,
  type RuleLook,
} from './why/conclude.ts';
