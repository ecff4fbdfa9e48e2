import type { AnchoredClaim } from '../anchor-claim.ts';
import { tokensIn, tokensOf } from '../code-tokens.ts';
import { quotedLines } from '../find-quote.ts';
import { NO_FINDING } from '../no-finding.ts';
import { lastHeld } from '../quote-past.ts';
import { SAYS_NOT } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { isOwn, lineOf, type SpokenCode, spokenCode } from './spoken-code.ts';

/**
 * What the title names in backticks, a value that the text quotes, or what only the old of two quotes asks an object for stood in the files of the claim when the document was written,
 * and stands in none of them any more. What is said of it can hold no longer.
 */
export function codeThatLeft(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const files = wholeFiles(anchored, ground);
  const before = files.flatMap(({ path }) => auditedFile(path, ground) ?? []);
  if (before.length === 0) return undefined;
  const { title, text } = anchored.claim;
  // Of what is not done to a call nothing is known where another call took its place.
  const titled = SAYS_NOT.test(title) ? [] : spokenCode(title);
  for (const told of [titled, spokenCode(text).filter(isValue), droppedCode(anchored)]) {
    const named = told.filter((each) => ![...files, ...before].some((file) => isOwn(each, file)));
    if (named.some((each) => files.some(({ tokens }) => lineOf(each, tokens) !== undefined))) return undefined;
    const left = named.flatMap((each) => leftOf(each, before) ?? [])[0];
    if (left !== undefined) return leftVerdict(left, ground);
  }
  return undefined;
}

/** A text: whatever took the place of it is another. */
const isValue = ({ text }: SpokenCode): boolean => /^["'].+["']$/.test(text);

/** Attributes that the code quoted as it is has, and the code that the document proposes instead has not. */
function droppedCode({ quotes, claim }: AnchoredClaim): readonly SpokenCode[] {
  const proposed = claim.quotes.filter(({ role }) => role === 'proposed').flatMap(({ text }) => tokensOf(text));
  if (proposed.length === 0) return [];
  const kept = new Set(proposed.map(({ text }) => text));
  const old = quotes.flatMap(({ quote }) => quote.text.match(/\.[A-Za-z_]\w{3,}/g) ?? []);
  return [...new Set(old)]
    .filter((attribute) => !kept.has(attribute.slice(1)))
    .map((attribute) => ({ text: attribute, lines: quotedLines(attribute) }));
}

interface Left {
  readonly code: SpokenCode;
  readonly path: string;
  readonly line: number;
}

function leftOf(code: SpokenCode, before: readonly CodeFile[]): Left | undefined {
  for (const { path, tokens } of before) {
    const line = lineOf(code, tokens);
    if (line !== undefined) return { code, path, line };
  }
  return undefined;
}

function leftVerdict({ code, path, line }: Left, { past }: VerdictGround): Verdict {
  const removed = past && lastHeld(path, past, (text) => lineOf(code, tokensIn(text)) !== undefined)?.removedIn;
  const by = removed === undefined ? '' : `; ${removed.slice(0, 8)} took it out`;
  return {
    ...NO_FINDING,
    kind: 'fixed',
    because: `\`${code.text}\` stood in \`${path}\`, line ${line}, when the document was written, and stands in none of its files any more${by}`,
    evidence: [{ message: `\`${code.text}\` is gone`, path, line: undefined }],
    fixedIn: removed,
  };
}
