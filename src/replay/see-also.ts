/** What a scan finds where the claims of an audit stand. It decides nothing, unless the document or a mapping file names the rule. */

import { groupBy } from '../collections/index.ts';
import type { Finding } from '../findings/index.ts';
import { isNear } from './claim-ground.ts';
import type { Place, ReplayedClaim, SeenAlso, Verdict } from './replayed-claim.ts';

/** Findings on the lines of a claim; those of a rule that is named for it, in its files. */
export function withFindings(claims: readonly ReplayedClaim[], findings: readonly Finding[]): readonly ReplayedClaim[] {
  const byPath = groupBy(findings, ({ location }) => location.path);
  return claims.map((replayed) => {
    const { rules } = replayed.claim;
    const places = [replayed.verdict, ...replayed.places.map(({ verdict }) => verdict)].flatMap(
      ({ place }) => place ?? [],
    );
    const near = [...new Set(places.map(({ path }) => path))].flatMap((path) => byPath.get(path) ?? []);
    const named = near.filter(({ rule }) => rules.includes(rule));
    const others = near.filter(
      (finding) => !rules.includes(finding.rule) && places.some((place) => isAt(finding, place)),
    );
    const seeAlso = [...named, ...others].slice(0, MOST).map(seenAlsoOf);
    return { ...replayed, verdict: decided(replayed.verdict, named), seeAlso };
  });
}

/** More help nobody. */
const MOST = 5;

const isAt = ({ location: { path, line } }: Finding, place: Place): boolean =>
  place.path === path && place.lines !== undefined && isNear(place.lines, { first: line, last: line });

/** Of a rule that is named, what it reports is what the claim says. */
function decided(verdict: Verdict, [finding]: readonly Finding[]): Verdict {
  if (finding === undefined || verdict.kind === 'stands-as-quoted' || verdict.kind === 'moved') return verdict;
  const { path, line } = finding.location;
  return {
    kind: 'stands-as-quoted',
    because: `\`${finding.rule}\` reports it on line ${line}`,
    place: { path, lines: { first: line, last: line } },
  };
}

const seenAlsoOf = ({ rule, severity, fingerprint, location: { path, line } }: Finding): SeenAlso => ({
  rule,
  severity,
  path,
  line,
  fingerprint,
});
