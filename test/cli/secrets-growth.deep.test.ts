import { expect, it } from 'vitest';
import { maskSecrets } from '../../src/knowledge/mask-secrets.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

it.each(['password="', 'a://b:', 'Bearer a', 'key:', 'eyJaaaaaaaaaa.eyJ', '-----BEGIN PRIVATE KEY-----', 'x = "'])(
  'is looked for in time that grows with the text, of %s too',
  async (piece) => {
    expect(await growthOf((size) => piece.repeat(size), maskSecrets, 5_000)).toBeLessThan(HALFWAY_TO_SQUARE);
  },
);
