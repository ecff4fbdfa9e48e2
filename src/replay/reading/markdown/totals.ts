/** "12 critical, 31 high": totals that a sentence gives. */

import type { StatedTotal } from '../../claim.ts';
import type { Scale } from '../parts/severity.ts';
import { readSeverity } from '../parts/severity.ts';
import { SEVERITY_WORDS } from '../words/severity-words.ts';

const COUNT = /(?<![\p{L}\p{N}.#:/-])(\d{1,4})\*{0,2}\s+(?:total\s+)?(\p{L}{2,14}|P\d)/gu;
const TOTAL =
  /^\W{0,6}(?:total(?:\s+\p{L}{3,14}){0,2}|всего|итого|gesamt|总计|合计|问题总数)\W{0,8}[:：]\W{0,6}(\d{1,4})(?!\S*[\p{L}%.])/iu;
const LONGEST_LINE = 400;

export function totalsInProse(text: string, scale: Scale): readonly StatedTotal[] {
  let isFenced = false;
  return text.split('\n').flatMap((line, index): readonly StatedTotal[] => {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) isFenced = !isFenced;
    return isFenced || line.length > LONGEST_LINE || line.includes('|') ? [] : totalsOfLine(line, index + 1, scale);
  });
}

function totalsOfLine(text: string, line: number, scale: Scale): readonly StatedTotal[] {
  const total = TOTAL.exec(text)?.[1];
  if (total !== undefined) return [{ line, severity: undefined, count: Number(total) }];
  const counts = [...text.matchAll(COUNT)].map(([, count = '', word = '']) => ({ count: Number(count), word }));
  const rated = counts.flatMap(({ count, word }): StatedTotal[] => {
    const isRated = SEVERITY_WORDS.whole(word) !== undefined || /^P\d$/.test(word);
    return isRated ? [{ line, severity: readSeverity(word, scale)?.severity, count }] : [];
  });
  if (rated.length >= 2) return rated;
  if (!/\b(?:identified|found|uncovered|total|revealed|contains)\b/i.test(text)) return [];
  return counts.filter(({ word }) => COUNTED.test(word)).map(({ count }) => ({ line, severity: undefined, count }));
}

const COUNTED = /^(?:issues?|findings?|vulnerabilit(?:y|ies)|problems?|defects?|bugs?)$/i;
