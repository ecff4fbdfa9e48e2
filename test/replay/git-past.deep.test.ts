import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { GitRepository } from '../../src/git/index.ts';
import { GitHistory } from '../../src/replay/git-history.ts';
import { GitPast } from '../../src/replay/git-past.ts';
import { ENVIRONMENT, TestRepository } from '../git/git-fixture.ts';

const PRICES = 'PRICES = {}\n\n\ndef price_of(sku):\n    return PRICES[sku]\n';

/** git over a history in which `prices.py` was renamed, and `old.py` deleted; and how often it is asked. */
function counted() {
  const repository = TestRepository.with({ 'prices.py': PRICES, 'old.py': 'x = 1\n' });
  repository.commit({ 'prices.py': undefined, 'old.py': undefined, 'shop/prices.py': `import json\n\n${PRICES}` });
  const git = GitRepository.open(repository.folder, ENVIRONMENT, '.');
  const past = new GitPast(new GitHistory(git), git.findCommit('HEAD') ?? '', git.findCommit('HEAD~1'));
  return { past, runs: vi.spyOn(git.git, 'run') };
}

describe('GitPast', () => {
  it('asks git once for the names of all time, however many of a document are none', () => {
    const { past, runs } = counted();
    for (let i = 0; i < 50; i++) expect(past.fateOf(`made/up_${i}.py`)).toEqual({ kind: 'unknown' });
    expect(runs).toHaveBeenCalledTimes(1);
  });

  it('still says what became of names that were', () => {
    const { past } = counted();
    expect(past.fateOf('prices.py')).toMatchObject({ kind: 'renamed', to: 'shop/prices.py' });
    expect(past.fateOf('old.py').kind).toBe('deleted');
  });

  it('follows a file that moved as it was where the clone lacks what stood in others', () => {
    const repository = TestRepository.with({ 'prices.py': PRICES, 'old.py': PRICES.repeat(9) });
    repository.commit({
      'prices.py': undefined,
      'old.py': undefined,
      'shop/prices.py': PRICES,
      'shop/new.py': `x = 1\n${PRICES.repeat(9)}`,
    });
    const lost = repository.git('rev-parse', 'HEAD~1:old.py').trim();
    rmSync(join(repository.folder, '.git/objects', lost.slice(0, 2), lost.slice(2)));
    const git = GitRepository.open(repository.folder, ENVIRONMENT, '.');
    const past = new GitPast(new GitHistory(git), git.findCommit('HEAD') ?? '', git.findCommit('HEAD~1'));
    expect(past.fateOf('prices.py')).toMatchObject({ kind: 'renamed', to: 'shop/prices.py' });
  });

  it('asks git once of one file, however many claims speak of it', () => {
    const { past, runs } = counted();
    const ask = (line: number): void => {
      past.fateOf('prices.py');
      past.drift('prices.py', { first: line, last: line }, 'shop/prices.py');
      past.touches('shop/prices.py', 60);
      past.textAt('HEAD~1', 'prices.py');
      past.everHeld('PRICES');
    };
    ask(1);
    const once = runs.mock.calls.length;
    for (let line = 2; line < 40; line++) ask(line);
    expect(runs).toHaveBeenCalledTimes(once);
    expect(past.drift('prices.py', { first: 4, last: 5 }, 'shop/prices.py')).toEqual({ first: 6, last: 7 });
  });

  it('looks for a few texts of a document in all of history, and knows nothing of the others', () => {
    const { past, runs } = counted();
    const answers = Array.from({ length: 100 }, (_, i) => past.everHeld(`never-written-${i}`));
    expect(answers[0]).toBe(false);
    expect(answers.at(-1)).toBeUndefined();
    expect(runs.mock.calls.length).toBeLessThan(100);
  });

  it('follows a file to where it came into the root', () => {
    const repository = TestRepository.with({ 'lib/prices.py': PRICES, 'app/lib/prices.py': 'x = 1\n' });
    repository.commit({ 'lib/prices.py': undefined, 'app/prices.py': PRICES });
    const git = GitRepository.open(join(repository.folder, 'app'), ENVIRONMENT, '.');
    const head = git.findCommit('HEAD') ?? '';
    expect(new GitPast(new GitHistory(git), head, undefined).touches('prices.py', 60)).toEqual([
      { commit: head, path: 'prices.py' },
    ]);
  });

  it('knows what became of a path that begins at the root, or above it', () => {
    const repository = TestRepository.with({ 'shop/prices.py': PRICES });
    repository.commit({ 'shop/prices.py': undefined });
    const git = GitRepository.open(repository.folder, ENVIRONMENT, '.');
    const past = new GitPast(new GitHistory(git), git.findCommit('HEAD') ?? '', undefined);
    for (const path of ['/shop/prices.py', '/home/eva/store/shop/prices.py'])
      expect(past.fateOf(path).kind).toBe('deleted');
    expect(past.fateOf('/home/eva/prices.py').kind).toBe('unknown');
  });

  it.each(['', 'my app/', 'größe/'])('knows files of any name below `%s`', (prefix) => {
    for (const path of ['prices.py', 'my prices.py', 'prüf.py', 'a[1].py', 'q"x.py', 'b\\c.py']) {
      const repository = TestRepository.with({ [`${prefix}${path}`]: PRICES, [`${prefix}old/${path}`]: 'x = 1\n' });
      // What the user has set for `git diff` changes nothing.
      repository.git('config', 'diff.relative', 'true');
      repository.commit({ [`${prefix}${path}`]: `import json\n\n${PRICES}`, [`${prefix}old/${path}`]: undefined });
      const git = GitRepository.open(join(repository.folder, prefix), ENVIRONMENT, '.');
      const past = (): GitPast =>
        new GitPast(new GitHistory(git), git.findCommit('HEAD') ?? '', git.findCommit('HEAD~1'));
      const [one, several] = [past(), past()];
      several.expectDrift([path]);
      for (const each of [one, several])
        expect(each.drift(path, { first: 4, last: 5 }, path)).toEqual({ first: 6, last: 7 });
      const texts = one.touches(path, 60).map((version) => one.textAt(version.commit, version.path)?.content);
      expect(texts).toEqual([`import json\n\n${PRICES}`, PRICES]);
      expect(one.changesOf([path], 60)).toHaveLength(2);
      expect(one.statesBefore([path], '2000-01-01', 60)).toEqual([git.findCommit('HEAD~1')]);
      expect(one.fateOf(`old/${path}`).kind).toBe('deleted');
    }
  });
});
