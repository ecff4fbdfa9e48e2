import { groupBy } from '../../collections/index.ts';
import type { Finding, Location, Severity } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import { countedPlaces } from '../finding-text.ts';
import { shellWord } from '../shell-word.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';
import { formatPlace, placeInFile } from './place-text.ts';

/** Lines that are together, and the findings that they tell of. */
export interface ShortEntry {
  readonly lines: readonly StyledLine[];
  readonly findings: number;
}

/** How a place is named: what is above may name its file. */
type PlaceText = (place: Location) => string;

/** One line for each finding. */
export function lineEach(findings: readonly Finding[], placeText: PlaceText = formatPlace): ShortEntry[] {
  return findings.map((finding) => {
    const { severity, rule, location } = finding;
    const place = styled('path', placeText(location));
    const line = [styled(severity, severity), plain(' '), styled('strong', rule), plain('  '), place, ...said(finding)];
    return { lines: [line], findings: 1 };
  });
}

/** One line for a finding, below its file. */
export function linesByFile(findings: readonly Finding[]): ShortEntry[] {
  return [...groupBy(findings, ({ location }) => location.path)].flatMap(([path, group]) =>
    group.map((finding, i) => ({
      lines: [...(i === 0 ? [[plain('  '), styled('path', shellWord(path))]] : []), lineInFile(finding)],
      findings: 1,
    })),
  );
}

function lineInFile(finding: Finding): StyledLine {
  const place = placeInFile(finding.location).padEnd(8);
  return [plain('    '), styled('path', place), plain(' '), styled('strong', finding.rule), ...said(finding)];
}

/** What a finding says, how many other places its cause has, and how sure it is where that is not high. */
function said({ message, places = [], confidence }: Finding): StyledLine {
  const others = places.length === 0 ? '' : ` (${countedPlaces(places.length)})`;
  return [
    plain(`  ${message}${others}`),
    ...(confidence === 'high' ? [] : [styled('faint', ` (${confidence} confidence)`)]),
  ];
}

/** One line for a rule: how often, and where first. */
export function linesByRule(findings: readonly Finding[], placeText: PlaceText = formatPlace): ShortEntry[] {
  const groups = [...groupBy(findings, ({ rule }) => rule)];
  const width = Math.max(0, ...groups.map(([rule]) => rule.length));
  return groups
    .sort(([a, { length: m }], [b, { length: n }]) => n - m || compareText(a, b))
    .map(([rule, group]) => ({ lines: [ruleLine(rule.padEnd(width), group, placeText)], findings: group.length }));
}

function ruleLine(rule: string, [first, ...others]: readonly Finding[], placeText: PlaceText): StyledLine {
  const place = first === undefined ? '' : placeText(first.location);
  return [
    plain(`${String(others.length + 1).padStart(6)} `),
    styled('strong', rule),
    plain('  '),
    styled('path', place),
  ];
}

/** Entries below their severity, as far as there is room for them, and how many findings are left. */
export function* headed(findings: readonly Finding[], entries: readonly ShortEntry[], room: number) {
  const [first] = findings;
  if (first === undefined) return;
  const noun = findings.length === 1 ? 'finding' : 'findings';
  yield [styled(first.severity, first.severity), plain(`: ${findings.length} ${noun}`)];
  yield* asFitting(entries, room - 2);
  yield BLANK_LINE;
}

/** Lines of a part that has a head and is separate. */
export function heightOf(entries: readonly ShortEntry[]): number {
  return entries.length === 0 ? 0 : 2 + entries.reduce((sum, { lines }) => sum + lines.length, 0);
}

/** Entries as far as there is room for them, and how many findings are left. */
export function* asFitting(entries: readonly ShortEntry[], room: number): Generator<StyledLine> {
  let used = 0;
  let shown = 0;
  for (const { lines } of entries) {
    const isLast = shown === entries.length - 1;
    if (used + lines.length > room - (isLast ? 0 : 1)) break;
    yield* lines;
    used += lines.length;
    shown++;
  }
  const left = entries.slice(shown).reduce((sum, { findings }) => sum + findings, 0);
  if (left > 0) yield [styled('faint', `  and ${left} more`)];
}

export const ofSeverity = (findings: readonly Finding[], ...severities: Severity[]): Finding[] =>
  findings.filter(({ severity }) => severities.includes(severity));
