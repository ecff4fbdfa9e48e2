/** Whether what a document proposes was done: its new code stands, and did not when the document was written. */

import type { SourceText } from '../text/index.ts';
import type { QuotedCode } from './claim.ts';
import { type ClaimGround, linesGiven, sayChange, sayLines, seenFile } from './claim-ground.ts';
import { tokensIn } from './code-tokens.ts';
import { findQuote, type QuotedLine, quotedLines, weightOfLines } from './find-quote.ts';
import { fateOfLines } from './line-changes.ts';
import type { Verdict } from './replayed-claim.ts';

export function proposalVerdict(ground: ClaimGround): Verdict | undefined {
  const { claim, files, about, past } = ground;
  const now = claim.quotes.filter(({ role }) => role === 'now');
  for (const proposed of claim.quotes.filter(({ role }) => role === 'proposed')) {
    const fresh = newLines(proposed, now);
    if (weightOfLines(fresh) < LEAST_WEIGHT) continue;
    for (const file of [...files, ...about]) {
      const seen = seenFile(ground, file.path);
      const near = linesGiven(ground, file.path)[0]?.first;
      const found = findAll(fresh, file.text, near);
      // Without the code that the document saw, it may have stood there all the time.
      if (found === undefined || seen === undefined || findAll(fresh, seen) !== undefined) continue;
      const replaced = replacedLines(now, proposed, { text: file.text, seen, near });
      if (replaced === 'stands' || (replaced === undefined && weightOfLines(fresh) < MIN_WEIGHT)) continue;
      const commit = past?.introducedIn(file.path, (text) => findAll(fresh, text) !== undefined);
      const because = `the proposed code was added on ${sayLines(found)} ${sayChange(commit)}`;
      return { kind: 'fixed-as-proposed', because, place: { path: file.path, lines: found }, commit };
    }
  }
  return undefined;
}

/** Less is a name or two. */
const LEAST_WEIGHT = 3;
/** Where it replaces nothing, so little may have come for another reason. */
const MIN_WEIGHT = 6;

/** The lines of a proposal that the quoted code does not have. */
function newLines(proposed: QuotedCode, now: readonly QuotedCode[]): readonly QuotedLine[] {
  const known = new Set(now.flatMap(({ text }) => quotedLines(text).map(keyOf)));
  return quotedLines(proposed.text).filter((line) => !known.has(keyOf(line)));
}

const keyOf = ({ tokens }: QuotedLine): string => tokens.map(({ text }) => text).join(' ');

function findAll(lines: readonly QuotedLine[], text: SourceText, near?: number) {
  const found = findQuote(lines, tokensIn(text), near);
  return found !== undefined && found.share >= ENOUGH ? found.lines : undefined;
}

const ENOUGH = 0.9;

/** What became of the lines of the quoted code that the proposal replaces; undefined where none of them stood there. */
function replacedLines(
  now: readonly QuotedCode[],
  proposed: QuotedCode,
  { text, seen, near }: { readonly text: SourceText; readonly seen: SourceText; readonly near: number | undefined },
): 'stands' | 'left' | undefined {
  const kept = new Set(quotedLines(proposed.text).map(keyOf));
  const replaced = now.flatMap((each) => quotedLines(each.text)).filter((line) => !kept.has(keyOf(line)));
  const fates = replaced.flatMap((line) => {
    const then = findAll([line], seen, near);
    return then === undefined ? [] : (fateOfLines(then, seen, text)?.kind ?? 'changed');
  });
  return fates.length === 0 ? undefined : fates.includes('kept') ? 'stands' : 'left';
}
