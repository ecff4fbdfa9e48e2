/** What an update writes into an entry that is still there. What a person has changed stays, and is told where it is denied. */
import { digestOf, guardedText, isEdited } from './agreement.ts';
import {
  type Guarded,
  type Markdown,
  type RegisterEntry,
  type RegisteredPlace,
  type SectionName,
  withSection,
} from './entry.ts';
import { shownPlace } from './place-text.ts';
import type { Sighting } from './sighting.ts';

export interface Refreshed {
  readonly entry: RegisterEntry;
  /** Clauses to follow the id. */
  readonly conflicts: readonly string[];
  readonly isRegraded: boolean;
}

export function refreshEntry(
  before: RegisterEntry,
  sighting: Sighting,
  places: readonly RegisteredPlace[],
  today: string,
): Refreshed {
  const evidence = refreshEvidence(before, sighting, places);
  const graded = refreshSeverity(evidence.entry, sighting);
  let { entry } = graded;
  const texts: Record<SectionName, () => Markdown> = {
    symptom: () => sighting.symptom,
    cause: () => sighting.cause(),
    fix: () => sighting.fix,
  };
  for (const name of ['symptom', 'cause', 'fix'] as const) {
    if (isEdited(entry, name)) continue;
    const sections = withSection(entry.sections, name, texts[name]());
    entry = agreeOn({ ...entry, sections }, name);
  }
  return {
    entry: { ...entry, lastSeen: today, claim: entry.claim ?? sighting.claim },
    conflicts: [...evidence.conflicts, ...graded.conflicts],
    isRegraded: graded.isRegraded,
  };
}

/** The entry as it is, as what was agreed on. */
export function agreeOn(entry: RegisterEntry, ...parts: readonly Guarded[]): RegisterEntry {
  const digests = parts.map((part) => [part, digestOf(guardedText(entry, part))]);
  return { ...entry, agreed: { ...entry.agreed, ...Object.fromEntries(digests) } };
}

function refreshEvidence(
  before: RegisterEntry,
  { rule }: Sighting,
  places: readonly RegisteredPlace[],
): Omit<Refreshed, 'isRegraded'> {
  if (!isEdited(before, 'evidence')) {
    const entry = { ...before, rule: rule ?? before.rule, places };
    return { entry: agreeOn(entry, 'evidence'), conflicts: [] };
  }
  const [said, seen] = [before.places[0], places[0]];
  const conflicts: string[] = [];
  if (rule !== undefined && before.rule !== rule) {
    conflicts.push(`names the rule \`${before.rule ?? '–'}\`, but \`${rule}\` reports it`);
  }
  if (seen !== undefined && (said === undefined || shownPlace(said) !== shownPlace(seen))) {
    const written = said === undefined ? 'states no location' : `names \`${shownPlace(said)}\``;
    conflicts.push(`${written}, but it is at \`${shownPlace(seen)}\``);
  }
  return { entry: before, conflicts };
}

function refreshSeverity(before: RegisterEntry, { severity }: Sighting): Refreshed {
  const { agreed } = before;
  if (before.severity === severity) {
    return { entry: { ...before, agreed: { ...agreed, severity } }, conflicts: [], isRegraded: false };
  }
  if (before.severity === agreed.severity) {
    return { entry: { ...before, severity, agreed: { ...agreed, severity } }, conflicts: [], isRegraded: true };
  }
  const conflicts = [`is set to ${before.severity}, but is reported as ${severity}`];
  return { entry: before, conflicts, isRegraded: false };
}
