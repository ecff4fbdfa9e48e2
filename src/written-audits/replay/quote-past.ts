import { SourceText } from '../../text/index.ts';
import type { QuotedCode } from '../claim.ts';
import { tokensOf } from './code-tokens.ts';
import { findQuote, findText, type QuotedLine, quotedLines } from './find-quote.ts';
import type { GitPast } from './git-past.ts';

/** A quote that stood in a file once: in which commit last, and which one took it away. */
export interface StoodBefore {
  readonly lastIn: string;
  readonly removedIn: string;
}

/** Commits of one file that are looked at, the newest first. */
const MOST_COMMITS = 60;
/** So much of a quote has to stand in an old version for the claim to be about it. */
const ENOUGH = 0.7;

/** What of a quote is looked for in older versions. */
export interface PastQuote {
  readonly quote: Pick<QuotedCode, 'text'>;
  readonly lines: readonly QuotedLine[];
}

/** When a quote that is not in a file now last stood there; undefined where git shows no such time. */
export function stoodBefore(quote: PastQuote, path: string, past: GitPast): StoodBefore | undefined {
  return lastHeld(path, past, (content) => holdsQuote(quote, content));
}

/** The last version of a file that held something, and the commit after it; undefined where git shows none, or the newest version does. */
export function lastHeld(path: string, past: GitPast, isHeld: (content: string) => boolean): StoodBefore | undefined {
  const touches = past.touches(path, MOST_COMMITS);
  for (const [i, { commit, path: then }] of touches.entries()) {
    const content = past.contentAt(commit, then);
    if (content === undefined || !isHeld(content)) continue;
    const removedIn = touches[i - 1]?.commit;
    // The newest version is the one that does not hold it, unless the disk differs from the last commit.
    return removedIn === undefined ? undefined : { lastIn: commit, removedIn };
  }
  return undefined;
}

/** As code, or as a line within a longer text, such as a requirement in a list of texts. */
export function holdsQuote({ lines, quote }: PastQuote, content: string): boolean {
  // Names may differ in half of their places; where fewer are there, nobody has to take a file apart.
  const names = new Set(
    lines.flatMap(({ tokens }) => tokens.flatMap(({ kind, text }) => (kind === 'name' ? text : []))),
  );
  const there = [...names].filter((name) => content.includes(name));
  const mayBe = there.length * 2 >= names.size;
  const isThere = mayBe && (findQuote(lines, tokensOf(content))?.share ?? 0) >= ENOUGH;
  return isThere || findText(quote.text, new SourceText(content)) !== undefined;
}

/** When a file still defined a function or class of this name; undefined where git shows no such time. */
export function definedBefore(name: string, path: string, past: GitPast): StoodBefore | undefined {
  const definition = [...quotedLines(`def ${name}():`), ...quotedLines(`class ${name}:`)];
  return lastHeld(path, past, (content) => {
    if (!content.includes(name)) return false;
    const tokens = tokensOf(content);
    return definition.some((line) => findQuote([line], tokens) !== undefined);
  });
}
