import { CONFIDENCES } from './doubts.ts';
import { type Finding, type Location, type Place, SEVERITIES } from './finding.ts';
import { REACHES } from './severity/reach.ts';

/**
 * One cause is one finding: those of one rule with the same cause become the worst of them (of equals the surest, then what people depend
 * on most, and then the first), with all other places. Order and everything else stays. Each place keeps its fingerprint, so what is known
 * or accepted is taken out before.
 */
export function joinCauses(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { cause } = finding;
    if (cause === undefined) continue;
    const group = groups.get(cause);
    if (group === undefined) groups.set(cause, [finding]);
    else group.push(finding);
  }
  const joined = new Map<Finding, Finding>();
  for (const group of groups.values()) {
    const ordered = worstFirst(group);
    const worst = nearestOfWorst(ordered);
    const others = ordered.filter((each) => each !== worst);
    if (worst !== undefined) joined.set(worst, others.length === 0 ? worst : withPlaces(worst, others));
  }
  return findings.flatMap((finding) => (finding.cause === undefined ? finding : (joined.get(finding) ?? [])));
}

const NEAREST = Object.keys(REACHES);

/** Anyone who reads one place only reads of what runs. */
function nearestOfWorst(ordered: readonly Finding[]): Finding | undefined {
  const [first] = ordered;
  const isAsBad = ({ severity, confidence }: Finding): boolean =>
    severity === first?.severity && confidence === first.confidence;
  const distance = ({ grading }: Finding): number => NEAREST.indexOf(grading.reach);
  return ordered.filter(isAsBad).sort((a, b) => distance(a) - distance(b))[0];
}

/** The findings by severity; within one the surest first, each in the order given. */
export function worstFirst<T extends Pick<Finding, 'severity' | 'confidence'>>(findings: readonly T[]): T[] {
  return SEVERITIES.flatMap((severity) =>
    CONFIDENCES.flatMap((confidence) =>
      findings.filter((finding) => finding.severity === severity && finding.confidence === confidence),
    ),
  );
}

function withPlaces(worst: Finding, others: readonly Finding[]): Finding {
  const all = [...(worst.places ?? []), ...others.flatMap((other) => placesOf(other, worst))];
  const places = SEVERITIES.flatMap((severity) => all.filter((place) => place.severity === severity));
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

function placesOf(
  { rule, location, message, severity, fingerprint, fix, places = [] }: Finding,
  worst: Finding,
): Place[] {
  const own: Place = {
    ...(rule !== worst.rule && { rule }),
    location,
    message,
    severity,
    fingerprint,
    ...(fix !== undefined && { fix }),
  };
  return [own, ...places];
}

const placeKey = ({ path, cell, line, column }: Location): string => `${path}:${cell ?? ''}:${line}:${column}`;
