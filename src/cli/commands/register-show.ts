import {
  entriesOf,
  type LogEvent,
  type RegisterEntry,
  STATUSES,
  type Status,
  shownPlace,
  withoutEscapes,
} from '../../register/index.ts';
import { BLANK_LINE, jsonDocument, plain, type StyledLine, styled } from '../../reporters/index.ts';
import { oneOf } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { findEntry } from '../register/named-entry.ts';
import { findRegister, type RegisterOptions, readExisting } from '../register/register-file.ts';

export interface RegisterShowOptions extends RegisterOptions {
  readonly status?: readonly string[];
  readonly format: string;
}

const FORMATS = ['pretty', 'json'] as const;

/** `auditlint register show [ID]`: what the register says, of all entries or of one with its history. */
export async function showRegister(id: string | undefined, options: RegisterShowOptions, io: Io): Promise<ExitCode> {
  const format = oneOf('--format', options.format, FORMATS);
  const wanted = options.status?.map((word): Status => oneOf('--status', word.replace('-', ' '), STATUSES));
  const target = findRegister(options, io);
  const { register, log } = readExisting(target);
  const all = entriesOf(register);
  const named = id === undefined ? all : [findEntry(all, id, target.shownAs)];
  const entries = named.filter(({ status }) => wanted === undefined || wanted.includes(status));
  const stdout = new Writer(io.stdout, io.env);
  if (format === 'json') {
    const { updated, commit } = register;
    const shown = entries.map((entry) => ({ ...describe(entry), history: historyOf(entry, log) }));
    stdout.document(jsonDocument({ schemaVersion: '1', updated, commit, entries: shown }));
  } else if (id === undefined) await stdout.lines(listLines(entries, target.shownAs));
  else for (const entry of entries) await stdout.lines(entryLines(entry, historyOf(entry, log)));
  return EXIT.clean;
}

const historyOf = ({ id }: RegisterEntry, log: readonly LogEvent[]): readonly LogEvent[] =>
  log.filter((event) => event.id === id);

/** Title, owner, reason, notes and texts are Markdown, as they are in the document. */
function describe(entry: RegisterEntry) {
  const { agreed, lead, ownFields, sections, places, ...fields } = entry;
  return {
    ...fields,
    places,
    lead: lead === '' ? undefined : lead,
    fields: ownFields.length === 0 ? undefined : ownFields,
    sections: sections.filter(({ text }) => text !== ''),
  };
}

function* listLines(entries: readonly RegisterEntry[], shownAs: string): Generator<StyledLine> {
  const width = Math.max(0, ...entries.map(({ id }) => id.length));
  for (const entry of entries) {
    const { id, severity, status, title, owner, until } = entry;
    const place = entry.places[0] === undefined ? [] : [plain('  '), styled('path', shownPlace(entry.places[0]))];
    const said = `${status}${status === 'Accepted' && until !== undefined ? ` until ${until}` : ''}`;
    yield [
      styled('strong', id.padEnd(width)),
      plain('  '),
      styled(severity, severity),
      plain(`  ${said.padEnd(11)}`),
      ...place,
      plain(withoutEscapes(`  ${title}${owner === '' ? '' : ` (${owner})`}`)),
    ];
  }
  if (entries.length > 0) yield BLANK_LINE;
  yield [plain(`${shownAs}: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`)];
}

function* entryLines(entry: RegisterEntry, history: readonly LogEvent[]): Generator<StyledLine> {
  const { id, title, severity, lead, sections } = entry;
  yield [styled('strong', id), plain('  '), styled(severity, severity), plain(`  ${withoutEscapes(title)}`)];
  for (const [name, value] of fieldsOf(entry))
    if (value !== '') yield [styled('faint', `  ${name}: `), plain(withoutEscapes(value))];
  for (const place of entry.places) yield [styled('faint', '  place: '), styled('path', shownPlace(place))];
  for (const field of entry.ownFields) yield* textLines(field);
  if (lead !== '') yield* [BLANK_LINE, ...textLines(lead)];
  for (const section of sections) {
    if (section.text !== '') yield* [BLANK_LINE, [styled('strong', section.title)], ...textLines(section.text)];
  }
  if (history.length === 0) return;
  yield* [BLANK_LINE, [styled('strong', 'History')]];
  for (const event of history) yield [styled('faint', `  ${event.date}  `), plain(withoutEscapes(eventText(event)))];
}

function fieldsOf({ status, owner, rule, firstSeen, lastSeen, fixedIn, reason, until }: RegisterEntry) {
  return [
    ['status', status],
    ['owner', owner],
    ['rule', rule ?? ''],
    ['first seen', firstSeen ?? ''],
    ['last seen', lastSeen ?? ''],
    ['fixed in', fixedIn],
    ['reason', reason],
    ['accepted until', until ?? ''],
  ] as const;
}

const textLines = (text: string): StyledLine[] => text.split('\n').map((line) => [plain(`  ${line}`)]);

function eventText({ event, from, to, reason, until, place, commit }: LogEvent): string {
  const step = from === undefined && to === undefined ? '' : ` (${[from, to].filter(Boolean).join(' → ')})`;
  const more = [
    place,
    commit === undefined ? undefined : `at ${commit.slice(0, 12)}`,
    reason === undefined ? undefined : `because: ${reason}`,
    until === undefined ? undefined : `until ${until}`,
  ];
  return [`${event.replace('-', ' ')}${step}`, ...more.filter((each) => each !== undefined)].join(', ');
}
