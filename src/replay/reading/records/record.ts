/** A finding as a table of names and values (a member of a JSON array, a row of CSV) → what a document says of one claim. */

import type { StatedPlace } from '../../claim.ts';
import type { ClaimDraft, Context } from '../claim-draft.ts';
import { type Code, type Line, plainRun } from '../markdown/document.ts';
import type { Field } from '../markdown/fields.ts';
import { kindOfLabel } from '../markdown/labels.ts';
import { readTitle } from '../markdown/titles.ts';
import { normalisePath } from '../parts/path.ts';
import { placesIn, rangesOf } from '../parts/places.ts';
import type { Scale } from '../parts/severity.ts';
import { COLUMN_WORDS } from '../words/column-words.ts';
import { RECORD_WORDS, type RecordKind } from '../words/record-words.ts';

export interface RecordValue {
  readonly name: string;
  readonly text: string;
}

export interface FindingRecord {
  readonly values: readonly RecordValue[];
  /** A line of the document. */
  readonly line: number;
}

const ROOT: Context = { section: [], severity: undefined, status: undefined, places: [], about: [] };

/** The kind of value by its name: `lineNumber`, `file_path`, `Datei`. */
export function kindOfName(name: string): RecordKind | undefined {
  const words = name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .replaceAll(/[_.-]/g, ' ')
    .trim();
  const column = COLUMN_WORDS.whole(words);
  const named = column === 'defect' ? 'title' : column === 'measure' ? 'ignored' : column;
  return RECORD_WORDS.whole(words) ?? kindOfLabel(words) ?? named ?? lastWord(words);
}

/** `location.start.line` says what its end says, where the whole is not known. */
function lastWord(words: string): RecordKind | undefined {
  const parts = words.split(' ');
  return parts.length < 2 ? undefined : RECORD_WORDS.whole(parts.at(-1) ?? '');
}

/** Whether the names are those of a finding: something said, and where, how bad or by which rule. */
export function namesFinding(names: readonly string[]): boolean {
  const kinds = new Set(names.map(kindOfName));
  const isSaid = kinds.has('title') || kinds.has('text');
  return isSaid && (['place', 'severity', 'line', 'rule', 'id'] as const).some((kind) => kinds.has(kind));
}

/** Undefined where the record says nothing. `isOurs`: its rules are rules of ours. */
export function draftOfRecord({ values, line }: FindingRecord, scale: Scale, isOurs: boolean): ClaimDraft | undefined {
  const named = values
    .filter(({ text }) => text.trim() !== '')
    .map(({ name, text }) => ({ kind: kindOfName(name), name, text: text.trim() }));
  const said = named.find(({ kind }) => kind === 'title') ?? named.find(({ kind }) => kind === 'text');
  if (said === undefined) return undefined;
  const first = (kind: RecordKind) => named.find((value) => value.kind === kind)?.text;
  const rule = first('rule');
  const head = lineOfText(said.text.split('\n')[0] ?? '', line);
  const { id, title, severity, status } = readTitle(head, scale);
  const rest = named.filter((value) => value !== said && value.kind !== 'place' && value.kind !== 'line');
  const places = placesOf(first('place'), first('line'), first('end-line'), line);
  const section = isOurs || rule === undefined ? [] : [rule];
  return {
    id: first('id') ?? first('fingerprint') ?? id,
    head,
    title,
    context: { ...ROOT, section },
    severity,
    status,
    places,
    fields: [
      ...rest.flatMap(({ kind, name, text }) => fieldOf(kind, name, text, line, isOurs)),
      ...tailOf(said.text, line),
    ],
    first: line,
    last: line,
  };
}

/** What a message of several lines says after the first. */
function tailOf(text: string, line: number): readonly Field[] {
  const [, ...rest] = text.split('\n');
  return rest.length === 0
    ? []
    : [{ kind: 'text', label: '', line, lines: rest.map((part) => lineOfText(part, line)), codes: [] }];
}

/** A value may hold several paths, or a path with its lines; one with spaces is taken as it is. */
function placesOf(path: string | undefined, from = '', to = '', line: number): readonly StatedPlace[] {
  if (path === undefined) return [];
  const written = placesIn(`\`${path}\``, line).filter((place) => place.path !== '');
  const isOne = written.length === 0 || (/\s/.test(path) && !path.includes(','));
  const [first, ...others] = isOne ? [{ path: normalisePath(path), ranges: [], line }] : written;
  if (first === undefined) return [];
  const [range, ...more] = rangesOf(from);
  if (range === undefined) return [first, ...others];
  const last = Math.max(range.last, rangesOf(to)[0]?.last ?? 0);
  return [{ ...first, ranges: [{ first: range.first, last }, ...more] }, ...others];
}

function fieldOf(
  kind: RecordKind | undefined,
  label: string,
  text: string,
  line: number,
  isOurs: boolean,
): readonly Field[] {
  if (kind === undefined || kind === 'end-line' || kind === 'fingerprint' || kind === 'id') return [];
  if (kind === 'rule' && !isOurs) return [];
  if (kind === 'code-now' || kind === 'code-fix') {
    const code: Code = { kind: 'code', text, language: undefined, first: line - 1, last: line };
    return [{ kind, label, line, lines: [], codes: [{ code, before: '' }] }];
  }
  return [{ kind, label, line, lines: text.split('\n').map((part) => lineOfText(part, line)), codes: [] }];
}

/** Words and code in backticks. */
function lineOfText(text: string, line: number): Line {
  return text
    .split('`')
    .flatMap((part, index) => (part === '' ? [] : [{ ...plainRun(part, line), code: index % 2 === 1 }]));
}
