import { GitProcess } from '../../src/git/index.ts';

/**
 * The commit of auditlint whose rules draw. Throws an Error with one sentence where rules or engine differ from it: nobody
 * could say later what was measured.
 */
export function committedState(project: string): string {
  const git = new GitProcess({ folder: project }, process.env);
  const changed = git
    .read(['status', '--porcelain', '--', 'src', 'rules', 'tools'])
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
  const [first] = changed;
  if (first !== undefined)
    throw new Error(
      `what draws is not committed: \`${first.slice(3)}\` differs from HEAD; commit src, rules and tools first`,
    );
  return git.read(['rev-parse', 'HEAD']).toString('utf8').trim();
}
