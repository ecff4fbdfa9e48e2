import { expect, it } from 'vitest';
import { isBuiltLater } from '../../src/knowledge/built-modules.ts';

it.each([
  '_version',
  'depot.version_info',
  'orders_pb2_grpc',
  'parser.yacctab',
  'local_settings',
  'mask_cython',
  'rows_c',
])('%s is made by a build', (name) => expect(isBuiltLater(name)).toBe(true));

it.each(['orders', 'conversion', 'settings', 'builder', 'rows_csv', 'digit'])('%s is written by hand', (name) =>
  expect(isBuiltLater(name)).toBe(false),
);
