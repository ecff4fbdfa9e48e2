import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { PluginError } from './plugin-error.ts';

/** What a module may load of its own package. */
const LOADED: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs', '.json', '.ts', '.mts', '.cts', '.node', '.wasm']);

/** A plug-in is no data base. */
const MAX_FILES = 2000;

/**
 * A hash of all that the module in `file` may load of its package in `folder`. A module without a package stands for itself and
 * for the files that texts in it name by a relative path, and so on. Where it lies on this machine makes no difference.
 */
export function contentOfPackage(file: string, folder: string | undefined): string {
  const files = new Set([file, ...(folder === undefined ? filesNamedFrom(file) : filesBelow(folder))]);
  const hash = createHash('sha256');
  const named = [...files].map((each) => [relative(dirname(file), each).split(sep).join('/'), each] as const);
  for (const [name, each] of named.sort()) hash.update(`\0${name}\0`).update(contentOf(each));
  return hash.digest('base64url');
}

function filesNamedFrom(file: string): Set<string> {
  const files = new Set([file]);
  // A set takes what is added while it is walked.
  for (const each of files) {
    for (const [, named = ''] of contentOf(each)
      .toString('utf8')
      .matchAll(/['"`](\.{1,2}\/[^'"`\n]+)['"`]/g)) {
      const path = join(each, '..', named);
      if (LOADED.has(extname(path))) files.add(path);
    }
    if (files.size > MAX_FILES) throw tooMany(file);
  }
  return files;
}

function filesBelow(root: string): string[] {
  const files: string[] = [];
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) pending.push(path);
      else if (!entry.isDirectory() && LOADED.has(extname(entry.name))) files.push(path);
    }
    if (files.length > MAX_FILES) throw tooMany(root);
  }
  return files;
}

const tooMany = (place: string): PluginError =>
  new PluginError(`the plug-in in \`${place}\` has more than ${MAX_FILES} files; move it to its own folder`);

const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git']);

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new PluginError(`the folder \`${folder}\` of a plug-in cannot be read`, { cause });
  }
}

function contentOf(file: string): Buffer {
  // A link that leads nowhere, or to a folder, is nothing that a module could load as it is.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return Buffer.alloc(0);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PluginError(`the file \`${file}\` of a plug-in cannot be read`, { cause });
  }
}
