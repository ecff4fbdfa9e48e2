import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathUnder, systemErrorCode, workTreeAround } from '../discover/index.ts';
import { makeFolders } from './make-folders.ts';
import { CacheRefusal } from './refusal.ts';
import { userFolder } from './user-folder.ts';

/**
 * The secret that entries are signed with. It lies outside of every repository, so that a cache which a repository brings
 * along, or which someone else made, holds nothing that this user's auditlint believes. `AUDITLINT_CACHE_KEY` stands for it
 * where machines share a cache. Throws `CacheRefusal`.
 */
export function userKey(environment: Environment, root: string, user: CacheUser): Buffer {
  const { AUDITLINT_CACHE_KEY: shared } = environment;
  if (shared !== undefined && shared !== '') return createHash('sha256').update(`auditlint ${shared}`).digest();
  const folder = userFolder('state', environment, user);
  if (pathUnder(workTreeAround(root)?.top ?? root, folder) !== undefined) {
    throw new CacheRefusal(`its signing key would be in the scanned repository (\`${folder}\`)`);
  }
  const file = join(folder, 'cache-key');
  return readKey(file, user) ?? makeKey(folder, file, user);
}

/** Whose cache it is. */
export interface CacheUser {
  /** Undefined where users have no numbers. */
  readonly uid: number | undefined;
  readonly platform: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const KEY_BYTES = 32;

/** Undefined where there is none, or one that someone else could have written or read. */
function readKey(file: string, user: CacheUser): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const { mode, uid } = fstatSync(descriptor);
    const isOwn = user.uid === undefined || (uid === user.uid && (mode & 0o077) === 0);
    const key = Buffer.alloc(KEY_BYTES + 1);
    return isOwn && readSync(descriptor, key) === KEY_BYTES ? key.subarray(0, KEY_BYTES) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Of several that make it at once one wins, and all use what it made. */
function makeKey(folder: string, file: string, user: CacheUser): Buffer {
  const temporary = join(folder, `cache-key.${randomBytes(6).toString('hex')}.tmp`);
  try {
    makeFolders(folder);
    writeFileSync(temporary, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
    if (isCutShort(file)) renameSync(temporary, file);
    else linkSync(temporary, file);
  } catch (cause) {
    if (systemErrorCode(cause) !== 'EEXIST')
      throw new CacheRefusal(`its signing key cannot be written to \`${folder}\``, { cause });
  } finally {
    rmSync(temporary, { force: true });
  }
  const key = readKey(file, user);
  if (key !== undefined) return key;
  throw new CacheRefusal(`other users can read its signing key, \`${file}\`; delete that file`);
}

/** A disk that was full, or a machine that went down, leaves one. */
function isCutShort(file: string): boolean {
  const status = lstatSync(file, { throwIfNoEntry: false });
  return status?.isFile() === true && status.size < KEY_BYTES;
}
