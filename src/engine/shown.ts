import { groupBy } from '../collections/index.ts';
import type { Location, RelatedLocation } from '../findings/index.ts';
import type { SuppressionComment } from './file-report.ts';
import type { GradedFinding } from './grade.ts';

/** A finding on its way out, with the comment that suppresses it. */
export interface JudgedFinding {
  readonly finding: GradedFinding;
  readonly suppression: SuppressionComment | undefined;
}

/** A finding of which is known what its profile makes of it. */
export interface ProfiledFinding extends JudgedFinding {
  readonly shown: 'always' | 'with its cause' | 'never';
}

/** By their cause, where the minor places are that no worse place of it stands beside in their file. */
export type MinorPlaces = ReadonlyMap<string | undefined, readonly GradedFinding[]>;

/**
 * What the profile shows. A minor place of a cause is shown as one of its places where a worse one stands in the same file. That is said by the file
 * alone, so that a folder is told of as all of the project tells of it: what stands elsewhere is not looked at when only the folder is asked for.
 */
export function shownOf(profiled: readonly ProfiledFinding[]): {
  readonly shown: JudgedFinding[];
  readonly unshown: GradedFinding[];
  readonly minor: MinorPlaces;
} {
  const told = new Set(profiled.flatMap((entry) => (entry.shown === 'always' ? placedCause(entry) : [])));
  const isTold = (entry: ProfiledFinding): boolean =>
    entry.shown === 'always' || (entry.shown === 'with its cause' && placedCause(entry).some((each) => told.has(each)));
  const untold = profiled.filter((entry) => !isTold(entry));
  const minor = groupBy(
    untold.flatMap(({ finding, suppression, shown }) =>
      shown === 'with its cause' && suppression === undefined && finding.cause !== undefined ? finding : [],
    ),
    ({ cause }) => cause,
  );
  return {
    shown: profiled.filter(isTold),
    unshown: untold.map(({ finding }) => finding),
    minor,
  };
}

/** Findings with the minor places of their causes in other files, as evidence: whoever mends one wants to know of the others. */
export function withMinorPlaces(shown: readonly JudgedFinding[], minor: MinorPlaces): JudgedFinding[] {
  if (minor.size === 0) return [...shown];
  return shown.map(({ finding, suppression }) => {
    const known = new Set(finding.related.map(nameOf));
    const isOther = ({ location }: GradedFinding): boolean =>
      location.path !== finding.location.path && !known.has(nameOf(location));
    const others = (minor.get(finding.cause) ?? []).slice(0, MOST_LOOKED_AT).filter(isOther).slice(0, MOST_EVIDENCE);
    if (others.length === 0) return { finding, suppression };
    const related = [...finding.related, ...others.map(asEvidence)];
    const hidesCode = finding.hidesCode === true || others.some((other) => other.hidesCode === true);
    return { finding: { ...finding, related, ...(hidesCode && { hidesCode: true as const }) }, suppression };
  });
}

/** A cause may have thousands of minor places, and each of its findings tells of them. */
const MOST_EVIDENCE = 20;
const MOST_LOOKED_AT = 200;

const asEvidence = ({ location, severity }: GradedFinding): RelatedLocation => ({
  ...location,
  message: `the same here, which is ${severity}`,
});

const nameOf = ({ path, cell, line, column }: Location): string => `${path}:${cell ?? ''}:${line}:${column}`;

const placedCause = ({ finding: { cause, location } }: JudgedFinding): string[] =>
  cause === undefined ? [] : [`${location.path}\0${cause}`];
