import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RemoteAccess, RemoteError, runRemoteGit } from './remote-git.ts';

/** The commit that a repository elsewhere shows first, without its files. Throws `RemoteError`. */
export async function findRemoteHead(url: string, access: RemoteAccess): Promise<string> {
  const listing = await runRemoteGit(['ls-remote', '--quiet', '--', url, 'HEAD'], access);
  const commit = /^([0-9a-f]{40,64})\tHEAD$/m.exec(listing)?.[1];
  if (commit === undefined) throw new RemoteError('the repository has no commit', true);
  return commit;
}

/**
 * Clones the newest commit of a repository into a folder that is not there yet, and gives the commit. Files come out as git
 * keeps them: no filter runs over them (`git-lfs` and the like), whatever attributes the repository and the user have.
 * Throws `RemoteError`.
 */
export async function cloneRepository(url: string, folder: string, access: RemoteAccess): Promise<string> {
  await runRemoteGit(['clone', ...CLONE_OPTIONS, '--', url, folder], access);
  const information = join(folder, '.git', 'info');
  mkdirSync(information, { recursive: true });
  // Of all places for attributes the one that wins over those of the tree.
  writeFileSync(join(information, 'attributes'), '* -filter -ident -text -eol -working-tree-encoding\n');
  const commit = await runRemoteGit(['-C', folder, 'rev-parse', '--verify', 'HEAD^{commit}'], access);
  await runRemoteGit(['-C', folder, 'reset', '--quiet', '--hard'], access);
  return commit.trim();
}

const CLONE_OPTIONS = [
  '--quiet',
  '--depth=1',
  '--single-branch',
  '--no-tags',
  '--no-checkout',
  '--no-recurse-submodules',
  '--template=',
];
