import type { Io } from '../io.ts';

/**
 * Where a workflow run of GitHub shows the files of its commit, ending in `/`, from the variables that a runner sets;
 * undefined elsewhere, and where they hold something else.
 */
export function sourceUrl({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA }: Io['env']): string | undefined {
  const url = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/`;
  return /^https:\/\/[\w.:-]+(\/[\w.-]+){2}\/blob\/[0-9a-f]{7,64}\/$/.test(url) ? url : undefined;
}
