import { describe, expect, it } from 'vitest';
import { findPath, leavesRoot } from '../../src/replay/find-path.ts';

const PATHS = ['shop/api/orders.py', 'shop/models.py', 'billing/models.py', 'deploy/compose.yaml', 'setup.py'];

const repository = {
  paths: new Set(PATHS),
  byName: new Map(
    [...new Set(PATHS.map((path) => path.slice(path.lastIndexOf('/') + 1)))].map((name) => [
      name,
      PATHS.filter((path) => path === name || path.endsWith(`/${name}`)),
    ]),
  ),
};

const found = (written: string) => findPath(written, repository).map(({ path, confidence }) => `${confidence} ${path}`);

describe('findPath', () => {
  it.each([
    ['shop/api/orders.py', ['high shop/api/orders.py']],
    ['api/orders.py', ['high shop/api/orders.py']],
    ['orders.py', ['medium shop/api/orders.py']],
    ['shop\\api\\orders.py', ['high shop/api/orders.py']],
    ['C:\\work\\checkout\\shop\\api\\orders.py', ['high shop/api/orders.py']],
    ['/Users/kim/checkout/shop/models.py', ['high shop/models.py']],
    ['models.py', ['low billing/models.py', 'low shop/models.py']],
    ['other/orders.py', ['low shop/api/orders.py']],
    ['nowhere.py', []],
  ])('%s', (written, paths) => {
    expect(found(written)).toEqual(paths);
  });

  it('leads nowhere outside of the repository', () => {
    expect(found('../../../etc/passwd')).toEqual([]);
    expect(found('/etc/passwd')).toEqual([]);
    expect(found('shop/../../setup.py')).toEqual(['high setup.py']);
  });
});

it('knows which path leads above the root', () => {
  const leaving = [
    '../a.py',
    '../../etc/passwd',
    'src/../../a.py',
    '..\\a.py',
    'src/../a.py',
    './a.py',
    '/etc/passwd',
    'a..b/c.py',
  ];
  expect(leaving.filter(leavesRoot)).toEqual(['../a.py', '../../etc/passwd', 'src/../../a.py', '..\\a.py']);
});
