import { fileKindOf } from '../../src/discover/index.ts';
import type { GitProcess } from '../../src/git/git-process.ts';
import { LineMap } from '../git/line-map.ts';

/** What one commit did to the files of the one before it, as git sees it. */
export interface StepChanges {
  /** Where a file stands now, and how its lines moved; undefined where it is gone. */
  fileAfter(path: string): { readonly path: string; readonly lines: LineMap | undefined } | undefined;
}

/** Reads the difference of two commits with git's own detection of renames. */
export function readChanges(git: GitProcess, before: string, after: string): StepChanges {
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--find-renames', '-l10000'];
  const paths = readablePaths(git, before, after);
  const diff = (...more: string[]) =>
    // No path at all would mean every path.
    paths.length === 0
      ? ''
      : git.read(['diff-tree', '-r', ...plain, ...more, before, after, '--', ...paths]).toString('utf8');
  const files = new Map<string, string | undefined>();
  const fields = diff('--name-status', '-z').split('\0');
  for (let at = 0; at + 1 < fields.length; ) {
    const [status = '', path = '', renamed = ''] = fields.slice(at, at + 3);
    const isRename = status.startsWith('R');
    if (status !== 'A') files.set(path, status === 'D' ? undefined : isRename ? renamed : path);
    at += isRename || status.startsWith('C') ? 3 : 2;
  }
  const maps = readLineMaps(diff('--patch', '--unified=0'));
  return {
    fileAfter: (path) => {
      if (!files.has(path)) return { path, lines: undefined };
      const now = files.get(path);
      return now === undefined ? undefined : { path: now, lines: maps.get(now) };
    },
  };
}

/** The changed files that a scan reads. A mirror may lack others, which git would want to look into. */
function readablePaths(git: GitProcess, before: string, after: string): string[] {
  const listing = git.read(['diff-tree', '-r', '--no-renames', '--name-only', '-z', before, after]).toString('utf8');
  return listing.split('\0').filter((path) => path !== '' && fileKindOf(path) !== undefined);
}

/** By the path after; a file that was only renamed has none, nor has one whose name git quotes. */
function readLineMaps(patch: string): Map<string, LineMap> {
  const maps = new Map<string, LineMap>();
  for (const part of patch.split(/^diff --git /m)) {
    const path = /^\+\+\+ b\/(.+)$/m.exec(part)?.[1];
    if (path !== undefined) maps.set(path.replace(/\t$/, ''), LineMap.parse(part));
  }
  return maps;
}
