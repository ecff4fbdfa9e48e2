/** The list of fields below a heading: `- **Owner:** Ann`, one an item; what else is there is kept as it is. */
import { blocksOf, sourceOf, trimBlocks, withoutBlankEnd } from './document-sections.ts';
import type { Markdown } from './entry.ts';

export interface Field {
  /** Lower case, without its colon. */
  readonly name: string;
  /** Empty where it is one of the dashes that stand for nothing. */
  readonly value: Markdown;
  readonly line: number;
  /** The whole item. */
  readonly item: Markdown;
}

export interface FieldList {
  readonly fields: readonly Field[];
  /** Items that are no fields. */
  readonly others: readonly Markdown[];
  /** What the comment of ours says that is below the list. */
  readonly comment: string | undefined;
  /** All else. */
  readonly rest: Markdown;
}

/** Reads what is below a heading. The list is the first one that has a field of a name that `isKnown`. */
export function readFieldList(body: string, bodyLine: number, isKnown: (name: string) => boolean): FieldList {
  const rest: Markdown[] = [];
  let list: { fields: Field[]; others: Markdown[] } | undefined;
  let comment: string | undefined;
  let from = 0;
  for (const node of blocksOf(body)) {
    const found: string | undefined = comment === undefined ? COMMENT.exec(sourceOf(node, body))?.[1] : undefined;
    const items = list === undefined && node.type === 'list' ? node.children.map((item) => readItem(item)) : [];
    const isList = items.some(({ name }) => isKnown(name));
    if (found === undefined && !isList) continue;
    if (found !== undefined) comment = found;
    if (isList) {
      list = {
        fields: items.filter(({ name }) => name !== ''),
        others: items.filter(({ name, item }) => name === '' && item !== '-').map(({ item }) => item),
      };
    }
    rest.push(body.slice(from, node.position?.start.offset));
    from = node.position?.end.offset ?? from;
  }
  rest.push(body.slice(from));
  const { fields = [], others = [] } = list ?? {};
  return { fields, others, comment, rest: rest.map(trimBlocks).filter(Boolean).join('\n\n') };

  function readItem(node: Parameters<typeof sourceOf>[0]): Field {
    // Our lists have one mark: with another one they would be two lists.
    // An item of nothing behind a fence that is open: micromark has it now in the item above, now alone.
    const source = sourceOf(node, body).replace(/\n-[ \t]*(?=\n|$)/g, '');
    const item = `-${withoutBlankEnd(source).slice(1)}`;
    const [, name = '', value = ''] = /^-[ \t]+\*\*([^*:\n]+)(?::\*\*|\*\*:)[ \t]*(.*)$/s.exec(item) ?? [];
    const line = bodyLine + (node.position?.start.line ?? 1) - 1;
    return { name: name.trim().toLowerCase(), value: isNothing(value) ? '' : value, line, item };
  }
}

/** `<!-- auditlint: … -->` */
const COMMENT = /^<!-- auditlint:? ([^\n]*) -->$/;

/** The field with a dash where there is no value. */
export function fieldText(name: string, value: Markdown): Markdown {
  return `- **${name}:** ${value === '' ? '–' : value}`;
}

export const isNothing = (value: Markdown): boolean => /^[-–—]?$/.test(value);
