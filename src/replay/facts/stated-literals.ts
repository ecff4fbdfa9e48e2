import type { AnchoredClaim } from '../anchor-claim.ts';
import { shortQuote } from '../mended-code.ts';
import type { PlacedQuote } from '../place-quotes.ts';
import { SAYS_CONSTRUCT, SAYS_LITERAL } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { placesIn, wholeFiles } from './audited-code.ts';
import { presentFact } from './present-fact.ts';

/** The title says that something is written into the code, or what a setting is when nobody sets it, and the quoted value stands as it is. */
export function statedLiterals(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { conclusions } = ground;
  const { title } = anchored.claim;
  if (!SAYS_LITERAL.test(title) && !SAYS_CONSTRUCT.test(title)) return listedLiteral(anchored, ground);
  const quote = anchored.quotes.find((each) => (SAYS_CONSTRUCT.test(title) ? isStatement(each) : holdsValue(each)));
  const found = quote?.found;
  if (quote === undefined || found === undefined || conclusions.gapIn(found.path) !== undefined) return undefined;
  // What it quotes first is what it complains of: a value behind that may be where it should come from.
  const before = anchored.quotes.slice(0, anchored.quotes.indexOf(quote)).filter(({ lines }) => lines.length > 1);
  if (before.some((each) => (each.found?.share ?? 0) < WHOLE)) return undefined;
  const evidence = [{ message: `\`${shortQuote(quote)}\` stands here`, path: found.path, line: found.lines.first }];
  return presentFact(
    anchored,
    `\`${shortQuote(quote)}\` stands at ${found.path}:${found.lines.first} as it is quoted`,
    evidence,
  );
}

/** Several tokens of code, which stand whole in a file that the claim names. */
const isStatement = ({ lines, found }: PlacedQuote): boolean =>
  found !== undefined &&
  !found.isRenamed &&
  found.share >= WHOLE &&
  lines.reduce((sum, { tokens }) => sum + tokens.length, 0) >= FEWEST_TOKENS;
const FEWEST_TOKENS = 5;

/** A list of values that are written into the code, by what stands above it: one of them stands in each file that goes with it. */
function listedLiteral(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { claim } = anchored;
  const written = LITERAL.exec(claim.title)?.[1];
  if (written === undefined || !claim.section.some((heading) => SAYS_LITERAL.test(heading))) return undefined;
  const files = wholeFiles(anchored, ground);
  const lines = files.map((file) => literalIn(written, file, anchored, ground));
  const [first] = files;
  if (first === undefined || lines.includes(undefined)) return undefined;
  const evidence = files.map(({ path }, i) => ({ message: `\`${written}\` stands here`, path, line: lines[i] }));
  const others = files.length > 1 ? ` and in ${files.length - 1} more of its files` : '';
  return presentFact(anchored, `\`${written}\` stands at ${first.path}:${lines[0]}${others}`, evidence);
}

/** Nothing but a number or a text in quotes, and perhaps its unit. */
const LITERAL = /^`([\d][\d._]{0,20}|"[^"`]{3,60}"|'[^'`]{3,60}')`(?:\s*\([^()]{1,20}\))?$/;

/** A short number stands anywhere: only on the lines that the document gives it says anything. */
function literalIn(
  written: string,
  file: CodeFile,
  { claim }: AnchoredClaim,
  { past }: VerdictGround,
): number | undefined {
  const value = written.replaceAll(/["'_]/g, '');
  const kind = /^\d/.test(written) ? 'number' : 'text';
  const found = file.tokens.filter((token) => token.kind === kind && token.text.replaceAll('_', '') === value);
  const ranges = placesIn(claim, file.path).flatMap((place) => place.ranges);
  if (ranges.length === 0) return value.length < LEAST_VALUE ? undefined : found[0]?.line;
  const now = ranges.map((range) => past?.drift(file.path, range, file.path) ?? range);
  return found.find(({ line }) => now.some(({ first, last }) => line >= first - NEAR && line <= last + NEAR))?.line;
}

const LEAST_VALUE = 5;
const NEAR = 3;

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
