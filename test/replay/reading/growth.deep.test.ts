/** Reading takes as long as the document is, whatever is repeated in it. */
import { describe, expect, it } from 'vitest';
import { readAudit } from '../../../src/replay/reading/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../../growth.ts';

const CASES: readonly (readonly [string, string, (index: number) => string])[] = [
  ['sections', 'a.md', (index) => `### SEC-${index}: it leaks\n\n**File:** \`a${index}.py:3\`\n**Severity:** High\n\n`],
  [
    'claims and of lines that are none',
    'a.md',
    (index) =>
      `### SEC-${index}: it leaks\n\n**File:** \`a.py:3\`\n\n## Notes\n\nWe began with \`a.py:${index + 1}\`\n\n`,
  ],
  ['items', 'a.md', (index) => `${index === 0 ? '## Issues\n\n' : ''}- \`a.py:${index + 1}\` is wrong\n`],
  [
    'rows',
    'a.md',
    (index) => `${index === 0 ? '| Issue | File |\n|---|---|\n' : ''}| it is wrong | \`a.py:${index + 1}\` |\n`,
  ],
  [
    'one paragraph',
    'a.md',
    (index) =>
      `${index === 0 ? '## Issues\n\n- it is broken in `a.py`\n\n' : ''}\`name\` is **missing** in [a](a.py#L3)\n`,
  ],
  [
    'repetitions',
    'a.md',
    (index) =>
      `${index === 0 ? '## Issues\n\n- `b.py:1` is wrong\n\n## Recommendations\n\n' : ''}- mend \`a.py:${index + 1}\`\n`,
  ],
  ['rows of CSV', 'a.csv', (index) => `${index === 0 ? 'message,file,line\n' : ''}wrong,a.py,${index + 1}\n`],
  [
    'members of JSON',
    'a.json',
    (index) => `${index === 0 ? '[{"path":"a.py"}' : ''},{"message":"wrong","path":"a.py","line":${index + 1}}\n`,
  ],
];

describe('the time of reading', () => {
  it.each(CASES)('grows with the number of %s', async (_, fileName, pieceOf) => {
    const inputOf = (size: number) => {
      const text = Array.from({ length: size }, (_unused, index) => pieceOf(index)).join('');
      return new TextEncoder().encode(fileName.endsWith('.json') ? `${text}]` : text);
    };
    expect(await growthOf(inputOf, (bytes) => readAudit(bytes, fileName), 60)).toBeLessThan(HALFWAY_TO_SQUARE);
  });
});
