/** The text of a baseline: one finding a line, sorted, so that people read it and git merges it. */
import { type BaselineEntry, compareEntries } from './baseline-entry.ts';

/** Raised when a line changes its meaning; a baseline of another format is refused. */
const FORMAT = 1;

// Nothing in it may differ between two runs: lines that every branch rewrites are conflicts.
const HEADER = `# auditlint baseline, format ${FORMAT}
# Known findings that are not reported. One per line: path, rule, fingerprint and a number among
# equal ones. \`auditlint baseline --update\` rewrites it, \`--prune\` drops fixed findings. A line in .gitattributes
# lets git merge it without conflicts: auditlint-baseline.txt merge=union
`;

export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = [...entries]
    .sort(compareEntries)
    .map(({ path, rule, key, ordinal }) => `${quotePath(path)} ${rule} ${key}:${ordinal}\n`);
  return `${HEADER}${lines.join('')}`;
}

/** A baseline's entries, or what is wrong with the text: a clause without its file, to follow "the file …". */
export type ParsedBaseline =
  | { readonly kind: 'entries'; readonly entries: readonly BaselineEntry[] }
  | { readonly kind: 'wrong'; readonly problem: string };

/**
 * Reads a baseline as it was written or as git merged it: lines in any order, and twice. Nothing of a line that cannot be
 * read is repeated, because the file may be any other.
 */
export function parseBaseline(text: string): ParsedBaseline {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const conflict = lines.findIndex((line) => CONFLICT_MARK.test(line));
  if (conflict >= 0) return wrong(`has merge-conflict markers (line ${conflict + 1}): keep the lines of both sides`);
  const format = /^# auditlint baseline, format (\d{1,9})$/.exec(lines[0] ?? '')?.[1];
  if (format === undefined) return wrong('is no baseline: its first line is not `# auditlint baseline, format 1`');
  if (Number(format) !== FORMAT) return wrong(`is of format ${format}, and this version reads format ${FORMAT}`);
  const entries = new Map<string, BaselineEntry>();
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const entry = parseLine(line);
    if (entry === undefined) return wrong(`has a line that is not \`path rule fingerprint\` (line ${index + 1})`);
    entries.set(line, entry);
  }
  return { kind: 'entries', entries: [...entries.values()].sort(compareEntries) };
}

const CONFLICT_MARK = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;

function parseLine(line: string): BaselineEntry | undefined {
  const [, written = '', rule = '', key = '', ordinal = ''] =
    /^(.+) ([a-z0-9-]+) ([0-9a-f]{32}):([1-9]\d{0,8})$/.exec(line) ?? [];
  const path = unquotePath(written);
  return path === undefined || path === '' ? undefined : { path, rule, key, ordinal: Number(ordinal) };
}

/** Paths that would break a line, or pass for a comment, a mark or a quoted one, are written as JSON strings. */
function quotePath(path: string): string {
  return NEEDS_QUOTES.test(path) ? JSON.stringify(path).replace(NOT_IN_JSON, escapeUnit) : path;
}

const NEEDS_QUOTES = /^[#"<=>|\s]|\s$|[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const NOT_IN_JSON = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function unquotePath(written: string): string | undefined {
  if (!written.startsWith('"')) return written;
  try {
    const path: unknown = JSON.parse(written);
    return typeof path === 'string' ? path : undefined;
  } catch {
    return undefined;
  }
}

function wrong(problem: string): ParsedBaseline {
  return { kind: 'wrong', problem };
}
