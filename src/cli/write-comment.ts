import { basename, dirname, join } from 'node:path';
import { readRegularFile } from '../discover/index.ts';
import type { Io } from './io.ts';
import { refuseLink, writeOutputFile } from './output/output-file.ts';
import { Writer } from './output/writer.ts';
import { withFileLock } from './register/file-lock.ts';
import { UsageError } from './usage-error.ts';

/** A file as it was scanned, and as it should be. */
export interface CommentedFile {
  readonly before: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * Writes a comment into an absolute file while no other process does. Gives what is there now where that is no longer what was scanned:
 * the comment of another process would be lost.
 */
export async function writeComment(
  file: string,
  shownAs: string,
  { before, bytes }: CommentedFile,
  untrustedFolders: readonly string[],
  io: Io,
): Promise<'written' | Uint8Array> {
  refuseLink(file, shownAs, untrustedFolders);
  const warn = (sentence: string): void => new Writer(io.stderr, io.env).line(`auditlint: ${sentence}`);
  // `Pipfile.lock` belongs to others.
  const [folder, name] = [dirname(file), `.${basename(file)}.auditlint.lock`];
  const locked = { shownAs, lock: join(folder, name), lockShownAs: join(dirname(shownAs), name) };
  return withFileLock(locked, warn, () => {
    const now = readRegularFile(folder, basename(file), Number.MAX_SAFE_INTEGER);
    if (now.kind === 'skipped') throw new UsageError(`cannot write \`${shownAs}\`: ${now.skipped.message}`);
    if (!now.bytes.equals(before)) return now.bytes;
    writeOutputFile(file, shownAs, bytes, untrustedFolders);
    return 'written';
  });
}
