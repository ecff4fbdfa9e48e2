/** What git cannot give: one sentence with what to do about it. */
export class GitError extends Error {
  override readonly name = 'GitError';
}
