/** Makes nodes of what the library composed: aliases become what they stand for, merge keys what they merge. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Span } from '../../text/index.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-node.ts';

/** A document, or that it would be too large if every alias in it were written out. */
export type BuiltDocument = { readonly kind: 'node'; readonly node: YamlNode } | { readonly kind: 'too-large' };

/** Builds a document of the file `text` that nests to a depth that recursion can take. */
export function buildNode(contents: unknown, text: string): BuiltDocument {
  const node = new NodeBuilder(text).build(contents, 0);
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
  /** Where the last node ends as it is written: an alias ends at the alias. */
  #end = 0;

  constructor(readonly text: string) {}

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
    this.#end = node.span.end;
    return node;
  }

  #buildOwn(source: unknown, depth: number): YamlNode {
    if (isMap(source)) return this.#map(source, depth);
    if (isSeq(source)) return this.#list(source, depth);
    return isScalar(source) ? this.#scalar(source) : emptyScalar(0);
  }

  /** What is named later, or within itself, is nothing yet. */
  #resolve(alias: Alias, depth: number): YamlNode {
    this.#end = alias.range?.[1] ?? 0;
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
    return { kind: 'list', items, span: this.#spanOfCollection(source) };
  }

  #map(source: YAMLMap, depth: number): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlNode[] = [];
    for (const pair of source.items) {
      if (this.#isTooLarge) break;
      const key = this.#key(pair, depth);
      if (key?.kind !== 'scalar') continue;
      const value = pair.value === null ? emptyScalar(key.span.end) : this.#build(pair.value, depth + 1);
      if (isMergeKey(key)) merged.push(value);
      else
        entries.set(key.content, {
          key,
          value,
          span: { start: key.span.start, end: Math.max(key.span.end, this.#end) },
        });
    }
    for (const each of merged) this.#merge(each, entries);
    return { kind: 'map', entries, span: this.#spanOfCollection(source), isFlow: source.flow === true };
  }

  /** Keys that are collections have no name; nothing is written with them that is read here. */
  #key({ key }: Pair, depth: number): YamlNode | undefined {
    if (isAlias(key)) return this.#resolve(key, depth);
    if (!isScalar(key)) return undefined;
    const scalar = this.#scalar(key);
    this.#end = scalar.span.end;
    return scalar;
  }

  #scalar(source: Scalar): YamlScalar {
    const { value, srcToken } = source as Scalar.Parsed;
    const span = this.#spanOf(source);
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

  /** The library counts comments and breaks behind a block to it. */
  #spanOfCollection(source: YAMLMap | YAMLSeq): Span {
    const span = this.#spanOf(source);
    const isBlock = source.flow !== true && source.items.length > 0;
    return isBlock ? { start: span.start, end: Math.max(span.start, Math.min(span.end, this.#end)) } : span;
  }

  #spanOf({ range }: { readonly range?: readonly [number, number, number] | null }): Span {
    const start = range?.[0] ?? 0;
    let end = range?.[1] ?? 0;
    while (end > start && ' \t\r\n'.includes(this.text.charAt(end - 1))) end--;
    return { start, end };
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

function emptyScalar(at: number): YamlScalar {
  return { kind: 'scalar', content: '', value: null, span: { start: at, end: at }, token: undefined };
}
