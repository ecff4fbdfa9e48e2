/** Which commit a document was written of, where it names none: its own history and its date say so. */

import type { Claim, WrittenAudit } from './claim.ts';
import { findPath } from './find-path.ts';
import type { GitHistory } from './git-history.ts';
import { GitPast } from './git-past.ts';
import { writtenOn } from './written-on.ts';

/** What git knows before a commit of the code that a document was written of. */
export function pastOf(document: Uint8Array, audit: WrittenAudit, history: GitHistory, at: string): GitPast {
  const stated = audit.commit === undefined ? undefined : history.findCommit(audit.commit);
  return new GitPast(history, at, stated ?? auditedCommit(document, audit.claims, history, at));
}

/**
 * Where the history that leads to a commit holds the document word for word: the one before it came in, because what came in together with it may
 * be what it asked for; or the one that brought it, where more of the files that it names are there. Else the last one of the day of which it is.
 */
function auditedCommit(
  document: Uint8Array,
  claims: readonly Claim[],
  history: GitHistory,
  at: string,
): string | undefined {
  const { commit, parent } = history.introductionOf(document, at) ?? {};
  if (commit === undefined) {
    const day = writtenOn(document);
    return day === undefined ? undefined : history.lastBefore(new Date(day.getTime() + DAY).toISOString(), at);
  }
  if (parent === undefined) return commit;
  return filesThere(claims, history, commit) > filesThere(claims, history, parent) ? commit : parent;
}

const DAY = 24 * 60 * 60 * 1000;

/** How many of the files that claims name a commit has. */
function filesThere(claims: readonly Claim[], history: GitHistory, commit: string): number {
  const paths = new GitPast(history, commit, undefined).pathsAt(commit);
  const named = new Set(claims.flatMap(({ places }) => places.map(({ path }) => path)));
  return [...named].filter((path) => findPath(path, paths).length > 0).length;
}
