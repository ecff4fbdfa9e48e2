/** A written audit against a repository: what became of the code that its claims give. */

import { type DiscoveryRequest, DiskTree, discover } from '../discover/index.ts';
import type { WrittenAudit } from './claim.ts';
import { judgeClaim } from './claim-verdict.ts';
import { segmentsOf } from './find-path.ts';
import type { GitPast } from './git-past.ts';
import { filesNamed, type Ground } from './given-files.ts';
import type { ReplayedClaim } from './replayed-claim.ts';
import { RepositoryCode } from './repository-code.ts';

/** Where the files are that claims speak of. */
export type ReplayedTree = Pick<DiscoveryRequest, 'root' | 'tree'>;

/** Reads files and git; scans nothing. `past`: undefined where there is no git, or no commit yet. */
export async function replayAudit(
  { claims }: WrittenAudit,
  replayed: ReplayedTree,
  past: GitPast | undefined,
): Promise<readonly ReplayedClaim[]> {
  const code = await codeOf(replayed, claims);
  const ground: Ground = { code, past, named: filesNamed(claims, code) };
  const { audited } = past ?? {};
  // One by one, each would be a question to git by itself.
  if (audited !== undefined) past?.history.expect([...ground.named].map((path) => ({ commit: audited, path })));
  return claims.map((claim) => ({ ...judgeClaim(claim, ground), seeAlso: [] }));
}

/** All files that git does not ignore, and what the document names and git ignores: it tracks some of that all the same. */
async function codeOf({ root, tree = new DiskTree(root) }: ReplayedTree, claims: WrittenAudit['claims']) {
  const { allPaths, isKept } = await discover({ root, tree, paths: [], exclude: [], respectsGitIgnore: true });
  const named = claims.flatMap(({ places }) => places.map(({ path }) => segmentsOf(path).join('/')));
  const hidden = named.filter((path) => path !== '' && !allPaths.has(path) && isKept(path) && tree.has(path));
  return new RepositoryCode(tree, hidden.length === 0 ? allPaths : new Set([...allPaths, ...hidden]));
}
