import { describe, expect, it } from 'vitest';
import { previewOf } from '../../src/cli/agents/fix-preview.ts';
import type { Finding } from '../../src/findings/index.ts';
import { mendable } from '../editor/mendable.ts';

const TEXT = 'import random\r\n\r\n\r\ndef wait():\r\n    return 1\r\n';
const at = (line: number, column: number, endColumn: number): Finding['location'] => ({
  path: 'app.py',
  line,
  column,
  endLine: line,
  endColumn,
});

describe('a fix', () => {
  it('is shown as a unified diff under what it does', () => {
    const finding = mendable('app.py', [
      { location: at(5, 12, 13), text: 'random.random()' },
      { location: at(1, 1, 1), text: 'import math\r\n' },
    ]);
    expect(
      previewOf(finding, () => TEXT)
        ?.split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual([
      'time-based-id app.py:5: Draw it at random (unsafe: what reads it may expect a number)',
      '===================================================================',
      '--- a/app.py',
      '+++ b/app.py',
      '@@ -1,5 +1,6 @@',
      '+import math',
      ' import random',
      '',
      '',
      ' def wait():',
      '-    return 1',
      '+    return random.random()',
      '',
    ]);
  });

  it('is none where the rule knows none', () => {
    const { fix: _, ...finding } = mendable('app.py', []);
    expect(previewOf(finding, () => TEXT)).toBeUndefined();
  });
});
