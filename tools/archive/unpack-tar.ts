import { mkdirSync } from 'node:fs';
import { posix } from 'node:path';
import { extract, list, type ReadEntry } from 'tar';

/**
 * Unpacks an archive (plain or gzip) that others made into a new folder. Refuses it whole, before anything is written,
 * when a member would come to lie elsewhere, leads elsewhere, or is no file, folder or link.
 */
export async function unpackTar(archive: string, folder: string): Promise<void> {
  const problems: string[] = [];
  await list({
    file: archive,
    strict: true,
    onReadEntry: (entry) => {
      const problem = whyRefused(entry);
      if (problem !== undefined) problems.push(problem);
    },
  });
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${archive} is refused: ${problem}`);
  mkdirSync(folder, { recursive: true });
  await extract({ file: archive, cwd: folder, strict: true, preserveOwner: false, noMtime: true });
}

const ORDINARY: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory']);

/** What is wrong with a member of an archive, as the end of a sentence. */
function whyRefused({ path, type, linkpath = '' }: ReadEntry): string | undefined {
  if (leaves(path)) return `its member \`${path}\` lies outside`;
  if (ORDINARY.has(type)) return undefined;
  // A symbolic link starts where it lies, a hard link at the root of the archive.
  const base = type === 'SymbolicLink' ? posix.dirname(path) : '.';
  if (type !== 'SymbolicLink' && type !== 'Link') return `its member \`${path}\` is a ${type}`;
  if (posix.isAbsolute(linkpath) || leaves(posix.join(base, linkpath))) return `its link \`${path}\` leads outside`;
  return undefined;
}

function leaves(path: string): boolean {
  if (posix.isAbsolute(path) || /^[a-z]:|\\/i.test(path)) return true;
  return posix.normalize(path).split('/')[0] === '..';
}
