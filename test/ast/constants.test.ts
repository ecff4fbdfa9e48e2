import { describe, expect, it } from 'vitest';
import { nodeOf } from './parse-python.ts';

const constantOf = (source: string): unknown => nodeOf(source, 'Constant').value;

describe('constants', () => {
  it.each([
    ['1_000', { kind: 'int', value: 1000n }],
    ['0xFFFF_FFFF_FFFF_FFFF', { kind: 'int', value: 2n ** 64n - 1n }],
    ['0o17', { kind: 'int', value: 15n }],
    ['1e3', { kind: 'float', value: 1000 }],
    ['1_0.5j', { kind: 'complex', value: 10.5 }],
    ['None', { kind: 'none' }],
    ['...', { kind: 'ellipsis' }],
    ['True', { kind: 'bool', value: true }],
    [String.raw`'\x41\u00e9\N{BULLET}\q' "b"`, { kind: 'str', value: 'A\u00e9\uFFFD\\qb' }],
    [String.raw`b'\xff\u0041'`, { kind: 'bytes', value: '\xff\\u0041' }],
    ["'''a\r\nb'''", { kind: 'str', value: 'a\nb' }],
  ])('%s', (source, value) => expect(constantOf(source)).toEqual(value));
});
