import type { RegisterEntry, Status } from './entry.ts';
import { SECTION_TITLES } from './entry.ts';
import { codeOfName } from './plain-markdown.ts';
import { agreeOn } from './refresh-entry.ts';
import type { Sighting } from './sighting.ts';

/** The first entry of an issue; undefined where there is nothing to follow. */
export function newEntry(
  id: string,
  sighting: Sighting,
  { today, commit }: { readonly today: string; readonly commit: string | undefined },
): RegisterEntry {
  const { title, severity, rule, claim, places, standing, stated } = sighting;
  const status = firstStatus(sighting);
  const fixedBy = standing.kind === 'gone' ? (standing.fixedIn ?? commit) : undefined;
  const entry: RegisterEntry = {
    id,
    title,
    severity,
    status,
    owner: stated?.owner ?? '',
    rule,
    claim,
    firstSeen: today,
    lastSeen: today,
    fixedIn: fixedBy === undefined ? (stated?.fixedIn ?? '') : codeOfName(fixedBy),
    reason: stated?.reason ?? '',
    until: undefined,
    places,
    ownFields: [],
    agreed: { status, severity },
    lead: '',
    sections: [
      { title: SECTION_TITLES.symptom, text: sighting.symptom },
      { title: SECTION_TITLES.cause, text: sighting.cause() },
      { title: SECTION_TITLES.fix, text: sighting.fix },
      { title: 'Notes', text: '' },
    ],
  };
  return agreeOn(entry, 'evidence', 'symptom', 'cause', 'fix');
}

function firstStatus({ standing, stated }: Sighting): Status {
  switch (standing.kind) {
    case 'gone':
      return 'Fixed';
    case 'refuted':
      return 'Refuted';
    case 'fires':
    case 'hidden':
    case 'undecided':
      return stated?.status ?? 'Open';
  }
}
