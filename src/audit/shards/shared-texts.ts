/**
 * Makes equal texts in what was parsed from JSON one text: the names of modules, functions and arguments are in many summaries, and
 * each would be kept as often as it was read. Lists and objects stay apart, because others remember things by them.
 */
export class SharedTexts {
  readonly #texts = new Map<string, string>();

  /** Changes a value that nobody else has yet. */
  share<T>(value: T): T {
    // Each value is replaced by an equal one.
    return this.#share(value) as T;
  }

  /** Texts from here on are shared among themselves. */
  forget(): void {
    this.#texts.clear();
  }

  #share(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (isShareable(value[i])) value[i] = this.#share(value[i]);
      return value;
    }
    const members = value as Record<string, unknown>;
    for (const name in members) if (isShareable(members[name])) members[name] = this.#share(members[name]);
    return value;
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

const isShareable = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);
