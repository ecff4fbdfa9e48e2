import { describe, expect, it } from 'vitest';
import { counted, listed, listedCode, verbFor } from '../../src/text/wording.ts';

describe('the wording of messages', () => {
  it.each([
    [counted(1, 'more call'), '1 more call'],
    [counted(2, 'more call'), '2 more calls'],
    [counted(0, 'entry', 'entries'), '0 entries'],
    [verbFor(1), 'is'],
    [verbFor(3), 'are'],
    [verbFor(2, 'has', 'have'), 'have'],
    [listed([]), ''],
    [listed(['a']), 'a'],
    [listed(['a', 'b']), 'a and b'],
    [listed(['a', 'b', 'c']), 'a, b and c'],
    [listed(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more'],
    [listed(['a', 'b'], 2), 'a and b'],
    [listedCode(['--a', '--b', '--a']), '`--a` and `--b`'],
    [listedCode(['a', 'b', 'c'], 1), '`a` and 2 more'],
  ])('is %s', (made, expected) => {
    expect(made).toBe(expected);
  });
});
