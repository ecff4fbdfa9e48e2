import type { RegisterEntry, RegisteredPlace, Status } from './entry.ts';
import { SECTION_TITLES } from './entry.ts';
import { codeOfName } from './plain-markdown.ts';
import { agreeOn } from './refresh-entry.ts';
import type { Sighting } from './sighting.ts';
import type { UpdateContext } from './update-register.ts';

/** The first entry of an issue; undefined where there is nothing to follow. */
export function newEntry(
  id: string,
  sighting: Sighting,
  context: Pick<UpdateContext, 'today' | 'commit' | 'isCommitted'>,
): RegisterEntry {
  const { today } = context;
  const { title, severity, rule, claim, places, standing, stated } = sighting;
  const status = firstStatus(sighting);
  const fixedBy = standing.kind === 'gone' ? (standing.fixedIn ?? commitOf(places, context)) : undefined;
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

/** The commit that holds what was seen of some places; undefined where one of their files is not in it as it is. */
export function commitOf(
  places: readonly RegisteredPlace[],
  { commit, isCommitted }: Pick<UpdateContext, 'commit' | 'isCommitted'>,
): string | undefined {
  return places.every(({ path }) => isCommitted(path)) ? commit : undefined;
}

function firstStatus({ standing, stated }: Sighting): Status {
  switch (standing.kind) {
    case 'gone':
      return 'Fixed';
    case 'fires':
    case 'hidden':
    case 'undecided':
      return stated?.status ?? 'Open';
  }
}
