import { type Finding, type Location, type Place, SEVERITIES } from './finding.ts';

/**
 * One cause is one finding: those of one rule with the same cause become the worst of them (of equals the first), with all
 * other places. Order and everything else stays. Each place keeps its fingerprint, so what is known or accepted is taken
 * out before.
 */
export function joinCauses(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.cause === undefined) continue;
    const group = groups.get(finding.cause);
    if (group === undefined) groups.set(finding.cause, [finding]);
    else group.push(finding);
  }
  return findings.flatMap((finding) => {
    const group = finding.cause === undefined ? undefined : groups.get(finding.cause);
    if (group === undefined || group.length === 1) return [finding];
    const [worst, ...others] = worstFirst(group);
    return worst === finding ? [withPlaces(worst, others)] : [];
  });
}

/** The findings by severity, and within one severity in the order given. */
export function worstFirst<T extends Pick<Finding, 'severity'>>(findings: readonly T[]): T[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function withPlaces(worst: Finding, others: readonly Finding[]): Finding {
  const places: Place[] = others.map(({ rule, location, message, severity, fingerprint }) => ({
    ...(rule !== worst.rule && { rule }),
    location,
    message,
    severity,
    fingerprint,
  }));
  const hidesCode = worst.hidesCode === true || others.some((other) => other.hidesCode === true);
  return {
    ...worst,
    places,
    // What is a place of the cause need not be evidence of it besides.
    related: worst.related.filter((each) => !isPlace(each, places)),
    ...(hidesCode && { hidesCode: true as const }),
  };
}

const isPlace = (location: Location, places: readonly Place[]): boolean =>
  places.some((place) => placeKey(place.location) === placeKey(location));

const placeKey = ({ path, cell, line, column }: Location): string => `${path}:${cell ?? ''}:${line}:${column}`;
