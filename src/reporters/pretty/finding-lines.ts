import type { Finding, Location, RelatedLocation, RuleDocs } from '../../findings/index.ts';
import type { SourceLines } from '../source-lines.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';
import { codeFrame } from './code-frame.ts';

/** Places of evidence shown in full. */
const MAX_PLACES = 6;

/** One finding for a person: what and where, the code, the evidence, why it matters, what to do, where the rule is from. */
export function findingLines(finding: Finding, docs: RuleDocs | undefined, sources: SourceLines): StyledLine[] {
  const { severity, rule, location, message, related, flow } = finding;
  return [
    [
      styled(severity, severity),
      plain(' '),
      styled('strong', rule),
      plain('  '),
      styled('path', formatPlace(location)),
    ],
    [plain(`   ${message}`)],
    BLANK_LINE,
    ...indented(frameOf(location, sources, 1, severity)),
    ...placeLines('related', related, sources),
    ...placeLines('step', flow, sources),
    ...(docs === undefined ? [] : [labelled('why', docs.why)]),
    labelled('remedy', finding.remedy),
    ...originLine(docs),
    BLANK_LINE,
  ];
}

/** `path:line:column`, with the cell in a notebook. */
function formatPlace({ path, line, column, cell }: Location): string {
  return cell === undefined ? `${path}:${line}:${column}` : `${path} cell ${cell}:${line}:${column}`;
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

function placeLines(label: string, places: readonly RelatedLocation[], sources: SourceLines): StyledLine[] {
  const lines = places
    .slice(0, MAX_PLACES)
    .flatMap((place, i) => [
      [
        styled('faint', `   ${(label === 'step' ? `step ${i + 1}` : label).padEnd(8)}`),
        styled('path', formatPlace(place)),
        plain(` ${place.message}`),
      ],
      ...indented(frameOf(place, sources, 0, 'faint')),
    ]);
  const left = places.length - MAX_PLACES;
  return left > 0 ? [...lines, labelled('', `and ${left} more ${left === 1 ? 'place' : 'places'}`)] : lines;
}

function originLine(docs: RuleDocs | undefined): StyledLine[] {
  if (docs === undefined || docs.origin.length === 0) return [];
  return [labelled('origin', docs.origin.map(({ document, finding }) => `${document} ${finding}`).join(', '))];
}

function labelled(label: string, text: string): StyledLine {
  return [styled('faint', `   ${label.padEnd(8)}`), plain(text)];
}

function indented(lines: readonly StyledLine[]): StyledLine[] {
  return lines.map((line) => [plain('     '), ...line]);
}
