import type { Span } from '../../text/index.ts';

/**
 * What shows that a file is a template of YAML and not YAML: an action of Helm or Jinja where YAML has no place for it (on a line
 * of its own, or as a value without quotes), or one that only Helm knows, wherever it stands. Go templates within quotes and
 * block scalars are texts for somebody else, as are the `${{ }}` of workflows.
 */
export function findTemplateMark(content: string): Span | undefined {
  if (!content.includes('{{') && !content.includes('{%')) return undefined;
  let offset = 0;
  let block: number | undefined;
  for (const line of content.split('\n')) {
    const text = line.trimStart();
    const indent = line.length - text.length;
    if (text !== '' && block !== undefined && indent <= block) block = undefined;
    const found = HELM.exec(line) ?? (block === undefined ? BARE.exec(line) : null);
    if (found !== null && !text.startsWith('#'))
      return { start: offset + found.index, end: offset + line.trimEnd().length };
    if (block === undefined && BLOCK_HEADER.test(line)) block = indent;
    offset += line.length + 1;
  }
  return undefined;
}

const HELM = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s+")/;
/** `{{` begins a line or an unquoted value, `{%` begins a line; `{{ $value }}` may go on a text over lines. */
const BARE = /^\s*(?:-\s+)?(?:[\w./-]+:\s+)?\{\{(?!-?\s*\$)|^\s*\{%/;
/** `key: |`, `- >-`. */
const BLOCK_HEADER = /(?:^|[\s:-])[|>][-+0-9]*\s*(?:#.*)?$/;
