import { memoize } from '../collections/index.ts';
import type { PreparedRules } from './prepared-rules.ts';
import type { OpenFile } from './workers/map-task.ts';

/**
 * Files in which a finding may stand, and then the others, the largest first, in which one stands soonest. What is mapped before the
 * first finding is mapped again after it, with its summary; so few files come before it. Only the order depends on this.
 */
export function likelyFirst(files: readonly OpenFile[], rulesAt: (path: string) => PreparedRules): OpenFile[] {
  const largestFirst = [...files].sort((a, b) => b.bytes.length - a.bytes.length);
  const likely = new Set(largestFirst.filter(({ path, bytes }) => mayFind(wordsOf(rulesAt(path)), bytes)));
  return [...likely, ...largestFirst.filter((file) => !likely.has(file))];
}

/** To look for more words takes longer than it spares: of so many rules one finds something soon. */
const MOST_WORDS = 24;

/** What a file holds where a rule finds something or a comment suppresses it; undefined where that can be anything. */
const wordsOf = memoize(({ source, artifact }: PreparedRules): readonly string[] | undefined => {
  if (artifact.length > 0 || source.some(({ rule }) => rule.mentions.length === 0)) return undefined;
  const words = [...new Set(['auditlint', ...source.flatMap(({ rule }) => rule.mentions)])];
  return words.length > MOST_WORDS ? undefined : words;
});

function mayFind(words: readonly string[] | undefined, bytes: Uint8Array): boolean {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return words === undefined || words.some((word) => content.includes(word));
}
