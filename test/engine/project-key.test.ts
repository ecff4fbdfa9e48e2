import { expect, it } from 'vitest';
import type { FileReport } from '../../src/engine/index.ts';
import { ProjectKeys } from '../../src/engine/project-key.ts';

const fileAt = (path: string, module?: string): FileReport => ({
  schemaVersion: 1,
  path,
  kind: 'python',
  outcome: 'parsed',
  bytes: 0,
  lines: 0,
  findings: [],
  suppressions: [],
  notices: [],
  facts: {},
  rulesRun: [],
  // Of a summary only the module's name is looked at here.
  ...(module !== undefined && { summary: { module } as NonNullable<FileReport['summary']> }),
});

const keys = new ProjectKeys([
  fileAt('src/shop/orders.py', 'shop.orders'),
  fileAt('src/shop/__init__.py', 'shop'),
  fileAt('src/shop/db/store.py', 'shop.db.store'),
  fileAt('deploy/Dockerfile'),
]);

it.each([
  // What a renamed file or folder changes is not in them.
  ['src/shop/orders.py', 'shop.orders load', 'load'],
  ['src/shop/orders.py', 'shop.orders.Cart.add', 'Cart.add'],
  ['src/shop/orders.py', 'src/shop/orders.py total', 'total'],
  ['deploy/Dockerfile', 'deploy/Dockerfile python:3.12', 'python:3.12'],
  // Other files keep their last name.
  ['src/shop/orders.py', 'shop.orders shop.db.store.Store save', 'store.Store save'],
  ['deploy/Dockerfile', 'deploy/Dockerfile src/shop/orders.py', 'orders.py'],
  // Where nothing is left, the finding is about the file.
  ['src/shop/orders.py', 'shop.orders', 'orders.py'],
  ['src/shop/orders.py', 'src/shop/orders.py', 'orders.py'],
  ['src/shop/__init__.py', 'shop', 'shop/__init__.py'],
  // Words that only look alike stay.
  ['src/shop/orders.py', 'total shopping shop.ordersX torch.nn', 'total shopping shop.ordersX torch.nn'],
])('in %s the key "%s" is "%s"', (path, key, stable) => {
  expect(keys.stable(key, path)).toBe(stable);
});
