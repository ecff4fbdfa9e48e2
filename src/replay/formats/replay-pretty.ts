import { BLANK_LINE, plain, type StyledLine, styled } from '../../reporters/index.ts';
import type { VerdictKind } from '../replayed-claim.ts';
import type { ReplayDocument, ReportedClaim } from './replay-document.ts';
import { countText, placeText, summary, wordsOf } from './verdict-words.ts';

/** For a person at a terminal: a line a claim, the worst first, and its other places in one line below it. */
export function* replayPretty(replay: ReplayDocument, showsUnread: boolean): Generator<StyledLine> {
  const idWidth = Math.min(LONGEST_ID, Math.max(0, ...replay.claims.map(({ id }) => id.length)));
  for (const claim of replay.claims) yield* claimLines(claim, idWidth);
  yield BLANK_LINE;
  if (showsUnread && replay.unread.length > 0) {
    yield [styled('strong', 'Not read as claims')];
    for (const { line, text, why } of replay.unread)
      yield [plain(`  line ${line}: ${text}`), styled('faint', `  ${why}`)];
    yield BLANK_LINE;
  }
  yield closingLine(replay);
}

export function closingLine({ claims, verdicts, unread }: ReplayDocument): StyledLine {
  const left = unread.length === 0 ? '' : `; ${unread.length} not read as claims (\`--unread\` lists them)`;
  return [styled('strong', `${countText(claims.length)}: `), plain(`${summary({ verdicts })}${left}`)];
}

const STYLES: Readonly<Record<VerdictKind, 'bad' | 'strong' | 'good' | 'faint'>> = {
  'stands-as-quoted': 'bad',
  moved: 'bad',
  'changed-since': 'strong',
  'fixed-as-proposed': 'good',
  gone: 'good',
  'not-found': 'faint',
  'no-place-given': 'faint',
};

const LONGEST_ID = 16;
const LONGEST_VERDICT = 'fixed as proposed'.length;
const WIDTH = 118;

function* claimLines(claim: ReportedClaim, idWidth: number): Generator<StyledLine> {
  const { id, title, severity, verdict, places, seeAlso } = claim;
  const place = verdict.place === undefined ? '' : placeText(verdict.place);
  const commit = verdict.commit === undefined ? '' : ` (${verdict.commit.slice(0, 8)})`;
  const head = `${severity ?? '  '}  ${cut(id, idWidth).padEnd(idWidth)}  `;
  const where = `${place}${commit}`;
  const room = Math.max(LEAST_TITLE, WIDTH - head.length - LONGEST_VERDICT - where.length - 4);
  yield [
    plain(head),
    styled(STYLES[verdict.kind], wordsOf(verdict.kind).padEnd(LONGEST_VERDICT)),
    plain(`  ${where}${where === '' ? '' : '  '}`),
    styled('faint', title === id ? '' : cut(title, room)),
  ];
  const others = places.flatMap(({ kind, place: at, stated }) => {
    const text = at === undefined ? stated : placeText(at);
    return text === place ? [] : [kind === verdict.kind ? text : `${text} ${wordsOf(kind)}`];
  });
  const seen = seeAlso.map(({ rule, path, line }) => `${rule} at ${path}:${line}`);
  const indent = ' '.repeat(head.length);
  if (others.length > 0)
    yield [styled('faint', `${indent}${joined('also ', [...new Set(others)], WIDTH - indent.length)}`)];
  if (seen.length > 0) yield [styled('faint', `${indent}${joined('see also ', seen, WIDTH - indent.length)}`)];
}

const LEAST_TITLE = 24;

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** As many as fit on the line, and how many are left. */
function joined(before: string, items: readonly string[], width: number): string {
  let line = before;
  for (const [i, item] of items.entries()) {
    const next = `${line}${i === 0 ? '' : ', '}${item}`;
    if (i > 0 && next.length > width) return `${line} and ${items.length - i} more`;
    line = next;
  }
  return line;
}
