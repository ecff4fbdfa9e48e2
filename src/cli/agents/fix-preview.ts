import { createTwoFilesPatch } from 'diff';
import type { Edit, Finding } from '../../findings/index.ts';
import { SourceText } from '../../text/index.ts';

/** What the fix of a finding would change, as a unified diff under a line that says what it does and how safe it is. */
export function previewOf(finding: Finding, readText: (path: string) => string | undefined): string | undefined {
  const { fix, rule, location } = finding;
  if (fix === undefined) return undefined;
  const head = `${rule} ${location.path}:${location.line}: ${fix.title} (${fix.safety}: ${fix.because})`;
  const byPath = new Map<string, Edit[]>();
  for (const edit of fix.edits) byPath.set(edit.location.path, [...(byPath.get(edit.location.path) ?? []), edit]);
  const patches = [...byPath].flatMap(([path, edits]) => {
    const before = readText(path);
    if (before === undefined) return [];
    return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, edited(before, edits), '', '', { context: 3 });
  });
  return [head, ...patches].join('\n');
}

/** From the last edit to the first, so that the places of the others stay. */
function edited(before: string, edits: readonly Edit[]): string {
  const text = new SourceText(before);
  const offset = (line: number, column: number): number => text.lineStart(line) + column - 1;
  const spans = edits.map(({ location: { line, column, endLine, endColumn }, text: by }) => ({
    start: offset(line, column),
    end: offset(endLine, endColumn),
    by,
  }));
  spans.sort((a, b) => b.start - a.start);
  return spans.reduce((changed, { start, end, by }) => changed.slice(0, start) + by + changed.slice(end), before);
}
