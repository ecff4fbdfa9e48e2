/** TOML as readers see it: tables put together from wherever they are written, every value with its place. */
import type { Located } from '../located.ts';
import type { Span } from '../span.ts';

export type TomlNode = TomlTable | TomlList | TomlText | TomlDate | TomlScalar;

export interface TomlTable {
  readonly kind: 'table';
  readonly entries: ReadonlyMap<string, TomlEntry>;
  /** Its header where it has one, else all of it. */
  readonly span: Span;
}

export interface TomlEntry {
  readonly key: Located<string>;
  readonly value: TomlNode;
  /** From the key to the end of the value; of a table with a header: the header. */
  readonly span: Span;
}

export interface TomlList {
  readonly kind: 'list';
  readonly items: readonly TomlNode[];
  readonly span: Span;
}

export interface TomlText {
  readonly kind: 'text';
  readonly value: string;
  /** What is between the quotes. */
  readonly span: Span;
}

export interface TomlDate {
  readonly kind: 'date';
  /** As written. */
  readonly value: string;
  readonly span: Span;
}

export interface TomlScalar {
  readonly kind: 'scalar';
  readonly value: number | boolean;
  readonly span: Span;
}

/** The value at a path of keys; undefined where something on the way is missing. */
export function tomlAt(node: TomlNode | undefined, ...keys: readonly string[]): TomlNode | undefined {
  return keys.reduce<TomlNode | undefined>(
    (at, key) => (at?.kind === 'table' ? at.entries.get(key)?.value : undefined),
    node,
  );
}

/** The entries of a table; none of anything else. */
export function tomlEntries(node: TomlNode | undefined): readonly TomlEntry[] {
  return node?.kind === 'table' ? [...node.entries.values()] : [];
}

/** The items of a list; none of anything else. */
export function tomlItems(node: TomlNode | undefined): readonly TomlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function tomlText(node: TomlNode | undefined): Located<string> | undefined {
  return node?.kind === 'text' ? { value: node.value, span: node.span } : undefined;
}

/** The texts of a list, or the one text. */
export function tomlTexts(node: TomlNode | undefined): Located<string>[] {
  const one = tomlText(node);
  return one === undefined ? tomlItems(node).flatMap((item) => tomlText(item) ?? []) : [one];
}

/** Plain JSON, without places. */
export type TomlData = string | number | boolean | readonly TomlData[] | { readonly [key: string]: TomlData };

export function tomlData(node: TomlNode): TomlData {
  switch (node.kind) {
    case 'table':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, tomlData(value)]));
    case 'list':
      return node.items.map(tomlData);
    case 'text':
    case 'date':
    case 'scalar':
      return node.value;
  }
}
