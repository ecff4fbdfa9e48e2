/** Rows held against what scans saw of their subjects. */
import { SEVERITIES } from '../../src/findings/index.ts';
import type { MeasuredRow } from './measured-row.ts';
import type { ScannedSubject, SeenFinding } from './scan-subject.ts';
import { REACH, type SeenPlace } from './seen-place.ts';

export interface MatchedRow {
  readonly row: MeasuredRow;
  /** The finding that says in the default profile what the row says, where there is one. */
  readonly inDefault: SeenFinding | undefined;
  readonly inStrict: SeenFinding | undefined;
}

export function matchRow(row: MeasuredRow, scanned: Pick<ScannedSubject, 'default' | 'strict'>): MatchedRow {
  return { row, inDefault: matchOf(row, scanned.default), inStrict: matchOf(row, scanned.strict) };
}

/** Of the findings that meet a row the one that stands nearest; evidence of others comes after, and of equals the worst is first. */
function matchOf(row: MeasuredRow, findings: readonly SeenFinding[]): SeenFinding | undefined {
  const rules = row.rules.length > 0 ? row.rules : undefined;
  const near = rules === undefined ? findings.filter((finding) => isNear(row, finding)) : nearTo(row, rules, findings);
  return near.toSorted((a, b) => distance(row, a) - distance(row, b) || rankOf(a) - rankOf(b))[0];
}

/** Findings of the rules that are at a place, or show it as a part of their evidence. */
function nearTo({ path, line }: SeenPlace, rules: readonly string[], findings: readonly SeenFinding[]): SeenFinding[] {
  return findings.filter(
    ({ rule, location, related }) =>
      rules.includes(rule) &&
      [location, ...related].some((place) => place.path === path && Math.abs(place.line - line) <= REACH),
  );
}

/** Where no rule was written for a row, any finding will do; what only shows the place as evidence is about something else. */
const isNear = (row: SeenPlace, { location }: SeenFinding): boolean => distanceTo(row, location) <= REACH;

const distance = (row: SeenPlace, { location }: SeenFinding): number => Math.min(distanceTo(row, location), REACH + 1);

const distanceTo = ({ path, line }: SeenPlace, place: SeenPlace): number =>
  place.path === path ? Math.abs(place.line - line) : Number.POSITIVE_INFINITY;

const rankOf = ({ severity }: SeenFinding): number => SEVERITIES.indexOf(severity);
