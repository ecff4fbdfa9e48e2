import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { leadsOut, relativePath } from '../text/index.ts';
import type { SkippedPath } from './discovery.ts';
import { fileKindOf } from './file-kind.ts';
import { describeSystemError, systemErrorCode } from './read-file.ts';

/**
 * What is to be said of a symbolic link that the walk met; undefined when nothing. Links are never followed: what they
 * point to inside the root is found at its own place.
 */
export function judgeLink(realRoot: string, path: string): SkippedPath | undefined {
  let target: string;
  try {
    target = realpathSync(join(realRoot, path));
  } catch (error) {
    if (systemErrorCode(error) === 'ELOOP')
      return skipped('link-loop', path, 'a symbolic link that leads back to itself');
    return fileKindOf(path) === undefined ? undefined : brokenLink(path, error);
  }
  const inside = pathUnder(realRoot, target);
  if (inside === undefined) {
    return concernsScan(path, target) ? skipped('link-left-root', path, LEFT_ROOT) : undefined;
  }
  const leadsUp = inside === '' || path.startsWith(`${inside}/`);
  if (leadsUp) return skipped('link-loop', path, 'a symbolic link to a folder that contains it, not followed');
  // Python imports it by the name of the link.
  const isHidden = fileKindOf(path) === 'python' && fileKindOf(inside) !== 'python' && statSync(target).isFile();
  return isHidden
    ? skipped(
        'unreadable',
        path,
        `a symbolic link to \`${inside}\`, whose name is not that of a Python file: not scanned`,
      )
    : undefined;
}

export const LEFT_ROOT = 'a symbolic link to outside the scanned root, not followed';

/** `path` relative to `folder` with `/`, '' for the folder itself; undefined when it is not below it. Both absolute. */
export function pathUnder(folder: string, path: string): string | undefined {
  const below = relativePath(folder, path);
  return leadsOut(below) ? undefined : below;
}

/** A link to a licence text two folders up is nobody's loss: only links to folders and to files of a scanned kind are. */
function concernsScan(path: string, target: string): boolean {
  if (fileKindOf(path) !== undefined) return true;
  try {
    return statSync(target).isDirectory();
  } catch {
    return false;
  }
}

function brokenLink(path: string, error: unknown): SkippedPath {
  const pointsNowhere = systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ENOTDIR';
  return skipped('unreadable', path, pointsNowhere ? 'a broken symbolic link' : describeSystemError(error));
}

function skipped(kind: SkippedPath['kind'], path: string, message: string): SkippedPath {
  return { kind, path, message };
}
