import { expect, it } from 'vitest';
import { blankDirectives } from '../../src/engine/suppressions/without-directives.ts';
import { SourceText } from '../../src/text/index.ts';

const commentsOf = (content: string) =>
  [...content.matchAll(/#.*/g)].map(({ 0: value, index }) => ({
    value,
    span: { start: index, end: index + value.length },
  }));

it('what is said to auditlint becomes blanks, what an author says before it stays, and nothing moves', () => {
  const content = 'a: 1  # why  # auditlint: ignore[x] fake\n# auditlint: ignore[y] fake\nb: 2  # fine\n';
  const blanked = blankDirectives(new SourceText(content), commentsOf(content)) ?? '';
  expect(blanked).toHaveLength(content.length);
  expect(blanked.split('\n').map((line) => line.trimEnd())).toEqual(['a: 1  # why', '', 'b: 2  # fine', '']);
});

it('a text without such comments is read once', () => {
  const content = 'a: 1  # fine\n';
  expect(blankDirectives(new SourceText(content), commentsOf(content))).toBeUndefined();
});
