import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GitIgnoreFile } from '../../src/discover/git-ignore.ts';

interface Vector {
  readonly patterns: readonly string[];
  readonly ignored: readonly string[];
  readonly seen: readonly string[];
}

/** What `git check-ignore --no-index` (2.39) says of paths that do not exist, so that the last name counts as a file. */
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../fixtures/engine/git-ignore-vectors.json', import.meta.url), 'utf8'),
);

describe('GitIgnoreFile', () => {
  it.each(vectors)('decides as git does: $patterns', ({ patterns, ignored, seen }) => {
    const file = new GitIgnoreFile(patterns.join('\n'));
    const hides = (path: string) => isHidden(file, path.split('/'));
    expect(ignored.filter((path) => !hides(path))).toEqual([]);
    expect(seen.filter(hides)).toEqual([]);
  });

  it('reads CRLF files and skips a byte order mark', () => {
    const file = new GitIgnoreFile('\uFEFFone.py\r\ntwo.py\r\n');
    expect(['one.py', 'two.py', 'two.py\r'].map((path) => file.hides([path], false))).toEqual([true, true, undefined]);
  });
});

/** As a walk asks: folders from the top, and nothing below a hidden one. */
function isHidden(file: GitIgnoreFile, names: readonly string[]): boolean {
  return names.some((_, depth) => file.hides(names.slice(0, depth + 1), depth + 1 < names.length) === true);
}
