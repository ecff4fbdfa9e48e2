/** Where the test would stand that a claim misses: the tests that have most words in common with it. */

import type { Claim } from '../claim.ts';
import { SAYS_NO_TESTS } from '../reading/words/concept-words.ts';
import type { Anchor } from '../replayed-claim.ts';
import { isTest } from './facts/missing-tests.ts';
import { likelyAnchors } from './likely-lines.ts';
import type { PlacedQuote } from './place-quotes.ts';
import type { RepositoryCode } from './repository-code.ts';

/** It says that a test is missing, or writes one that is not there. */
export function missedTests(
  claim: Claim,
  near: readonly string[],
  quotes: readonly PlacedQuote[],
  code: RepositoryCode,
): readonly Anchor[] {
  const written = claim.quotes.flatMap(({ text }) => (DEFINES_TEST.test(text) ? text : []));
  const isThere = quotes.some(({ quote, found }) => found !== undefined && written.includes(quote.text));
  if (isThere || (written.length === 0 && !SAYS_NO_TESTS.test(claim.title))) return [];
  const text = [claim.text, ...written].join('\n');
  const named = near.filter(isTest);
  const tests = named.length > 0 ? named : [...code.paths].filter(isTest);
  const files = tests.length > MOST_TESTS ? [] : tests.flatMap((path) => code.file(path) ?? []);
  const found = likelyAnchors({ ...claim, text }, files);
  return found.map((anchor) => ({ ...anchor, because: 'tests have most words in common with it here', isHint: true }));
}

const DEFINES_TEST = /^[ \t]*(?:(?:async )?def test_|(?:test|it)\()/m;

const MOST_TESTS = 200;
