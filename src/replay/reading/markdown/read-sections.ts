import { type Block, BOLD_LINE, type Line, type Section, textOf } from './document.ts';
import { type Heading, readBlocks } from './read-blocks.ts';

interface OpenSection {
  heading: Line;
  depth: number;
  blocks: Block[];
  sections: OpenSection[];
  first: number;
  last: number;
}

/** The sections of a document. `isLabel` says of a bold line that it names a field (`**Impact:**`), and no section. */
export function readSections(text: string, isLabel: (line: Line) => boolean): Section {
  const lines = text.split('\n').length;
  const document: OpenSection = { heading: [], depth: 0, blocks: [], sections: [], first: 1, last: lines };
  const open: OpenSection[] = [document];
  for (const block of readBlocks(text)) {
    const heading = block.kind === 'heading' ? block : boldLine(block, isLabel);
    if (heading === undefined) {
      if (block.kind === 'heading') continue;
      open.at(-1)?.blocks.push(block);
      continue;
    }
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) close(open, heading.first - 1);
    const { line, depth, first } = heading;
    const section: OpenSection = { heading: line, depth, blocks: [], sections: [], first, last: first };
    open.at(-1)?.sections.push(section);
    open.push(section);
  }
  while (open.length > 1) close(open, lines);
  return document;
}

function close(open: OpenSection[], last: number): void {
  const section = open.pop();
  if (section !== undefined) section.last = Math.max(section.first, last);
}

function boldLine(block: Block, isLabel: (line: Line) => boolean): Heading | undefined {
  if (block.kind !== 'prose' || block.lines.length !== 1) return undefined;
  const [line] = block.lines;
  if (line === undefined || (!isBold(line) && !isInCapitals(line)) || isLabel(line)) return undefined;
  return { kind: 'heading', depth: BOLD_LINE, line, first: block.first };
}

/** "CRITICAL ISSUES", as plain text has its headings. */
const isInCapitals = (line: Line): boolean =>
  line.every(({ code }) => !code) && /^\p{Lu}{3,20}(?: \p{Lu}{2,20}){1,4}:?$/u.test(textOf(line));

/** Bold from end to end, but for a colon, a number or a picture. */
function isBold(line: Line): boolean {
  const rest = line.filter(({ strong }) => !strong).map(({ text }) => text);
  return line.some(({ strong }) => strong) && !/[\p{L}\p{N}]{2}/u.test(rest.join(''));
}
