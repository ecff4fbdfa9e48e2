import type { Conclusion, LeftToProject, NearFinding, RuleLook } from '../../audit/index.ts';
import type { FoundProof, Inquiry } from '../../engine/index.ts';
import type { Location } from '../../findings/index.ts';
import { BLANK_LINE, plain, type StyledLine, shellWord, styled } from '../../reporters/index.ts';
import { counted } from '../../text/wording.ts';
import type { NamedPlace } from '../named-place.ts';

/** What was concluded at a place, for a person: findings first, then why there are no others. */
export function* whyLines(
  { findings, proofs, answers, looks }: Conclusion,
  { place, roles }: Inquiry,
  { file, line, cell }: NamedPlace,
  rule: string | undefined,
): Generator<StyledLine> {
  const word = shellWord(file);
  const name = cell === undefined ? `${word}:${line}` : `${word} cell ${cell}:${line}`;
  yield [styled('path', name), plain(rule === undefined ? '' : `  ${rule}`)];
  const here = (at: Location): string =>
    at.path === place.path && at.cell === place.cell ? `line ${at.line}` : `${shellWord(at.path)}:${at.line}`;
  const shown = findings.filter(({ isShown }) => isShown);
  const unshown = findings.filter(({ isShown }) => !isShown);
  yield* section('Found', shown, (each) => findingLines(each, here));
  yield* section('Found, but hidden', unshown, (each) => findingLines(each, here));
  yield* section('Suppressed by a proof', proofs, (each) => [proofLine(each, here)]);
  yield* section('Not reported because of the rest of the project', answers, (each) => answerLines(each, here));
  if (rule === undefined) yield* lookSection(looks, roles);
  else yield* ruleSection(looks, roles, findings.length + proofs.length + answers.length > 0);
}

type Here = (at: Location) => string;

function* section<T>(title: string, entries: readonly T[], lines: (entry: T) => StyledLine[]): Generator<StyledLine> {
  if (entries.length === 0) return;
  yield BLANK_LINE;
  yield [styled('strong', title)];
  for (const entry of entries) yield* lines(entry);
}

function findingLines({ finding, reasons }: NearFinding, here: Here): StyledLine[] {
  const { severity, rule, location, message } = finding;
  return [
    [plain('  '), styled(severity, severity), plain(` ${rule}  ${here(location)}: ${message}`)],
    ...reasons.map((reason): StyledLine => [styled('faint', `     ${reason}`)]),
  ];
}

function proofLine({ rule, at, by, where }: FoundProof, here: Here): StyledLine {
  const place = where === undefined ? '' : ` (${here(where)})`;
  return [plain(`  ${rule}  ${here(at)}: `), styled('faint', `${by}${place}`)];
}

function answerLines({ rule, at, message, because }: LeftToProject, here: Here): StyledLine[] {
  return [[plain(`  ${rule}  ${here(at)}: ${message}`)], [styled('faint', `     ${because}`)]];
}

const SEEN: readonly (readonly [RuleLook['look'], string])[] = [
  ['at it', 'the code on it'],
  ['around it', 'the code around it'],
  ['file', 'the file'],
  ['project', 'the whole project'],
];

function* lookSection(looks: readonly RuleLook[], roles: readonly string[]): Generator<StyledLine> {
  yield BLANK_LINE;
  yield [styled('strong', 'Rules that checked this line')];
  for (const [look, where] of SEEN) {
    if (look === 'project') continue;
    const names = namesOf(looks, look);
    if (names.length > 0) yield [styled('faint', `  ${where}: `), plain(names.join(', '))];
  }
  const { length: whole } = namesOf(looks, 'project');
  if (whole > 0) yield [styled('faint', `  the whole project: ${counted(whole, 'rule')}`)];
  const others = (Object.keys(UNSEEN) as (keyof typeof UNSEEN)[]).flatMap((look) => {
    const { length } = namesOf(looks, look);
    return length === 0 ? [] : `${length} ${length === 1 ? UNSEEN[look][0] : UNSEEN[look][1]}`;
  });
  if (others.length === 0) return;
  yield [styled('faint', `  others: ${others.join(', ').replace('ROLE', roles.join(', '))}`)];
}

const namesOf = (looks: readonly RuleLook[], look: RuleLook['look']): string[] =>
  looks.filter((each) => each.look === look).map(({ rule }) => rule);

/** Of one rule, and of several, why they said nothing. */
const UNSEEN = {
  'nothing there': ['checks no code of this kind', 'check no code of this kind'],
  mentions: ['needs names that the file does not use', 'need names that the file does not use'],
  role: ['skips files of this role (ROLE)', 'skip files of this role (ROLE)'],
  'other files': ['checks other kinds of files', 'check other kinds of files'],
  off: ['is disabled by the configuration or failed', 'are disabled by the configuration or failed'],
  failed: ['failed', 'failed'],
} as const;

function* ruleSection(
  [only]: readonly RuleLook[],
  roles: readonly string[],
  hasOutput: boolean,
): Generator<StyledLine> {
  if (only === undefined) return;
  yield BLANK_LINE;
  const { rule, look } = only;
  const seen = SEEN.find(([each]) => each === look)?.[1];
  if (seen === undefined)
    yield [plain(`\`${rule}\` ${UNSEEN[look as keyof typeof UNSEEN][0].replace('ROLE', roles.join(', '))}`)];
  else if (hasOutput) yield [styled('faint', `\`${rule}\` checked ${seen}`)];
  else
    yield [plain(`\`${rule}\` checked ${seen} and found nothing; \`auditlint explain ${rule}\` shows what it reports`)];
}
