/** TOML that is parsed once, and whose keys and values know where they stand. */
import { parse } from 'smol-toml';
import { type KeyPath, type Located, type SourceText, type TomlPlaces, tomlPlaces } from '../../text/index.ts';

/** Reads a text; undefined when it is no TOML. */
export function readToml(text: SourceText): TomlValue | undefined {
  try {
    return new TomlValue(parse(text.content), [], tomlPlaces(text.content));
  } catch {
    return undefined;
  }
}

/** A value at a path of keys; absent ones hold undefined, so that a way through them needs no tests. */
export class TomlValue {
  constructor(
    readonly value: unknown,
    readonly path: KeyPath,
    readonly places: TomlPlaces,
  ) {}

  get(...keys: readonly string[]): TomlValue {
    return keys.reduce<TomlValue>((at, key) => at.#child(key, tableOf(at.value)[key]), this);
  }

  /** The members of a table; none of anything else. */
  members(): { readonly key: Located<string>; readonly value: TomlValue }[] {
    return Object.entries(tableOf(this.value)).map(([name, value]) => {
      const child = this.#child(name, value);
      return { key: { value: name, span: this.places.keyOf(child.path) }, value: child };
    });
  }

  /** The text, with the place between its quotes; undefined for what is no text. */
  text(): Located<string> | undefined {
    return typeof this.value === 'string' ? { value: this.value, span: this.places.textOf(this.path) } : undefined;
  }

  /** The texts of a list; none of anything else. */
  texts(): Located<string>[] {
    const elements: readonly unknown[] = Array.isArray(this.value) ? this.value : [];
    return elements.flatMap((element, index) => this.#child(index, element).text() ?? []);
  }

  #child(key: string | number, value: unknown): TomlValue {
    return new TomlValue(value, [...this.path, key], this.places);
  }
}

type Table = Readonly<Record<string, unknown>>;

const tableOf = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
