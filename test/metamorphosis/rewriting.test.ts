import { describe, expect, it } from 'vitest';
import { Rewriting } from '../../src/testing/metamorphoses/rewriting.ts';

const TEXT = 'limit = read()\nserve(limit, 5)\n';

describe('a rewritten file', () => {
  it('knows where a place that was not touched has come to stand', () => {
    const rewriting = new Rewriting(new Map([['app.py', TEXT]]));
    rewriting.insert('app.py', 0, 'import os\n');
    const { files, placesOf } = finish(rewriting);
    expect(files.get('app.py')).toBe(`import os\n${TEXT}`);
    expect(placesOf(TEXT.indexOf('serve'))).toEqual(['app.py serve(']);
  });

  it('follows what was moved, and what stands where it was', () => {
    const rewriting = new Rewriting(new Map([['app.py', TEXT]]));
    const five = TEXT.indexOf('5');
    rewriting.replace('app.py', five, five + 1, 'SIZE');
    rewriting.add('sizes.py', 'SIZE = ', { path: 'app.py', start: five, end: five + 1 }, '\n');
    const { files, placesOf } = finish(rewriting);
    expect(files.get('sizes.py')).toBe('SIZE = 5\n');
    expect(placesOf(five)).toEqual(['sizes.py 5\n', 'app.py  SIZE)']);
  });

  it('goes along with a file that has another name', () => {
    const rewriting = new Rewriting(new Map([['app.py', TEXT]]));
    rewriting.rename('app.py', 'main.py');
    expect(finish(rewriting).placesOf(0)).toEqual(['main.py limit ']);
  });

  it('takes the first of two changes that overlap', () => {
    const rewriting = new Rewriting(new Map([['app.py', TEXT]]));
    expect(rewriting.replace('app.py', 0, 5, 'size')).toBe(true);
    expect(rewriting.replace('app.py', 3, 8, 'x')).toBe(false);
    expect(finish(rewriting).files.get('app.py')).toBe('size = read()\nserve(limit, 5)\n');
  });
});

function finish(rewriting: Rewriting) {
  const changed = rewriting.finish();
  const placesOf = (offset: number): string[] =>
    changed.placesOf({ path: 'app.py', offset }).map((place) => {
      return `${place.path} ${String(changed.files.get(place.path)).slice(place.offset, place.offset + 6)}`;
    });
  return { files: changed.files, placesOf };
}
