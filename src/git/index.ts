/** What git keeps, as trees of files: commits and the index, read without a checkout and without running anything else; clones of other repositories. */
export { cloneRepository, findRemoteHead } from './clone-repository.ts';
export { GitError } from './git-error.ts';
export { GitProcess } from './git-process.ts';
export { GitRepository } from './git-repository.ts';
export type { GitTree } from './git-tree.ts';
export { type LineDate, LineDates } from './line-dates.ts';
export { type ProcessGroup, runGroup } from './process-group.ts';
export { type RemoteAccess, RemoteError, withoutCredentials } from './remote-git.ts';
