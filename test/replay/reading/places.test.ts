import { describe, expect, it } from 'vitest';
import { mergePlaces, placeOfLink, placesIn } from '../../../src/replay/reading/parts/places.ts';

/** `path:1-2,5`, as short as a table of cases wants it. */
function shown(text: string, context?: string): string {
  return mergePlaces(placesIn(text, 1, context))
    .map(
      ({ path, ranges }) =>
        `${path}${ranges.length === 0 ? '' : ':'}${ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',')}`,
    )
    .join(' ');
}

describe('a place in a text', () => {
  it.each([
    ['`a/b.py:124-141`', 'a/b.py:124-141'],
    ['`a/b.py:10:5` fails', 'a/b.py:10'],
    ['a/b.py:48, 60 and 113 are the same', 'a/b.py:48,60,113'],
    ['`a/b.py` (lines 10, 20 and 35)', 'a/b.py:10,20,35'],
    ['`a.py:401-410`, `b.py:479`', 'a.py:401-410 b.py:479'],
    ['`a.py:5024` sets it; false (`:5033`), see (:40-52)', 'a.py:5024,5033,40-52'],
    ['`shop/a.py` at 10:30 and in `12:00`', 'shop/a.py'],
    ['line 10 of `a.py`', 'a.py:10'],
    ['see lines 10–20 in `a.py`', 'a.py:10-20'],
    ['`main.py` L10-L20', 'main.py:10-20'],
    ['src/a.py#L10-L20', 'src/a.py:10-20'],
    ['`a/store.py` → `b/graph.py`', 'a/store.py b/graph.py'],
    ['app\\db\\pool.py:7', 'app/db/pool.py:7'],
    ['`C:\\work\\app\\pool.py:7`', 'C:/work/app/pool.py:7'],
    ['`/Users/eva/app/pool.py`', '/Users/eva/app/pool.py'],
    ['`./run.py` and `.../deep/x.py`', 'run.py deep/x.py'],
    ['Dockerfile line 26', 'Dockerfile:26'],
    ['`.env` is committed', '.env'],
    ['`core/models.py` líneas 542-558 y 908', 'core/models.py:542-558,908'],
    ['`auth.py` (строки 100-122)', 'auth.py:100-122'],
    ['`main.py` 第147-275行', 'main.py:147-275'],
    ['`pool.py` Zeile 12', 'pool.py:12'],
    ['`pool.py`, ligne 12', 'pool.py:12'],
    ['`a/b.py` is wrong, and `b.py:4` again', 'a/b.py:4'],
    ['the tests in `tests/`', 'tests/'],
    ['`main.py` answers 100-200 requests', 'main.py'],
    ['`main.py` takes 10-20.', 'main.py'],
    ['trainer.py：289-318', 'trainer.py:289-318'],
    ['`a/b.py`：12，15、20 行', 'a/b.py:12,15,20'],
    ['a.py：3 处问题', 'a.py'],
    ['a.py：3-5 个问题', 'a.py'],
    ['`shop/[id]/page.tsx:29` and shop/[...all]/page.tsx', 'shop/[id]/page.tsx:29 shop/[...all]/page.tsx'],
    ['see [1] and rows[i]', ''],
    ['`web/*/page.tsx`, scripts/*.py', 'web/*/page.tsx scripts/*.py'],
    ['`detectors/*` and `**bold/a.py**`', 'detectors/*'],
    ['a `*.py` glob', ''],
    ['`../` is not taken out', ''],
    ['`desk.example` is old', 'desk.example'],
  ])('%s', (text, places) => {
    expect(shown(text)).toBe(places);
  });

  it('belongs to the file of the heading where it names none', () => {
    expect(shown('Line 47: printed twice', 'app.py')).toBe('app.py:47');
  });

  it.each([
    'written in Node.js',
    'the route `/api/users`',
    'call `request.json()` twice',
    'a `threading.Lock` is held',
    '`self.config.json` is read',
    'a level 3 cache, L1 and L2',
    'version 3.11, 20% of users',
    '`*.py`',
  ])('is not seen in: %s', (text) => {
    expect(shown(text)).toBe('');
  });

  it.each([
    ['https://github.com/o/r/blob/main/src/a.py#L3-L9', { path: 'src/a.py', ranges: [{ first: 3, last: 9 }] }],
    ['../src/my%20file.py', { path: '../src/my file.py', ranges: [] }],
    ['https://example.org/', undefined],
    ['#summary', undefined],
  ])('is where a link leads: %s', (target, place) => {
    expect(placeOfLink(target, 1)).toEqual(place === undefined ? undefined : { ...place, line: 1 });
  });
});
