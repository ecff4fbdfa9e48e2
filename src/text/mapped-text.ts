import type { Span } from './span.ts';

/** A stretch of the file that stands unchanged in a text taken from it. */
export interface Stretch {
  /** Where it begins in the text. */
  readonly at: number;
  /** Where it begins in the file. */
  readonly start: number;
}

/**
 * A text that was written in a file in another form: a folded YAML scalar, a shell command over continuation lines, a quoted
 * TOML string. It knows where in the file each of its characters stands, so that what is found in it can be shown there.
 */
export interface MappedText {
  readonly content: string;
  /** Ascending by `at`, the first with `at` 0; each reaches to the next. */
  readonly stretches: readonly Stretch[];
}

/** A text that is in the file as it is. */
export function mapPlain(content: string, start: number): MappedText {
  return { content, stretches: [{ at: 0, start }] };
}

/** A part of a text, with its places. */
export function slicedText(text: MappedText, { start, end }: Span): MappedText {
  const within = text.stretches.filter(({ at }) => at > start && at < end);
  return {
    content: text.content.slice(start, end),
    stretches: [
      { at: 0, start: offsetInFile(text, start) },
      ...within.map((each) => ({ at: each.at - start, start: each.start })),
    ],
  };
}

/** The place in the file of an offset of the text. */
export function offsetInFile({ stretches }: MappedText, offset: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = stretches[low] ?? { at: 0, start: 0 };
  return found.start + offset - found.at;
}

/** The place in the file of a span of the text; it covers whatever is between its ends in the file. */
export function spanInFile(text: MappedText, { start, end }: Span): Span {
  const from = offsetInFile(text, start);
  return { start: from, end: end > start ? Math.max(from, offsetInFile(text, end - 1) + 1) : from };
}
