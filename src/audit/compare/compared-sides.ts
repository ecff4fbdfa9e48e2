import { DiskTree, type FileTree } from '../../discover/index.ts';
import { GitError, GitRepository } from '../../git/index.ts';

/** What a scan is compared with, and what is scanned. */
export interface ComparedSides {
  readonly head: FileTree;
  /** What was there before; several where branches were merged, and what any of them had is not new. */
  readonly bases: readonly FileTree[];
  /** The name that trees have for a file's content. */
  contentIdOf(bytes: Uint8Array): string;
}

/** Which comparison is wanted: the files on the disk with a merge base, or the index with the last commit. */
export type ComparisonWish = { readonly kind: 'diff'; readonly base: string } | { readonly kind: 'staged' };

/** Finds both sides. `shownAs` is what messages call the root. Throws `GitError`. */
export function findSides(
  wish: ComparisonWish,
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  shownAs: string,
): ComparedSides {
  const repository = GitRepository.open(root, environment, shownAs);
  const { contentIdOf } = repository;
  if (wish.kind === 'staged') return { head: repository.indexTree(), bases: lastCommits(repository), contentIdOf };
  const bases = mergeBases(repository, wish.base).map((commit) => repository.treeOf(commit));
  // What was a submodule on either side is compared on neither.
  const submodules = [repository.trackedSubmodules(), ...bases.map((base) => base.submodules)].flat();
  return { head: new DiskTree(root, new Set(submodules)), bases, contentIdOf };
}

/** HEAD, and the other side of a merge that is about to be committed: what comes from there is not new. */
function lastCommits(repository: GitRepository): FileTree[] {
  const commits = ['HEAD', 'MERGE_HEAD'].flatMap((name) => repository.findCommit(name) ?? []);
  return commits.length === 0 ? [repository.emptyTree()] : commits.map((commit) => repository.treeOf(commit));
}

function mergeBases(repository: GitRepository, base: string): string[] {
  const head = repository.findCommit('HEAD');
  if (head === undefined)
    throw new GitError('there is no commit to compare with yet; `--staged` compares the index with the last commit');
  const other = repository.findCommit(base);
  if (other === undefined) throw unknownBase(base, repository);
  const bases = repository.mergeBases(head, other);
  if (bases.length > 0) return bases.slice(0, MAX_BASES);
  if (repository.isShallow) {
    throw new GitError(
      `the clone is shallow and does not reach the merge base of HEAD and \`${base}\`; fetch it with ` +
        '`git fetch --unshallow` (GitHub: `fetch-depth: 0`, GitLab: `GIT_DEPTH: 0`)',
    );
  }
  throw new GitError(`HEAD and \`${base}\` have no common ancestor; name an ancestor of HEAD`);
}

/** The commit that HEAD and another one both come from. Throws `GitError`. */
export function commitSharedWith(repository: GitRepository, base: string): string {
  const [shared] = mergeBases(repository, base);
  if (shared === undefined) throw unknownBase(base, repository);
  return shared;
}

/** Branches that were merged crosswise have two; more are of no one's making. */
const MAX_BASES = 4;

function unknownBase(base: string, repository: GitRepository): GitError {
  const unknown = `git finds no commit \`${base}\``;
  const branch = /^origin\/(.+)$/.exec(base)?.[1];
  if (branch !== undefined) {
    const depth = repository.isShallow ? ' --unshallow' : '';
    return new GitError(`${unknown}; fetch it with \`git fetch${depth} origin ${branch}:refs/remotes/${base}\``);
  }
  if (repository.isShallow) return new GitError(`${unknown}, and the clone is shallow; try \`git fetch --unshallow\``);
  return new GitError(`${unknown}; name a fetched branch, tag or commit`);
}
