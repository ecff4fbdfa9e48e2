/** Where each key and list element of a TOML text stands. The parser gives positions for syntax errors only. */
export interface KeyPosition {
  readonly line: number;
  readonly column: number;
}

/** Path of a key from the top: names of tables and keys, indices of lists. */
export type KeyPath = readonly (string | number)[];

/** Position of the longest part of `path` that the text writes down; the start of the text when none is. */
export function keyPosition(positions: KeyPositions, path: KeyPath): KeyPosition {
  for (let length = path.length; length > 0; length--) {
    const found = positions.get(JSON.stringify(path.slice(0, length)));
    if (found !== undefined) return found;
  }
  return { line: 1, column: 1 };
}

export type KeyPositions = ReadonlyMap<string, KeyPosition>;

/** Scans a text that a TOML parser has accepted; on any other text the positions are only rough. */
export function scanKeyPositions(text: string): KeyPositions {
  return new Scanner(text).scan();
}

const BARE_KEY = /[A-Za-z0-9_-]/;

class Scanner {
  readonly #text: string;
  readonly #positions = new Map<string, KeyPosition>();
  /** Index of the last table of each list of tables. */
  readonly #tableIndices = new Map<string, number>();
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\uFEFF')) {
      this.#at = 1;
      this.#lineStart = 1;
    }
  }

  scan(): KeyPositions {
    let table: KeyPath = [];
    for (this.#skipVoid(); this.#at < this.#text.length; this.#skipVoid()) {
      if (this.#peek() === '[') table = this.#header();
      else this.#keyValue(table);
    }
    return this.#positions;
  }

  #header(): KeyPath {
    const position = this.#position();
    this.#advance();
    const isList = this.#peek() === '[';
    if (isList) this.#advance();
    const keys = this.#keys(']');
    while (this.#peek() === ']') this.#advance();
    const path = this.#withIndices(keys.map(({ name }) => name));
    if (!isList) {
      this.#record(path, position);
      return path;
    }
    const list = JSON.stringify(path);
    const index = (this.#tableIndices.get(list) ?? -1) + 1;
    this.#tableIndices.set(list, index);
    this.#record([...path, index], position);
    return [...path, index];
  }

  // `[overrides.rules.x]` belongs to the last `[[overrides]]`; the last segment is left as it is.
  #withIndices(names: readonly string[]): KeyPath {
    const path: (string | number)[] = [];
    names.forEach((name, i) => {
      path.push(name);
      const index = i < names.length - 1 ? this.#tableIndices.get(JSON.stringify(path)) : undefined;
      if (index !== undefined) path.push(index);
    });
    return path;
  }

  #keyValue(table: KeyPath): void {
    const start = this.#at;
    const path = [...table];
    for (const { name, position } of this.#keys('=')) {
      path.push(name);
      this.#record(path, position);
    }
    if (this.#peek() === '=') this.#advance();
    this.#skipBlanks();
    this.#value(path);
    // Never stand still, whatever the text is.
    if (this.#at === start) this.#advance();
  }

  #keys(end: string): { readonly name: string; readonly position: KeyPosition }[] {
    const keys: { name: string; position: KeyPosition }[] = [];
    for (this.#skipBlanks(); this.#at < this.#text.length; this.#skipBlanks()) {
      const unit = this.#peek();
      if (unit === end || unit === '\n' || unit === '\r') break;
      if (unit === '.') {
        this.#advance();
        continue;
      }
      const position = this.#position();
      keys.push({ position, name: this.#key() });
    }
    return keys;
  }

  #key(): string {
    const unit = this.#peek();
    if (unit === '"' || unit === "'") return unquote(this.#string(unit));
    const start = this.#at;
    do this.#advance();
    while (BARE_KEY.test(this.#peek()));
    return this.#text.slice(start, this.#at);
  }

  #value(path: KeyPath): void {
    const unit = this.#peek();
    if (unit === '"' || unit === "'") this.#string(unit);
    else if (unit === '[') this.#list(path);
    else if (unit === '{') this.#inlineTable(path);
    else while (this.#at < this.#text.length && !/[,\]}\s#]/.test(this.#peek())) this.#advance();
  }

  #list(path: KeyPath): void {
    this.#advance();
    let index = 0;
    for (this.#skipVoid(); this.#at < this.#text.length && this.#peek() !== ']'; this.#skipVoid()) {
      if (this.#peek() === ',') {
        this.#advance();
        continue;
      }
      const start = this.#at;
      this.#record([...path, index], this.#position());
      this.#value([...path, index++]);
      if (this.#at === start) this.#advance();
    }
    this.#advance();
  }

  #inlineTable(path: KeyPath): void {
    this.#advance();
    for (this.#skipVoid(); this.#at < this.#text.length && this.#peek() !== '}'; this.#skipVoid()) {
      if (this.#peek() === ',') this.#advance();
      else this.#keyValue(path);
    }
    this.#advance();
  }

  /** Moves past a string and returns it with its quotes. */
  #string(quote: string): string {
    const start = this.#at;
    const fence = this.#text.startsWith(quote.repeat(3), this.#at) ? quote.repeat(3) : quote;
    for (let i = 0; i < fence.length; i++) this.#advance();
    while (this.#at < this.#text.length && !this.#text.startsWith(fence, this.#at)) {
      if (quote === '"' && this.#peek() === '\\') this.#advance();
      this.#advance();
    }
    for (let i = 0; i < fence.length; i++) this.#advance();
    // A multi-line string may end in one or two quotes of its own.
    while (fence.length === 3 && this.#peek() === quote) this.#advance();
    return this.#text.slice(start, this.#at);
  }

  #skipVoid(): void {
    for (;;) {
      const unit = this.#peek();
      if (unit === '#') while (this.#at < this.#text.length && this.#peek() !== '\n') this.#advance();
      else if (unit !== '' && /\s/.test(unit)) this.#advance();
      else return;
    }
  }

  #skipBlanks(): void {
    while (this.#peek() === ' ' || this.#peek() === '\t') this.#advance();
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #advance(): void {
    if (this.#text.charAt(this.#at++) !== '\n') return;
    this.#line++;
    this.#lineStart = this.#at;
  }

  #position(): KeyPosition {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  // The first place wins: `[rules.x]` before a key inside it.
  #record(path: KeyPath, position: KeyPosition): void {
    const key = JSON.stringify(path);
    if (!this.#positions.has(key)) this.#positions.set(key, position);
  }
}

function unquote(quoted: string): string {
  if (quoted.startsWith("'")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted);
  } catch {
    return quoted.slice(1, -1);
  }
}
