/** What a model is given at a time, what is said of the rest included: a tenth of the window of a small one. */
const PAGE = 20_000;

/** For what is said of the rest. */
const NOTE = 200;

/** How many texts are kept of which nobody has read the rest. */
const MOST_KEPT = 8;

/** Long answers in pages: what was cut is asked for by its offset, and comes from the same answer. */
export class Pages {
  readonly #texts = new Map<string, string>();

  /** The first page of an answer. `key` is what was asked. */
  first(key: string, text: string): string {
    this.#texts.delete(key);
    if (text.length > PAGE) {
      this.#texts.set(key, text);
      for (const oldest of [...this.#texts.keys()].slice(0, -MOST_KEPT)) this.#texts.delete(oldest);
    }
    return pageOf(text, 0);
  }

  /** A later page; undefined where the answer is not known any more. */
  next(key: string, offset: number): string | undefined {
    const text = this.#texts.get(key);
    return text === undefined ? undefined : pageOf(text, offset);
  }
}

/** Whole lines from an offset on, and what to do for the rest. */
function pageOf(text: string, offset: number): string {
  if (offset >= text.length && offset > 0)
    return `no text at offset ${offset}: the result has only ${text.length} characters`;
  if (text.length - offset <= PAGE) return text.slice(offset);
  const most = offset + PAGE - NOTE;
  const end = text.lastIndexOf('\n', most - 1) + 1;
  const next = end > offset ? end : most - (isHalf(text, most) ? 1 : 0);
  const rest = `[truncated: ${text.length - next} of ${text.length} characters remain; call again with the same arguments and "offset": ${next}]`;
  return `${text.slice(offset, next)}${rest}`;
}

/** Whether a text that is cut there loses half of a character. */
const isHalf = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at));
