import { expect, test } from 'vitest';
import { readMarkdown } from '../../src/artifacts/markdown/read-markdown.ts';
import { SourceText } from '../../src/text/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

test.each([
  ['quotes', 25, (size: number) => `${'>'.repeat(1000)} a\n`.repeat(size)],
  ['brackets', 25_000, (size: number) => '['.repeat(size)],
  ['links without end', 5_000, (size: number) => '[a]('.repeat(size)],
  ['titles without end', 25, (size: number) => `[a](b ${' '.repeat(1900)}`.repeat(size)],
  ['backticks', 5_000, (size: number) => rows(Math.sqrt(size), (length) => `${'`'.repeat(length)}a`).join('')],
  ['tags', 20_000, (size: number) => '<a '.repeat(size)],
  ['comments', 20_000, (size: number) => '<!--'.repeat(size)],
  ['branches', 2_500, (size: number) => `\`\`\`\n${'├── a\n'.repeat(size)}`],
  ['lists', 5_000, (size: number) => rows(Math.sqrt(size), (depth) => `${'  '.repeat(depth)}- a`).join('\n')],
  [
    'a tree as deep as it is long',
    20_000,
    (size: number) => rows(Math.sqrt(size), (depth) => `${'│  '.repeat(depth)}├── a`).join('\n'),
  ],
  ['much text', 2_500, (size: number) => '# T\n\ntext `src/a.py` with [link](a.md)\n\n- item\n'.repeat(size)],
])('%s are read in a time that grows with the text', async (_, start, textOf) => {
  const growth = await growthOf(
    (size) => new SourceText(textOf(size)),
    (source) => expect(readMarkdown(source).artifact).toBeDefined(),
    start,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});

function rows(count: number, row: (index: number) => string): string[] {
  return Array.from({ length: Math.round(count) }, (_, index) => row(index));
}
