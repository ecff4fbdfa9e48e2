import { hash } from 'node:crypto';

/** The identity that a finding has apart from its place: it survives moved lines and renamed files. */
const FINGERPRINT_NAME = 'auditlint/v1';

/** What identifies a finding beside the number of equal ones before it. */
export interface FingerprintParts {
  readonly rule: string;
  /** Qualified scope within the file (`Class.method`), '' for the module. The module's name is left out: files move. */
  readonly scope: string;
  /** Source text of the construct, or the key that a project rule gives. */
  readonly code: string;
}

/** The hash of a finding's parts. Text of the file enters no other way, so that a secret is never shown. */
export function fingerprintKey(parts: FingerprintParts): string {
  const identity = JSON.stringify([FINGERPRINT_NAME, parts.rule, parts.scope, normalizeCode(parts.code)]);
  return sha256(identity).slice(0, KEY_LENGTH);
}

/** What findings of one cause share. A hash, because the cause may be a secret; where it is, no report shows that either. */
export function causeKey(rule: string, cause: string): string {
  return sha256(JSON.stringify(['cause', rule, cause])).slice(0, KEY_LENGTH);
}

interface Keyed {
  readonly key: string;
  readonly location: { readonly path: string };
}

/**
 * The fingerprints of findings given in (path, line) order: the key and, after a colon, how many equal ones there are in the
 * file up to this one. A second copy of a known defect is new. Nothing of other files is in it: what a scan of a folder says is what a scan of all says, and
 * numbers through all files would change with every file that comes or goes before. Equal ones of several files are distinguished by their paths.
 */
export function numberFingerprints(findings: readonly Keyed[]): string[] {
  const counts = new Map<string, number>();
  return findings.map(({ key, location: { path } }) => {
    const place = `${key} ${path}`;
    const ordinal = (counts.get(place) ?? 0) + 1;
    counts.set(place, ordinal);
    return `${key}:${ordinal}`;
  });
}

/** For who takes equal fingerprints for one finding: where several files have equal ones, a hash of the path follows. */
export function uniqueFingerprints(
  findings: readonly { readonly fingerprint: string; readonly location: { readonly path: string } }[],
): string[] {
  const paths = new Map<string, Set<string>>();
  const keys = findings.map(({ fingerprint }) => fingerprint.replace(/:.*/s, ''));
  for (const [index, { location }] of findings.entries()) {
    const key = keys[index] ?? '';
    paths.set(key, (paths.get(key) ?? new Set()).add(location.path));
  }
  return findings.map(({ fingerprint, location: { path } }, index) => {
    const isElsewhere = (paths.get(keys[index] ?? '')?.size ?? 0) > 1;
    return isElsewhere ? `${fingerprint}.${sha256(path).slice(0, PATH_LENGTH)}` : fingerprint;
  });
}

/** 4 bytes: few files have the same key. */
const PATH_LENGTH = 8;

/** 16 bytes. */
const KEY_LENGTH = 32;

/** Thousands of short texts are hashed: at once, for a third of what an object for each takes. */
function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * Python code without what a formatter changes: comments, white space and line joins go, quotes become double where
 * nothing needs escaping, a comma before a closing bracket goes. The content of strings stays.
 */
export function normalizeCode(written: string): string {
  // Python reads all line ends alike, and git may write other ones to the disk than it keeps.
  const code = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
  // Pieces, because looking at the end of a growing string costs its whole length each time.
  const pieces: string[] = [];
  for (let at = 0; at < code.length; ) {
    const character = code.charAt(at);
    if (character === '"' || character === "'") {
      const end = endOfString(code, at);
      pieces.push(normalizeString(code.slice(at, end)));
      at = end;
    } else if (character === '#') {
      at = endOfLine(code, at);
    } else if (isBlank(character) || character === '\\') {
      const next = skipBlanks(code, at);
      if (isWord(pieces.at(-1)) && isWord(code.charAt(next))) pieces.push(' ');
      at = next;
    } else {
      if (CLOSING.has(character) && pieces.at(-1) === ',') pieces.pop();
      pieces.push(character);
      at++;
    }
  }
  return pieces.join('');
}

const CLOSING = new Set([')', ']', '}']);

function normalizeString(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith("'") && !/["'\\]/.test(inner) ? `"${inner}"` : literal;
}

/** Past the closing quote, or the end of the text. Same quotes nested in an f-string end it early, each time alike. */
function endOfString(code: string, start: number): number {
  const quote = code.charAt(start);
  const closing = code.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let at = start + closing.length; at < code.length; at++) {
    if (code.charAt(at) === '\\') at++;
    else if (code.startsWith(closing, at)) return at + closing.length;
  }
  return code.length;
}

function endOfLine(code: string, start: number): number {
  for (let at = start; at < code.length; at++) {
    if (code.charAt(at) === '\n' || code.charAt(at) === '\r') return at;
  }
  return code.length;
}

function skipBlanks(code: string, start: number): number {
  let at = start;
  while (at < code.length && (isBlank(code.charAt(at)) || code.charAt(at) === '\\')) at++;
  return at;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r' || character === '\f';
}

function isWord(piece: string | undefined): boolean {
  return piece?.length === 1 && /[\w\u0080-\uFFFF]/.test(piece);
}
