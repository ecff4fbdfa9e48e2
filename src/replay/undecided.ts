import type { AnchoredClaim } from './anchor-claim.ts';
import { isSilentIn } from './conclusions.ts';
import { auditedFile, linesOf, placesIn } from './facts/audited-code.ts';
import { leavesRoot, segmentsOf } from './find-path.ts';
import { type FittingFinding, PLACE_SCORES } from './fitting-findings.ts';
import { fittingProof, likelyRules, shortQuote, silenceOf } from './mended-code.ts';
import { NO_FINDING } from './no-finding.ts';
import { type PlacedQuote, WHOLE } from './place-quotes.ts';
import type { Evidence, Verdict } from './replayed-claim.ts';
import type { RepositoryCode } from './repository-code.ts';
import { wordsOf } from './rule-fit.ts';
import type { VerdictGround } from './verdict.ts';

/** No verdict, and what is known all the same: whether a rule looked, and whether the quoted code is still there. */
export function undecided(
  anchored: AnchoredClaim,
  ground: VerdictGround,
  findings: readonly FittingFinding[],
): Verdict {
  const { conclusions, fits, code, ruleFit } = ground;
  const gap = anchored.files.flatMap((file) => conclusions.gapIn(file) ?? [])[0];
  const [rule] = likelyRules(anchored, fits);
  const proof = rule === undefined ? undefined : fittingProof(rule, anchored, ground);
  // What the title has no telling word of is another matter.
  const isSilent =
    rule !== undefined &&
    ruleFit.named(rule, new Set(wordsOf(anchored.claim.title))) >= LEAST_NAMED &&
    anchored.files.length > 0 &&
    anchored.files.every((file) => isSilentIn(file, rule, conclusions));
  const isPlaced = anchored.anchors.some(({ confidence }) => confidence !== 'low');
  const reasons = [
    isPlaced ? undefined : nowhere(anchored, code),
    gap === undefined ? undefined : `\`${gap.path}\` was not read whole (${gap.message})`,
    proof !== undefined && rule !== undefined
      ? silenceOf(rule, proof)
      : isSilent
        ? `\`${rule}\`, the rule nearest to it, says nothing there, which proves nothing`
        : 'no rule decides on it',
    quoteState(anchored, code),
    lineState(anchored, ground),
  ];
  return {
    ...NO_FINDING,
    kind: 'not-decidable',
    because: reasons.flatMap((reason) => reason ?? []).join('; '),
    evidence: nearestOf(findings, isPlaced).map(evidenceOf),
  };
}

/**
 * What the rules found nearest to it, each rule once: where nothing decides, these are the places to look at. What a claim has nothing to say of
 * is not meant, however near it stands; of a claim that stands somewhere what is found elsewhere in its files is another matter.
 */
function nearestOf(findings: readonly FittingFinding[], isPlaced: boolean): readonly FittingFinding[] {
  const least = isPlaced ? PLACE_SCORES.file : PLACE_SCORES.elsewhere;
  const [first, ...others] = findings.filter((each) => each.place > least && isRelated(each));
  if (first === undefined) return [];
  const near = others.filter(
    ({ finding, score }) => finding.rule !== first.finding.rule && score >= first.score * NEAR_BEST,
  );
  return [first, ...near.slice(0, MOST_NEAREST - 1)];
}

const isRelated = ({ isOfKind, isInTitle, saysMore, said, fit }: FittingFinding): boolean =>
  isOfKind || isInTitle || saysMore || said > 0 || fit >= SOME_FIT;

/** What a rule has in common with a claim that is worded freely. */
const SOME_FIT = 0.2;
const LEAST_NAMED = 0.6;
const NEAR_BEST = 0.8;
const MOST_NEAREST = 3;

function nowhere({ claim, missing, anchors }: AnchoredClaim, { byName }: RepositoryCode): string | undefined {
  const [first] = missing;
  if (first !== undefined && leavesRoot(first.place.path))
    return `\`${first.place.path}\` leaves the root, and nothing outside of it is looked at`;
  const alike = first === undefined ? [] : (byName.get(segmentsOf(first.place.path).at(-1) ?? '') ?? []);
  if (first !== undefined && alike.length > 1 && !/[\\/]/.test(first.place.path))
    return `${alike.length} files are called \`${first.place.path}\`, and nothing says which of them is meant`;
  if (first !== undefined) return `there is no file \`${first.place.path}\``;
  if (anchors.length > 0) return undefined;
  return claim.places.length === 0 ? 'the document names no place' : 'no place that it names was found';
}

function quoteState({ quotes }: AnchoredClaim, code: RepositoryCode): string | undefined {
  const telling = quotes.filter(({ lines }) => lines.length > 0);
  const isSure = ({ found }: PlacedQuote): boolean => found !== undefined && found.share >= WHOLE && !found.isRenamed;
  const standing = telling.find(isSure) ?? telling.find(({ found }) => found !== undefined);
  if (standing?.found !== undefined) {
    const { path, lines, share, isRenamed } = standing.found;
    const how = isRenamed ? 'stands under other names' : share < WHOLE ? 'stands in part' : 'still stands';
    return `the quoted code ${how} at ${path}:${lines.first}`;
  }
  const [first] = telling;
  if (first === undefined) return undefined;
  const [place, ...others] = code.filesWith(shortQuote(first));
  if (place !== undefined && others.length > 0)
    return `the quoted code (\`${shortQuote(first)}\`) stands in ${others.length + 1} files, and the document names none of them`;
  return `the quoted code (\`${shortQuote(first)}\`) is not to be found`;
}

/** Whether the lines that the document gives are those that it saw: it may have been right about them, and then it still is. */
function lineState({ claim, files }: AnchoredClaim, ground: VerdictGround): string | undefined {
  const audited = ground.past?.audited;
  if (audited === undefined) return undefined;
  const pairs = files.flatMap((path) => {
    const [now, then] = [ground.code.file(path), auditedFile(path, ground)];
    return placesIn(claim, path).flatMap(({ ranges }) =>
      ranges.flatMap((range) => {
        const before = linesOf(then, range);
        const drifted = ground.past?.drift(path, range, path) ?? range;
        return before.length === 0 ? [] : before.join('\n') === linesOf(now, drifted).join('\n');
      }),
    );
  });
  if (pairs.length === 0) return undefined;
  const since = `since ${audited.slice(0, 8)}, which the document saw`;
  if (pairs.every((isSame) => isSame)) return `the lines that it gives are unchanged ${since}`;
  return pairs.includes(true) ? undefined : `the lines that it gives have changed ${since}`;
}

function evidenceOf({ finding, at }: FittingFinding): Evidence {
  return { message: `\`${finding.rule}\` says there: ${finding.message}`, path: at.path, line: at.line };
}
