import type { Result, Fix as SarifFix, Location as SarifLocation } from 'sarif';
import { groupBy } from '../../collections/index.ts';
import type { Finding, Fix, RelatedLocation, SuppressedFinding } from '../../findings/index.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { LocationWriter } from './location.ts';
import { resultMessage } from './message.ts';
import { levelOf } from './rule-descriptor.ts';

/** GitHub keeps this many related locations and refuses ten times as many. */
const MAX_RELATED = 100;
/** GitHub keeps this many steps of a flow. */
const MAX_STEPS = 1000;

/** How a result names its rule: among those of the driver, or of an extension. */
export type RuleReference = Pick<Result, 'ruleIndex'> | Pick<Result, 'rule'>;

/** What every result of one log needs. */
export interface ResultContext {
  readonly ruleReferences: ReadonlyMap<string, RuleReference>;
  /** The general remedy of each rule: a finding repeats it only when its own says more. */
  readonly remedies: ReadonlyMap<string, string>;
  readonly locations: LocationWriter;
  readonly fingerprints: Fingerprints;
}

export function describeResult(finding: Finding, context: ResultContext): Result {
  const { rule, severity, location, message, flow } = finding;
  const { places = [] } = finding;
  const evidence = finding.related.slice(0, MAX_RELATED);
  const others = places.slice(0, MAX_RELATED - evidence.length);
  const same = others.map((place) => place.location);
  const fixes = [finding, ...others].flatMap(({ fix }) => (fix === undefined ? [] : describeFix(fix, context)));
  const relatedPlaces = [
    ...evidence.map((place) => explained(place, context)),
    ...same.map((place) => ({ ...context.locations.location(place), message: { text: 'the same cause' } })),
  ];
  const remedy = finding.remedy === context.remedies.get(rule) ? undefined : finding.remedy;
  return {
    ruleId: rule,
    ...context.ruleReferences.get(rule),
    level: levelOf(severity),
    message: { text: resultMessage(message, remedy, evidence, same) },
    locations: [context.locations.location(location)],
    ...(relatedPlaces.length > 0 && { relatedLocations: relatedPlaces.map((place, i) => ({ id: i + 1, ...place })) }),
    ...(flow.length > 0 && {
      codeFlows: [
        {
          threadFlows: [
            { locations: flow.slice(0, MAX_STEPS).map((place) => ({ location: explained(place, context) })) },
          ],
        },
      ],
    }),
    ...(fixes.length > 0 && { fixes }),
    partialFingerprints: context.fingerprints.of(finding),
    properties: propertiesOf(finding),
  };
}

/** Edits by file; the standard has no word for how safe they are. */
function describeFix({ title, safety, because, edits }: Fix, { locations }: ResultContext): SarifFix {
  const byFile = groupBy(edits, ({ location }) => location.path);
  return {
    description: { text: title },
    artifactChanges: [...byFile].map(([path, changes]) => ({
      artifactLocation: locations.artifact(path),
      replacements: changes.map(({ location, text }) => ({
        deletedRegion: locations.region(location),
        insertedContent: { text },
      })),
    })),
    properties: { safety, because },
  };
}

function propertiesOf({
  severity,
  grading,
  confidence,
  doubts = [],
  places = [],
}: Finding): Readonly<Record<string, string | number | readonly string[]>> {
  const { harm, kind, base, lowered, reach, because } = grading;
  return {
    severity,
    harm,
    ...(kind !== undefined && { kind }),
    baseSeverity: base,
    ...(lowered !== undefined && { lowered }),
    reach,
    because,
    confidence,
    ...(doubts.length > 0 && { doubts }),
    // Places of one cause, this one among them: GitHub keeps a hundred related locations and no count.
    ...(places.length > 0 && { places: places.length + 1 }),
  };
}

export function describeSuppressed({ finding, reason }: SuppressedFinding, context: ResultContext): Result {
  const justification = reason === '' ? {} : { justification: reason };
  return {
    ...describeResult(finding, context),
    suppressions: [{ kind: 'inSource', status: 'accepted', ...justification }],
  };
}

function explained(place: RelatedLocation, { locations }: ResultContext): SarifLocation {
  return { ...locations.location(place), message: { text: place.message } };
}
