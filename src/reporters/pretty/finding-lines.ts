import type { Finding, Location, Place, RelatedLocation, RuleDescription } from '../../findings/index.ts';
import { countedPlaces } from '../finding-text.ts';
import { fixText } from '../fix-suggestion.ts';
import type { SourceLines } from '../source-lines.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';
import { codeFrame } from './code-frame.ts';
import { formatPlace } from './place-text.ts';

/** Places of evidence shown in full. */
const MAX_PLACES = 6;

export interface FindingLook {
  /** What was said of the rule already. */
  readonly told: { readonly why: boolean; readonly remedy: boolean };
  /** Whether the code of other places is shown, too. */
  readonly framesAll: boolean;
}

/**
 * One finding for a person: what and where, why it is that severe, the code, the evidence, all other places of the cause, why
 * it matters, what to do. What holds for the whole rule is left out where it has been told.
 */
export function findingLines(
  finding: Finding,
  described: RuleDescription | undefined,
  sources: SourceLines,
  { told, framesAll }: FindingLook,
): StyledLine[] {
  const { severity, rule, location, message, related, flow, places = [] } = finding;
  return [
    [
      styled(severity, severity),
      plain(' '),
      styled('strong', rule),
      plain('  '),
      styled('path', formatPlace(location)),
    ],
    [plain(`   ${message}`)],
    ...reachLine(finding),
    ...guessLine(finding),
    BLANK_LINE,
    ...indented(frameOf(location, sources, 1, severity)),
    ...placeLines('related', related, framesAll ? sources : undefined),
    ...placeLines('step', flow, framesAll ? sources : undefined),
    ...samePlaces(places, message),
    ...(described === undefined || told.why ? [] : ruleLines(described)),
    ...(told.remedy && finding.remedy === described?.docs.remedy ? [] : [labelled('remedy', finding.remedy)]),
    ...(finding.fix === undefined ? [] : [labelled('fix', fixText(finding.fix))]),
    BLANK_LINE,
  ];
}

/** Why a rule exists, and where more is told of it. */
export const ruleLines = ({ docs, page }: RuleDescription): StyledLine[] => [
  labelled('why', docs.why),
  ...(page === undefined ? [] : [labelled('page', page)]),
];

/** Whoever is to be woken up wants to know why. */
function reachLine({ severity, grading: { because } }: Finding): StyledLine[] {
  return severity === 'P0' || severity === 'P1' ? [[styled('faint', `   ${severity}: ${because}`)]] : [];
}

/** What speaks against it, for whoever asked for the strict profile. */
function guessLine({ heldBack }: Finding): StyledLine[] {
  return heldBack === undefined ? [] : [[styled('faint', `   held back: ${heldBack}`)]];
}

/** Places of one cause that are named; of more only the number is told. */
const MAX_SAME = 8;

/** What a place says is told where it is not what the finding says: another name, or what fails behind it. */
function samePlaces(places: readonly Place[], told: string): StyledLine[] {
  if (places.length === 0) return [];
  const named = places
    .slice(0, MAX_SAME)
    .map(
      ({ location, message }, index): StyledLine => [
        styled('faint', `   ${(index === 0 ? 'also' : '').padEnd(8)}`),
        styled('path', formatPlace(location)),
        ...(message === told ? [] : [plain(`  ${message}`)]),
      ],
    );
  const left = places.length - named.length;
  return left > 0 ? [...named, labelled('', `and ${countedPlaces(left)}`)] : named;
}

function frameOf(
  place: Location,
  sources: SourceLines,
  linesBefore: number,
  style: Finding['severity'] | 'faint',
): StyledLine[] {
  const source = sources.find(place);
  if (source === undefined) return [];
  return codeFrame(source, place, { linesBefore, style, isHidden: (line) => sources.isHidden(place, line) });
}

function placeLines(label: string, places: readonly RelatedLocation[], sources: SourceLines | undefined): StyledLine[] {
  const lines = places
    .slice(0, MAX_PLACES)
    .flatMap((place, i) => [
      [
        styled('faint', `   ${(label === 'step' ? `step ${i + 1}` : label).padEnd(8)}`),
        styled('path', formatPlace(place)),
        plain(` ${place.message}`),
      ],
      ...(sources === undefined ? [] : indented(frameOf(place, sources, 0, 'faint'))),
    ]);
  const left = places.length - MAX_PLACES;
  return left > 0 ? [...lines, labelled('', `and ${countedPlaces(left)}`)] : lines;
}

function labelled(label: string, text: string): StyledLine {
  return [styled('faint', `   ${label.padEnd(8)}`), plain(text)];
}

function indented(lines: readonly StyledLine[]): StyledLine[] {
  return lines.map((line) => [plain('     '), ...line]);
}
