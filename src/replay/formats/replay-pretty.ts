import { BLANK_LINE, plain, type StyledLine, styled } from '../../reporters/index.ts';
import type { ReplayDocument, ToldClaim } from './replay-document.ts';
import { placeOf, summary, totalText, VERDICT_WORDS } from './verdict-words.ts';

/** For a person at a terminal: the claims in the order of the document, each with its verdict. */
export function* replayPretty(replay: ReplayDocument, showsUnread: boolean): Generator<StyledLine> {
  for (const claim of replay.claims) yield* claimLines(claim);
  if (replay.totals.length > 0) {
    yield [styled('strong', 'Totals that do not add up')];
    for (const total of replay.totals) yield [plain(`  ${totalText(total)}`)];
    yield BLANK_LINE;
  }
  if (showsUnread && replay.unread.length > 0) {
    yield [styled('strong', 'Not read as claims')];
    for (const { line, text, why } of replay.unread)
      yield [plain(`  line ${line}: ${text}`), styled('faint', `  ${why}`)];
    yield BLANK_LINE;
  }
  yield closingLine(replay);
}

export function closingLine({ claims, verdicts, unread, complete }: ReplayDocument): StyledLine {
  const left = unread.length === 0 ? '' : `; ${unread.length} not read as claims (\`--unread\` lists them)`;
  const part = complete ? '' : '; the scan is not complete';
  const noun = claims.length === 1 ? 'claim' : 'claims';
  return [styled('strong', `${claims.length} ${noun}: `), plain(`${summary({ verdicts })}${left}${part}`)];
}

const STYLES = {
  present: 'bad',
  'fixed-in-name-only': 'bad',
  moved: 'strong',
  fixed: 'good',
  gone: 'good',
  contradicted: 'strong',
  'not-decidable': 'faint',
} as const;

function* claimLines(claim: ToldClaim): Generator<StyledLine> {
  const { id, title, verdict, severity } = claim;
  const words = VERDICT_WORDS[verdict.kind];
  yield [
    styled(STYLES[verdict.kind], words),
    plain('  '),
    ...(severity === undefined ? [] : [styled(severity, severity), plain(' ')]),
    styled('strong', id),
    plain(title === id ? '' : ` ${title}`),
  ];
  const place = placeOf(claim);
  if (place !== undefined) yield [plain('    '), styled('path', `${place.path}:${place.line}`)];
  yield [plain(`    ${verdict.because}`)];
  for (const { message, path, line } of verdict.evidence) {
    const isHere = path === undefined || (place?.path === path && place.line === line);
    yield [styled('faint', isHere ? `    ${message}` : `    ${path}:${line ?? 1}: ${message}`)];
  }
  for (const { text, verdict: kind, because } of claim.statements ?? [])
    if (kind !== 'not-decidable') yield [styled('faint', `    "${text}" ${VERDICT_WORDS[kind]}: ${because}`)];
  if (verdict.fixedIn !== undefined) yield [styled('faint', `    went away in ${verdict.fixedIn}`)];
  yield BLANK_LINE;
}
