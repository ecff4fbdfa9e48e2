import { isUtf8 } from 'node:buffer';
import type { Finding, Location } from '../findings/index.ts';
import { SourceText } from '../text/index.ts';
import type { SourceReader } from './report.ts';

/** Texts that are kept: the worst findings first jump from file to file and come back. */
const MAX_KEPT = 100;

/** Gives the text that a location's lines count from: a file, or a cell of a notebook. */
export class SourceLines {
  readonly #texts = new Map<string, SourceText | undefined>();

  readonly #hidden = new Map<string, Set<number>>();

  /** `findings` are all of the report, shown or not: a line that one of them hides no other may show. */
  constructor(
    readonly readSource: SourceReader,
    findings: readonly Finding[] = [],
  ) {
    for (const { hidesCode, location, related, flow } of findings) {
      if (hidesCode === true) for (const place of [location, ...related, ...flow]) this.#hide(place);
    }
  }

  /** Whether a line of the text that a location is in holds a secret. */
  isHidden(place: Location, line: number): boolean {
    return this.#hidden.get(textOf(place))?.has(line) === true;
  }

  #hide(place: Location): void {
    const lines = this.#hidden.get(textOf(place)) ?? new Set<number>();
    for (let line = place.line; line <= place.endLine; line++) lines.add(line);
    this.#hidden.set(textOf(place), lines);
  }

  find(place: Location): SourceText | undefined {
    const { path, cell } = place;
    const key = textOf(place);
    if (!this.#texts.has(key)) {
      if (this.#texts.size >= MAX_KEPT) this.#texts.clear();
      this.#texts.set(key, this.#read(path, cell));
    }
    return this.#texts.get(key);
  }

  #read(path: string, cell: number | undefined): SourceText | undefined {
    const bytes = this.readSource(path);
    if (bytes === undefined) return undefined;
    const content = cell === undefined ? decode(bytes) : cellSource(decode(bytes), cell);
    return content === undefined ? undefined : new SourceText(content);
  }
}

/** What names the text that a location counts in. */
const textOf = ({ path, cell }: Location): string => `${cell ?? ''}:${path}`;

const CODING_DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m;

// Only for showing: an encoding that this does not know shows as Latin-1, with every column in its place.
function decode(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1').split('\n', 2).join('\n');
  try {
    return new TextDecoder(CODING_DECLARATION.exec(head)?.[1] ?? 'latin1').decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function cellSource(notebook: string, cell: number): string | undefined {
  try {
    const source: unknown = JSON.parse(notebook)?.cells?.[cell - 1]?.source;
    if (typeof source === 'string') return source;
    return Array.isArray(source) ? source.join('') : undefined;
  } catch {
    return undefined;
  }
}
