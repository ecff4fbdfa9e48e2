/** What a replay says of the claims of a written audit, as an update of the register needs it. */
import { createHash } from 'node:crypto';
import type { RuleDescription } from '../findings/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import type { Markdown, RegisteredPlace, Status } from './entry.ts';
import { prefixOf } from './issue-ids.ts';
import { isFingerprint, whereText } from './place-text.ts';
import { codeOfName, fencedCode, plainMarkdown, plainParagraphs } from './plain-markdown.ts';
import type { ReplayedInput } from './replay-schema.ts';
import { ID } from './resolution-table.ts';
import type { Sighting, Standing } from './sighting.ts';

/** `toRegister`: a path of the replayed root as the register knows it. */
export function sightingsOfReplay(
  claims: readonly ReplayedInput[],
  rules: readonly RuleDescription[],
  toRegister: (path: string) => string,
): Sighting[] {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  return claims.map((replayed) => {
    // A rule that the document or a mapping file names, and that reports there, says what the claim says.
    const found = replayed.seeAlso.find(({ rule }) => replayed.rules.includes(rule));
    return sightingOf(replayed, found, byName.get(found?.rule ?? ''), toRegister);
  });
}

function sightingOf(
  replayed: ReplayedInput,
  found: ReplayedInput['seeAlso'][number] | undefined,
  rule: RuleDescription | undefined,
  toRegister: (path: string) => string,
): Sighting {
  const { verdict } = replayed;
  const places = placesOf(replayed, rule === undefined ? undefined : found, toRegister);
  return {
    standing: standingOf(replayed),
    prefix: rule === undefined ? prefixOfClaim(replayed) : prefixOf(rule.category, 'AUDIT'),
    wishedId: rule === undefined && ID.test(replayed.id) ? replayed.id : undefined,
    title: plainMarkdown(replayed.title.replace(/\s+/g, ' ')),
    severity: (rule === undefined ? undefined : found?.severity) ?? replayed.severity ?? 'P2',
    rule: places.some(({ fingerprint }) => fingerprint !== undefined) ? rule?.name : undefined,
    claim: { id: maskSecrets(replayed.id), key: keyOfClaim(replayed) },
    places,
    symptom: [plainParagraphs(replayed.text), plainParagraphs(verdict.because)].filter(Boolean).join('\n\n'),
    cause: () => causeOf(replayed, places),
    fix: plainParagraphs(replayed.remedy),
    stated: statedBy(replayed),
  };
}

function standingOf({ verdict: { kind, commit } }: Pick<ReplayedInput, 'verdict'>): Standing {
  switch (kind) {
    case 'stands-as-quoted':
    case 'moved':
      return { kind: 'fires' };
    case 'fixed-as-proposed':
    case 'gone':
      return { kind: 'gone', fixedIn: commit ?? undefined };
    case 'changed-since':
    case 'not-found':
    case 'no-place-given':
      return { kind: 'undecided' };
  }
}

/** The issue number of the audit says as well as anything what it is about: `PKG-01` is a `PKG`. */
function prefixOfClaim({ id, section }: ReplayedInput): string {
  const own = /^([A-Z][A-Z0-9]*[A-Z])-?\d+$/.exec(id)?.[1];
  return prefixOf(own ?? section.at(-1)?.split(/[^A-Za-z0-9]/)[0] ?? '', 'AUDIT');
}

/** Two audits may number alike, so the title belongs to it. */
function keyOfClaim({ id, title }: ReplayedInput): string {
  return createHash('sha256')
    .update(JSON.stringify(['claim', id, title]))
    .digest('hex')
    .slice(0, 32);
}

/** That of the finding first, else that of the verdict. */
function placesOf(
  { verdict, places }: ReplayedInput,
  found: ReplayedInput['seeAlso'][number] | undefined,
  toRegister: (path: string) => string,
): RegisteredPlace[] {
  const known = found !== undefined && isFingerprint(found.fingerprint) ? [found] : [];
  const seen = [verdict, ...places].flatMap(({ place }) => (place === undefined || place.path === '' ? [] : [place]));
  const registered = [
    ...known.map(({ path, line, fingerprint }) => ({ path: toRegister(path), line, cell: undefined, fingerprint })),
    ...seen.map(({ path, line = 1 }) => ({ path: toRegister(path), line, cell: undefined, fingerprint: undefined })),
  ];
  const first = new Map<string, RegisteredPlace>();
  for (const each of registered)
    if (!first.has(`${each.path}:${each.line}`)) first.set(`${each.path}:${each.line}`, each);
  return [...first.values()].slice(0, MAX_PLACES);
}

const MAX_PLACES = 10;

function causeOf({ quotes }: ReplayedInput, places: readonly RegisteredPlace[]): Markdown {
  const where = places.map((place) => `- ${whereText(place)}`);
  const shown = quotes.filter(({ role }) => role === 'now').slice(0, MAX_QUOTES);
  const code = shown.map(({ text, language }) =>
    fencedCode(text.trimEnd(), /^\w{1,20}$/.exec(language ?? '')?.[0] ?? ''),
  );
  return [where.join('\n'), ...code].filter((part) => part !== '').join('\n\n');
}

const MAX_QUOTES = 3;

function statedBy({ status: stated, owner, fixedIn, verdict }: ReplayedInput): NonNullable<Sighting['stated']> {
  const isSettled = verdict.kind === 'fixed-as-proposed' || verdict.kind === 'gone';
  const status = statedStatus(stated, standingOf({ verdict }).kind === 'undecided');
  return {
    status,
    ...(owner && { owner: plainMarkdown(owner) }),
    ...(isSettled && fixedIn && { fixedIn: codeOfName(maskSecrets(fixedIn)) }),
    ...(status === 'Accepted' && { reason: 'The written audit accepts it' }),
  };
}

/** What stands is open whatever the audit says; of what texts do not tell its word is all there is. */
function statedStatus(stated: ReplayedInput['status'], isUndecided: boolean): Status {
  if (stated === 'accepted') return 'Accepted';
  if (stated === 'in-progress') return 'In progress';
  if (isUndecided && stated === 'fixed') return 'Fixed';
  return isUndecided && stated === 'retracted' ? 'Refuted' : 'Open';
}
