import { compareFindings } from '../../engine/order.ts';
import { type Finding, joinCauses } from '../../findings/index.ts';

/** Every place of the findings as a finding of its own, with the cause that joins them again. */
export function apart(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(byPlaces).flatMap(({ places = [], ...finding }, index) => {
    if (places.length === 0) return [finding];
    const cause = finding.cause ?? `${HIDDEN}${index}`;
    const { fix, ...shared } = finding;
    const others = places.map((place): Finding => ({ ...shared, ...place, related: [], flow: [], cause }));
    return [{ ...finding, cause }, ...others];
  });
}

/** The findings of one cause as one, as a scan tells them. */
export function together(findings: readonly Finding[]): Finding[] {
  return joinCauses([...findings].sort(compareFindings)).map(({ cause, ...finding }) =>
    cause === undefined || cause.startsWith(HIDDEN) ? finding : { ...finding, cause },
  );
}

/** No report has the cause of a secret: what one of them joined stays so, and nothing else is joined. */
const HIDDEN = 'hidden ';

/** Who knows most places of a cause comes first: where two reports have a place, it stays with the others. */
const byPlaces = (a: Finding, b: Finding): number => (b.places?.length ?? 0) - (a.places?.length ?? 0);
