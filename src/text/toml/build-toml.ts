import type { AST } from 'toml-eslint-parser';
import type { Located } from '../located.ts';
import type { Span } from '../span.ts';
import type { TomlEntry, TomlList, TomlNode, TomlTable } from './toml-node.ts';

/** Nobody nests brackets, or tables by the dots of a key, as deep. Without a limit it depends on how warm the code is whether its stack suffices. */
const MAX_DEPTH = 100;

/** The whole of a parsed text as one table. Throws a RangeError where its values nest deeper than `MAX_DEPTH`. */
export function buildToml({ body: [top], range }: AST.TOMLProgram): TomlTable {
  const root = openTable(spanOf(range));
  for (const part of top.body) {
    if (part.type === 'TOMLKeyValue') addKeyValue(part, root);
    else addTable(part, root);
  }
  return root;
}

interface OpenTable extends TomlTable {
  readonly entries: Map<string, TomlEntry>;
  span: Span;
}

interface OpenList extends TomlList {
  readonly items: TomlNode[];
}

const openTable = (span: Span): OpenTable => ({ kind: 'table', entries: new Map(), span });
const spanOf = ([start, end]: readonly [number, number]): Span => ({ start, end });

function addTable(table: AST.TOMLTable, root: OpenTable): void {
  const keys = keysOf(table);
  const last = keys.pop();
  if (last === undefined) return;
  const span = { start: table.range[0], end: headerEnd(table) };
  const owner = descend(root, keys, span);
  const known = owner.entries.get(last.value)?.value;
  const opened = openTable(span);
  if (table.kind === 'array') {
    if (known?.kind === 'list') (known as OpenList).items.push(opened);
    else owner.entries.set(last.value, { key: last, value: { kind: 'list', items: [opened], span }, span });
  } else if (known === undefined) owner.entries.set(last.value, { key: last, value: opened, span });
  const target = table.kind === 'standard' && known?.kind === 'table' ? (known as OpenTable) : opened;
  // Made by the header of a table inside of it, it has its own header only now.
  if (target !== opened) owner.entries.set(last.value, { key: last, value: { ...target, span }, span });
  const stored = owner.entries.get(last.value)?.value;
  for (const each of table.body) addKeyValue(each, stored?.kind === 'table' ? (stored as OpenTable) : target);
}

/** The closing bracket is behind the last key, with blanks between at most. */
function headerEnd({ key, kind }: AST.TOMLTable): number {
  return key.range[1] + (kind === 'array' ? 2 : 1);
}

/** The table at a path, made where it is missing; of a list of tables its last. */
function descend(from: OpenTable, keys: readonly Located<string>[], span: Span): OpenTable {
  return keys.reduce<OpenTable>((at, key) => {
    const known = at.entries.get(key.value)?.value;
    const held = known?.kind === 'list' ? known.items.at(-1) : known;
    // Every table in here was made by `openTable`.
    if (held?.kind === 'table') return held as OpenTable;
    const made = openTable(span);
    at.entries.set(key.value, { key, value: made, span });
    return made;
  }, from);
}

function addKeyValue({ key, value, range }: AST.TOMLKeyValue, table: OpenTable, depth = 0): void {
  const keys = keysOf({ key });
  const last = keys.pop();
  if (last === undefined) return;
  const span = spanOf(range);
  descend(table, keys, span).entries.set(last.value, { key: last, value: nodeOf(value, depth), span });
}

function keysOf({ key: { keys } }: Pick<AST.TOMLTable | AST.TOMLKeyValue, 'key'>): Located<string>[] {
  if (keys.length > MAX_DEPTH) throw new RangeError('nested too deep');
  return keys.map(keyOf);
}

function keyOf(key: AST.TOMLBare | AST.TOMLQuoted): Located<string> {
  const [start, end] = key.range;
  return key.type === 'TOMLBare'
    ? { value: key.name, span: { start, end } }
    : { value: key.value, span: { start: start + 1, end: end - 1 } };
}

function nodeOf(content: AST.TOMLContentNode, depth: number): TomlNode {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deep');
  const span = spanOf(content.range);
  if (content.type === 'TOMLArray') {
    const items = content.elements.map((each) => nodeOf(each, depth + 1));
    return { kind: 'list', items, span };
  }
  if (content.type === 'TOMLInlineTable') {
    const table = openTable(span);
    for (const each of content.body) addKeyValue(each, table, depth + 1);
    return table;
  }
  switch (content.kind) {
    case 'string': {
      const width = content.multiline ? 3 : 1;
      return { kind: 'text', value: content.value, span: { start: span.start + width, end: span.end - width } };
    }
    case 'integer':
    case 'float':
    case 'boolean':
      return { kind: 'scalar', value: content.value, span };
    default:
      return { kind: 'date', value: content.datetime, span };
  }
}
