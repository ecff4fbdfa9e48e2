import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileKindOf } from '../../src/discover/index.ts';

/** What lies in a folder of code and is not its own. */
const FOREIGN: ReadonlySet<string> = new Set(['.git', '.venv', 'venv', 'node_modules', 'site-packages', '__pycache__']);

/**
 * Puts repositories side by side into `place` until they have so many lines of Python, and again from the first where they do not reach;
 * the last is cut. Files are linked where they can be: a tree of millions of lines is large. Gives the lines.
 */
export function growTree(repositories: readonly string[], place: string, wantedLines: number): number {
  let lines = 0;
  for (let turn = 0; lines < wantedLines; turn++) {
    const before = lines;
    for (const repository of repositories) {
      for (const path of filesBelow(repository, '')) {
        if (lines >= wantedLines) return lines;
        const source = join(repository, path);
        const target = join(place, `${basename(repository).replace(/\W/g, '-')}-${turn}`, path);
        mkdirSync(dirname(target), { recursive: true });
        linkOrCopy(source, target);
        if (path.endsWith('.py')) lines += countLines(source);
      }
    }
    // Once is asked for by no number that could be reached.
    if (wantedLines === Number.POSITIVE_INFINITY) break;
    if (lines === before) throw new Error(`no Python in ${repositories.join(', ')}`);
  }
  return lines;
}

function* filesBelow(root: string, folder: string): Generator<string> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !FOREIGN.has(entry.name)) yield* filesBelow(root, path);
    else if (entry.isFile() && fileKindOf(path) !== undefined) yield path;
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system.
    copyFileSync(source, target);
  }
}

function countLines(file: string): number {
  const bytes = readFileSync(file);
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
