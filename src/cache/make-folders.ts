import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder of its owner's only, and those above it that are missing; whether there was none. Throws what the system says: with `recursive` Node
 * says of a read-only file system that there is no such folder, and Node 22 never comes back from one in /proc.
 */
export function makeFolders(folder: string): boolean {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return false;
  const above = dirname(folder);
  if (above !== folder) makeFolders(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    // Another run may have made it since.
    if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw error;
  }
}
