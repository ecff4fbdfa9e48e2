/** A draft → a claim: places, quotes, names and texts out of its fields. */

import type { Claim, QuotedCode, StatedPlace } from '../claim.ts';
import type { ClaimDraft } from './claim-draft.ts';
import { isStruck, type Line, textOf, wordsOf } from './markdown/document.ts';
import { BESIDE, type Field, textOfField } from './markdown/fields.ts';
import { isPlaceHeading } from './markdown/section-kind.ts';
import { firstSentence } from './markdown/titles.ts';
import { idOfWords } from './parts/claim-id.ts';
import { quotesOf } from './parts/fenced-code.ts';
import { kindOfCode, roleBefore } from './parts/inline-code.ts';
import { mergePlaces, placeOfLink, placesIn, rangesOf } from './parts/places.ts';
import { readSeverity, type Scale } from './parts/severity.ts';
import { readCommit, readStatus, statusOfRemark } from './parts/status.ts';
import type { Role } from './words/code-words.ts';
import type { FieldKind } from './words/field-words.ts';

/** Fields that say what to do about it, in prose and code. */
const PROPOSING: ReadonlySet<FieldKind> = new Set<FieldKind>(['fix', 'code-fix']);
export function buildClaim(read: ClaimDraft, scale: Scale): Claim {
  const draft = {
    ...read,
    head: withoutProposals(read),
  };
  const { fields, context } = draft;
  const severity = severityOf(draft, scale);
  const quotes = [...inlineQuotes(draft.head, 'now'), ...fields.flatMap(quotesOfField)];
  return {
    id: draft.id ?? idOfWords(draft.title, context.section),
    title: titleOf(draft),
    section: [...context.section, ...valuesOf(fields, 'category')],
    severity: severity?.severity,
    statedSeverity: severity?.stated,
    status: statusOf(draft),
    fixedIn: fixedInOf(fields),
    owner: valuesOf(fields, 'owner').find((owner) => !/^(?:-|–|—|tbd|n\/a|none|\?|unassigned)?$/i.test(owner)),
    places: placesOf(draft),
    about: context.about,
    quotes,
    names: namesOf(draft),
    rules: valuesOf(fields, 'rule').flatMap((value) =>
      (value.match(/[a-z0-9]+(?:-[a-z0-9]+)*/g) ?? []).filter((word) => word.includes('-')),
    ),
    text: proseOf(fields.filter((field) => field.kind === 'text' || field.kind === 'title')),
    remedy: proseOf(fields.filter(({ kind }) => kind === 'fix')),
    lines: { first: draft.first, last: draft.last },
    mentions: [draft.first],
  };
}

/** The whole paragraph of an item is its head, and its fields say what it proposes. */
function withoutProposals({ head, fields }: ClaimDraft): Line {
  const proposed = new Set(fields.filter(({ kind }) => PROPOSING.has(kind)).flatMap(({ lines }) => lines.flat()));
  return proposed.size === 0 ? head : head.filter((run) => !proposed.has(run));
}

/** Where a heading has an id and nothing else, the first sentence below it. */
function titleOf({ id, title, fields, head, context }: ClaimDraft): string {
  // "File: `ui.py` (lines 10-20)" says where: what is wrong there is what the part is called.
  const part = context.section.at(-1);
  if (id === undefined && part !== undefined && isPlaceHeading(head)) return part;
  if (id === undefined || (title.replaceAll(/[^\p{L}]/gu, '') !== '' && !title.includes(id))) return title;
  const described = fields.find(({ kind, lines }) => (kind === 'title' || kind === 'text') && lines.length > 0);
  return described === undefined ? title : firstSentence(textOfField(described));
}

function severityOf({ fields, severity, context }: ClaimDraft, scale: Scale): ReturnType<typeof readSeverity> {
  for (const value of valuesOf(fields, 'severity')) {
    const [stated = ''] = value.split(/[\n(]/, 1);
    const read = readSeverity(stated.split(/\s+/).slice(0, SEVERITY_WORDS).join(' '), scale);
    if (read !== undefined) return read;
  }
  return severity ?? context.severity;
}

/** Beyond its first words a field of severity gives reasons. */
const SEVERITY_WORDS = 6;

function statusOf({ fields, status, context, head }: ClaimDraft): Claim['status'] {
  for (const value of valuesOf(fields, 'status')) {
    const read = readStatus(value);
    if (read !== undefined) return read;
  }
  const [remark] = remarksOf(fields);
  return status ?? (isStruck(head) ? 'retracted' : undefined) ?? remark?.status ?? context.status ?? 'open';
}

function fixedInOf(fields: readonly Field[]): string | undefined {
  const [named] = fields.filter(({ kind }) => kind === 'fixed-in' || kind === 'commit');
  if (named !== undefined) return readCommit(textOfField(named));
  const fixed = remarksOf(fields).find(({ status }) => status === 'fixed');
  return fixed === undefined ? undefined : readCommit(fixed.text);
}

/** "✅ Fixed (commit 9f3c2ab)" on a line of its own, as someone put it above what the audit says. */
function remarksOf(fields: readonly Field[]): readonly { readonly status: Claim['status']; readonly text: string }[] {
  return fields
    .filter(({ kind }) => kind === 'text')
    .flatMap(({ lines }) => lines.map(textOf))
    .flatMap((text) => {
      const status = statusOfRemark(text);
      return status === undefined ? [] : { status, text };
    });
}

function valuesOf(fields: readonly Field[], kind: FieldKind): readonly string[] {
  return fields
    .filter((field) => field.kind === kind)
    .map((field) => textOfField(field).replaceAll('`', ''))
    .filter((value) => value !== '');
}

/** First those that a field or the title names; those of the file that a heading names where there are no others. */
function placesOf({ fields, head, context, places: stated = [] }: ClaimDraft): readonly StatedPlace[] {
  const contextPath = context.places[0]?.path ?? '';
  const named = fields.filter(({ kind }) => kind === 'place').flatMap((field) => placesOfField(field, contextPath));
  const titled = placesOfLine(head, contextPath);
  const owner = stated[0]?.path ?? named[0]?.path ?? titled[0]?.path ?? contextPath;
  const lined = fields.filter(({ kind }) => kind === 'line').flatMap((field) => placesOfLines(field, owner));
  const described = fields
    .filter(({ kind }) => kind !== 'place' && kind !== 'line' && !BESIDE.has(kind) && !PROPOSING.has(kind))
    .flatMap((field) => [...placesOfField(field, owner), ...placesOfCode(field, owner)]);
  const proposed = fields.filter(({ kind }) => PROPOSING.has(kind)).flatMap((field) => placesOfField(field, owner));
  const own = mergePlaces(withoutLoose([...stated, ...withLines(named, lined), ...titled, ...described]));
  if (own.some(({ path }) => path !== '')) return own;
  return mergePlaces(withoutLoose([...withLines(context.places, own.length > 0 ? own : lined), ...proposed]));
}

/** Lines of a field of their own belong to the file of the field before; where several files are named, to the first. */
function withLines(places: readonly StatedPlace[], lined: readonly StatedPlace[]): readonly StatedPlace[] {
  const [first, ...rest] = places;
  if (first === undefined) return lined;
  const ranges = lined.filter(({ path }) => path === first.path || path === '').flatMap((place) => place.ranges);
  const others = lined.filter(({ path }) => path !== first.path && path !== '');
  return [{ ...first, ranges: [...first.ranges, ...ranges] }, ...rest, ...others];
}

/** Lines without a file belong to the only file there is. */
function withoutLoose(places: readonly StatedPlace[]): readonly StatedPlace[] {
  const owner = places.find(({ path }) => path !== '');
  return owner === undefined
    ? places
    : places.map((place) => (place.path === '' ? { ...place, path: owner.path } : place));
}

function placesOfField(field: Field, context: string): readonly StatedPlace[] {
  const places = field.lines.flatMap((line) => placesOfLine(line, context));
  if (places.length > 0 || field.kind !== 'place') return places;
  return field.lines.flatMap((line) =>
    line
      .filter(({ code, text }) => code && isFolder(text))
      .map(({ text, line: at }) => ({ path: text, ranges: [], line: at })),
  );
}

/** `src/pkg` in a field of places. */
function isFolder(text: string): boolean {
  return /^[\w.@-]+(?:\/[\w.@-]+){1,20}$/.test(text);
}

function placesOfLine(line: Line, context: string): readonly StatedPlace[] {
  const at = line[0]?.line ?? 1;
  const written = placesIn(textOf(line), at, context);
  const linked = line.flatMap(({ target, line: own }) =>
    target === undefined ? [] : (placeOfLink(target, own) ?? []),
  );
  return [...written, ...linked];
}

function placesOfLines(field: Field, path: string): readonly StatedPlace[] {
  return field.lines.flatMap((line) => {
    const text = textOf(line);
    const named = placesIn(text, field.line).filter((place) => place.path !== '');
    if (named.length > 0) return named;
    const ranges = rangesOf(text);
    return ranges.length === 0 ? [] : [{ path, ranges, line: field.line }];
  });
}

/** `# storage.py:159` over quoted code. */
function placesOfCode(field: Field, context: string): readonly StatedPlace[] {
  return field.codes.flatMap(({ code }) =>
    code.text.split('\n').flatMap((line, index) => {
      const comment = /^\s*(?:#|\/\/)\s*(.{1,200})$/.exec(line)?.[1];
      return comment === undefined
        ? []
        : placesIn(comment, code.first + index + 1, context).filter(({ path }) => path !== '');
    }),
  );
}

function quotesOfField(field: Field): readonly QuotedCode[] {
  if (BESIDE.has(field.kind)) return [];
  const role = roleOf(field.kind);
  const inline =
    field.kind === 'place' || field.kind === 'line' ? [] : field.lines.flatMap((line) => inlineQuotes(line, role));
  return [...inline, ...field.codes.flatMap(({ code, before }) => quotesOf(code, before, role))];
}

function roleOf(kind: FieldKind): Role {
  return PROPOSING.has(kind) ? 'proposed' : kind === 'command' ? 'command' : 'now';
}

function inlineQuotes(line: Line, role: Role): readonly QuotedCode[] {
  return line.flatMap((run, index) => {
    if (!run.code) return [];
    const kind = kindOfCode(run.text);
    if (kind !== 'now' && kind !== 'command') return [];
    const said = kind === 'command' ? 'command' : roleBefore(wordsOf(line.slice(0, index)), role);
    return [{ text: run.text, language: undefined, role: said, line: run.line }];
  });
}

function namesOf({ head, fields }: ClaimDraft): readonly string[] {
  const lines = [
    head,
    ...fields.filter(({ kind }) => !BESIDE.has(kind) && !PROPOSING.has(kind)).flatMap((field) => field.lines),
  ];
  const codes = lines.flat().filter(({ code, text }) => code && kindOfCode(text) === 'name');
  return [...new Set(codes.map(({ text }) => text.trim()))];
}

function proseOf(fields: readonly Field[]): string {
  return fields
    .map((field) => field.lines.map(textOf).join('\n').trim())
    .filter((text) => text !== '')
    .join('\n\n');
}
