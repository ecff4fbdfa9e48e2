import type { SurveyedFile } from '../engine/index.ts';
import { GitError, GitRepository } from '../git/index.ts';
import type { SourceReader } from '../reporters/index.ts';
import type { AuditedCommit } from './audit-report.ts';

/** The commit that is checked out, and how many of the files are not as it has them; undefined where there is no commit, or no git. */
export function findAuditedCommit(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  files: readonly SurveyedFile[],
  readSource: SourceReader,
): AuditedCommit | undefined {
  try {
    const repository = GitRepository.open(root, environment, root);
    const id = repository.findCommit('HEAD');
    if (id === undefined) return undefined;
    const tree = repository.treeOf(id);
    const changed = files.filter(({ path }) => {
      const bytes = readSource(path);
      return bytes !== undefined && tree.contentId(path) !== repository.contentIdOf(bytes);
    });
    // None of it is in the commit: the folder only lies in a repository.
    const isHeld = files.some(({ path }) => tree.contentId(path) !== undefined);
    return isHeld ? { id, changedFiles: changed.length } : undefined;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
