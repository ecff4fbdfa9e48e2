import { cpSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** What lies in a folder of code and is not its own. */
const FOREIGN: ReadonlySet<string> = new Set(['site-packages', 'dist-packages', '__pycache__', '.git', 'node_modules']);

/** Copies folders into one that is taken away after the work: no link leads out of a scanned root. */
export function withOneFolder(folders: readonly string[], work: (folder: string) => void): void {
  const together = mkdtempSync(join(tmpdir(), 'auditlint-bench-'));
  try {
    for (const [index, folder] of folders.entries()) {
      // A name that no module can have: the folder is an import root, not a package.
      cpSync(folder, join(together, `${index}-${basename(folder)}`), { recursive: true, filter: isOwn });
    }
    work(together);
  } finally {
    rmSync(together, { recursive: true, force: true });
  }
}

function isOwn(path: string): boolean {
  const status = lstatSync(path);
  return !FOREIGN.has(basename(path)) && (status.isDirectory() || status.isFile());
}
