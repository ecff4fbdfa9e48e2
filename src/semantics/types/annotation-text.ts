/** A type written in a string annotation, as far as a class can be read from it. */
export type TextType =
  | { readonly kind: 'named'; readonly name: string; readonly parameters: readonly TextType[] }
  | { readonly kind: 'union'; readonly members: readonly TextType[] };

const MAX_LENGTH = 300;
const MAX_DEPTH = 20;

/** Reads `a.B`, `Optional["a.B"]`, `dict[str, B] | None`; undefined for anything that is more than that. */
export function parseAnnotationText(text: string): TextType | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const reader = new TextTypeReader(text.match(/[A-Za-z_][\w.]*|[^\s"']/g) ?? []);
  const type = reader.readUnion(0);
  return reader.isAtEnd ? type : undefined;
}

class TextTypeReader {
  #at = 0;

  constructor(readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.#at >= this.tokens.length;
  }

  readUnion(depth: number): TextType | undefined {
    const members: TextType[] = [];
    do {
      const member = this.#readNamed(depth);
      if (member === undefined) return undefined;
      members.push(member);
    } while (this.#take('|'));
    const [only, second] = members;
    return second === undefined ? only : { kind: 'union', members };
  }

  #readNamed(depth: number): TextType | undefined {
    const name = this.tokens[this.#at];
    if (name === undefined || depth > MAX_DEPTH || !/^[A-Za-z_][\w.]*$/.test(name)) return undefined;
    this.#at++;
    const parameters: TextType[] = [];
    if (!this.#take('[')) return { kind: 'named', name, parameters };
    const start = this.#at;
    do {
      const parameter = this.readUnion(depth + 1);
      if (parameter === undefined) return this.#skipParameters(name, start);
      parameters.push(parameter);
    } while (this.#take(','));
    return this.#take(']') ? { kind: 'named', name, parameters } : undefined;
  }

  /** Parameters that are no types (`Callable[[int], str]`, `Literal["a"]`) leave the name readable. */
  #skipParameters(name: string, start: number): TextType | undefined {
    this.#at = start;
    let open = 1;
    while (open > 0 && !this.isAtEnd) {
      const token = this.tokens[this.#at++];
      if (token === '[') open++;
      else if (token === ']') open--;
    }
    return open === 0 ? { kind: 'named', name, parameters: [] } : undefined;
  }

  #take(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}
