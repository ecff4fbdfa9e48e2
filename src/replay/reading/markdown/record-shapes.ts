/** Parts of one form: where several parts of a document have the same labels, what most of them are the others are too. */

import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { type Block, BOLD_LINE, type Line, type Section, textOf } from './document.ts';
import { kindOfLabel } from './labels.ts';
import { tellsDefects } from './titled-defects.ts';

/** As many parts have a label that belongs to a form. */
const FEWEST_PARTS = 3;
/** As many labels of the form has a part of that form. */
const FEWEST_LABELS = 2;

/** Sections of one form, each with at least two labels that three or more of its depth have. */
export interface Form {
  readonly sections: readonly Section[];
  /** Those in which a label of the form calls what stands behind it a defect, once. */
  readonly telling: readonly Section[];
}

export function formsOf(document: Section): readonly Form[] {
  const byDepth = new Map<number, { readonly section: Section; readonly labels: ReadonlySet<string> }[]>();
  const visit = (section: Section): void => {
    if (section.depth > 0 && section.depth < BOLD_LINE) {
      const entry = { section, labels: labelsOf(section) };
      const known = byDepth.get(section.depth);
      if (known === undefined) byDepth.set(section.depth, [entry]);
      else known.push(entry);
    }
    section.sections.forEach(visit);
  };
  visit(document);
  return [...byDepth.values()].flatMap((entries) => {
    const counts = new Map<string, number>();
    for (const { labels } of entries) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    const isOfForm = (label: string): boolean => (counts.get(label) ?? 0) >= FEWEST_PARTS;
    const formed = entries.filter(({ labels }) => [...labels].filter(isOfForm).length >= FEWEST_LABELS);
    if (formed.length < FEWEST_PARTS) return [];
    const defects = new Set([...counts.keys()].filter((label) => isOfForm(label) && isDefect(label)));
    const telling = formed.filter(
      ({ labels, section }) => !tellsDefects(section) && [...labels].some((label) => defects.has(label)),
    );
    return [{ sections: formed.map(({ section }) => section), telling: telling.map(({ section }) => section) }];
  });
}

const isDefect = (label: string): boolean => SECTION_WORDS.whole(label) === 'defects' && kindOfLabel(label) === 'title';

/** Bold words before a colon or on a line of their own, and headings, as they stand right below a heading. */
function labelsOf({ blocks, sections }: Section): ReadonlySet<string> {
  const lines = [...blocks, ...sections.filter(({ depth }) => depth === BOLD_LINE).flatMap((part) => part.blocks)];
  const labels = [
    ...lines.flatMap(linesOf).map(labelOf),
    ...sections.map(({ heading }) => plainLabel(textOf(heading))),
  ];
  return new Set(labels.filter((label) => label !== ''));
}

function linesOf(block: Block): readonly Line[] {
  if (block.kind === 'prose') return block.lines;
  if (block.kind !== 'list') return [];
  return block.items.flatMap(({ blocks: [first] }) => (first?.kind === 'prose' ? first.lines.slice(0, 1) : []));
}

/** "**Problem:** …", "**Problem** (`a.py`): …". */
function labelOf(line: Line): string {
  const end = line.findIndex(({ strong }) => !strong);
  const bold = textOf(end === -1 ? line : line.slice(0, end));
  const isLabel =
    /[:：]\s*$/.test(bold) || /^\s*(?:\([^()]*\)\s*)?[:：]/.test(textOf(line.slice(bold === '' ? line.length : end)));
  return bold !== '' && isLabel ? plainLabel(bold) : '';
}

function plainLabel(text: string): string {
  return plainWords(text.replaceAll(/\([^()]*\)|（[^（）]*）|`[^`]*`/g, ' ')).join(' ');
}
