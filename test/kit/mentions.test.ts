import { expect, it } from 'vitest';
import { lastNames, rootNames } from '../../src/kit/index.ts';

const names = ['asyncio.create_task', 'asyncio.AbstractEventLoop.create_task', 'os.urandom', 'hash'];

it('lastNames gives what a call is written or imported by, once', () => {
  expect(lastNames(names)).toEqual(['create_task', 'urandom', 'hash']);
});

it('rootNames gives what is imported, once', () => {
  expect(rootNames(names)).toEqual(['asyncio', 'os', 'hash']);
});
