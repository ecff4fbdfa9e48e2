import type { Claim } from '../../claim.ts';
import { CONCEPTS, saysMissing } from '../../reading/words/concept-words.ts';
import {
  LENGTH_WORDS,
  SAYS_COPIED,
  SAYS_DEPRECATED,
  SAYS_EMPTY,
  SAYS_NEEDLESS,
  SAYS_NOT,
  SAYS_NOT_IMPORTED,
  SAYS_UNDECLARED,
  SAYS_UNUSED,
} from '../../reading/words/fact-words.ts';
import type { Anchor, ReplayedClaim, Verdict } from '../../replayed-claim.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames } from '../code-names.ts';
import type { AnchorGround } from '../meant-files.ts';
import { constructAround } from '../named-constructs.ts';
import { type PlacedQuote, WHOLE } from '../place-quotes.ts';
import { isDocument } from '../repository-code.ts';
import { aboutIt } from '../statements.ts';
import { auditedFile, linesOf, placesIn } from './audited-code.ts';
import { presentFact } from './present-fact.ts';
import { missedCode } from './stated-absence.ts';

/** Claims on which nothing else decides: most of them are told of code that nobody has touched since. */
export function withUnchanged(
  claims: readonly ReplayedClaim[],
  anchored: readonly AnchoredClaim[],
  ground: AnchorGround,
): readonly ReplayedClaim[] {
  const isDated = isWellDated(anchored, ground);
  return claims.map((claim, i) => {
    const each = claim.verdict.kind === 'not-decidable' ? anchored[i] : undefined;
    const verdict = each && unchangedCode(each, isDated, ground);
    // What was found near it is still a place to look at.
    const evidence = [...(verdict?.evidence ?? []), ...claim.verdict.evidence];
    return verdict === undefined ? claim : { ...claim, verdict: { ...verdict, evidence } };
  });
}

/**
 * Nothing else decides, the document leaves the claim open, and what it speaks of is to the letter what the document saw: what was said of it holds
 * as it did. That is the code that it quotes, or the function on the lines that it gives; of what is missed, or not enough, all of its files,
 * because it may have come anywhere in them, unless its title names the function.
 */
function unchangedCode(anchored: AnchoredClaim, isDated: boolean, ground: AnchorGround): Verdict | undefined {
  const { claim, quotes, files, missing } = anchored;
  const { audited, at } = ground.past ?? {};
  // Of the very commit that the document looked at it says nothing that the document does not.
  if (audited !== undefined && audited === at) return undefined;
  if (claim.status !== 'open' || missing.length > 0 || isLookedUp(claim)) return undefined;
  const told = quotes.filter(({ lines }) => lines.reduce((sum, { weight }) => sum + weight, 0) >= LEAST_WEIGHT);
  const [first, ...others] = told.map(standing);
  // Of several quotes the later ones may be examples, where the lines say that nothing was changed.
  if (told.length > 0 && first === undefined) return undefined;
  const isAbsence = SAYS_NOT.test(claim.title) || NOT_ENOUGH.test(claim.title);
  const quoted = others.includes(undefined) ? undefined : first;
  const place =
    isDated || !isLined(claim) ? (quoted ?? (isDated ? unchangedLines(anchored, ground) : undefined)) : undefined;
  if (place === undefined || isDocument(place.path)) return undefined;
  if (isAbsence && !isOfFunction(claim, place, ground) && ![...files, place.path].every((path) => isSame(path, ground)))
    return undefined;
  const where = `${place.path}:${place.lines.first}`;
  const what = quoted === undefined ? 'the code on its lines is as it saw it' : 'what it quotes stands word for word';
  return presentFact(anchored, `the document leaves it open, and ${what} (${where}), so that it holds as it did`, [
    { message: 'as the document saw it', path: place.path, line: place.lines.first },
  ]);
}

/** "`lend` never asks who has the book", on lines of that function, which are as they were. */
function isOfFunction(
  { title }: Claim,
  { path, lines }: Pick<Anchor, 'path' | 'lines'>,
  ground: AnchorGround,
): boolean {
  const around = constructAround(ground.code.file(path)?.constructs ?? [], lines.first);
  return around?.kind === 'function' && title.includes(`\`${around.name}`) && isUnchanged({ path, lines }, ground);
}

const standing = ({ found }: PlacedQuote): PlacedQuote['found'] =>
  found === undefined || found.share < WHOLE || found.isRenamed ? undefined : found;

/** What it says was looked for by itself, and was not found so. */
const isLookedUp = (claim: Claim): boolean =>
  aboutIt(claim).some(
    (sentence) =>
      LOOKED_UP.some((said) => said.test(sentence)) ||
      missedCode(sentence).length > 0 ||
      CONCEPTS.some((concept) => saysMissing(concept, sentence)),
  );

const LOOKED_UP = [
  SAYS_COPIED,
  SAYS_DEPRECATED,
  SAYS_EMPTY,
  SAYS_UNDECLARED,
  SAYS_UNUSED,
  SAYS_NOT_IMPORTED,
  SAYS_NEEDLESS,
  // Whether threads meet there is not seen at the place.
  /(?<!_)thread|\brac(?:e|y|ing)\b|concurren|\block|atomic|гонк|поток|线程|并发|竞态|スレッド|競合/iu,
  new RegExp(`\\d[\\s-]?(?:${LENGTH_WORDS})`, 'iu'),
];

/** A quote of less stands anywhere. */
const LEAST_WEIGHT = 8;

/** What is there does not do. */
const NOT_ENOUGH = /(?<![\p{L}])(?:insufficient|incomplete|inadequate|limited|only)(?![\p{L}])|不够|不足|不完整/iu;

const isLined = ({ places }: Claim): boolean => places.some(({ ranges }) => ranges.length > 0);

/** The lines of its claims hold what they speak of, so that they are those of the version that is known. */
function isWellDated(all: readonly AnchoredClaim[], ground: AnchorGround): boolean {
  const lined = all.filter(({ claim }) => isLined(claim));
  return lined.filter((each) => placesOf(each, ground).length > 0).length * 2 > lined.length;
}

/** The sure places on lines that the document gives. */
const placesOf = ({ claim, anchors }: AnchoredClaim, { past }: AnchorGround): readonly Anchor[] =>
  anchors.filter(
    ({ path, lines, confidence, isHint, isBeside }) =>
      confidence !== 'low' &&
      isHint !== true &&
      isBeside !== true &&
      lines.last - lines.first <= LONGEST_PLACE &&
      placesIn(claim, path).some((place) =>
        place.ranges.some((range) => {
          const now = past?.drift(place.path, range, path) ?? range;
          return lines.first <= now.last + NEAR && now.first <= lines.last + NEAR;
        }),
      ),
  );

function unchangedLines(anchored: AnchoredClaim, ground: AnchorGround): Anchor | undefined {
  const places = placesOf(anchored, ground);
  return places.every((each) => isUnchanged(each, ground))
    ? places.find((each) => says(anchored, each, ground))
    : undefined;
}

const isSame = (path: string, ground: AnchorGround): boolean =>
  auditedFile(path, ground)?.text.content === ground.code.file(path)?.text.content;

/** The function around a place, or the lines where there is none. */
function isUnchanged({ path, lines }: Pick<Anchor, 'path' | 'lines'>, ground: AnchorGround): boolean {
  const [now, before] = [ground.code.file(path), auditedFile(path, ground)];
  if (now === undefined || before === undefined) return false;
  if (now.text.content === before.text.content) return true;
  const around = constructAround(now.constructs, lines.first);
  const part =
    around?.kind === 'function' && around.lines.last - around.lines.first <= LONGEST_PLACE
      ? around.lines
      : { first: Math.max(1, lines.first - NEAR), last: lines.last + NEAR };
  const all = linesOf(before, { first: 1, last: before.lineCount }).join('\n');
  return all.includes(linesOf(now, part).join('\n'));
}

const NEAR = 3;
/** A longer place is hardly one. */
const LONGEST_PLACE = 120;

/** Something on the lines is called by a name or by words of the claim: the document may give lines of another version. */
function says({ claim }: AnchoredClaim, { path, lines }: Anchor, { code }: AnchorGround): boolean {
  const file = code.file(path);
  if (file === undefined) return false;
  const here = file.tokens
    .filter(({ kind, line }) => kind !== 'sign' && line >= lines.first - NEAR && line <= lines.last + NEAR)
    .map(({ text }) => text);
  const names = codeNames(claim).map((name) => name.split('.').at(-1) ?? name);
  if (names.some((name) => here.includes(name))) return true;
  const words = new Set(
    here.flatMap((text) => text.split(/[^\p{L}\d]+|(?<=\p{Ll})(?=\p{Lu})/u)).map((word) => word.toLowerCase()),
  );
  const said = new Set((claim.title.match(/[A-Za-z][A-Za-z\d]{2,}/g) ?? []).map((word) => word.toLowerCase()));
  const shared = [...said].filter((word) => words.has(word));
  return shared.length >= (/[^\p{Script=Latin}\P{L}]/u.test(claim.title) ? 1 : 2);
}
