import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ForeignHistory } from '../../../tools/git/foreign-history.ts';
import { SmallHistory } from './small-history.ts';

const repository = new SmallHistory();
const cache = mkdtempSync(join(tmpdir(), 'auditlint-cache-'));
afterAll(() => {
  repository.remove();
  rmSync(cache, { recursive: true });
});

const before = Array.from({ length: 30 }, (_, index) => `line_${index + 1} = ${index + 1}`);
const after = [
  'new_first = 0',
  ...before.slice(0, 4), // lines 1 to 4
  ...before.slice(6, 10), // 5 and 6 are gone
  'changed_11 = 1',
  'changed_12 = 1',
  'put_between = 1',
  ...before.slice(12, 30),
];
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const first = repository.commit({ 'pkg/moved.py': text(before), 'pkg/kept.py': 'a = 1\n', 'gone.py': 'b = 2\n' });
const second = repository.commit({
  'pkg/moved.py': undefined,
  'src/pkg/moved.py': text(after),
  'gone.py': undefined,
});
const history = new ForeignHistory(repository.root, cache);

describe('a history', () => {
  it('unpacks the files of a commit', async () => {
    const folder = await history.unpack(first);
    expect(readFileSync(join(folder, 'pkg/kept.py'), 'utf8')).toBe('a = 1\n');
    expect(existsSync(join(await history.unpack(second), 'gone.py'))).toBe(false);
    expect(await history.unpack(first)).toBe(folder);
  });

  it('knows where a file went', () => {
    expect(history.pathIn('pkg/kept.py', first, second)).toBe('pkg/kept.py');
    expect(history.pathIn('pkg/moved.py', first, second)).toBe('src/pkg/moved.py');
    expect(history.pathIn('gone.py', first, second)).toBeUndefined();
    expect(history.lineMap('gone.py', first, second)).toBeUndefined();
  });

  it('knows where the lines of a file went, there and back', () => {
    const lines = history.lineMap('pkg/moved.py', first, second);
    for (const [index, line] of before.entries()) {
      const now = after.indexOf(line) + 1;
      if (now === 0) continue;
      expect(lines?.forward(index + 1), line).toEqual({ from: now, to: now });
      expect(lines?.back(now), line).toBe(index + 1);
    }
  });

  it('names what stands in place of a changed part', () => {
    const lines = history.lineMap('pkg/moved.py', first, second);
    expect(lines?.forward(11)).toEqual({ from: 10, to: 12 });
    expect(lines?.forward(12)).toEqual({ from: 10, to: 12 });
    expect(lines?.forward(5), 'the line before the gap').toEqual({ from: 5, to: 5 });
    expect([1, 10, 11, 12].map((line) => lines?.back(line))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([['HEAD'], ['--upload-pack=touch'], ['0'.repeat(12)]])('refuses `%s` as a commit', (commit) => {
    expect(() => history.resolve(commit)).toThrow(commit);
  });

  it('is that of a work tree, of its git directory and of a linked work tree', () => {
    const linked = join(cache, 'linked');
    repository.git('worktree', 'add', '--quiet', '--detach', linked, first);
    const full = history.resolve(first);
    for (const place of [join(repository.root, '.git'), linked]) {
      expect(new ForeignHistory(place, cache).resolve(first)).toBe(full);
    }
    expect(() => new ForeignHistory(join(repository.root, 'src'), cache)).toThrow('neither a git directory nor a');
  });
});

describe('a hostile repository', () => {
  it('runs nothing that its configuration names', async () => {
    const hostile = new SmallHistory();
    const trace = join(hostile.root, 'trace');
    const program = join(hostile.root, '.git/program');
    writeFileSync(program, `#!/bin/sh\ntouch '${trace}'\ncat\n`);
    chmodSync(program, 0o755);
    const attributes = '*.py filter=evil diff=evil\n';
    const one = hostile.commit({ '.gitattributes': attributes, 'a.py': 'a = 1\n' });
    const two = hostile.commit({ 'a.py': 'a = 2\n' });
    for (const name of ['filter.evil.smudge', 'diff.evil.command', 'diff.evil.textconv', 'diff.external']) {
      hostile.git('config', name, program);
    }
    for (const name of ['core.fsmonitor', 'tar.tar.command', 'uploadpack.packObjectsHook', 'core.pager']) {
      hostile.git('config', name, program);
    }
    mkdirSync(join(hostile.root, '.git/hooks'), { recursive: true });
    writeFileSync(join(hostile.root, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch '${trace}'\n`, { mode: 0o755 });
    const own = new ForeignHistory(hostile.root, join(cache, 'hostile'));
    expect(readFileSync(join(await own.unpack(two), 'a.py'), 'utf8')).toBe('a = 2\n');
    expect(own.lineMap('a.py', one, two)?.forward(1)).toEqual({ from: 1, to: 1 });
    expect(existsSync(trace)).toBe(false);
    // The same, asked of the repository itself, would have run it.
    hostile.git('archive', '-o', '/dev/null', two);
    expect(existsSync(trace)).toBe(true);
    hostile.remove();
  });
});
