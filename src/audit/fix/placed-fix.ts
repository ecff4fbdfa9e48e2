import { type FileTree, fileKindOf, isPythonFileKind } from '../../discover/index.ts';
import { maxBytesAt, type ScanLimits, type ScanReport } from '../../engine/index.ts';
import type { Finding, Fix, NoticeKind } from '../../findings/index.ts';
import { EditableFile, joinEdits, meet, type TextEdit } from './apply-edits.ts';

/** A fix with its edits in the text of the file that it changes. */
export interface PlacedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly path: string;
  readonly file: EditableFile;
  readonly edits: readonly TextEdit[];
  /** Its edits, and what they rely on. */
  readonly claims: readonly TextEdit[];
}

/** A fix that is not made. */
export interface DroppedFix {
  readonly finding: Finding;
  readonly reason: string;
}

/** The fixes of a pass by file, none of which meets another, and those that cannot be written. */
export interface PlacedFixes {
  readonly byFile: ReadonlyMap<string, readonly PlacedFix[]>;
  readonly dropped: readonly DroppedFix[];
}

/** Places the fixes of a report that are wanted. Of two that touch the same code the second is left for the next pass. */
export function placeFixes(
  { findings, notices }: ScanReport,
  isWanted: (fix: Fix) => boolean,
  tree: FileTree,
  limits: ScanLimits,
): PlacedFixes {
  const files = new Map<string, EditableFile | undefined>();
  const open = (path: string): EditableFile | undefined => {
    if (!files.has(path)) files.set(path, openFile(path, tree, limits));
    return files.get(path);
  };
  const broken = new Set(notices.flatMap(({ kind, path }) => (reportsGaps(kind) ? path : [])));
  const byFile = new Map<string, PlacedFix[]>();
  const dropped: DroppedFix[] = [];
  for (const finding of findings) {
    const { fix } = finding;
    if (fix === undefined || !isWanted(fix)) continue;
    const isBroken = fix.edits.some(({ location }) => broken.has(location.path));
    const placed = isBroken ? 'the file has syntax that is not understood' : placeFix(finding, fix, open);
    if (typeof placed === 'string') dropped.push({ finding, reason: placed });
    else {
      const before = byFile.get(placed.path) ?? [];
      if (!before.some((other) => meet(other.claims, placed.claims))) byFile.set(placed.path, [...before, placed]);
    }
  }
  return { byFile, dropped };
}

/** Whether a notice reports parts that no rule saw of its file: they may need what a fix takes away, so that none is made there. */
export const reportsGaps = (kind: NoticeKind): boolean => kind === 'partly-parsed' || kind === 'too-deep';

/** The fix in its file, or why it cannot be written. */
function placeFix(finding: Finding, fix: Fix, open: (path: string) => EditableFile | undefined): PlacedFix | string {
  const [path, ...others] = new Set(fix.edits.map(({ location }) => location.path));
  if (path === undefined || others.length > 0) return 'it changes more than one file';
  const file = open(path);
  if (file === undefined) return 'the file cannot be written in its encoding';
  const placed = fix.edits.map((edit) => file.place(edit));
  const edits = joinEdits(placed.flatMap((edit) => edit ?? []));
  if (edits === undefined || placed.includes(undefined)) return 'its edits are outside the file';
  return file.write(edits) === undefined
    ? 'the encoding of the file cannot represent it'
    : { finding, fix, path, file, edits, claims: [...edits, ...claimsOf(fix, file)] };
}

/** What must stay is as if it were written anew: others who rely on it as well say the same. */
function claimsOf({ keeps = [] }: Fix, file: EditableFile): TextEdit[] {
  return keeps.flatMap((location) => {
    const at = file.place({ location, text: '' });
    return at === undefined ? [] : { ...at, text: file.text.slice(at) };
  });
}

function openFile(path: string, tree: FileTree, limits: ScanLimits): EditableFile | undefined {
  const content = tree.read(path, maxBytesAt(path, limits));
  if (content.kind === 'skipped') return undefined;
  return EditableFile.open(content.bytes, isPythonFileKind(fileKindOf(path) ?? 'python'));
}

/** A file with several fixes made; undefined where its encoding cannot hold them together. */
export function writeFixes(fixes: readonly PlacedFix[]): Buffer | undefined {
  const edits = joinEdits(fixes.flatMap(({ edits }) => edits));
  return edits && fixes[0]?.file.write(edits);
}
