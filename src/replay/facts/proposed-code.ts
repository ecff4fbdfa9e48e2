import type { AnchoredClaim } from '../anchor-claim.ts';
import type { LineRange } from '../claim.ts';
import { type CodeToken, tokensIn, tokensOf } from '../code-tokens.ts';
import { findQuote, type QuotedLine, quotedLines } from '../find-quote.ts';
import { constructAround } from '../named-constructs.ts';
import { NO_FINDING } from '../no-finding.ts';
import { lastHeld } from '../quote-past.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, isMostlyAsItWas, linesOf, placesIn, wholeFiles } from './audited-code.ts';
import { lineOf, type SpokenCode, spokenCode } from './spoken-code.ts';

/** What a document wants to have written, where it stands now. */
interface Proposed {
  readonly text: string;
  readonly line: number;
  readonly stood: (tokens: readonly CodeToken[]) => boolean;
}

/**
 * What the document proposes stands where the claim is about, and did not when the document was written: the new lines of quoted code anywhere
 * in a file of the claim; what prose names only around the lines that the document gives, and only where these were changed.
 */
export function proposedCode(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (isMostlyAsItWas(anchored, ground)) return undefined;
  for (const file of wholeFiles(anchored, ground)) {
    const before = auditedFile(file.path, ground);
    if (before === undefined || before.text.content === file.text.content) continue;
    const found =
      quotedIn(anchored, file, before) ?? coinedIn(anchored, file, before) ?? namedIn(anchored, file, before, ground);
    if (found !== undefined) return proposedVerdict(found, file, ground);
  }
  return undefined;
}

/** So much of what a proposal has new must stand there, and so much less of it before. */
const MOST = 0.75;
const LITTLE = 0.5;
/** Letters of what is new: a shorter proposal stands anywhere. */
const LEAST_LETTERS = 12;

function quotedIn(anchored: AnchoredClaim, file: CodeFile, before: CodeFile): Proposed | undefined {
  for (const lines of newLines(anchored)) {
    const share = (tokens: readonly CodeToken[]): number => findQuote(lines, tokens)?.share ?? 0;
    const found = findQuote(lines, file.tokens);
    if (found === undefined || found.isRenamed || found.share < MOST) continue;
    if (share(before.tokens) > LITTLE && !isMore(lines, file, before)) continue;
    const text = (lines[0]?.tokens ?? []).map((token) => token.text).join(' ');
    return { text, line: found.lines.first, stood: (tokens) => share(tokens) > LITTLE };
  }
  return undefined;
}

/** A line that stood elsewhere already stands once more. */
function isMore(lines: readonly QuotedLine[], now: CodeFile, before: CodeFile): boolean {
  const [line, ...others] = lines;
  if (line === undefined || others.length > 0) return false;
  return timesIn(line, now.tokens) > timesIn(line, before.tokens);
}

function timesIn({ tokens: wanted }: QuotedLine, tokens: readonly CodeToken[]): number {
  return tokens.filter((_, i) =>
    wanted.every(({ kind, text }, j) => {
      const token = tokens[i + j];
      return token?.kind === kind && token.text === text;
    }),
  ).length;
}

/** A name that the document made up for its proposal, which nobody had thought of before, is used in the file now. */
function coinedIn({ claim }: AnchoredClaim, file: CodeFile, before: CodeFile): Proposed | undefined {
  const known = new Set(before.tokens.map(({ text }) => text));
  const proposed = claim.quotes.filter(({ role }) => role === 'proposed').flatMap(({ text }) => tokensOf(text));
  const bound = proposed.filter((token, i) => isBound(token, proposed[i + 1]) && !known.has(token.text));
  for (const { text } of bound) {
    const lines = file.tokens.flatMap((token) => (token.kind === 'name' && token.text === text ? token.line : []));
    const [line, ...further] = lines;
    if (line === undefined || further.length === 0) continue;
    return { text, line, stood: (tokens) => tokens.some((token) => token.text === text) };
  }
  return undefined;
}

/** An attribute that is set, of two words at least. */
const isBound = ({ kind, text }: CodeToken, next: CodeToken | undefined): boolean =>
  kind === 'name' && next?.text === '=' && /^_*[a-z]+_[a-z_]+$/.test(text) && text.length >= LEAST_COINED;

const LEAST_COINED = 8;

/** What proposals have that the code quoted as it was has not. A function that is only added may be called by nobody. */
function newLines({ claim, quotes }: AnchoredClaim): readonly (readonly QuotedLine[])[] {
  const old = new Set(quotes.flatMap(({ lines }) => lines.map(textOf)));
  return claim.quotes
    .filter(({ role, text }) => role === 'proposed' && !/^\s*(?:async +)?def /.test(text))
    .map(({ text }) =>
      quotedLines(text)
        .filter((line) => !old.has(textOf(line)))
        .map(boundValue),
    )
    .filter((lines) => lettersOf(lines) >= LEAST_LETTERS);
}

/** What is bound may be called otherwise; a value of one word stands anywhere. */
function boundValue(line: QuotedLine): QuotedLine {
  const [name, sign, ...value] = line.tokens;
  const isBinding = name?.kind === 'name' && sign?.text === '=' && value.length >= LEAST_VALUE;
  return isBinding ? { tokens: value, weight: line.weight } : line;
}

const LEAST_VALUE = 4;

const textOf = ({ tokens }: QuotedLine): string => tokens.map(({ text }) => text).join(' ');

const lettersOf = (lines: readonly QuotedLine[]): number =>
  lines.flatMap(({ tokens }) => tokens).reduce((sum, { kind, text }) => sum + (kind === 'sign' ? 0 : text.length), 0);

function namedIn(
  { claim }: AnchoredClaim,
  file: CodeFile,
  before: CodeFile,
  { past }: VerdictGround,
): Proposed | undefined {
  const named = spokenCode(claim.remedy);
  const places = placesIn(claim, file.path);
  for (const { path, ranges } of named.length === 0 ? [] : places) {
    for (const range of ranges) {
      const now = past?.drift(path, range, file.path) ?? range;
      const [then, since] = [linesOf(before, range), new Set(linesOf(file, aroundLines(file, now)))];
      if (then.length === 0 || then.every((line) => since.has(line))) continue;
      const found = newIn(named, file, aroundLines(file, now), before, aroundLines(before, range));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function newIn(
  named: readonly SpokenCode[],
  file: CodeFile,
  now: LineRange,
  before: CodeFile,
  then: LineRange,
): Proposed | undefined {
  for (const code of named) {
    const line = lineOf(code, within(file.tokens, now));
    if (line === undefined || lineOf(code, within(before.tokens, then)) !== undefined) continue;
    return { text: code.text, line, stood: (tokens) => lineOf(code, tokens) !== undefined };
  }
  return undefined;
}

const within = (tokens: readonly CodeToken[], { first, last }: LineRange): readonly CodeToken[] =>
  tokens.filter(({ line }) => first <= line && line <= last);

/** The function or class around some lines; where there is none, a few lines more. */
function aroundLines({ constructs }: CodeFile, { first, last }: LineRange): LineRange {
  const around = constructAround(constructs, first);
  return around === undefined
    ? { first: Math.max(1, first - AROUND), last: last + AROUND }
    : { first: around.lines.first, last: Math.max(around.lines.last, last) };
}

const AROUND = 5;

function proposedVerdict({ text, line, stood }: Proposed, { path }: CodeFile, { past }: VerdictGround): Verdict {
  const brought = past && lastHeld(path, past, (text) => !stood(tokensIn(text)))?.removedIn;
  const by = brought === undefined ? '' : `; ${brought.slice(0, 8)} brought it`;
  return {
    ...NO_FINDING,
    kind: 'fixed',
    because: `what the document proposes (\`${text}\`) stands in \`${path}\`, line ${line}, and did not when it was written${by}`,
    evidence: [{ message: 'the proposed code', path, line }],
    fixedIn: brought,
  };
}
