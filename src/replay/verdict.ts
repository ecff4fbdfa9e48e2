/** Whether a claim is so, in the order in which evidence is believed: what is gone, what a rule says, what git says, what the code says. */

import type { Finding } from '../findings/index.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import type { Conclusions } from './conclusions.ts';
import { findContradiction } from './contradictions.ts';
import { auditedFile, isOlder } from './facts/audited-code.ts';
import { closedClaims } from './facts/closed-claims.ts';
import { factVerdict, mendedVerdict } from './facts/plain-facts.ts';
import { lineOf, spokenCode } from './facts/spoken-code.ts';
import { toldMend } from './facts/told-mends.ts';
import { type FittingFinding, fittingFindings, LONGEST_PLACE, PLACE_SCORES } from './fitting-findings.ts';
import { goneVerdict } from './gone-code.ts';
import type { AnchorGround } from './meant-files.ts';
import { fixedByProof, fixedByQuote } from './mended-code.ts';
import { NO_FINDING } from './no-finding.ts';
import { type PlacedQuote, WHOLE } from './place-quotes.ts';
import { holdsQuote } from './quote-past.ts';
import type { Evidence, Verdict } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';
import type { RuleFit } from './rule-fit.ts';
import { undecided } from './undecided.ts';

/** All that a verdict may rest on. */
export interface VerdictGround extends AnchorGround {
  readonly conclusions: Conclusions;
  /** Rules by how much their documentation has in common with the claim. */
  readonly fits: ReadonlyMap<string, number>;
  readonly ruleFit: RuleFit;
}

/**
 * A finding that scores less is another defect: at a sure place little has to be said of it; in the function around it, near words that both
 * use, or in a file that the document means as a whole, more; anywhere else very much.
 */
const LEAST_SCORES = { placed: 4.3, around: 6.2, spokenOf: 5.5, near: 6.6, ofKind: 6.2, elsewhere: 8, kin: 4.7 };
/** Nor is one whose rule has nothing to do with what the claim says, however near it stands. */
const LEAST_FIT = 0.12;
/** On the very lines, and about all the same names, less will do. */
const LEAST_FIT_NAMED = 0.02;
/** Of a rule of which the title has a word, this share of the names will do. */
const MOSTLY_SAID = 0.6;
const LEAST_SAID = 0.25;

export function decideVerdict(anchored: AnchoredClaim, ground: VerdictGround): Verdict {
  const findings = fittingFindings(anchored, ground.fits, ground.ruleFit, ground.conclusions, ground.code);
  const best = bestFinding(findings);
  const isMeant =
    isFinding(best) &&
    // What has little in common with a claim decides nothing of it.
    (best.isOfKind || best.fit >= LEAST_FIT) &&
    (isPlaced(best) ||
      (!isPlacedElsewhere(anchored) && !isQuotedElsewhere(best, anchored) && anchored.claim.status !== 'fixed')) &&
    !hasLeft(anchored, best, ground);
  const present = isMeant ? presentVerdict(best, alike(best, findings), anchored) : undefined;
  // What only the strict profile shows yields to code that was changed as the document asked or says, or speaks against it; what is of
  // another kind than the claim yields to the latter.
  const stronger =
    best?.unshown === undefined
      ? best?.isOfKind === false
        ? findContradiction(anchored, ground)
        : undefined
      : (mendedVerdict(anchored, ground) ?? closedClaims(anchored, ground) ?? findContradiction(anchored, ground));
  if (present !== undefined && isPlaced(best)) return stronger ?? present;
  // A finding somewhere in the file is about something else where the code that the claim is about is gone.
  return (
    goneVerdict(anchored, ground) ??
    stronger ??
    present ??
    findContradiction(anchored, ground) ??
    fixedByProof(anchored, ground) ??
    fixedByQuote(anchored, ground, best) ??
    factVerdict(anchored, ground) ??
    // What a rule finds in its files may be what is said to be mended.
    (isFinding(best) ? undefined : toldMend(anchored, ground)) ??
    movedVerdict(anchored, ground) ??
    undecided(anchored, ground, findings)
  );
}

/** The code that the title names went from the file of the finding: that is about something beside it. */
function hasLeft({ claim }: AnchoredClaim, { at, said }: FittingFinding, ground: VerdictGround): boolean {
  const named = said < 1 ? spokenCode(claim.title) : [];
  const [before, now] = [auditedFile(at.path, ground), ground.code.file(at.path)];
  const standsIn = (file: CodeFile): boolean => named.some((code) => lineOf(code, file.tokens) !== undefined);
  return before !== undefined && now !== undefined && standsIn(before) && !standsIn(now);
}

/** One that stands where the claim surely is comes before one of somewhere in a file that has little more in common with it. */
function bestFinding(findings: readonly FittingFinding[]): FittingFinding | undefined {
  const best = findings.find(isFinding);
  // Of several about one place the one of the kind that the claim names.
  const kin = findings.find((each) => each.isOfKind && isFinding(each) && isPlaced(each));
  if (kin !== undefined && best?.isOfKind === false) return kin;
  if (best === undefined || best.place > PLACE_SCORES['whole-file']) return best ?? findings[0];
  const placed = findings.find((each) => isFinding(each) && isPlaced(each) && each.place > PLACE_SCORES.construct);
  return placed !== undefined && placed.score >= best.score - LITTLE_MORE ? placed : best;
}

const LITTLE_MORE = 1.5;

/** It stands where the claim surely is. */
const isPlaced = (best: FittingFinding | undefined): boolean =>
  best?.anchor !== undefined && best.anchor.confidence !== 'low' && best.place >= PLACE_SCORES.construct;

/** A claim of which the document gives the lines is not about what is found beside them. */
const isPlacedElsewhere = ({ claim, anchors }: AnchoredClaim): boolean =>
  claim.places.some(({ ranges }) => ranges.length > 0) &&
  anchors.some(({ confidence, lines }) => confidence !== 'low' && lines.last - lines.first < LONGEST_PLACE);

/** Of code that it quotes, and that stands where nothing of this was found, is it said; not of a file that others around it name, nor of what stands beside several lines. */
const isQuotedElsewhere = ({ place }: FittingFinding, { quotes, files }: AnchoredClaim): boolean =>
  quotes.some(
    ({ found, lines }) =>
      found !== undefined &&
      found.share >= WHOLE &&
      !found.isRenamed &&
      (files.length === 0 ? place <= PLACE_SCORES.about : lines.length > 1),
  );

/** Whether the best of the fitting findings is what the claim speaks of. */
export function isFinding(best: FittingFinding | undefined): best is FittingFinding {
  if (best === undefined || (!isPlaced(best) && !best.isOfKind && !(best.saysMore && best.isLikeliest))) return false;
  if (best.isForeign) return false;
  if (best.isUnrivalled && best.isInTitle && best.place > PLACE_SCORES.elsewhere) return true;
  // On lines with the words of the claim, about one of its names, and of the kind that it names.
  const isKin = best.isOfKind && best.said >= LEAST_SAID && best.place >= PLACE_SCORES['low-lines'] && !best.isOthers;
  if (isKin && best.score >= LEAST_SCORES.kin) return true;
  if (best.score < leastScore(best)) return false;
  // Where the document names no place, what a remark says in passing is not what the claim is about.
  if (best.place === PLACE_SCORES.elsewhere && !best.isInTitle) return false;
  const isSaid = best.isOfKind || ((best.said === 1 || (best.isInTitle && best.said > MOSTLY_SAID)) && !best.isOthers);
  const isNamed = isSaid && (best.isKindInTitle || best.place >= PLACE_SCORES['high-lines']);
  // Two that say the same defect of the same names may have no other word in common.
  if (best.isKindInTitle && best.said > 0) return true;
  return best.fit >= (isNamed ? LEAST_FIT_NAMED : LEAST_FIT);
}

function leastScore(best: FittingFinding): number {
  if (isPlaced(best)) return best.place > PLACE_SCORES.construct ? LEAST_SCORES.placed : LEAST_SCORES.around;
  // Where the document names no place, the title has to name the defect in words of its own and in some of the rule's.
  if (best.place === PLACE_SCORES.elsewhere && best.isOfKind && best.isInTitle) return LEAST_SCORES.ofKind;
  if (best.place <= PLACE_SCORES.file) return LEAST_SCORES.elsewhere;
  return best.isSpokenOf || best.isKindInTitle ? LEAST_SCORES.spokenOf : LEAST_SCORES.near;
}

/** A claim may be about several places: findings of the same rule that fit as well. */
function alike(best: FittingFinding, findings: readonly FittingFinding[]): readonly FittingFinding[] {
  return findings.filter((each) => each !== best && each.finding.rule === best.finding.rule && isFinding(each));
}

const MOST_ALIKE = 20;

function presentVerdict(
  { finding, unshown, at }: FittingFinding,
  others: readonly FittingFinding[],
  { claim }: AnchoredClaim,
): Verdict {
  const isClosed = claim.status === 'fixed';
  const says = `\`${finding.rule}\` ${unshown === undefined ? 'fires' : 'has found it'} at ${at.path}:${at.line}`;
  const why = unshown === undefined ? '' : `; ${unshown}`;
  const because = isClosed ? `the document says that it is fixed, and ${says}${why}` : `${says}${why}`;
  return {
    kind: isClosed ? 'fixed-in-name-only' : 'present',
    because,
    evidence: shownBy([{ message: finding.message, path: at.path, line: at.line }], finding, others),
    rule: finding.rule,
    severity: finding.severity,
    fingerprint: finding.fingerprint,
    fixedIn: undefined,
  };
}

/** After the first the other places that fit as well, and what the finding itself shows: a claim may speak of any of them. */
function shownBy(first: readonly Evidence[], finding: Finding, others: readonly FittingFinding[]): readonly Evidence[] {
  const all = [
    ...first,
    ...others.slice(0, MOST_ALIKE).map((other) => ({ ...other.at, message: other.finding.message })),
    { ...finding.location, message: finding.message },
    ...[...finding.related, ...finding.flow].slice(0, MOST_RELATED),
  ];
  const seen = new Set<string>();
  return all.flatMap(({ message, path, line }) => {
    const key = `${path}:${line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ message, path, line }];
  });
}

const MOST_RELATED = 8;

/** The quoted code stands in a file that the document does not name. */
function movedVerdict(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { quotes, files: named, about, missing } = anchored;
  if (named.length === 0 && missing.length === 0) return undefined;
  const files = [...named, ...about];
  // One line of code is no one's: it may stand in any file.
  const elsewhere = quotes.find(
    ({ found, lines }) => found !== undefined && lines.length > 1 && !files.includes(found.path),
  );
  if (elsewhere?.found === undefined || quotes.some(({ found }) => found !== undefined && files.includes(found.path)))
    return undefined;
  if (missing.length === 0 && !stoodIn(named, elsewhere, ground)) return undefined;
  const { path, lines } = elsewhere.found;
  if (missing.some(({ fate }) => fate.kind === 'deleted') && isOlder(elsewhere, path, ground)) return undefined;
  return {
    ...NO_FINDING,
    kind: 'moved',
    because: `the quoted code stands in \`${path}\`, line ${lines.first}, which the document does not name`,
    evidence: [{ message: 'the quoted code', path, line: lines.first }],
  };
}

/** Where git has the files as the document saw them, what never stood in them did not move: a test may quote it. */
function stoodIn(files: readonly string[], quote: PlacedQuote, ground: VerdictGround): boolean {
  const before = files.flatMap((path) => auditedFile(path, ground) ?? []);
  return before.length < files.length || before.some(({ text }) => holdsQuote(quote, text));
}
