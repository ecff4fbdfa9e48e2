import type { Edit, Fix, Location } from '../findings/index.ts';
import type { SourceText } from '../text/index.ts';
import type { SourceLines } from './source-lines.ts';

/** One replacement that stands for all edits of a fix. */
export interface Suggestion {
  readonly place: Location;
  readonly text: string;
}

/** Lines that people still read as one change. */
const MAX_LINES = 20;

/** For formats that know only one replacement: all edits in one, where they are close together and nothing between is secret. */
export function suggestionOf({ edits }: Fix, sources: SourceLines): Suggestion | undefined {
  const sorted = [...edits].sort((a, b) => byPlace(a.location, b.location));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (sorted.length === 1) return { place: first.location, text: first.text };
  const { path, line, column } = first.location;
  const { endLine, endColumn } = last.location;
  const isNear = sorted.every(({ location }) => location.path === path) && endLine - line < MAX_LINES;
  const place = { path, line, column, endLine, endColumn };
  const source = isNear ? sources.find(place) : undefined;
  return source === undefined || source.covers(place) ? undefined : { place, text: textWith(sorted, source) };
}

function textWith(edits: readonly Edit[], source: SourceText): string {
  const offset = (line: number, column: number) => source.lineStart(line) + column - 1;
  let text = '';
  let at: number | undefined;
  for (const { location, text: written } of edits) {
    const start = offset(location.line, location.column);
    text += source.content.slice(at ?? start, start) + written;
    at = offset(location.endLine, location.endColumn);
  }
  return text;
}

const byPlace = (a: Location, b: Location): number =>
  a.line - b.line || a.column - b.column || a.endLine - b.endLine || a.endColumn - b.endColumn;

/** What `--fix` would do, in a few words. */
export const fixText = ({ title, safety, because }: Fix): string =>
  safety === 'safe' ? `${title} (\`--fix\`)` : `${title} (\`--fix --unsafe-fixes\`: ${because})`;
