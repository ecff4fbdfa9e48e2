import { GitRepository } from '../../src/git/index.ts';
import { GitHistory } from '../../src/replay/git-history.ts';
import { ENVIRONMENT, TestRepository } from '../git/git-fixture.ts';
import { type Changes, MemoryHistory } from './memory-history.ts';

export interface Step {
  readonly changes: Changes;
  /** The commits before it, by their numbers; the last one where it is not given. */
  readonly after?: readonly number[];
  /** A minute after the last one where it is not given. */
  readonly moment?: string;
}

export interface BothHistories {
  readonly memory: MemoryHistory;
  readonly git: GitHistory;
  readonly repository: TestRepository;
  /** The names of each commit. */
  readonly ids: readonly { readonly memory: string; readonly git: string }[];
}

/** The same commits in memory and in a repository. */
export function bothHistories(steps: readonly Step[]): BothHistories {
  const memory = new MemoryHistory();
  const repository = new TestRepository();
  repository.git('init', '--quiet', '--initial-branch=main');
  const ids: { memory: string; git: string }[] = [];
  let seconds = Date.parse('2026-05-04T08:00:00Z') / 1000;
  for (const [number, { changes, after = number === 0 ? [] : [number - 1], moment }] of steps.entries()) {
    if (moment !== undefined) seconds = Date.parse(moment) / 1000;
    const at = new Date(seconds * 1000).toISOString();
    const parents = after.map((each) => ids[each] ?? { memory: '', git: '' });
    const [first, second] = parents;
    if (first !== undefined) {
      memory.moveTo(first.memory);
      repository.git('checkout', '--quiet', '--detach', first.git);
    }
    memory.at(at);
    if (second === undefined) memory.commit(changes);
    else memory.merge(second.memory, changes);
    repository.at(at).write(changes).git('add', '--all', '--force');
    const tree = repository.git('write-tree').trim();
    const named = parents.flatMap(({ git }) => ['-p', git]);
    const commit = repository.git('commit-tree', tree, ...named, '-m', `step ${number}`).trim();
    repository.git('checkout', '--quiet', '--detach', commit);
    ids.push({ memory: memory.head, git: commit });
    seconds += 60;
  }
  const git = new GitHistory(GitRepository.open(repository.folder, ENVIRONMENT, '.'));
  return { memory, git, repository, ids };
}
