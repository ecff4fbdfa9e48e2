import {
  type Expression,
  type Node,
  type NodeKind,
  type NodeOfKind,
  type ParsedModule,
  walk,
} from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';

const parser = await loadPythonParser();

export const parse = (content: string): ParsedModule => parser.parse(content);

/** The nodes of a kind in a piece of Python, in source order. */
export function nodesOf<K extends NodeKind>(content: string, kind: K): NodeOfKind<K>[] {
  const found: Node[] = [];
  walk(parse(content).module, (node) => {
    if (node.kind === kind) found.push(node);
  });
  // Every one is of this kind, which the compiler cannot see through the generic parameter.
  return found as NodeOfKind<K>[];
}

/** The first node of a kind. */
export function nodeOf<K extends NodeKind>(content: string, kind: K): NodeOfKind<K> {
  const [node] = nodesOf(content, kind);
  if (node === undefined) throw new Error(`no ${kind} in ${content}`);
  return node;
}

/** The expression that the text consists of. */
export const expression = (content: string): Expression => nodeOf(content, 'Expr').value;
