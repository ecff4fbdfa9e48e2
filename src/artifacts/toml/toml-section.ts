import type { Located, Span } from '../../text/index.ts';
import {
  type TomlData,
  type TomlEntry,
  type TomlTable,
  tomlData,
  tomlEntries,
  tomlTexts,
} from '../../text/toml/toml-node.ts';

/** A table with its own keys, as tools read their configuration. */
export interface TomlSection {
  /** Dotted, from the top: `tool.pytest.ini_options`; empty for the top itself. */
  readonly name: Located<string>;
  readonly options: readonly TomlOption[];
}

export interface TomlOption {
  readonly name: Located<string>;
  readonly value: TomlData;
  /** The texts of its value: of a list each, with its place. */
  readonly texts: readonly Located<string>[];
  readonly span: Span;
}

/** A table and all tables below it that hold options, inline ones as the values that they are written as. */
export function sectionsOf(table: TomlTable, name: string): TomlSection[] {
  const [own, below]: [TomlOption[], TomlSection[]] = [[], []];
  for (const entry of tomlEntries(table)) {
    if (hasHeader(entry))
      below.push(...sectionsOf(entry.value, name === '' ? entry.key.value : `${name}.${entry.key.value}`));
    else own.push(optionOf(entry));
  }
  const isSection = own.length > 0 || below.length === 0;
  return isSection ? [{ name: { value: name, span: table.span }, options: own }, ...below] : below;
}

/** Only the table of a header is written at the place of its entry; what is in braces begins behind the key. */
function hasHeader(entry: TomlEntry): entry is TomlEntry & { readonly value: TomlTable } {
  return entry.value.kind === 'table' && entry.value.span.start <= entry.key.span.start;
}

function optionOf({ key, value, span }: TomlEntry): TomlOption {
  return { name: key, value: tomlData(value), texts: tomlTexts(value), span };
}
