import { createHash } from 'node:crypto';
import { loadPythonParser } from '../../ast/lower/index.ts';
import { DiskTree, fileKindOf, OverlayTree } from '../../discover/index.ts';
import {
  commentEdits,
  ENGINE_RULES,
  type KnownReports,
  maxBytesAt,
  type ScanReport,
  type ScanRequest,
  SharedReports,
} from '../../engine/index.ts';
import { type Finding, keyOf, type SuppressedFinding } from '../../findings/index.ts';
import type { RunScan } from '../compare/scan-both-sides.ts';

/** A finding that is to be accepted, and why. */
export interface SuppressionWish {
  /** Relative to the root of the scan. */
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
  readonly until: string | undefined;
}

export type SuppressionOutcome =
  /** The file as it should be written, and the line of the comment in it. */
  | { readonly kind: 'edit'; readonly bytes: Buffer; readonly line: number }
  | { readonly kind: 'already'; readonly line: number }
  /** `lines`: where the file has findings of the rule. */
  | { readonly kind: 'no-finding'; readonly lines: readonly number[] }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/**
 * Finds the place for a comment that suppresses one finding. Each place is tried by a scan of the changed file: the comment
 * has to be read as it was meant, and to change nothing but this finding (and equal ones in the same statement), for any rule that the
 * request runs.
 */
export async function suppressFinding(
  request: ScanRequest,
  wish: SuppressionWish,
  run: RunScan,
  shared: KnownReports = request.shared ?? reportsToShare(),
): Promise<SuppressionOutcome> {
  const tree = request.tree ?? new DiskTree(request.root);
  const before = await run({ ...request, tree, shared });
  if (before === undefined) return { kind: 'interrupted' };
  const known = before.suppressed.find((suppressed) => isMeant(suppressed, wish));
  if (known !== undefined) return { kind: 'already', line: known.line };
  const own = before.findings.filter(({ rule, location }) => rule === wish.rule && location.path === wish.path);
  const target = own.find(({ location }) => location.line <= wish.line && wish.line <= location.endLine);
  if (target === undefined) return { kind: 'no-finding', lines: own.map(({ location }) => location.line) };
  const content = tree.read(wish.path, maxBytesAt(wish.path, request.options.limits));
  if (content.kind === 'skipped') return { kind: 'impossible', reason: content.skipped.message };
  const kind = fileKindOf(wish.path) ?? 'python';
  const { line } = target.location;
  const edits = commentEdits({ ...wish, line, kind, bytes: content.bytes }, await loadPythonParser());
  if (edits.kind === 'impossible') return edits;
  let reason = 'a comment cannot stand there';
  for (const bytes of edits.edits) {
    const after = await run({ ...request, tree: new OverlayTree(tree, new Map([[wish.path, bytes]])), shared });
    if (after === undefined) return { kind: 'interrupted' };
    const comment = commentIn(before, after, keyOf(target), wish);
    if (comment !== undefined) return { kind: 'edit', bytes, line: comment };
    const made = findingsMade(before, after).find(({ rule }) => !ENGINE_RULES.some(({ name }) => name === rule));
    if (made !== undefined) reason = `a comment there makes \`${made.rule}\` find something`;
  }
  return { kind: 'impossible', reason };
}

/** Reports of files for several suppressions in a row, so that what did not change is mapped once. */
export function reportsToShare(): SharedReports {
  return new SharedReports((bytes) => createHash('sha256').update(bytes).digest('hex'));
}

/** A comment above a statement moves it by a line, and whoever asks again names the line of before. */
function isMeant({ finding, line }: SuppressedFinding, wish: SuppressionWish): boolean {
  if (finding.rule !== wish.rule || finding.location.path !== wish.path) return false;
  const { line: first, endLine } = finding.location;
  return line === wish.line || (first <= wish.line && wish.line <= endLine);
}

/** The line of the new comment, where it does what it should. */
function commentIn(before: ScanReport, after: ScanReport, key: string, wish: SuppressionWish): number | undefined {
  const comment = after.suppressed.find(
    ({ finding, reason, until }) => keyOf(finding) === key && reason === wish.reason && until === wish.until,
  );
  const isMore = after.suppressed.length > before.suppressed.length;
  // Nothing is new, and nothing went away by the comment's breaking what it stands in.
  const isSame = findingsMade(before, after).length === 0 && findingsMade(after, before).length === 0;
  return isMore && isSame ? comment?.line : undefined;
}

/** The findings of the later scan that the earlier one has not, suppressed or not, in whatever line. */
function findingsMade(before: ScanReport, after: ScanReport): Finding[] {
  const all = ({ findings, suppressed }: ScanReport) => [...findings, ...suppressed.map(({ finding }) => finding)];
  const known = new Map<string, number>();
  const nameOf = (finding: Finding) => `${finding.rule} ${finding.location.path} ${keyOf(finding)}`;
  for (const finding of all(before)) known.set(nameOf(finding), (known.get(nameOf(finding)) ?? 0) + 1);
  return all(after).filter((finding) => {
    const left = known.get(nameOf(finding)) ?? 0;
    known.set(nameOf(finding), left - 1);
    return left <= 0;
  });
}
