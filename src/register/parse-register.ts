/** Reads the document of a register, no matter who wrote or merged it. What nobody can mean is refused with its line. */
import { SEVERITIES } from '../findings/index.ts';
import { type DocumentSection, documentSections, type RegisterProblem, trimBlocks } from './document-sections.ts';
import type { Register, RegisterItem } from './entry.ts';
import { type FieldList, readFieldList } from './field-list.ts';
import { parseEntry, readDay, readEntryFields, readEntryHeading } from './parse-entry.ts';
import { MARK_OF_A_CONFLICT, nameOfCode } from './plain-markdown.ts';
import { FORMAT_COMMENT, RESOLUTION_HEADING, SEVERITY_HEADINGS } from './register-words.ts';
import { readResolution, type WrittenRow } from './resolution-table.ts';

export type ParsedRegister = Register | RegisterProblem;

export function parseRegister(source: string): ParsedRegister {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const conflict = text.split('\n').findIndex((line) => MARK_OF_A_CONFLICT.test(line));
  if (conflict >= 0)
    return { problem: 'has merge-conflict markers: keep the entries of both sides', line: conflict + 1 };
  const sections = documentSections(text);
  if ('problem' in sections) return sections;
  return new Reading(sections, text).read();
}

class Reading {
  readonly #items: RegisterItem[] = [];
  readonly #written = new Map<string, WrittenRow & { readonly line: number }>();
  /** Source of sections of nobody's, which are one item as long as nothing of ours is between them. */
  #own: string[] = [];

  constructor(
    readonly sections: readonly DocumentSection[],
    readonly text: string,
  ) {}

  read(): ParsedRegister {
    const at = this.sections.findIndex(({ depth }) => depth === 1);
    const head = this.sections[at];
    const header = head && readFieldList(head.body, head.bodyLine, (name) => name === 'last updated');
    if (head === undefined || header === undefined || `<!-- auditlint ${header.comment} -->` !== FORMAT_COMMENT) {
      return { problem: `is not a register: \`${FORMAT_COMMENT}\` is missing below its first title`, line: 1 };
    }
    const value = (name: string): string => header.fields.find((field) => field.name === name)?.value ?? '';
    const known = new Set(['last updated', 'commit']);
    this.#addOwn(header.rest);
    const problem = this.#readBelow(this.sections.slice(at + 1));
    if (problem !== undefined) return problem;
    return {
      front: trimBlocks(this.sections.slice(0, at).map(sourceOfSection).join('\n')),
      title: head.heading,
      updated: readDay(value('last updated')),
      commit: readCommit(value('commit')),
      ownFields: [...header.fields.filter(({ name }) => !known.has(name)).map(({ item }) => item), ...header.others],
      items: this.#items,
    };
  }

  #readBelow(sections: readonly DocumentSection[]): RegisterProblem | undefined {
    const tables: { readonly section: DocumentSection; readonly at: number }[] = [];
    for (let at = 0; at < sections.length; ) {
      const section = sections[at++];
      if (section === undefined) break;
      const severity = SEVERITIES.find((each) => section.depth === 2 && section.heading === SEVERITY_HEADINGS[each]);
      if (severity !== undefined) {
        this.#add({ kind: 'severity', severity });
        this.#addOwn(section.body);
      } else if (section.depth === 2 && section.heading === RESOLUTION_HEADING) {
        if (tables.length > 0) return { problem: `has \`${RESOLUTION_HEADING}\` twice; keep one`, line: section.line };
        this.#add({ kind: 'resolution' });
        // Its rows are held against the entries, which may follow.
        tables.push({ section, at: this.#items.length });
      } else {
        const end = endOfEntry(sections, at);
        const read = this.#readEntry(section, sections.slice(at, end));
        if (read === 'own') this.#addOwn(sourceOfSection(section));
        else if (read !== undefined) return read;
        else at = end;
      }
    }
    this.#closeOwn();
    return this.#readTables(tables);
  }

  #readEntry(section: DocumentSection, below: readonly DocumentSection[]): RegisterProblem | 'own' | undefined {
    const heading = readEntryHeading(section);
    const list = readEntryFields(section);
    if (heading === undefined && list !== undefined && isEntry(list)) {
      const problem = `has an entry without an id in its heading; restore it (\`### SECURITY-01: …\`), or remove its comment`;
      return { problem, line: section.line };
    }
    if (heading === undefined || list === undefined) return 'own';
    const { id } = heading;
    const other = this.#written.get(id);
    if (other !== undefined) {
      const advice = 'give one of them a free number, or remove it if they are the same issue';
      return { problem: `has ${id} twice, on line ${other.line} as well; ${advice}`, line: section.line };
    }
    const parsed = parseEntry(heading, section, list, below);
    if ('problem' in parsed) return parsed;
    this.#written.set(id, { ...parsed, line: section.line });
    this.#add({ kind: 'entry', entry: parsed.entry });
    return undefined;
  }

  #readTables(
    tables: readonly { readonly section: DocumentSection; readonly at: number }[],
  ): RegisterProblem | undefined {
    for (const { section, at } of tables) {
      const around = readResolution(section, this.#written);
      if (typeof around !== 'string') return around;
      const next = this.#items[at];
      if (next?.kind === 'own') this.#items[at] = { kind: 'own', text: joined([around, next.text]) };
      else if (around !== '') this.#items.splice(at, 0, { kind: 'own', text: around });
    }
    return undefined;
  }

  #add(item: RegisterItem): void {
    this.#closeOwn();
    this.#items.push(item);
  }

  #addOwn(source: string): void {
    this.#own.push(source);
  }

  #closeOwn(): void {
    const text = joined(this.#own.map(trimBlocks));
    if (text !== '') this.#items.push({ kind: 'own', text });
    this.#own = [];
  }
}

/** What we write below an entry: nobody writes both by hand. */
function isEntry({ comment, fields }: FieldList): boolean {
  return comment?.startsWith('status=') === true && fields.some(({ name }) => name === 'status');
}

const joined = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n\n');

/** Behind the sections of the fourth level that follow. */
function endOfEntry(sections: readonly DocumentSection[], from: number): number {
  let end = from;
  while (sections[end]?.depth === 4) end++;
  return end;
}

/** As it stood; the mark of the heading is all that a section does not hold. */
function sourceOfSection({ depth, heading, body }: DocumentSection): string {
  return depth === 0 ? body : `${`${'#'.repeat(depth)} ${heading}`.trimEnd()}\n${body}`;
}

function readCommit(value: string): string | undefined {
  const name = nameOfCode(value) ?? value;
  return /^[0-9a-f]{7,64}$/.test(name) ? name : undefined;
}
