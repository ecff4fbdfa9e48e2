import { type Finding, type Location, type Place, SEVERITIES } from './finding.ts';
import type { Harm } from './severity/harm.ts';
import { REACHES } from './severity/reach.ts';

/**
 * One cause is one finding: those of one rule with the same cause become the worst of them (of equals what people depend on
 * most, and then the first), with all other places. So is one guess that holds a rule back: whoever says that it is right says so of all. Order and everything
 * else stays. Each place keeps its fingerprint, so what is known or accepted is taken out before.
 */
export function joinCauses(findings: readonly Finding[]): Finding[] {
  return joinedBy(
    guessOf,
    joinedBy(({ cause }) => cause, findings),
  );
}

/** Harms that come of how a project is used to write things, so that a guess is right or wrong of all its places; others are mended one by one. */
const OF_HABIT: ReadonlySet<Harm> = new Set<Harm>(['hides', 'hangs', 'leaks', 'drifts', 'rots']);

const guessOf = ({ rule, heldBack, grading }: Finding): string | undefined =>
  heldBack !== undefined && OF_HABIT.has(grading.harm) ? `${rule} ${heldBack}` : undefined;

function joinedBy(keyOf: (finding: Finding) => string | undefined, findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const joined = new Map<Finding, Finding>();
  for (const group of groups.values()) {
    const ordered = worstFirst(group);
    const worst = nearestOfWorst(ordered);
    const others = ordered.filter((each) => each !== worst);
    if (worst !== undefined) joined.set(worst, others.length === 0 ? worst : withPlaces(worst, others));
  }
  return findings.flatMap((finding) => (keyOf(finding) === undefined ? finding : (joined.get(finding) ?? [])));
}

const NEAREST = Object.keys(REACHES);

/** Whoever reads one place only reads of what runs. */
function nearestOfWorst(ordered: readonly Finding[]): Finding | undefined {
  const [first] = ordered;
  const isAsBad = ({ severity, heldBack }: Finding): boolean =>
    severity === first?.severity && (heldBack === undefined) === (first.heldBack === undefined);
  const distance = ({ grading }: Finding): number => NEAREST.indexOf(grading.reach);
  return ordered.filter(isAsBad).sort((a, b) => distance(a) - distance(b))[0];
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
