import type { WrittenAudit } from '../../claim.ts';
import { buildClaim } from '../build-claim.ts';
import { type FinishedClaims, finishClaims } from '../finish-claims.ts';
import { type Scale, scaleOf } from '../parts/severity.ts';
import { readCommit } from '../parts/status.ts';
import { withAppendix } from './appendix-places.ts';
import { type Section, wordsOf } from './document.ts';
import { fieldsOfBlocks, textOfField } from './fields.ts';
import { type FoundClaims, findClaims } from './find-claims.ts';
import { isLabelLine } from './labels.ts';
import { readSections } from './read-sections.ts';
import { unreadPlaces } from './unread-places.ts';

export function readMarkdown(text: string): WrittenAudit {
  const scale = scaleOf(text);
  const document = readSections(text, isLabelLine);
  const { claims, unread, found } = firstWithClaims(document, scale);
  const placed = withAppendix(claims, document);
  return {
    title: titleOf(document),
    commit: commitOf(document, text),
    claims: placed,
    unread: [...found.unread, ...unread, ...unreadPlaces(text, claims)].sort((a, b) => a.line - b.line),
  };
}

/** Where nothing is reported, what sums it up is what is reported, and then what to do about it. */
function firstWithClaims(document: Section, scale: Scale): ReturnType<typeof claimsOf> {
  for (const reading of ['news', 'summaries'] as const) {
    const read = claimsOf(findClaims(document, scale, reading), scale);
    if (read.claims.length > 0 && read.found.drafts.some(({ mayRepeat }) => mayRepeat !== true)) return read;
  }
  return claimsOf(findClaims(document, scale, 'everything'), scale);
}

function claimsOf(found: FoundClaims, scale: Scale): FinishedClaims & { readonly found: FoundClaims } {
  const built = found.drafts.map((draft) => ({ claim: buildClaim(draft, scale), draft }));
  return { ...finishClaims(built, found.tracking), found };
}

function titleOf(document: Section): string {
  const [first] = document.sections;
  return first === undefined ? '' : wordsOf(first.heading).trim();
}

/** Of a field of the preamble, or of a sentence near the top ("audited at commit 01b776f"). */
function commitOf(document: Section, text: string): string | undefined {
  const preamble = [document, ...document.sections.slice(0, 1)].flatMap(({ blocks }) => fieldsOfBlocks(blocks));
  for (const field of preamble) {
    if (field.kind !== 'commit' && field.kind !== 'fixed-in') continue;
    const commit = readCommit(textOfField(field));
    if (commit !== undefined) return commit;
  }
  const head = text.slice(0, 4000);
  const said = /\b(?:commit|revision|sha|HEAD)\b[^\n]{0,20}?(?<![\p{L}\p{N}])([0-9a-f]{7,40})(?![\p{L}\p{N}])/iu.exec(
    head,
  )?.[1];
  return said === undefined ? undefined : readCommit(said);
}
