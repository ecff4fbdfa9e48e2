/** Places of secrets in a text. */

/** A stretch of a text, end exclusive. */
export interface HiddenSpan {
  readonly start: number;
  readonly end: number;
}

/** One secret: several stretches where it is written in several pieces, as literals side by side. */
export type FoundSecret = readonly HiddenSpan[];

/** How a text is read: what stands bare in a line of settings is a value, in Python it is a name, and in prose mostly a word. */
export type TextKind = 'python' | 'settings' | 'prose';

/** In order, none touching another. */
export function joinSpans(spans: readonly HiddenSpan[]): readonly HiddenSpan[] {
  const sorted = spans.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: HiddenSpan[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last === undefined || span.start > last.end) joined.push(span);
    else if (span.end > last.end) joined[joined.length - 1] = { start: last.start, end: span.end };
  }
  return joined;
}

/** The last of spans in order that starts at a place or before it. */
export function lastStartingBefore<Span extends HiddenSpan>(spans: readonly Span[], at: number): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}

/** The text with asterisks for what the spans cover, so that every column and line stays in its place. `spans` are in order. */
export function coverSpans(text: string, spans: readonly HiddenSpan[]): string {
  let covered = '';
  let at = 0;
  for (const { start, end } of spans) {
    covered += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, '*');
    at = end;
  }
  return at === 0 ? text : covered + text.slice(at);
}
