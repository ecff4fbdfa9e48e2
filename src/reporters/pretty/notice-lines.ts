import { groupBy } from '../../collections/index.ts';
import type { Notice } from '../../findings/index.ts';
import { shellWord } from '../shell-word.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';

/** Notices of one kind that are shown in full; the rest are counted. */
const MAX_SHOWN = 5;

/** What the scan could not do, grouped by kind. */
export function noticeLines(notices: readonly Notice[]): StyledLine[] {
  const kinds = groupBy(notices, ({ kind }) => kind);
  if (kinds.size === 0) return [];
  const groups = [...kinds].flatMap(([kind, group]) => [
    [plain('  '), styled('strong', kind), plain(` (${group.length})`)],
    ...group.slice(0, MAX_SHOWN).map(noticeLine),
    ...(group.length > MAX_SHOWN
      ? [[plain(`    and ${group.length - MAX_SHOWN} more; --format json lists all of them`)]]
      : []),
  ]);
  return [[styled('strong', 'Notices')], ...groups, BLANK_LINE];
}

function noticeLine({ path, line, rule, message }: Notice): StyledLine {
  const word = shellWord(path ?? '');
  const place = line === undefined ? word : `${word}:${line}`;
  const about = rule === undefined || message.includes(rule) ? message : `${rule}: ${message}`;
  return word === '' || message.startsWith(place)
    ? [plain(`    ${about}`)]
    : [plain('    '), styled('path', place), plain(`  ${about}`)];
}
