/** Which of the findings near a claim's places are what it speaks of. */

import type { Finding, Location } from '../findings/index.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import type { Claim } from './claim.ts';
import { type ConcludedFinding, type Conclusions, isIn, placesOf } from './conclusions.ts';
import { constructAround } from './named-constructs.ts';
import { defectKindsIn } from './reading/words/defect-kinds.ts';
import type { Anchor } from './replayed-claim.ts';
import type { RepositoryCode } from './repository-code.ts';
import { type RuleFit, wordsOf } from './rule-fit.ts';
import { aboutIt } from './statements.ts';

export interface FittingFinding extends ConcludedFinding {
  /** The place of the finding that fits best. */
  readonly at: Location;
  readonly anchor: Anchor | undefined;
  /** How much of a place it has, the rule's share of the claim, and all of it together. */
  readonly place: number;
  readonly fit: number;
  /** Share of the names in its message that the claim has too. */
  readonly said: number;
  /** The title has all words of the rule's name, and no rule has more in common with the claim. */
  readonly isSpokenOf: boolean;
  /** The title has some of the words of the rule's name. */
  readonly isInTitle: boolean;
  /** No other rule has half as much in common with the claim, and this one much. */
  readonly isUnrivalled: boolean;
  /** The title, or else the first sentence, names the kind of defect that the rule is about. */
  readonly isOfKind: boolean;
  /** The title itself names that kind. */
  readonly isKindInTitle: boolean;
  /** The claim speaks of another rule in so many words. */
  readonly isOthers: boolean;
  /** The title has words of other rules and none of this one, which has little in common with the rest. */
  readonly isForeign: boolean;
  /** No rule has much more in common with the claim. */
  readonly isLikeliest: boolean;
  /** The claim has words of the rule beside those of what the finding is about. */
  readonly saysMore: boolean;
  readonly score: number;
}

/**
 * How near a finding is to what a claim speaks of. On the lines of a sure place little has to be said in common; in the same file much.
 * A document gives hardly ever two different defects of one line, but many of one file.
 */
export const PLACE_SCORES = {
  'whole-file': 0.16,
  'high-lines': 0.4,
  'medium-lines': 0.35,
  'low-lines': 0.2,
  construct: 0.2,
  about: 0.12,
  file: 0.08,
  elsewhere: 0,
};
/** Evidence is less of a place than the finding itself. */
const EVIDENCE_SHARE = 0.8;

/** Findings that may be meant, the best first. */
export function fittingFindings(
  { claim, anchors, files, missing, about }: AnchoredClaim,
  fits: ReadonlyMap<string, number>,
  ruleFit: RuleFit,
  conclusions: Conclusions,
  code: RepositoryCode,
): readonly FittingFinding[] {
  // What stands in another file is another place, even where it is the same mistake.
  const surely = anchors.filter(({ confidence }) => confidence !== 'low');
  const sure = surely.map(({ path }) => path);
  // Files that only its remedy names are those to change.
  const told = `${claim.title} ${claim.text}`;
  const isInRemedy = files.every((path) => !told.includes(path.slice(path.lastIndexOf('/') + 1)));
  const isBeside = isInRemedy && claim.remedy !== '' && !sure.some((path) => files.includes(path));
  const named = files.length === 0 || isBeside ? [...files, ...sure] : files;
  const paths = new Set([...named, ...about]);
  const words = new Set(
    wordsOf([claim.title, claim.text, claim.remedy, ...claim.names, ...quotedNow(claim)].join(' ')),
  );
  // A claim that names nothing may be about anything, where it says enough to tell one thing from another.
  const saysEnough = words.size >= ENOUGH_WORDS || kindsOf(claim).length > 0;
  const mayBeAnywhere = named.length === 0 && missing.length === 0 && saysEnough;
  const absent = missing.map(({ place }) => place.path);
  const near = new Set(
    mayBeAnywhere
      ? conclusions.all()
      : [
          ...[...paths].flatMap((path) => conclusions.in(path)),
          ...conclusions.naming(absent).map(({ concluded }) => concluded),
        ],
  );
  const fitOf = fitTo(claim, words, fits, ruleFit);
  const scored = [...near].map((concluded): FittingFinding => {
    const nearest = nearestPlace(concluded, anchors, about, code);
    const { told, ...rest } = fitOf(concluded.finding);
    return { ...concluded, ...nearest, ...rest, score: WEIGHTS.place * nearest.place + told };
  });
  return bestFirst(scored);
}

/** The best first. A claim about several places speaks of what is found at most of them, rather than of what is found at one. */
function bestFirst(scored: readonly FittingFinding[]): FittingFinding[] {
  const placesOfRule = new Map<string, Set<Anchor>>();
  for (const { finding, anchor } of scored) {
    if (anchor === undefined || anchor.confidence === 'low') continue;
    placesOfRule.set(finding.rule, (placesOfRule.get(finding.rule) ?? new Set()).add(anchor));
  }
  const most = Math.max(0, ...[...placesOfRule.values()].map(({ size }) => size));
  const rank = ({ finding, anchor, score }: FittingFinding): number =>
    most > 1 && placesOfRule.get(finding.rule)?.size === most && isSure(anchor) ? score + WEIGHTS.everywhere : score;
  return [...scored].sort((a, b) => rank(b) - rank(a) || a.at.line - b.at.line);
}

const isSure = (anchor: Anchor | undefined): boolean => anchor !== undefined && anchor.confidence !== 'low';

type FindingFit = Omit<FittingFinding, keyof ConcludedFinding | 'at' | 'anchor' | 'place' | 'score'> & {
  readonly told: number;
};

/** How much a finding has in common with a claim, wherever it stands; `told` is its part of the score. */
function fitTo(
  claim: Claim,
  words: ReadonlySet<string>,
  fits: ReadonlyMap<string, number>,
  ruleFit: RuleFit,
): (finding: Finding) => FindingFit {
  const titleWords = new Set(wordsOf(claim.title));
  const prose = claim.title.replace(/`[^`]*`/g, ' ');
  const saysKind = wordsOf(prose).length > 1 && ruleFit.known(prose) >= MOSTLY;
  const spoken = [[claim.title, ...claim.names].join(' '), `${claim.title} ${claim.text}`] as const;
  const kinds = kindsOf(claim);
  const inTitle = defectKindsIn(claim.title);
  const [most = 0, next = 0] = [...fits.values()].sort((a, b) => b - a);
  return ({ rule, message }) => {
    const fit = claim.rules.includes(rule) ? 1 : (fits.get(rule) ?? 0);
    const said = shareOf(ruleFit.namesIn(message), words);
    const [head = 0, whole = 0] = spoken.map((text) => ruleFit.covered(text, rule, message));
    const share = most === 0 ? 0 : Math.min(1, fit / most);
    const inName = ruleFit.named(rule, titleWords);
    const isOfKind = ruleFit.isOfKind(rule, kinds);
    const byRule = WEIGHTS.fit * fit + WEIGHTS.share * share + WEIGHTS.ruleName * ruleFit.named(rule, words);
    return {
      fit,
      said,
      isInTitle: claim.rules.includes(rule) || inName > 0,
      isSpokenOf: share === 1 && inName === 1,
      isUnrivalled: share === 1 && fit >= SURE_FIT && fit >= 2 * next,
      isOfKind,
      isKindInTitle: ruleFit.isOfKind(rule, inTitle),
      saysMore: ruleFit.saysMore(words, rule, message),
      isOthers: most >= SURE_FIT && fit < most / 2,
      isForeign: saysKind && !isOfKind && fit < SOME_FIT && ruleFit.covered(prose, rule, message) + inName === 0,
      isLikeliest: share >= NEARLY,
      told: byRule + (isOfKind ? WEIGHTS.kind : 0) + WEIGHTS.names * said + WEIGHTS.title * head + WEIGHTS.text * whole,
    };
  };
}

/** By the title, or else by the first sentence, or else by the heading above, or else by what comes of it. */
function kindsOf(claim: Claim): readonly RegExp[] {
  const told = [claim.title, aboutIt(claim).join('\n'), claim.section.at(-1) ?? '', claim.text];
  return told.map(defectKindsIn).find((kinds) => kinds.length > 0) ?? [];
}

const NEARLY = 0.9;
const MOSTLY = 0.5;
/** What a rule has in common with all of a claim where the title is worded freely. */
const SOME_FIT = 0.25;

/** Of fewer words than these too many findings have all. */
const ENOUGH_WORDS = 5;

/** Hardly two rules have so much in common with one text. */
export const SURE_FIT = 0.4;

/**
 * By logistic regression over the findings near the claims of five audits, rounded: the place; the rule's share of the claim, by itself and of
 * the best share that any rule has; what finding and claim say alike; and how much of the rule's name, which names the defect, the claim says.
 */
const WEIGHTS = {
  place: 3.7,
  fit: 1.5,
  share: 1.9,
  names: 2,
  title: 2.7,
  text: 2.9,
  ruleName: 1.2,
  everywhere: 0.7,
  kind: 2.3,
};

function quotedNow({ quotes }: Claim): string[] {
  return quotes.filter(({ role }) => role === 'now').map(({ text }) => text);
}

function shareOf(words: readonly string[], among: ReadonlySet<string>): number {
  return words.length === 0 ? 0 : words.filter((word) => among.has(word)).length / words.length;
}

function nearestPlace(
  { finding }: ConcludedFinding,
  anchors: readonly Anchor[],
  about: readonly string[],
  code: RepositoryCode,
): { readonly at: Location; readonly anchor: Anchor | undefined; readonly place: number } {
  let best = { at: finding.location, anchor: undefined as Anchor | undefined, place: PLACE_SCORES.elsewhere };
  for (const [i, at] of placesOf(finding).entries()) {
    if (about.includes(at.path) && best.place < PLACE_SCORES.about) best = { ...best, at, place: PLACE_SCORES.about };
    for (const anchor of anchors) {
      if (anchor.path !== at.path || anchor.isHint === true) continue;
      const place = nearness(at, anchor, code) * (i === 0 ? 1 : EVIDENCE_SHARE);
      if (place > best.place) best = { at, anchor, place };
    }
  }
  return best;
}

/** More lines are a class or a module, in which a finding may stand anywhere. */
export const LONGEST_PLACE = 120;

function nearness(at: Location, { path, lines, confidence, isBeside }: Anchor, code: RepositoryCode): number {
  const file = code.file(path);
  const isWhole = file !== undefined && lines.first === 1 && lines.last >= file.lineCount;
  if (isWhole || lines.last - lines.first >= LONGEST_PLACE) return PLACE_SCORES['whole-file'];
  if (isIn(at, path, lines)) return isBeside === true ? PLACE_SCORES.construct : PLACE_SCORES[`${confidence}-lines`];
  const construct = file === undefined ? undefined : constructAround(file.constructs, lines.first);
  if (construct?.kind === 'function' && isIn(at, path, construct.lines)) return PLACE_SCORES.construct;
  return PLACE_SCORES.file;
}
