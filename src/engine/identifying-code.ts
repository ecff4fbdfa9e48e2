import type { Span } from '../text/index.ts';

/**
 * What the fingerprint of a finding is made of, from a text whose secrets are covered: the construct, or, where that is a secret, the name right
 * before it (`password=`, `"token": `). A secret never enters, since anyone who has the hash of a weak one finds it with a dictionary; neither do
 * messages, which may be reworded.
 */
export function identifyingCode(covered: string, { start, end }: Span, hidesCode: boolean): string {
  if (!hidesCode) return covered.slice(start, end);
  const [name = ''] = NAME.exec(covered.slice(Math.max(0, start - LONGEST), start)) ?? [];
  // Of a secret before it the length is not shown either.
  return name.replace(/\*+/g, '*');
}

const NAME = /(?:[\w.$-]+|"[^"\n]*"|'[^'\n]*')[\])}]?\s?(?:[=:,(]|[=!]=)?\s?[bru]?$/i;
const LONGEST = 120;
