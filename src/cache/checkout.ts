import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with `.git` around a folder, or the folder itself: all that a repository may have brought along. */
export function checkoutAround(folder: string): string {
  for (let parent = folder; ; parent = dirname(parent)) {
    if (existsSync(join(parent, '.git'))) return parent;
    if (dirname(parent) === parent) return folder;
  }
}
