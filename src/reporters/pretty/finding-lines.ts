import {
  confidenceReasons,
  type Finding,
  type Location,
  type Place,
  type RelatedLocation,
  type RuleDescription,
} from '../../findings/index.ts';
import { countedPlaces } from '../finding-text.ts';
import { fixText } from '../fix-suggestion.ts';
import type { SourceLines } from '../source-lines.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';
import { codeFrame } from './code-frame.ts';
import { formatPlace } from './place-text.ts';

/** Places of evidence and of a cause that are named; of more only the number is reported. */
const MOST = { related: 6, same: 8 } as const;
const MOST_IN_SHORT = { related: 3, same: 3 } as const;

export interface FindingLook {
  /** What was said of the rule already. */
  readonly shown: { readonly why: boolean; readonly remedy: boolean };
  /** Whether the code of other places is shown too, and more of them are named. */
  readonly framesAll: boolean;
}

/**
 * One finding for a person: what and where, why it is that severe, the code, the evidence, all other places of the cause, why
 * it matters, what to do. What holds for the whole rule is left out where it has been reported.
 */
export function findingLines(
  finding: Finding,
  described: RuleDescription | undefined,
  sources: SourceLines | undefined,
  { shown, framesAll }: FindingLook,
): StyledLine[] {
  const { severity, rule, location, message, related, flow, places = [] } = finding;
  const most = framesAll ? MOST : MOST_IN_SHORT;
  return [
    [
      styled(severity, severity),
      plain(' '),
      styled('strong', rule),
      plain('  '),
      styled('path', formatPlace(location)),
    ],
    [plain(`   ${message}`)],
    ...doubtLines(finding),
    BLANK_LINE,
    ...indented(frameOf(location, sources, 1, severity)),
    ...placeLines('related', related, most.related, framesAll ? sources : undefined),
    ...placeLines('step', flow, MOST.related, framesAll ? sources : undefined),
    ...samePlaces(places, message, most.same),
    ...(described === undefined || shown.why ? [] : ruleLines(described)),
    ...(shown.remedy && finding.remedy === described?.docs.remedy ? [] : [labelled('remedy', finding.remedy)]),
    ...(finding.fix === undefined ? [] : [labelled('fix', fixText(finding.fix))]),
    BLANK_LINE,
  ];
}

/** Why a rule exists, and where more is told of it. */
export const ruleLines = ({ docs, page }: RuleDescription): StyledLine[] => [
  labelled('why', docs.why),
  ...(page === undefined ? [] : [labelled('page', page)]),
];

/** What speaks against it. */
function doubtLines(finding: Finding): StyledLine[] {
  return confidenceReasons(finding).map((text) => [styled('faint', `   ${text}`)]);
}

/** What a place says is told where it is not what the finding says: another name, or what fails behind it. */
function samePlaces(places: readonly Place[], shown: string, most: number): StyledLine[] {
  if (places.length === 0) return [];
  const named = places
    .slice(0, most)
    .map(
      ({ location, message }, index): StyledLine => [
        styled('faint', `   ${(index === 0 ? 'also' : '').padEnd(8)}`),
        styled('path', formatPlace(location)),
        ...(message === shown ? [] : [plain(`  ${message}`)]),
      ],
    );
  const left = places.length - named.length;
  return left > 0 ? [...named, labelled('', `and ${countedPlaces(left)}`)] : named;
}

function frameOf(
  place: Location,
  sources: SourceLines | undefined,
  linesBefore: number,
  style: Finding['severity'] | 'faint',
): StyledLine[] {
  const source = sources?.find(place);
  return source === undefined ? [] : codeFrame(source, place, { linesBefore, style });
}

function placeLines(
  label: string,
  places: readonly RelatedLocation[],
  most: number,
  sources: SourceLines | undefined,
): StyledLine[] {
  const lines = places
    .slice(0, most)
    .flatMap((place, i) => [
      [
        styled('faint', `   ${(label === 'step' ? `step ${i + 1}` : label).padEnd(8)}`),
        styled('path', formatPlace(place)),
        plain(` ${place.message}`),
      ],
      ...(sources === undefined ? [] : indented(frameOf(place, sources, 0, 'faint'))),
    ]);
  const left = places.length - most;
  return left > 0 ? [...lines, labelled('', `and ${countedPlaces(left)}`)] : lines;
}

function labelled(label: string, text: string): StyledLine {
  return [styled('faint', `   ${label.padEnd(8)}`), plain(text)];
}

function indented(lines: readonly StyledLine[]): StyledLine[] {
  return lines.map((line) => [plain('     '), ...line]);
}
