/** What readers ask of nodes. All take what is not there, and answer with nothing. */
import type { Located } from '../../text/index.ts';
import type { YamlData, YamlEntry, YamlNode, YamlScalar } from './yaml-node.ts';

type MaybeNode = YamlNode | undefined;

/** The value at a way of keys; undefined where it is not written or empty. */
export function valueAt(node: MaybeNode, ...keys: readonly string[]): MaybeNode {
  let current = node;
  for (const key of keys) current = current?.kind === 'map' ? current.entries.get(key)?.value : undefined;
  return isEmpty(current) ? undefined : current;
}

/** Whether a key is in a map, with or without a value. */
export function hasKey(node: MaybeNode, key: string): boolean {
  return node?.kind === 'map' && node.entries.has(key);
}

export function entriesOf(node: MaybeNode): readonly YamlEntry[] {
  return node?.kind === 'map' ? [...node.entries.values()] : [];
}

export function itemsOf(node: MaybeNode): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A scalar as it is written. */
export function textOf(node: MaybeNode): Located<string> | undefined {
  return node?.kind === 'scalar' && !isEmpty(node) ? { value: node.content, span: node.span } : undefined;
}

/** One text or a list of texts. */
export function textsOf(node: MaybeNode): readonly Located<string>[] {
  const nodes = node?.kind === 'list' ? node.items : [node];
  return nodes.flatMap((each) => textOf(each) ?? []);
}

export function textAt(node: MaybeNode, ...keys: readonly string[]): Located<string> | undefined {
  return textOf(valueAt(node, ...keys));
}

export function textsAt(node: MaybeNode, ...keys: readonly string[]): readonly Located<string>[] {
  return textsOf(valueAt(node, ...keys));
}

/** A whole or broken number, also where it is in quotes. */
export function numberAt(node: MaybeNode, ...keys: readonly string[]): Located<number> | undefined {
  const found = textAt(node, ...keys);
  if (found === undefined || found.value.trim() === '') return undefined;
  const value = Number(found.value);
  return Number.isFinite(value) ? { value, span: found.span } : undefined;
}

/** Also in the words of YAML 1.1, which most tools still take. */
export function booleanAt(node: MaybeNode, ...keys: readonly string[]): Located<boolean> | undefined {
  const found = textAt(node, ...keys);
  const word = found?.value.toLowerCase();
  if (found === undefined || word === undefined) return undefined;
  if (word === 'true' || word === 'yes' || word === 'on') return { value: true, span: found.span };
  if (word === 'false' || word === 'no' || word === 'off') return { value: false, span: found.span };
  return undefined;
}

export function keyOf({ key }: YamlEntry): Located<string> {
  return { value: key.content, span: key.span };
}

/** The keys of a map. */
export function keysOf(node: MaybeNode): readonly Located<string>[] {
  return entriesOf(node).map(keyOf);
}

/** The names that a list holds, or the keys of a map: many tools take both. */
export function namesOf(node: MaybeNode): readonly Located<string>[] {
  return node?.kind === 'map' ? keysOf(node) : textsOf(node);
}

/** All scalars below a node, in the order of the file. */
export function* scalarsBelow(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'scalar') yield node;
  else if (node.kind === 'list') for (const item of node.items) yield* scalarsBelow(item);
  else for (const { value } of node.entries.values()) yield* scalarsBelow(value);
}

/** The plain value of a node. Numbers that JSON cannot say stay as written. */
export function dataOf(node: YamlNode): YamlData {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'number' && !Number.isFinite(node.value) ? node.content : node.value;
    case 'list':
      return node.items.map(dataOf);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, dataOf(value)]));
  }
}

function isEmpty(node: MaybeNode): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}
