/** The fenced code blocks and the links of a page of documentation. */
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

export interface CodeBlock {
  readonly language: string;
  /** Words after the language: `file=auditlint.toml exit=1` is `{ file: 'auditlint.toml', exit: '1' }`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly code: string;
  /** From 1. */
  readonly line: number;
}

export function codeBlocksOf(markdown: string): CodeBlock[] {
  return nodesOf(markdown).flatMap((node) => {
    if (node.type !== 'code') return [];
    const words = (node.meta ?? '').split(/\s+/).filter((word) => word !== '');
    const attributes = words.map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]);
    return {
      language: node.lang ?? '',
      attributes: Object.fromEntries(attributes),
      code: node.value,
      line: node.position?.start.line ?? 0,
    };
  });
}

/** Where a page's links lead, as they are written. */
export function linksOf(markdown: string): string[] {
  return nodesOf(markdown).flatMap((node) => (node.type === 'link' ? node.url : []));
}

/** All nodes, in the order of the text. */
function nodesOf(markdown: string): Nodes[] {
  const nodes: Nodes[] = [];
  const pending: Nodes[] = [fromMarkdown(markdown)];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    nodes.push(node);
    if ('children' in node) pending.unshift(...node.children);
  }
  return nodes;
}
