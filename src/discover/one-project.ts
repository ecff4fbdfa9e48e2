/** Whether a folder is one project, so that what is asked for in it is looked at as a part of that. */
import { realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileKindOf, isDataKind } from './file-kind.ts';
import type { FileTree } from './file-tree.ts';
import { isEnvironment, isToolFolder } from './tool-folders.ts';

/**
 * Whether the rest of a tree is to be read around the paths of it that are asked for. Where a file says "here a project begins", it is. Any other folder is the
 * project of anyone who is in it too, as long as reading it takes seconds; but a home directory is no project, nor is what all users share.
 */
export function isOneProject(tree: FileTree, requested: ReadonlySet<string>): boolean {
  return isProjectTree(tree) || (!isOfMany(tree.root) && holdsFew(tree, requested));
}

/** Whether something says that a project begins here. */
export function isProjectTree(tree: Pick<FileTree, 'has'>): boolean {
  return PROJECT_MARKS.some((mark) => tree.has(mark));
}

const PROJECT_MARKS = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'auditlint.toml',
  '.git',
  'requirements.txt',
  'Pipfile',
];

/** Files beside what is asked for that are read for it, and folders that are looked into: some three seconds on two processors. */
const MOST_FILES = 1000;
const MOST_FOLDERS = 5000;

/** The home directory and what lies above it, and the folder for temporary files. */
function isOfMany(folder: string): boolean {
  const real = realOf(folder);
  if (real === realOf(tmpdir()) || real === dirname(real)) return true;
  for (let home = realOf(homedir()); ; home = dirname(home)) {
    if (real === home) return true;
    if (home === dirname(home)) return false;
  }
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** Whether a tree holds few files beside those that are asked for. */
function holdsFew(tree: FileTree, requested: ReadonlySet<string>): boolean {
  const pending = [''];
  let files = 0;
  for (let folders = 1, path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entries = tree.list(path);
    if ('message' in entries || (path !== '' && isEnvironment(path, entries, tree))) continue;
    for (const { name, type } of entries) {
      const inner = path === '' ? name : `${path}/${name}`;
      if (requested.has(inner)) continue;
      if (type === 'folder' && !isToolFolder(name) && pending.push(inner) > 0) folders++;
      if (type === 'file' && isCode(inner)) files++;
    }
    if (files > MOST_FILES || folders > MOST_FOLDERS) return false;
  }
  return true;
}

function isCode(path: string): boolean {
  const kind = fileKindOf(path);
  return kind !== undefined && !isDataKind(kind);
}
