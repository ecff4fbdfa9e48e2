import { createHash } from 'node:crypto';
import type { Finding, Location, Notice, SuppressedFinding } from '../../src/findings/index.ts';

/** The name under which notices are compared, as though a rule had found them. */
export const NOTICES = 'notices';

/** A finding as one line, with all that a report may show of it: what is long as a short hash beside its name, so that nothing changes unseen. */
export function findingLine(
  repository: string,
  finding: Finding,
  suppression?: Omit<SuppressedFinding, 'finding'>,
): string {
  const {
    rule,
    location,
    severity,
    profile,
    confidence: sureness,
    doubts = [],
    message,
    cause = '',
    fingerprint,
    ...rest
  } = finding;
  const confidence = `${profile}, ${sureness}`;
  const evidence = hashesOf({ ...rest, suppression });
  const place = placeOf(repository, location);
  return toLine([
    rule,
    place,
    spanOf(location),
    severity,
    confidence,
    doubts.join(' '),
    message,
    cause,
    fingerprint,
    evidence,
  ]);
}

export function noticeLine(repository: string, { kind, path = '', line, rule = '', message }: Notice): string {
  return toLine([NOTICES, `${repository}:${path}`, String(line ?? ''), kind, rule, message]);
}

/** Where a line says that its finding begins: what it keeps when all else changes. */
export function placeOfLine(line: string): string {
  const [, place = '', span = ''] = line.split('\t', 3);
  return `${place} ${span.split('-', 1)[0]}`;
}

/** The repository that a line is about. */
export function repositoryOfLine(line: string): string {
  const place = line.split('\t', 2)[1] ?? '';
  return place.slice(0, place.indexOf(':'));
}

const placeOf = (repository: string, { path, cell }: Location): string =>
  `${repository}:${path}${cell === undefined ? '' : `#${cell}`}`;

const spanOf = ({ line, column, endLine, endColumn }: Location): string => `${line}:${column}-${endLine}:${endColumn}`;

/** Whatever the cells hold, a line is one line, and has so many cells. */
const toLine = (cells: readonly string[]): string => cells.map(escaped).join('\t');

const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** `fix=1f0c22ab flow=…`, without what is empty: a member that findings get one day is compared from then on. */
function hashesOf(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .map(([name, value]) => [name, canonical(value)] as const)
    .filter(([, text]) => text !== undefined && text !== '[]')
    .map(([name, text]) => `${name}=${shortHash(text ?? '')}`)
    .sort()
    .join(' ');
}

/** JSON in which the members of objects stand by name: in which order they were written is no change. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
