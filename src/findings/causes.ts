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
  const joined = new Map<Finding, Finding>();
  for (const group of groups.values()) {
    const [worst, ...others] = worstFirst(group);
    if (worst !== undefined) joined.set(worst, others.length === 0 ? worst : withPlaces(worst, others));
  }
  return findings.flatMap((finding) => (finding.cause === undefined ? finding : (joined.get(finding) ?? [])));
}

/** The findings by severity; within one those that no guess holds back first, each in the order given. */
export function worstFirst<T extends Pick<Finding, 'severity' | 'heldBack'>>(findings: readonly T[]): T[] {
  return SEVERITIES.flatMap((severity) => {
    const ofSeverity = findings.filter((finding) => finding.severity === severity);
    const certain = ofSeverity.filter(({ heldBack }) => heldBack === undefined);
    return [...certain, ...ofSeverity.filter(({ heldBack }) => heldBack !== undefined)];
  });
}

function withPlaces(worst: Finding, others: readonly Finding[]): Finding {
  const places: Place[] = others.map(({ rule, location, message, severity, fingerprint, fix }) => ({
    ...(rule !== worst.rule && { rule }),
    location,
    message,
    severity,
    fingerprint,
    ...(fix !== undefined && { fix }),
  }));
  const known = new Set(places.map(({ location }) => placeKey(location)));
  const hidesCode = worst.hidesCode === true || others.some((other) => other.hidesCode === true);
  return {
    ...worst,
    places,
    // What is a place of the cause need not be evidence of it besides.
    related: worst.related.filter((each) => !known.has(placeKey(each))),
    ...(hidesCode && { hidesCode: true as const }),
  };
}

const placeKey = ({ path, cell, line, column }: Location): string => `${path}:${cell ?? ''}:${line}:${column}`;
