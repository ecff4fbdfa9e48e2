import { groupBy } from '../../src/collections/index.ts';
import { type Finding, SEVERITIES } from '../../src/findings/index.ts';
import { fileOf, placesOf, rulesOf } from './finding-places.ts';
import { openRepository } from './open-repository.ts';
import { readRound } from './round.ts';
import { type ScanSettings, scanRepository } from './scan-repository.ts';
import { type Reading, readVerdicts } from './verdicts.ts';
import { NO_SEVERITY } from './vocabulary.ts';

/** A finding that was read, and what the tool as it is now says there. */
export interface Rechecked {
  readonly reading: Reading;
  readonly now: Finding | undefined;
}

/** Holds the readings of a round against a scan of the same commits. Says how the tool changed, which is no first sight. */
export async function recheck(
  project: string,
  number: number,
  folders: readonly string[],
  settings: ScanSettings,
): Promise<Rechecked[]> {
  const round = readRound(project, number);
  const { readings } = readVerdicts(round);
  if (readings.length === 0)
    throw new Error(`round ${number} is not collected: nobody's verdict can be held against a scan`);
  const opened = folders.map((folder) => {
    const repository = openRepository(folder);
    const own = round.repositories.find(({ remote }) => remote === repository.remote);
    if (own === undefined) throw new Error(`\`${repository.remote}\` is no repository of round ${number}`);
    if (!repository.commit.startsWith(own.commit))
      throw new Error(`\`${folder}\` stands at ${repository.commit}, and round ${number} read ${own.commit}`);
    return repository;
  });
  const twin = opened.find(({ remote }, index) => opened.findIndex((other) => other.remote === remote) !== index);
  if (twin !== undefined) throw new Error(`\`${twin.remote}\` is given twice`);
  const rechecked: Rechecked[] = [];
  for (const repository of opened) {
    const { findings } = await scanRepository(repository, settings);
    const own = readings.filter(({ drawn }) => drawn.repository === repository.remote);
    rechecked.push(...meetReadings(own, findings));
  }
  return rechecked;
}

/** How far from its place a finding may stand. */
const NEAR = 3;

/**
 * Which finding of today stands for each reading of one repository: the nearest of its rule, each finding once. What is left
 * may be met by another place of a finding, because joined findings stand for several.
 */
export function meetReadings(readings: readonly Reading[], findings: readonly Finding[]): Rechecked[] {
  const findingsByRule = findings.flatMap((finding) => rulesOf(finding).map((rule) => ({ rule, finding })));
  const byRule = groupBy(findingsByRule, ({ rule }) => rule);
  const findingsOf = (rule: string): readonly Finding[] => (byRule.get(rule) ?? []).map(({ finding }) => finding);
  const candidates = readings.flatMap((reading) =>
    findingsOf(reading.drawn.rule)
      .filter(({ location }) => fileOf(location) === reading.drawn.path)
      .map((finding) => ({ reading, finding, distance: Math.abs(finding.location.line - reading.drawn.line) }))
      .filter(({ distance }) => distance <= NEAR),
  );
  candidates.sort((a, b) => a.distance - b.distance);
  const met = new Map<Reading, Finding>();
  const taken = new Set<Finding>();
  for (const { reading, finding } of candidates) {
    if (met.has(reading) || taken.has(finding)) continue;
    met.set(reading, finding);
    taken.add(finding);
  }
  return readings.map((reading) => ({
    reading,
    now: met.get(reading) ?? findingsOf(reading.drawn.rule).find((finding) => isNear(finding, reading)),
  }));
}

function isNear(finding: Finding, { drawn }: Reading): boolean {
  return placesOf(finding).some((place) => fileOf(place) === drawn.path && Math.abs(place.line - drawn.line) <= NEAR);
}

/** Steps between what is reported now and what is due; undefined where either is nothing. */
export function stepsOff({ reading: { answer }, now }: Rechecked): number | undefined {
  if (now === undefined || answer.severityDue === NO_SEVERITY) return undefined;
  return SEVERITIES.indexOf(now.severity) - SEVERITIES.indexOf(answer.severityDue);
}
