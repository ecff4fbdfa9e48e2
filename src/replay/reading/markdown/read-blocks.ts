/** Markdown text → blocks and headings in order, by mdast with GitHub's extensions. What is only decoration is left out. */

import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { GITHUB_NODES, GITHUB_SYNTAX } from '../../../text/github-markdown.ts';
import { type Block, type Item, type Line, plainRun, type Row, type Run } from './document.ts';
import { cutIntoPieces, type Piece } from './pieces.ts';

export interface Heading {
  readonly kind: 'heading';
  readonly depth: number;
  readonly line: Line;
  readonly first: number;
}

/** Lists and quotes within one another beyond this depth are read as though they were empty. */
const DEEPEST = 60;
/** More marks of quotes than that at the beginning of a line mean nothing, and micromark takes the square of their number. */
const MANY_MARKS = /^(?:[ \t]*>){60}[ \t>]*/gm;

export function readBlocks(text: string): readonly (Block | Heading)[] {
  const shallow = text.replaceAll(MANY_MARKS, '');
  return cutIntoPieces(shallow).flatMap((piece) => {
    const tree = fromMarkdown(piece.text, { extensions: GITHUB_SYNTAX, mdastExtensions: GITHUB_NODES });
    return new BlockReader(piece).blocksOf(tree.children, 0);
  });
}

class BlockReader {
  readonly #text: string;
  readonly #before: number;

  constructor({ text, before }: Piece) {
    this.#text = text;
    this.#before = before;
  }

  blocksOf(nodes: readonly RootContent[], depth: number): (Block | Heading)[] {
    if (depth > DEEPEST) return [];
    return nodes.flatMap((node) => this.#blocksOfNode(node, depth));
  }

  #blocksOfNode(node: RootContent, depth: number): (Block | Heading)[] {
    const place = this.#placeOf(node);
    switch (node.type) {
      case 'heading':
        return [{ kind: 'heading', depth: node.depth, line: this.#runsOf(node.children), first: place.first }];
      case 'paragraph':
        return [{ kind: 'prose', lines: linesOf(this.#runsOf(node.children)), ...place }];
      case 'code':
        return [{ kind: 'code', text: node.value, language: node.lang?.toLowerCase() ?? undefined, ...place }];
      case 'blockquote':
        return this.blocksOf(node.children, depth + 1);
      case 'list':
        return [
          {
            kind: 'list',
            ordered: node.ordered === true,
            items: node.children.map((item): Item => {
              const blocks = this.blocksOf(item.children, depth + 1).map(asBlock);
              return { ticked: item.checked ?? undefined, blocks, ...this.#placeOf(item) };
            }),
            ...place,
          },
        ];
      case 'table': {
        const [header, ...rows] = node.children.map((row): Row => {
          const cells = row.children.map((cell) => this.#runsOf(cell.children));
          return { cells, line: this.#placeOf(row).first };
        });
        return header === undefined ? [] : [{ kind: 'table', header, rows, ...place }];
      }
      case 'html':
        return this.#readHtml(node.value, place.first);
      default:
        return [];
    }
  }

  /** Of raw HTML the words are kept, line by line; a summary of a fold is the heading of what it holds. */
  #readHtml(html: string, first: number): (Block | Heading)[] {
    return html.split('\n').flatMap((written, index): (Block | Heading)[] => {
      const line = first + index;
      const text = written.replaceAll(APART, ' ').replaceAll(TAG, '').trim();
      if (text === '' || written.trimStart().startsWith('<!--')) return [];
      const depth = SUMMARY.test(written) ? DEEPEST_HEADING : HTML_HEADING.exec(written)?.[1];
      const run = plainRun(text, line);
      if (depth !== undefined) return [{ kind: 'heading', depth: Number(depth), line: [run], first: line }];
      return [{ kind: 'prose', lines: [[run]], first: line, last: line }];
    });
  }

  #runsOf(nodes: readonly PhrasingContent[]): readonly Run[] {
    const runs: Run[] = [];
    const visit = (node: Nodes, style: Pick<Run, 'strong' | 'struck' | 'target'>, depth: number): void => {
      const { first } = this.#placeOf(node);
      if (node.type === 'text' || node.type === 'inlineCode') {
        for (const [index, text] of node.value.split('\n').entries()) {
          const line = first + index;
          if (index > 0) runs.push(plainRun('\n', line));
          if (text !== '') runs.push({ ...style, text, line, code: node.type === 'inlineCode' });
        }
      } else if (node.type === 'break' || (node.type === 'html' && /^<br/i.test(node.value))) {
        runs.push(plainRun('\n', first + 1));
      } else if (node.type === 'strong' && this.#isDunder(node)) {
        runs.push({ ...style, text: this.#sourceOf(node), line: first, code: false });
      } else if ('children' in node && depth < DEEPEST) {
        const inner = {
          strong: style.strong || node.type === 'strong' || node.type === 'emphasis',
          struck: style.struck || node.type === 'delete',
          target: node.type === 'link' ? node.url : style.target,
        };
        for (const child of node.children) visit(child, inner, depth + 1);
      }
    };
    for (const node of nodes) visit(node, { strong: false, struck: false, target: undefined }, 0);
    return runs;
  }

  /** `__init__.py` without backticks is bold to Markdown and a name to everybody else. */
  #isDunder(node: Nodes): boolean {
    return /^__\w+__$/.test(this.#sourceOf(node).slice(0, 80));
  }

  #sourceOf({ position }: Nodes): string {
    return this.#text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
  }

  #placeOf(node: Nodes): { readonly first: number; readonly last: number } {
    const { start, end } = node.position ?? { start: { line: 1 }, end: { line: 1 } };
    return { first: start.line + this.#before, last: end.line + this.#before };
  }
}

const TAG = /<[^<>]*>/g;
/** What is on both sides of one of these is no one word. */
const APART = /<\/?(?:td|th|tr|li|p|br|div)(?![\w-])[^<>]*>/gi;
const HTML_HEADING = /^\s*<h([1-6])/i;
const SUMMARY = /^\s*(?:<details[^<>]{0,40}>\s*)?<summary/i;
const DEEPEST_HEADING = 6;

/** A heading within an item or a quote is a bold line. */
function asBlock(block: Block | Heading): Block {
  if (block.kind !== 'heading') return block;
  const line = block.line.map((run): Run => ({ ...run, strong: true }));
  return { kind: 'prose', lines: [line], first: block.first, last: block.first };
}

function linesOf(runs: readonly Run[]): readonly Line[] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    if (run.text === '\n') lines.push([]);
    else lines.at(-1)?.push(run);
  }
  return lines.filter((line) => line.length > 0);
}
