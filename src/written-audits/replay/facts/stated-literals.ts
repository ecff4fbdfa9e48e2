import { SAYS_LITERAL } from '../../reading/words/fact-words.ts';
import type { Verdict } from '../../replayed-claim.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { shortQuote } from '../mended-code.ts';
import type { PlacedQuote } from '../place-quotes.ts';
import type { VerdictGround } from '../verdict.ts';
import { presentFact } from './present-fact.ts';

/** The title says that something is written into the code, or what a setting is when nobody sets it, and the quoted value stands as it is. */
export function statedLiterals(anchored: AnchoredClaim, { conclusions }: VerdictGround): Verdict | undefined {
  if (!SAYS_LITERAL.test(anchored.claim.title)) return undefined;
  const quote = anchored.quotes.find(holdsValue);
  const found = quote?.found;
  if (quote === undefined || found === undefined || conclusions.gapIn(found.path) !== undefined) return undefined;
  const evidence = [{ message: `\`${shortQuote(quote)}\` stands here`, path: found.path, line: found.lines.first }];
  return presentFact(
    anchored,
    `\`${shortQuote(quote)}\` stands at ${found.path}:${found.lines.first} as it is quoted`,
    evidence,
  );
}

/** A name or a key, and a value beside it, found word for word. */
function holdsValue({ lines, found }: PlacedQuote): boolean {
  if (found === undefined || found.isRenamed || found.share < WHOLE) return false;
  return lines.some(({ tokens }) =>
    tokens.some(({ kind, text }, i) => {
      const before = tokens[i - 1]?.text;
      const isValue = kind === 'number' || kind === 'text' || text === 'True' || text === 'False';
      return isValue && (before === '=' || before === ':');
    }),
  );
}

const WHOLE = 0.99;
