/** How the files of two commits differ, as git sees it. */
import { diffArrays } from 'diff';
import type { Hunk } from '../../src/replay/history.ts';
import type { Files, MemoryCommit, MemoryLog } from './memory-log.ts';

export function changedPaths(before: Files, after: Files): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** Where files went that are not there any more: each to a new one that is the same, or else the most like it. */
export function renamesBetween(before: Files, after: Files): ReadonlyMap<string, string> {
  const gone = new Map([...before].filter(([path]) => !after.has(path)));
  const come = new Map([...after].filter(([path]) => !before.has(path)));
  const pairs = [...gone].flatMap(([from, old]) =>
    [...come].flatMap(([to, content]) => {
      const share = likeness(old, content);
      return share < LEAST_LIKENESS ? [] : { from, to, share, isNamedAlike: baseName(from) === baseName(to) };
    }),
  );
  pairs.sort((a, b) => b.share - a.share || Number(b.isNamedAlike) - Number(a.isNamedAlike));
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of pairs) {
    if (renames.has(from) || taken.has(to)) continue;
    renames.set(from, to);
    taken.add(to);
  }
  return renames;
}

/** The file among some that another was made of. */
export function renameSource(path: string, content: string, from: Files): string | undefined {
  const [best] = [...from]
    .map(([name, old]) => ({ name, share: likeness(old, content) }))
    .filter(({ share }) => share >= LEAST_LIKENESS)
    .sort(
      (a, b) =>
        b.share - a.share || Number(baseName(b.name) === baseName(path)) - Number(baseName(a.name) === baseName(path)),
    );
  return best?.name;
}

/** Which file that a commit took away it made this one of. */
export function renamedFrom(path: string, { files }: MemoryCommit, parent: MemoryCommit): string | undefined {
  const gone = new Map([...parent.files].filter(([name]) => !files.has(name)));
  return renameSource(path, files.get(path) ?? '', gone);
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const LEAST_LIKENESS = 0.5;

/** How much of the larger of two contents both have: by lines, and pieces of 64 bytes of longer ones. */
function likeness(old: string, content: string): number {
  if (old === content) return 1;
  const [left, right] = [piecesOf(old), piecesOf(content)];
  let common = 0;
  for (const [piece, size] of left) common += Math.min(size, right.get(piece) ?? 0);
  return common / Math.max(Buffer.byteLength(old), Buffer.byteLength(content));
}

/** The bytes of each piece, over all that are equal. */
function piecesOf(content: string): ReadonlyMap<string, number> {
  const pieces = new Map<string, number>();
  for (const piece of Buffer.from(content)
    .toString('latin1')
    .match(/[^\n]{64}|[^\n]{0,63}\n|[^\n]+/g) ?? [])
    pieces.set(piece, (pieces.get(piece) ?? 0) + piece.length);
  return pieces;
}

/** The hunks of all that differs, file by file; a file that moved is one. */
export function hunksBetween(before: Files, after: Files): readonly Hunk[] {
  const renames = renamesBetween(before, after);
  const origins = new Map([...renames].map(([from, to]) => [to, from]));
  return changedPaths(before, after)
    .filter((path) => !renames.has(path))
    .flatMap((path) => hunksOf(before.get(origins.get(path) ?? path) ?? '', after.get(path) ?? ''));
}

function hunksOf(before: string, after: string): readonly Hunk[] {
  const hunks: Hunk[] = [];
  const lines = { before: 0, after: 0 };
  const changed = { before: 0, after: 0 };
  const side = (name: 'before' | 'after') => ({
    start: lines[name] - changed[name] + (changed[name] === 0 ? 0 : 1),
    count: changed[name],
  });
  const close = (): void => {
    if (changed.before + changed.after > 0) hunks.push({ before: side('before'), after: side('after') });
    changed.before = changed.after = 0;
  };
  for (const { count, added, removed } of diffArrays(linesOf(before), linesOf(after))) {
    if (!added && !removed) close();
    if (!added) lines.before += count;
    if (!removed) lines.after += count;
    if (added) changed.after += count;
    if (removed) changed.before += count;
  }
  close();
  return hunks;
}

const linesOf = (content: string): string[] => content.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** The commit that each line of a file comes from. */
export function blamed(commit: MemoryCommit, path: string, log: MemoryLog): readonly string[] {
  const lines = linesOf(commit.files.get(path) ?? '');
  const from: (string | undefined)[] = lines.map(() => undefined);
  for (const id of commit.parents) {
    const parent = log.commit(id);
    const name = parent.files.has(path) ? path : renamedFrom(path, commit, parent);
    if (name === undefined) continue;
    const older = blamed(parent, name, log);
    let [there, here] = [0, 0];
    for (const { count, added, removed } of diffArrays(linesOf(parent.files.get(name) ?? ''), lines)) {
      if (!added && !removed) for (let i = 0; i < count; i++) from[here + i] ??= older[there + i];
      if (!added) there += count;
      if (!removed) here += count;
    }
  }
  return from.map((id) => id ?? commit.id);
}
