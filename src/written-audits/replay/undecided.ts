import type { Evidence, Verdict } from '../replayed-claim.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import type { Conclusions } from './conclusions.ts';
import { leavesRoot } from './find-path.ts';
import type { FittingFinding } from './fitting-findings.ts';
import { likelyRules, shortQuote } from './mended-code.ts';
import { NO_FINDING } from './no-finding.ts';
import type { VerdictGround } from './verdict.ts';

/** No verdict, and what is known all the same: whether a rule looked, and whether the quoted code is still there. */
export function undecided(
  anchored: AnchoredClaim,
  { conclusions, fits }: VerdictGround,
  nearest: FittingFinding | undefined,
): Verdict {
  const gap = anchored.files.flatMap((file) => conclusions.gapIn(file) ?? [])[0];
  const [rule] = likelyRules(anchored, fits);
  const isSilent =
    rule !== undefined &&
    anchored.files.length > 0 &&
    anchored.files.every((file) => isSilentIn(file, rule, conclusions));
  const reasons = [
    anchored.anchors.every(({ confidence }) => confidence === 'low') ? nowhere(anchored) : undefined,
    gap === undefined ? undefined : `\`${gap.path}\` was not read whole (${gap.message})`,
    isSilent
      ? `\`${rule}\`, the rule nearest to it, says nothing there, which proves nothing`
      : 'no rule decides on it',
    quoteState(anchored),
  ];
  return {
    ...NO_FINDING,
    kind: 'not-decidable',
    because: reasons.flatMap((reason) => reason ?? []).join('; '),
    evidence: nearest === undefined || nearest.anchor === undefined ? [] : [evidenceOf(nearest)],
  };
}

/** It looked at the file, and found nothing in it. */
function isSilentIn(path: string, rule: string, conclusions: Conclusions): boolean {
  const look = conclusions.lookOf(rule, path);
  const isFound = conclusions.in(path).some(({ finding }) => finding.rule === rule);
  return look !== undefined && look !== 'failed' && !isFound;
}

function nowhere({ claim, missing, anchors }: AnchoredClaim): string | undefined {
  const [first] = missing;
  if (first !== undefined && leavesRoot(first.place.path))
    return `\`${first.place.path}\` leaves the root, and nothing outside of it is looked at`;
  if (first !== undefined) return `there is no file \`${first.place.path}\``;
  if (anchors.length > 0) return undefined;
  return claim.places.length === 0 ? 'the document names no place' : 'no place that it names was found';
}

function quoteState({ quotes }: AnchoredClaim): string | undefined {
  const telling = quotes.filter(({ lines }) => lines.length > 0);
  const standing = telling.find(({ found }) => found !== undefined);
  if (standing?.found !== undefined)
    return `the quoted code still stands at ${standing.found.path}:${standing.found.lines.first}`;
  const [first] = telling;
  return first === undefined ? undefined : `the quoted code (\`${shortQuote(first)}\`) is not to be found`;
}

function evidenceOf({ finding, at }: FittingFinding): Evidence {
  return { message: `\`${finding.rule}\` says there: ${finding.message}`, path: at.path, line: at.line };
}
