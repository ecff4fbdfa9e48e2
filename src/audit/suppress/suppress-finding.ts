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
  /** The file as it was scanned and as it should be written, and the line of the comment in it. */
  | { readonly kind: 'edit'; readonly before: Uint8Array; readonly bytes: Buffer; readonly line: number }
  /** `lines`: where the file has findings of the rule that are not suppressed. */
  | { readonly kind: 'already'; readonly line: number; readonly lines: readonly number[] }
  | { readonly kind: 'no-finding'; readonly lines: readonly number[] }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/**
 * Finds the place for a comment that suppresses one finding. Each place is tried by a scan of the changed file: the comment
 * has to be read as it was meant, and to change nothing but this finding (and those of the rule on the same line), for any rule that the
 * request runs.
 */
export async function suppressFinding(
  request: ScanRequest,
  wish: SuppressionWish,
  run: RunScan,
  shared: KnownReports = request.shared ?? reportsToShare(),
): Promise<SuppressionOutcome> {
  const tree = request.tree ?? new DiskTree(request.root);
  const content = tree.read(wish.path, maxBytesAt(wish.path, request.options.limits));
  if (content.kind === 'skipped') return { kind: 'impossible', reason: content.skipped.message };
  const { bytes } = content;
  // Others may write into it meanwhile: all scans see one file.
  const scanWith = (written: Uint8Array) =>
    run({ ...request, tree: new OverlayTree(tree, new Map([[wish.path, written]])), shared });
  const before = await scanWith(bytes);
  if (before === undefined) return { kind: 'interrupted' };
  const own = findingsOf(before, wish);
  const lines = own.map(({ location }) => location.line);
  const below = lineBelowComments(bytes, wish.line);
  const target = meantIn(before, own, wish) ?? meantIn(before, own, { ...wish, line: below });
  if (target === undefined) return { kind: 'no-finding', lines };
  if ('finding' in target) return { kind: 'already', line: target.line, lines };
  const edits = await editsFor(target, wish, bytes);
  if (edits.kind === 'impossible') return edits;
  let reason: string | undefined;
  for (const edit of edits.edits) {
    const after = await scanWith(edit.bytes);
    if (after === undefined) return { kind: 'interrupted' };
    const tried = { before, after, target, comment: edit.line };
    if (doesAsMeant(tried, wish)) return { kind: 'edit', before: bytes, ...edit };
    reason = whatElse(tried, wish) ?? reason;
  }
  return { kind: 'impossible', reason: reason ?? 'a comment cannot be placed there' };
}

async function editsFor({ location: { line } }: Finding, wish: SuppressionWish, bytes: Uint8Array) {
  const kind = fileKindOf(wish.path) ?? 'python';
  return commentEdits({ ...wish, line, kind, bytes }, await loadPythonParser());
}

/** Reports of files for several suppressions in a row, so that what did not change is mapped once. */
export function reportsToShare(): SharedReports {
  return new SharedReports((bytes) => createHash('sha256').update(bytes).digest('hex'));
}

const findingsOf = ({ findings }: ScanReport, { rule, path }: SuppressionWish): Finding[] =>
  findings.filter((finding) => finding.rule === rule && finding.location.path === path);

/**
 * What is on the line, one that is not suppressed first, and only then what the line is somewhere in. A comment above a statement moves it by a line, and
 * anyone who asks again names the line of before.
 */
function meantIn(
  { suppressed }: ScanReport,
  own: readonly Finding[],
  { rule, path, line }: SuppressionWish,
): Finding | SuppressedFinding | undefined {
  const known = suppressed.filter(({ finding }) => finding.rule === rule && finding.location.path === path);
  const isIn = ({ location }: Finding): boolean => location.line <= line && line <= location.endLine;
  return (
    own.find(({ location }) => location.line === line) ??
    known.find((each) => each.line === line || each.finding.location.line === line) ??
    own.find(isIn) ??
    known.find(({ finding }) => isIn(finding))
  );
}

/** Where a comment for one rule was written above the line, and another rule found something on it too, that line is asked for again. */
function lineBelowComments(bytes: Uint8Array, line: number): number {
  const below = linesOf(bytes).findIndex((text, index) => index >= line - 1 && !/^\s*(?:#|<!--)/.test(text));
  return below < 0 ? line : below + 1;
}

/** Where a line of a file is after others wrote comments into it: it is the same one among those that are no comment of ours. */
export function lineAmongComments(before: Uint8Array, now: Uint8Array, line: number): number {
  const isOther = (text: string): boolean => !/^\s*(?:#|<!--)\s*auditlint:/.test(text);
  let left = linesOf(before).slice(0, line).filter(isOther).length;
  const at = linesOf(now).findIndex((text) => isOther(text) && --left === 0);
  return at < 0 ? line : at + 1;
}

const linesOf = (bytes: Uint8Array): string[] => Buffer.from(bytes).toString('latin1').split(LINE_END);
const LINE_END = /\r\n|\n|\r/;

/** A file before and after a comment was written into its line `comment`. */
interface Tried {
  readonly before: ScanReport;
  readonly after: ScanReport;
  readonly target: Finding;
  readonly comment: number;
}

/** Whether the new comment does what it should, and no more. */
function doesAsMeant(tried: Tried, wish: SuppressionWish): boolean {
  const { before, after, target, comment } = tried;
  const isRead = after.suppressed.some(
    ({ finding, reason, until, line }) =>
      line === comment && keyOf(finding) === keyOf(target) && reason === wish.reason && until === wish.until,
  );
  // Nothing is new, and nothing went away by the comment's breaking what it is in.
  const isSame = findingsMade(before, after).length === 0 && findingsMade(after, before).length === 0;
  return isRead && isSame && alsoSuppressed(tried, wish).length === 0;
}

/** Why it does not, where that can be determined. */
function whatElse(tried: Tried, wish: SuppressionWish): string | undefined {
  const made = findingsMade(tried.before, tried.after);
  const other = made.find(({ rule }) => !ENGINE_RULES.some(({ name }) => name === rule));
  if (other !== undefined) return `a comment there causes a \`${other.rule}\` finding`;
  const lines = alsoSuppressed(tried, wish);
  if (made.length > 0 || lines.length === 0) return undefined;
  const [where, those] = lines.length === 1 ? ['line', 'that'] : ['lines', 'those'];
  return `a comment there also suppresses \`${wish.rule}\` in ${where} ${lines.join(', ')}; suppress ${those} first if they are acceptable too`;
}

/** The other lines whose findings the comment suppresses. */
function alsoSuppressed({ before, after, target }: Tried, wish: SuppressionWish): number[] {
  const left = new Map<string, number>();
  for (const finding of findingsOf(after, wish)) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  const others = findingsOf(before, wish).filter(({ location }) => location.line !== target.location.line);
  const gone = others.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
  return [...new Set(gone.map(({ location }) => location.line))];
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
