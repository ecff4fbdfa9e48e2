import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { untrustedLink } from '../discover/index.ts';
import { makeFolders } from './make-folders.ts';
import { CacheRefusal } from './refusal.ts';

/** Where a scan of a root keeps what it found, unless something else is said. */
export const DEFAULT_FOLDER = '.auditlint_cache';

/** What all files of all caches may take together, in bytes: some six million lines of Python. */
export const MAX_BYTES = 512 * 1024 * 1024;

/** A folder that holds nothing but a cache: flat, readable by its owner only, each file written whole or not at all. */
export class CacheFolder {
  #isMarked = false;

  /**
   * Looks whether the folder may be used; it is made when it is first written to. `untrustedFolders`: folders whose content someone else may have
   * written, so that no link in them may lead to it. Throws `CacheRefusal`.
   */
  constructor(
    readonly path: string,
    untrustedFolders: readonly string[],
    uid: number | undefined,
    readonly maxBytes = MAX_BYTES,
  ) {
    const link = untrustedLink(path, untrustedFolders);
    if (link !== undefined) throw new CacheRefusal(`\`${link}\` in the path is a symbolic link`);
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined) return;
    if (status.isSymbolicLink()) throw new CacheRefusal('it is a symbolic link');
    if (!status.isDirectory()) throw new CacheRefusal('it is not a folder');
    if (uid !== undefined && status.uid !== uid) throw new CacheRefusal('it belongs to another user');
    const names = namesIn(path);
    if (names.length > 0 && !names.includes(TAG))
      throw new CacheRefusal('it contains files that are not part of a cache');
  }

  /** The content of a file; undefined where there is none that can be read. */
  read(name: string): Buffer | undefined {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(join(this.path, name), READ_FLAGS);
      const { size, mtimeMs } = fstatSync(descriptor);
      if (size > this.maxBytes) return undefined;
      const content = readFileSync(descriptor);
      if (Date.now() - mtimeMs > TOUCH_AFTER) this.#touch(name);
      return content;
    } catch {
      return undefined;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  /** Writes a file whole or not at all. Throws what the system says. */
  write(name: string, parts: readonly Uint8Array[]): void {
    this.#make();
    const temporary = join(this.path, `${TEMPORARY}${randomBytes(8).toString('hex')}`);
    try {
      writeParts(temporary, parts);
      renameSync(temporary, join(this.path, name));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  /** Drops what was used least recently, until the rest fits, and what runs that were killed left behind. */
  prune(): void {
    const files = this.files();
    for (const { name, usedAt } of files)
      if (name.startsWith(TEMPORARY) && Date.now() - usedAt > ABANDONED_AFTER) this.#remove(name);
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes } of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= this.maxBytes) return;
      this.#remove(name);
      total -= bytes;
    }
  }

  /** What is in it that a cache wrote. */
  files(): CachedFile[] {
    return namesIn(this.path).flatMap((name) => {
      const status = OURS.test(name) ? lstatSync(join(this.path, name), { throwIfNoEntry: false }) : undefined;
      return status === undefined ? [] : { name, bytes: status.size, usedAt: status.mtimeMs };
    });
  }

  /** Removes all that a cache wrote, and the folder where nothing else is in it. Throws what the system says. */
  clean(): void {
    for (const { name } of this.files()) rmSync(join(this.path, name), { force: true });
    const others = namesIn(this.path).filter((name) => !MARKS.has(name));
    if (others.length > 0 || !namesIn(this.path).includes(TAG)) return;
    for (const name of MARKS.keys()) rmSync(join(this.path, name), { force: true });
    rmdirSync(this.path);
  }

  #make(): void {
    if (!makeFolders(this.path) && this.#isMarked) return;
    for (const [name, text] of MARKS) this.#mark(name, text);
    this.#isMarked = true;
  }

  /** What someone put there stays; what a full disk left of ours is made whole. */
  #mark(name: string, text: string): void {
    const found = this.read(name)?.toString('utf8');
    if (found === undefined) writeOnce(join(this.path, name), text);
    else if (found !== text && text.startsWith(found)) writeFileSync(join(this.path, name), text, { flag: 'r+' });
  }

  #touch(name: string): void {
    try {
      const now = new Date();
      utimesSync(join(this.path, name), now, now);
    } catch {
      // A folder that cannot be written to is read all the same.
    }
  }

  #remove(name: string): void {
    try {
      rmSync(join(this.path, name), { force: true });
    } catch {
      // Another run may hold it open (Windows): the next one removes it.
    }
  }
}

export interface CachedFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly usedAt: number;
}

const TAG = 'CACHEDIR.TAG';
/** Source: https://bford.info/cachedir/ */
const TAG_TEXT = `Signature: 8a477f597d28d172789f06886806bc55
# Created by auditlint: results of earlier scans. It can be deleted at any time.
`;
/** The tag first: a folder that has it is known for a cache. */
const MARKS = new Map([
  [TAG, TAG_TEXT],
  ['.gitignore', '# Created by auditlint\n*\n'],
]);
const TEMPORARY = 'tmp-';
const OURS = /^(?:tmp-[0-9a-f]{16}|(?:answer|contents|plan|reports)-[0-9a-f]{32})$/;
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const HOUR = 3_600_000;
/** So that reading rarely writes. */
const TOUCH_AFTER = HOUR;
const ABANDONED_AFTER = HOUR;

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** One after the other: together they may be as large as what they are made of. */
function writeParts(file: string, parts: readonly Uint8Array[]): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    for (const part of parts) writeFileSync(descriptor, part);
  } finally {
    closeSync(descriptor);
  }
}

/** What someone put there stays. */
function writeOnce(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
