import type { Finding, Location, RelatedLocation, RuleDescription } from '../findings/index.ts';
import { doubtReasons, severityReasons, uniqueFingerprints, worstFirst } from '../findings/index.ts';
import type { PlaceInReport, RelatedPlace, ReportedFinding } from './audit-report.ts';
import type { Components } from './components.ts';
import type { CodeQuotes } from './quoted-code.ts';
import { effortOf } from './work-order.ts';

/** Places of one cause, and places of evidence, that are listed. */
const MAX_PLACES = 40;
const MAX_RELATED = 12;

/** What findings are reported with. */
export interface ReportContext {
  readonly rules: ReadonlyMap<string, RuleDescription>;
  readonly components: Components;
  readonly quotes: CodeQuotes;
  sinceOf(finding: Finding): ReportedFinding['since'];
}

/** The findings as they are reported, worst first. */
export function reportFindings(findings: readonly Finding[], context: ReportContext): ReportedFinding[] {
  const identifiers = new Set<string>();
  const worst = worstFirst(findings);
  const prints = uniqueFingerprints(worst);
  return worst.map((finding, index) =>
    reportFinding(finding, identifierOf(prints[index] ?? finding.fingerprint, identifiers), context),
  );
}

/** Of twelve digits of the fingerprint, which is long; fingerprints differ, and so do these nearly always. */
function identifierOf(fingerprint: string, taken: Set<string>): string {
  const [key = '', ...ordinal] = fingerprint.split(':');
  const short = [key.slice(0, 12), ...ordinal].join('-').replace(/[^\w-]/g, '-');
  let identifier = short;
  for (let count = 2; taken.has(identifier); count++) identifier = `${short}-${count}`;
  taken.add(identifier);
  return identifier;
}

function reportFinding(finding: Finding, id: string, context: ReportContext): ReportedFinding {
  const { rule, category, severity, location, message, remedy, related, flow, places = [], cwe, fingerprint } = finding;
  const { harm, reach, because } = finding.grading;
  return {
    id,
    rule,
    category,
    component: context.components.of(location.path),
    severity,
    harm,
    reach,
    because,
    reasons: severityReasons(finding),
    confidence: finding.confidence,
    doubts: doubtReasons(finding),
    ...placeOf(location),
    endLine: location.endLine,
    message,
    why: context.rules.get(rule)?.docs.why ?? '',
    remedy,
    effort: effortOf(finding),
    code: context.quotes.around(location),
    related: related.slice(0, MAX_RELATED).map(relatedPlace),
    steps: flow.slice(0, MAX_RELATED).map(relatedPlace),
    places: places.slice(0, MAX_PLACES).map((place) => ({ ...placeOf(place.location), severity: place.severity })),
    morePlaces: Math.max(0, places.length - MAX_PLACES),
    cwe,
    fingerprint,
    since: context.sinceOf(finding),
  };
}

export function placeOf({ path, line, cell }: Location): PlaceInReport {
  return { path, line, ...(cell !== undefined && { cell }) };
}

const relatedPlace = (location: RelatedLocation): RelatedPlace => ({ ...placeOf(location), message: location.message });

/** `src/app.py:12`, `train.ipynb cell 3:2`. */
export function shownPlace({ path, line, cell }: PlaceInReport): string {
  return cell === undefined ? `${path}:${line}` : `${path} cell ${cell}:${line}`;
}
