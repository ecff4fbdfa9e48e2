import { groupBy } from '../../collections/index.ts';
import { keyOf, matchKnown, numberEntries, SEVERITIES, type Severity } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import type { FleetStore, RepositoryState, StoredPlace, StoredScan } from '../store/fleet-store.ts';

/** What a fleet found: rule × repository, the worst first. */
export interface FleetReport {
  /** `YYYY-MM-DD`; undefined where everything is reported. */
  readonly since: string | undefined;
  readonly repositories: readonly RepositoryState[];
  readonly rows: readonly FleetRow[];
}

/** The findings of one rule in one repository. */
export interface FleetRow {
  readonly rule: string;
  /** Of the place that is reported. */
  readonly severity: Severity;
  readonly repository: string;
  readonly findings: number;
  /** Those that were not there at the beginning of the day `since`; all where the repository was not scanned before. */
  readonly fresh: number;
  /** Their worst place, a new one with `since`: a finding of many places may be new by one of them. */
  readonly path: string;
  readonly line: number;
}

/** Reads what the store holds; with `since` only rows with something new, which counts by fingerprint as for a baseline. */
export async function buildFleetReport(store: FleetStore, since: string | undefined): Promise<FleetReport> {
  const repositories = await store.states();
  const rows: FleetRow[] = [];
  for (const { scan } of repositories) if (scan !== undefined) rows.push(...(await rowsOf(scan, since, store)));
  return { since, repositories, rows: rows.sort(worstFirst) };
}

async function rowsOf(scan: StoredScan, since: string | undefined, store: FleetStore): Promise<FleetRow[]> {
  const places = await store.placesOf(scan.id);
  const fresh = since === undefined ? places : await freshOf(places, scan, since, store);
  const freshPlaces = groupBy(fresh, ({ finding }) => finding);
  const findings = places.filter(({ place }) => place === 0);
  const rows = [...groupBy(findings, ({ rule }) => rule)].flatMap(([rule, ofRule]): FleetRow[] => {
    const placesOfRule = ofRule.flatMap(({ finding }) => freshPlaces.get(finding) ?? []);
    const [worst] = [...placesOfRule].sort(bySeverity);
    if (worst === undefined) return [];
    const { severity, path, line } = worst;
    const news = ofRule.filter(({ finding }) => freshPlaces.has(finding)).length;
    return [{ rule, severity, repository: scan.repository, findings: ofRule.length, fresh: news, path, line }];
  });
  return rows;
}

async function freshOf(
  places: readonly StoredPlace[],
  scan: StoredScan,
  since: string,
  store: FleetStore,
): Promise<readonly StoredPlace[]> {
  const before = await store.scanBefore(scan.repository, scan.options, since);
  if (before === undefined) return places;
  if (before.id === scan.id) return [];
  const known = await store.placesOf(before.id);
  const entries = numberEntries(known.map((place) => ({ path: place.path, rule: place.rule, key: keyOf(place) })));
  const located = places.map((place) => ({ ...place, location: { path: place.path } }));
  return matchKnown(located, entries).fresh;
}

function bySeverity(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

function worstFirst(a: FleetRow, b: FleetRow): number {
  return (
    bySeverity(a, b) || b.fresh - a.fresh || compareText(a.rule, b.rule) || compareText(a.repository, b.repository)
  );
}
