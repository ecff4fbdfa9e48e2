/** The register as data: what the document says, in the order in which it says it. */

import type { Severity } from '../findings/index.ts';

export const STATUSES = ['Open', 'In progress', 'Fixed', 'Accepted', 'Reopened', 'Refuted'] as const;
export type Status = (typeof STATUSES)[number];

/** Source as it is in the document: a person wrote it, or `plain-markdown.ts` made it of a text. Without blank lines at its ends. */
export type Markdown = string;

/** A place of the issue; the path is relative to the folder of the register. */
export interface RegisteredPlace {
  readonly path: string;
  readonly line: number;
  /** Of a notebook. */
  readonly cell: number | undefined;
  /** Of the finding there; a claim that no rule speaks of has none. */
  readonly fingerprint: string | undefined;
}

/** Parts of an entry that an update writes, and that a person may have rewritten. */
export const GUARDED = ['evidence', 'symptom', 'cause', 'fix'] as const;
export type Guarded = (typeof GUARDED)[number];

/**
 * What the last update and the entry agreed on: status and severity as they were, of longer parts a digest. Whatever differs from
 * it a person has changed since. Absent where they never agreed.
 */
export type Agreed = {
  readonly status?: Status;
  readonly severity?: Severity;
} & { readonly [part in Guarded]?: string };

/** A part of an entry below a heading of its own. */
export interface EntrySection {
  readonly title: Markdown;
  readonly text: Markdown;
}

export interface RegisterEntry {
  /** `STATE-01`. */
  readonly id: string;
  readonly title: Markdown;
  readonly severity: Severity;
  readonly status: Status;
  readonly owner: Markdown;
  /** Undefined of what a written audit says and no rule. */
  readonly rule: string | undefined;
  /** The claim of a written audit that it stands for: as the audit numbers it, and a digest that finds it again. */
  readonly claim: { readonly id: string; readonly key: string } | undefined;
  /** `YYYY-MM-DD`; undefined where a person wrote the entry and none. */
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
  readonly fixedIn: Markdown;
  /** Why it is accepted. */
  readonly reason: Markdown;
  /** The last day on which the acceptance holds. */
  readonly until: string | undefined;
  /** The worst first. */
  readonly places: readonly RegisteredPlace[];
  /** Items of the list of fields that are not ours, each with its `- `. */
  readonly ownFields: readonly Markdown[];
  readonly agreed: Agreed;
  /** What a person wrote between the fields and the first section. */
  readonly lead: Markdown;
  /** Ours and those of a person, in their order. */
  readonly sections: readonly EntrySection[];
}

export type RegisterItem =
  | { readonly kind: 'severity'; readonly severity: Severity }
  | { readonly kind: 'entry'; readonly entry: RegisterEntry }
  /** The table of all entries, which is made of them. */
  | { readonly kind: 'resolution' }
  /** Whatever else is there. */
  | { readonly kind: 'own'; readonly text: Markdown };

export interface Register {
  /** What is above the title. */
  readonly front: Markdown;
  readonly title: Markdown;
  /** `YYYY-MM-DD`. */
  readonly updated: string | undefined;
  /** Full name of the commit that was scanned last. */
  readonly commit: string | undefined;
  readonly ownFields: readonly Markdown[];
  readonly items: readonly RegisterItem[];
}

export function entriesOf({ items }: Pick<Register, 'items'>): RegisterEntry[] {
  return items.flatMap((item) => (item.kind === 'entry' ? [item.entry] : []));
}

/** Sections that an update writes. */
export const SECTION_TITLES = { symptom: 'Symptom', cause: 'Root cause', fix: 'Proposed fix' } as const;
export type SectionName = keyof typeof SECTION_TITLES;

/** The text below one of our headings; empty where a person took it out. */
export function sectionText({ sections }: Pick<RegisterEntry, 'sections'>, name: SectionName): Markdown {
  return sections.find(({ title }) => title === SECTION_TITLES[name])?.text ?? '';
}

export function withSection(
  sections: readonly EntrySection[],
  name: SectionName,
  text: Markdown,
): readonly EntrySection[] {
  return sections.map((section) => (section.title === SECTION_TITLES[name] ? { ...section, text } : section));
}
