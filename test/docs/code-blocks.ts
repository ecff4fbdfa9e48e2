/** The fenced code blocks of a page of documentation. */
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
  const blocks: CodeBlock[] = [];
  const pending: Nodes[] = [fromMarkdown(markdown)];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if ('children' in node) pending.unshift(...node.children);
    if (node.type !== 'code') continue;
    const words = (node.meta ?? '').split(/\s+/).filter((word) => word !== '');
    blocks.push({
      language: node.lang ?? '',
      attributes: Object.fromEntries(
        words.map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]),
      ),
      code: node.value,
      line: node.position?.start.line ?? 0,
    });
  }
  return blocks;
}
