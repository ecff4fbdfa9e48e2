import type { Location } from '../findings/index.ts';
import type { SourceLines } from '../reporters/source-lines.ts';
import type { QuotedLine, QuotedLines } from './audit-report.ts';

const LINES_AROUND = 2;
/** Of a construct. */
const MAX_LINES = 10;
const MAX_COLUMNS = 220;
/** Characters of all quotes of a report together: it stays a file that one can send. */
const MAX_QUOTED = 1_000_000;

/** Quotes the lines of findings, secrets covered, until there is no room left. */
export class CodeQuotes {
  #room = MAX_QUOTED;

  constructor(readonly sources: SourceLines) {}

  /** The construct with the lines around it; undefined where it can no longer be read, or nothing fits. */
  around(place: Location): QuotedLines | undefined {
    const source = this.#room > 0 ? this.sources.find(place) : undefined;
    if (source === undefined || place.line > source.lineCount) return undefined;
    const first = Math.max(1, place.line - LINES_AROUND);
    const end = Math.min(place.endLine, place.line + MAX_LINES - 1);
    const last = Math.min(end + (end < place.endLine ? 0 : LINES_AROUND), source.lineCount);
    const lines: QuotedLine[] = [];
    for (let line = first; line <= last; line++) {
      const text = shortened(source.lineText(line));
      this.#room -= text.length;
      lines.push({ text, isMarked: place.line <= line && line <= place.endLine, isHidden: source.coversLine(line) });
    }
    return { ...withoutBlankEnds(first, lines), left: Math.max(0, place.endLine - end) };
  }
}

function withoutBlankEnds(first: number, lines: readonly QuotedLine[]): Pick<QuotedLines, 'first' | 'lines'> {
  const isNeeded = ({ text, isMarked }: QuotedLine): boolean => isMarked || text.trim() !== '';
  const [from, to] = [lines.findIndex(isNeeded), lines.findLastIndex(isNeeded)];
  return { first: first + Math.max(0, from), lines: lines.slice(Math.max(0, from), to + 1) };
}

function shortened(text: string): string {
  const whole = text.replaceAll('\t', '    ');
  return whole.length > MAX_COLUMNS ? `${whole.slice(0, MAX_COLUMNS).replace(/[\uD800-\uDBFF]$/, '')}…` : whole;
}
