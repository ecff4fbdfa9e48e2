/** Pages of rows that SQL asks for. */
import type { Expression } from '#ast';
import type { SemanticModel } from '#semantics';
import { textsAddedTo } from '#semantics/values/sql-text';

/** `SELECT … LIMIT ? OFFSET ?`, put together wherever, with no order in any part of it. A part that nobody sees may have one. */
export function isUnorderedPage(sql: Expression, model: SemanticModel): boolean {
  const parts = textsAddedTo(sql, model).map((text) => writtenOut(text, model));
  const whole = parts.join('\n');
  return (
    parts.every((part) => part !== undefined) &&
    parts.some((part) => /^select\b/i.test(part?.trimStart() ?? '')) &&
    PAGE.test(whole) &&
    !/\border\s+by\b/i.test(whole)
  );
}

/** The text with `?` where a value stands; undefined where it may be more than one. */
function writtenOut(text: Expression, { values }: SemanticModel): string | undefined {
  let written = '';
  for (const piece of values.textPieces(text) ?? []) {
    if (piece.kind === 'constant') written += piece.text;
    else if (expectsValue(written)) written += '?';
    else return undefined;
  }
  return written === '' ? undefined : written;
}

/** Behind these a value stands, a name of a table, columns or a condition. */
const VALUE_NEXT = /(?:\b(?:limit|offset|from|join|select|where|and|or|like|in)|[=<>,(])$/i;

/** A quote or a bracket may be open already. */
const expectsValue = (before: string): boolean => {
  const text = before.trimEnd();
  return VALUE_NEXT.test(/['"`(]$/.test(text) ? text.slice(0, -1).trimEnd() : text);
};

/** Rows are skipped, and how many is not written. */
const PAGE = /\boffset\s+(?:\?|%s|%\(|:\w|\$\d|@)|\blimit\s+(?:\?|%s|%\(\w+\)s|:\w+)\s*,\s*(?:\?|%|:)/i;
