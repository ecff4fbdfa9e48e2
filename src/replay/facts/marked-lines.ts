import type { AnchoredClaim } from '../anchor-claim.ts';
import { type CodeToken, tokensOf } from '../code-tokens.ts';
import { lastHeld } from '../quote-past.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { endedFact } from './present-fact.ts';

/**
 * A line of quoted code to which the document adds a remark of its own (`if user:  # passes without a token`) is the one that it speaks of: it
 * stood in a file of the claim when the document was written, and does not any more, and not only because somebody put it differently.
 */
export function markedLines(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const marked = anchored.quotes.flatMap(({ quote: { text } }) => markedIn(text));
  if (marked.length === 0) return undefined;
  const pairs = wholeFiles(anchored, ground).flatMap((now) => {
    const before = auditedFile(now.path, ground);
    return before === undefined ? [] : { now, before };
  });
  const stood = marked.flatMap((mark) => pairs.flatMap((pair) => standing(mark, pair) ?? []));
  // One that stands is what is spoken of.
  if (stood.some(({ mark, pair }) => lineOf(mark.code, pair.now) !== undefined)) return undefined;
  const left = stood.find((each) => !isReworded(each, ground));
  if (left === undefined) return undefined;
  const { mark, pair, line } = left;
  const removed =
    ground.past && lastHeld(pair.now.path, ground.past, ({ content }) => holds(mark.code, content))?.removedIn;
  const because = `\`${mark.code}\`, which the document marks, stood in \`${pair.now.path}\`, line ${line}, when it was written, and does not any more`;
  return endedFact(because, [{ message: 'the marked line is gone', path: pair.now.path, line: undefined }], removed);
}

interface Marked {
  readonly code: string;
  /** With the remark. */
  readonly whole: string;
}

interface Standing {
  readonly mark: Marked;
  readonly pair: Pair;
  /** Of the file as the document saw it. */
  readonly line: number;
}

interface Pair {
  readonly now: CodeFile;
  readonly before: CodeFile;
}

const REMARK = /\s(?=(?:#|\/\/|<--|←|⚠))/gu;

/** A line that has a comment itself may be remarked behind it, so that each beginning is one that the file may have. */
function markedIn(quote: string): readonly Marked[] {
  return quote.split(/\r\n|\r|\n/).flatMap((line) =>
    [...line.matchAll(REMARK)].flatMap(({ index }) => {
      const code = line.slice(0, index).trim().replace(/,$/, '');
      const isTelling = code.length >= LEAST_CODE && !/^#|\.\.\.|…|#$/.test(code);
      return isTelling ? { code, whole: line.trim() } : [];
    }),
  );
}

/** Shorter lines stand anywhere. */
const LEAST_CODE = 12;

/** A remark that the code has itself marks nothing. */
function standing(mark: Marked, pair: Pair): Standing | undefined {
  const line = lineOf(mark.code, pair.before);
  return line === undefined || pair.before.text.lineText(line).includes(mark.whole) ? undefined : { mark, pair, line };
}

const plain = (text: string): string => text.replaceAll(/\s+/g, '').replaceAll("'", '"').replace(/,$/, '');

function lineOf(code: string, { text, lineCount }: CodeFile): number | undefined {
  const wanted = plain(code);
  for (let line = 1; line <= lineCount; line++) {
    const written = plain(text.lineText(line));
    if (written === wanted || (written.startsWith(wanted) && /^,?#/.test(written.slice(wanted.length)))) return line;
  }
  return undefined;
}

const holds = (code: string, content: string): boolean =>
  content.split(/\r\n|\r|\n/).some((line) => plain(line) === plain(code) || plain(line).startsWith(`${plain(code)}#`));

/**
 * Most of its words stand together still, around the lines that took its place. Where all of them do, beside a name that the file had nowhere
 * before, something was added to it; where one is missing, it may only be called otherwise.
 */
function isReworded({ mark, pair: { now, before }, line }: Standing, { past }: VerdictGround): boolean {
  const wanted = new Set(
    tokensOf(mark.code)
      .filter(isWord)
      .map(({ text }) => text),
  );
  const known = new Set(before.tokens.map(({ text }) => text));
  const at = past?.drift(before.path, { first: line, last: line }, now.path)?.first;
  const hits = now.tokens.filter((token) => isWord(token) && wanted.has(token.text));
  for (const { line: first } of hits) {
    if (at !== undefined && Math.abs(first - at) > SPAN) continue;
    const near = hits.filter((token) => token.line >= first && token.line <= first + SPAN);
    const share = new Set(near.map(({ text }) => text)).size / wanted.size;
    if (share < MOST) continue;
    const lines = new Set(near.map((token) => token.line));
    const isNew = now.tokens.some((token) => isWord(token) && lines.has(token.line) && !known.has(token.text));
    if (share < 1 || !isNew) return true;
  }
  return false;
}

/** A statement over several lines. */
const SPAN = 3;
const MOST = 0.65;

const isWord = ({ kind, text }: CodeToken): boolean =>
  (kind === 'name' || kind === 'text') && text.length >= LEAST_WORD;
const LEAST_WORD = 3;
