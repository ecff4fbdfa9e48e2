import type { Located, SourceText, Span } from '../../text/index.ts';
import { hashComments, linesOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** An nginx configuration, or a part that another one includes. Source: https://nginx.org/en/docs/beginners_guide.html#conf_structure */
export interface NginxConf {
  /** The simple directives, of whichever block: `proxy_set_header X-Real-IP $remote_addr`. */
  readonly directives: readonly NginxDirective[];
  /** `server { … }`, `location /api/ { … }`, each after the one that it is in. */
  readonly blocks: readonly NginxBlock[];
}

export interface NginxDirective {
  readonly name: Located<string>;
  readonly value: Located<string>;
  /** Where its block is among the blocks; absent at the top of the file. */
  readonly block?: number;
}

export interface NginxBlock {
  readonly name: string;
  /** What is before the brace: `~ ^/api/`. */
  readonly value: string;
  readonly span: Span;
  readonly parent?: number;
}

export function readNginxConf(text: SourceText): Reading<NginxConf> {
  const { content } = text;
  const directives: NginxDirective[] = [];
  const blocks: NginxBlock[] = [];
  const open: number[] = [];
  const inBlock = () => open.at(-1);
  let start = 0;
  for (const { 0: mark, index } of content.matchAll(MARKS)) {
    if (mark.startsWith('#')) {
      // A comment in a directive of several lines ends nothing.
      if (content.slice(start, index).trim() === '') start = index + mark.length;
      continue;
    }
    if (mark.length > 1) continue;
    const said = statementIn(content, start, index);
    const parent = inBlock();
    const within = parent === undefined ? {} : { parent };
    if (mark === '}') open.pop();
    else if (mark === '{') {
      if (open.length < MAX_DEPTH)
        blocks.push({
          name: said?.name.value ?? '',
          value: said?.value.value ?? '',
          span: { start, end: index },
          ...within,
        });
      open.push(blocks.length - 1);
    } else if (said !== undefined && said.value.value !== '')
      directives.push({ ...said, ...(parent !== undefined && { block: parent }) });
    start = index + 1;
  }
  return { artifact: { directives, blocks }, comments: hashComments(linesOf(text)), problems: [] };
}

/** What ends a statement, and the comments, quoted texts and `${name}` in which it does not. */
const MARKS = /(?<=^|\s)#[^\n]*|\$\{\w*\}|"(?:[^"\\\n]|\\[^\n]){0,2000}"|'(?:[^'\\\n]|\\[^\n]){0,2000}'|[;{}]/g;
const MAX_DEPTH = 50;

/** A name and what is behind it, on however many lines. */
function statementIn(content: string, from: number, to: number): Omit<NginxDirective, 'block'> | undefined {
  const [, lead = '', name = '', gap = '', value = ''] =
    /^(\s*)([a-z_]{1,100})(\s*)([\s\S]*)$/.exec(content.slice(from, Math.min(to, from + MAX_LENGTH))) ?? [];
  if (name === '' || (gap === '' && value !== '')) return undefined;
  const start = from + lead.length;
  const at = start + name.length + gap.length;
  const said = value.trimEnd();
  return {
    name: { value: name, span: { start, end: start + name.length } },
    value: { value: said, span: { start: at, end: at + said.length } },
  };
}

const MAX_LENGTH = 5000;
