import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitError, GitRepository } from '../../git/index.ts';
import { relativePath } from '../../text/index.ts';

/** Whether the commit that is checked out holds a file as it is on the disk, by its path from `folder`; of a file that neither has, it does. */
export function committedFiles(root: string, folder: string, env: NodeJS.ProcessEnv): (path: string) => boolean {
  let repository: GitRepository | undefined;
  const open = (): GitRepository => {
    repository ??= GitRepository.open(root, env, root);
    return repository;
  };
  return (path) => {
    try {
      const { git, prefix } = open();
      const file = join(folder, path);
      const { status, stdout } = git.run(['cat-file', 'blob', `HEAD:${prefix}${relativePath(root, file)}`]);
      return plain(status === 0 ? stdout : undefined) === plain(readIfThere(file));
    } catch (error) {
      // Without a repository no commit is named either.
      if (error instanceof GitError) return true;
      throw error;
    }
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** git may write line ends of its own to the disk. */
const plain = (bytes: Buffer | undefined): string | undefined => bytes?.toString('latin1').replaceAll('\r\n', '\n');
