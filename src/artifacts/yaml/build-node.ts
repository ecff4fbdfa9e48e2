/** Makes nodes of what the library composed: aliases become what they stand for, merge keys what they merge. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Span } from '../../text/index.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-node.ts';

/** A document, or that it would be too large if every alias in it were written out. */
export type BuiltDocument = { readonly kind: 'node'; readonly node: YamlNode } | { readonly kind: 'too-large' };

/** Builds a document that nests to a depth that recursion can take. */
export function buildNode(contents: unknown): BuiltDocument {
  const node = new NodeBuilder().build(contents, 0);
  return node === undefined ? { kind: 'too-large' } : { kind: 'node', node };
}

/** Nodes that aliases may repeat in a document, all together: more is an attack, or data. */
const MAX_REPEATED_NODES = 100_000;
/** Aliases within what aliases stand for add to the depth. */
const MAX_DEPTH = 200;

interface Anchored {
  readonly node: YamlNode;
  /** Nodes in it, aliases written out. */
  readonly size: number;
  readonly depth: number;
}

class NodeBuilder {
  readonly #anchors = new Map<string, Anchored>();
  #repeated = 0;
  /** Nodes so far, aliases written out. */
  #size = 0;
  /** The deepest level since it was last reset. */
  #deepest = 0;
  #isTooLarge = false;

  build(source: unknown, depth: number): YamlNode | undefined {
    const node = this.#build(source, depth);
    return this.#isTooLarge ? undefined : node;
  }

  #build(source: unknown, depth: number): YamlNode {
    if (isAlias(source)) return this.#resolve(source, depth);
    const [sizeBefore, deepestBefore] = [this.#size, this.#deepest];
    this.#size++;
    this.#deepest = depth;
    const node = this.#buildOwn(source, depth);
    const anchor = isMap(source) || isSeq(source) || isScalar(source) ? source.anchor : undefined;
    if (anchor !== undefined) {
      this.#anchors.set(anchor, { node, size: this.#size - sizeBefore, depth: this.#deepest - depth });
    }
    this.#deepest = Math.max(this.#deepest, deepestBefore);
    return node;
  }

  #buildOwn(source: unknown, depth: number): YamlNode {
    if (isMap(source)) return this.#map(source, depth);
    if (isSeq(source)) return this.#list(source, depth);
    return isScalar(source) ? scalarOf(source) : emptyScalar(0);
  }

  /** What is named later, or within itself, is nothing yet. */
  #resolve(alias: Alias, depth: number): YamlNode {
    const found = this.#anchors.get(alias.source);
    if (found === undefined) return emptyScalar(alias.range?.[0] ?? 0);
    this.#repeated += found.size;
    this.#size += found.size;
    this.#deepest = Math.max(this.#deepest, depth + found.depth);
    if (this.#repeated > MAX_REPEATED_NODES || this.#deepest > MAX_DEPTH) this.#isTooLarge = true;
    return found.node;
  }

  #list(source: YAMLSeq, depth: number): YamlNode {
    const items: YamlNode[] = [];
    for (const item of source.items) {
      if (this.#isTooLarge) break;
      items.push(this.#build(item, depth + 1));
    }
    return { kind: 'list', items, span: spanOf(source) };
  }

  #map(source: YAMLMap, depth: number): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlNode[] = [];
    for (const pair of source.items) {
      if (this.#isTooLarge) break;
      const key = isAlias(pair.key) ? this.#resolve(pair.key, depth) : keyOf(pair);
      if (key.kind !== 'scalar') continue;
      const value = pair.value === null ? emptyScalar(key.span.end) : this.#build(pair.value, depth + 1);
      if (isMergeKey(key)) merged.push(value);
      else entries.set(key.content, { key, value, span: entrySpan(key, value, pair) });
    }
    for (const each of merged) this.#merge(each, entries);
    return { kind: 'map', entries, span: spanOf(source), isFlow: source.flow === true };
  }

  /** Keys of the map itself come before merged ones, those merged first before later ones. */
  #merge(merged: YamlNode, into: Map<string, YamlEntry>): void {
    const sources = merged.kind === 'list' ? merged.items : [merged];
    for (const source of sources) {
      if (source.kind !== 'map') continue;
      for (const [key, entry] of source.entries) if (!into.has(key)) into.set(key, entry);
    }
  }
}

function isMergeKey({ content, token }: YamlScalar): boolean {
  return content === '<<' && token?.type === 'scalar';
}

/** Keys that are collections have no name; nothing is written with them that is read here. */
function keyOf({ key }: Pair): YamlNode {
  if (isScalar(key)) return scalarOf(key);
  return { kind: 'list', items: [], span: { start: 0, end: 0 } };
}

function entrySpan(key: YamlScalar, value: YamlNode, { value: source }: Pair): Span {
  const isElsewhere = isAlias(source) || value.span.end < key.span.end;
  return { start: key.span.start, end: isElsewhere ? key.span.end : value.span.end };
}

function scalarOf(source: Scalar): YamlScalar {
  const { value, srcToken } = source as Scalar.Parsed;
  const span = spanOf(source);
  const isWritten = srcToken !== undefined && (srcToken.type !== 'scalar' || srcToken.source !== '');
  if (!isWritten) return emptyScalar(span.start);
  const isText = typeof value === 'string';
  return {
    kind: 'scalar',
    content: isText ? value : (source.source ?? ''),
    value: isText || typeof value === 'number' || typeof value === 'boolean' ? value : null,
    span,
    token: srcToken,
  };
}

function emptyScalar(at: number): YamlScalar {
  return { kind: 'scalar', content: '', value: null, span: { start: at, end: at }, token: undefined };
}

function spanOf({ range }: { readonly range?: readonly [number, number, number] | null }): Span {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
