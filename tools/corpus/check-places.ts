import type { Location } from '../../src/findings/index.ts';
import { type ScannedFolder, Sources } from './scan-folder.ts';

/**
 * Every place named by a finding that is not in its file, and every finding whose span is empty; one line each. A finding
 * about a file as a whole, which need not hold a statement, is at its first character.
 */
export function checkPlaces({ path: root, findings }: ScannedFolder): string[] {
  const sources = new Sources(root);
  return findings.flatMap(({ finding: { rule, location, related, flow } }) => {
    const places = [location, ...related, ...flow];
    const outside = places.flatMap((place) => whyOutside(place, sources) ?? []);
    const isEmpty = location.line === location.endLine && location.column === location.endColumn;
    const isWholeFile = location.line === 1 && location.column === 1;
    const problems = isEmpty && !isWholeFile ? [...outside, `${show(location)}: empty span`] : outside;
    return problems.map((problem) => `${rule} at ${problem}`);
  });
}

function whyOutside(place: Location, sources: Sources): string | undefined {
  const text = sources.text(place.path, place.cell);
  if (text === undefined) return `${show(place)}: the file cannot be read`;
  const { line, column, endLine, endColumn } = place;
  if (line < 1 || column < 1 || endLine < line || endLine > text.lineCount) return `${show(place)}: no such lines`;
  if (line === endLine && endColumn < column) return `${show(place)}: ends before it begins`;
  const isWithin = column <= text.lineText(line).length + 1 && endColumn <= text.lineText(endLine).length + 1;
  return isWithin ? undefined : `${show(place)}: no such column`;
}

const show = ({ path, cell, line, column, endLine, endColumn }: Location): string =>
  `${path}${cell === undefined ? '' : `#${cell}`}:${line}:${column}-${endLine}:${endColumn}`;
