import type { Span } from '../../text/index.ts';

/**
 * What shows that a file is a template of YAML and not YAML: an action of Helm or Jinja where YAML has no place for it (on a line
 * of its own, or as a value without quotes), or one that only Helm knows, wherever it stands. Go templates within quotes and
 * block scalars are texts for someone else, as are the `${{ }}` of workflows.
 */
export function findTemplateMark(content: string): Span | undefined {
  if (!content.includes('{{') && !content.includes('{%')) return undefined;
  let offset = 0;
  let block: number | undefined;
  for (const line of content.split('\n')) {
    const text = line.trimStart();
    const indent = line.length - text.length;
    if (text !== '' && block !== undefined && indent <= block) block = undefined;
    const found = block === undefined ? findOutsideBlock(line) : HELM.exec(line);
    if (found !== null) return { start: offset + found.index, end: offset + line.trimEnd().length };
    if (block === undefined && BLOCK_HEADER.test(line)) block = KEY_IN_LIST.exec(line)?.[0].length ?? indent;
    offset += line.length + 1;
  }
  return undefined;
}

function findOutsideBlock(line: string): RegExpExecArray | null {
  const comment = line.search(/(?:^|\s)#/);
  const code = comment < 0 ? line : line.slice(0, comment);
  return HELM.exec(code) ?? BARE.exec(code);
}

const HELM = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include\s+")/;
/** `{{` begins a line or an unquoted value, `{%` begins a line; `{{ $value }}` may go on a text over lines. */
const BARE = /^\s*(?:-\s+)?(?:[\w./-]+:\s+)?\{\{(?!-?\s*\$)|^\s*\{%/;
/** `key: |`, `- >-`. */
const BLOCK_HEADER = /(?:^|[\s:-])[|>][-+0-9]*\s*(?:#[\s\S]*)?$/;
/** What is before the key of a map that begins in an item. */
const KEY_IN_LIST = /^\s*(?:-\s+)+(?=[^\s|>])/;
