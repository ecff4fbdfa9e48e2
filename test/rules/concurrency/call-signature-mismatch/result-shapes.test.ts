import { describe, expect, it } from 'vitest';
import type { ProjectResultUse } from '../../../../rules/concurrency/_shared/project-calls.ts';
import {
  describeShape,
  describeUse,
  lacksWhatIsTaken,
} from '../../../../rules/concurrency/call-signature-mismatch/result-shapes.ts';

const place = ['@', 1, 1, 1, 2] as const;
const unpack = (count: number): ProjectResultUse => ({ kind: 'unpack', count, place });
const key: ProjectResultUse = { kind: 'key', place };

describe('lacksWhatIsTaken', () => {
  it.each([
    ['tuple 2', unpack(2), false],
    ['tuple 3', unpack(2), true],
    ['None', unpack(2), true],
    // However many there are, the code may know.
    ['list', unpack(2), false],
    ['dict', key, false],
    ['tuple 2', key, true],
  ] as const)('a %s, of which %j is taken', (shape, use, expected) => {
    expect(lacksWhatIsTaken(shape, use)).toBe(expected);
  });
});

describe('descriptions', () => {
  it.each([
    ['tuple 2', unpack(1), 'a tuple of 2, and is unpacked into 1 name'],
    ['None', unpack(3), '`None`, and is unpacked into 3 names'],
    ['str', key, 'a string, and is indexed by a string key'],
    ['list', key, 'a list, and is indexed by a string key'],
  ] as const)('%s, %j', (shape, use, expected) => {
    expect(`${describeShape(shape)}, and ${describeUse(use)}`).toBe(expected);
  });
});
