import { causeKey, fingerprintKey, type Location, type RelatedLocation } from '../findings/index.ts';
import type { ArtifactProblem, Problem, ProjectProblem, RegisteredRule } from '../kit/index.ts';
import type { MappedFinding, MappedFix } from './file-report.ts';

/** Covers the secrets of the files that a text speaks of. */
export type Mask = (said: string) => string;

/** Where a problem stands, and what its fingerprint is made of. */
export interface ProblemPlace {
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  readonly flow: readonly RelatedLocation[];
  /** Qualified name of the enclosing definition; empty where there is none. */
  readonly scope: string;
  readonly fix?: MappedFix | undefined;
  /** The place of its condition among those of the file. */
  readonly when?: number | undefined;
  /** Code of the construct, or what stands for it; never a secret: a hash of a weak one tells it to anyone who tries a dictionary. */
  readonly code: string;
}

/** What a rule reported, of whatever type the rule is, without the secrets that it may quote (`mask`), with what the rule's documentation says where the report does not. */
export function findingOf(
  { name, category, rule: { docs } }: RegisteredRule,
  problem: Problem | ArtifactProblem | ProjectProblem,
  { location, related, flow, scope, code, fix, when }: ProblemPlace,
  mask: Mask,
): MappedFinding {
  const masked = (places: readonly RelatedLocation[]): readonly RelatedLocation[] =>
    places.map((place) => ({ ...place, message: mask(place.message) }));
  const hidesCode = problem.hidesCode === true;
  return {
    rule: name,
    category,
    harm: problem.harm ?? docs.harm,
    ...(problem.kind !== undefined && { kind: problem.kind }),
    precision: docs.precision,
    ...(problem.doubt !== undefined && { doubts: [problem.doubt] }),
    location,
    message: mask(problem.message),
    remedy: problem.remedy === undefined ? docs.remedy : mask(problem.remedy),
    related: oncePerLine(masked(related)),
    flow: masked(flow),
    cwe: docs.cwe,
    key: fingerprintKey({ rule: name, scope, code: mask(code) }),
    ...(when !== undefined && { when }),
    ...(problem.cause !== undefined && { cause: causeKey(name, hidesCode ? problem.cause : mask(problem.cause)) }),
    ...('endsPathAt' in problem && problem.endsPathAt !== undefined && { endsPathAt: problem.endsPathAt }),
    ...('isOfFile' in problem && problem.isOfFile === true && { isOfFile: true }),
    ...(hidesCode && { hidesCode }),
    ...(fix?.edits.every(([text]) => mask(text) === text) && { fix }),
  };
}

/** Several names of one import, several parts of one text: anyone who looks at the line sees them all. */
function oncePerLine(places: readonly RelatedLocation[]): readonly RelatedLocation[] {
  const reported = new Set<string>();
  return places.filter(({ path, line, message }) => {
    const place = `${path}:${line} ${message}`;
    const isNew = !reported.has(place);
    reported.add(place);
    return isNew;
  });
}
