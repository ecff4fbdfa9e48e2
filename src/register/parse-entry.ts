/** One entry of the document: the list of fields, and the sections below it. */
import { SEVERITIES } from '../findings/index.ts';
import { parseAgreed } from './agreement.ts';
import { type DocumentSection, type RegisterProblem, trimBlocks } from './document-sections.ts';
import { type Markdown, type RegisterEntry, type RegisteredPlace, SECTION_TITLES, STATUSES } from './entry.ts';
import { type Field, type FieldList, isNothing, readFieldList } from './field-list.ts';
import { parsePlace } from './place-text.ts';
import { nameOfCode } from './plain-markdown.ts';
import { ID, type WrittenRow } from './resolution-table.ts';

/** The heading of an entry; its text follows a colon, which a person may leave out. */
export function readEntryHeading({ depth, heading }: DocumentSection): { id: string; title: Markdown } | undefined {
  const [, id = '', title = ''] = depth === 3 ? (/^([A-Z0-9-]+)(?::|(?=\s|$))(.*)$/s.exec(heading) ?? []) : [];
  return ID.test(id) ? { id, title: title.trim() } : undefined;
}

/** The fields below such a heading; undefined where there are none, so that it is a section of someone's own. */
export function readEntryFields({ body, bodyLine }: DocumentSection): FieldList | undefined {
  const list = readFieldList(body, bodyLine, (name) => NAMES.has(name));
  return list.fields.length === 0 && list.comment === undefined ? undefined : list;
}

const NAMES: ReadonlySet<string> = new Set([
  'severity',
  'status',
  'owner',
  'rule',
  'claim',
  'first seen',
  'last seen',
  'fixed in',
  'reason',
  'accepted until',
  'place',
]);

/** What of an entry is read with the table, and no part of it. */
export type ParsedEntry = WrittenRow;

/** `below`: the sections under headings of the fourth level. */
export function parseEntry(
  { id, title }: { readonly id: string; readonly title: Markdown },
  { line }: DocumentSection,
  list: FieldList,
  below: readonly DocumentSection[],
): ParsedEntry | RegisterProblem {
  try {
    const known = new KnownFields(id, line, list.fields);
    const words = wordsOf(list.comment ?? '');
    const sections = below.map(({ heading, body }) => ({ title: heading, text: trimBlocks(body) }));
    refuseTwice(id, below);
    const entry: RegisterEntry = {
      id,
      title,
      severity: known.oneOf('severity', SEVERITIES),
      status: known.oneOf('status', STATUSES),
      owner: known.value('owner'),
      rule: known.read('rule', readRule, 'the name of a rule'),
      claim: known.read('claim', readClaim, 'a claim as it was written'),
      firstSeen: known.read('first seen', readDay, 'a date such as `2027-01-31`'),
      lastSeen: known.read('last seen', readDay, 'a date such as `2027-01-31`'),
      fixedIn: known.value('fixed in'),
      reason: known.value('reason'),
      until: known.read('accepted until', readDay, 'a date such as `2027-01-31`'),
      places: known.places(),
      ownFields: [...list.fields.filter(({ name }) => !NAMES.has(name)).map(({ item }) => item), ...list.others],
      agreed: parseAgreed(words),
      lead: list.rest,
      sections,
    };
    if (entry.status !== 'Accepted' || entry.reason !== '') return { entry, row: words.get('row') };
    throw new Wrong(`has ${id} accepted without a reason; write one (\`- **Reason:** …\`)`, known.lineOf('status'));
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.problem, line: error.line };
    throw error;
  }
}

/** Ends the reading of an entry; never leaves this file. */
class Wrong extends Error {
  constructor(
    readonly problem: string,
    readonly line: number,
  ) {
    super(problem);
  }
}

class KnownFields {
  constructor(
    readonly id: string,
    readonly line: number,
    readonly fields: readonly Field[],
  ) {}

  lineOf(name: string): number {
    return this.#find(name)?.line ?? this.line;
  }

  value(name: string): Markdown {
    return this.#find(name)?.value ?? '';
  }

  read<T>(name: string, read: (value: string) => T | undefined, what: string): T | undefined {
    const value = this.value(name);
    if (value === '') return undefined;
    const meant = read(value);
    if (meant !== undefined) return meant;
    throw new Wrong(`has an entry ${this.id} with a \`${name}\` that is not ${what}`, this.lineOf(name));
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T {
    const value = this.value(name);
    const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
    if (found !== undefined) return found;
    const choices = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    const what = value === '' ? `has no \`${name}\` for ${this.id}` : `has an unknown \`${name}\` for ${this.id}`;
    throw new Wrong(`${what}; choose ${choices}`, this.lineOf(name));
  }

  places(): RegisteredPlace[] {
    return this.fields
      .filter((field) => field.name === 'place' && !isNothing(field.value))
      .map(({ value, line }) => {
        const place = parsePlace(value);
        if (place !== undefined) return place;
        throw new Wrong(
          `has an entry ${this.id} with a \`place\` that is not a location such as \`src/app.py:12\``,
          line,
        );
      });
  }

  #find(name: string): Field | undefined {
    const [first, second] = this.fields.filter((field) => field.name === name);
    if (second !== undefined) throw new Wrong(`says \`${name}\` of ${this.id} twice; keep one`, second.line);
    return first;
  }
}

function refuseTwice(id: string, below: readonly DocumentSection[]): void {
  for (const title of Object.values(SECTION_TITLES)) {
    const [, second] = below.filter(({ heading }) => heading === title);
    if (second !== undefined) throw new Wrong(`has \`${title}\` of ${id} twice; keep one`, second.line);
  }
}

/** `name=value` words of a comment. */
function wordsOf(comment: string): ReadonlyMap<string, string> {
  return new Map(
    comment.split(' ').flatMap((word): [string, string][] => {
      const [name, value] = word.split('=', 2);
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

function readRule(value: string): string | undefined {
  return /^`?([a-z0-9]+(?:-[a-z0-9]+)*)`?$/.exec(value)?.[1];
}

function readClaim(value: string): { id: string; key: string } | undefined {
  const [, code = '', key] = /^(`[^`]+`) `([0-9a-f]{32})`$/.exec(value) ?? [];
  const id = nameOfCode(code);
  return id === undefined || key === undefined ? undefined : { id, key };
}

/** A day that there is, as `YYYY-MM-DD`. */
export function readDay(value: string): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? value : undefined;
}
