import type { Finding, Location } from '../findings/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { decodePython, decodeText } from '../text/decode.ts';
import { SourceText } from '../text/index.ts';
import { Notebooks } from './notebooks/notebooks.ts';
import type { SourceReader } from './report.ts';

/** Of the texts that are kept: the worst findings first jump from file to file and come back. */
const MAX_KEPT_CHARACTERS = 20_000_000;

/** Gives the text that a location's lines count from, its secrets covered: a file, or a cell of a notebook. */
export class SourceLines {
  readonly #texts = new Map<string, SourceText | undefined>();
  #keptCharacters = 0;
  readonly #notebooks: Notebooks;
  readonly #hidden = new Map<string, Set<number>>();

  /** `findings` are all of the report, shown or not: a line that one of them hides no other may show. */
  constructor(
    readonly readSource: SourceReader,
    findings: readonly Finding[] = [],
  ) {
    this.#notebooks = new Notebooks(readSource);
    for (const { hidesCode, location, related, flow, places = [] } of findings) {
      const all = [location, ...related, ...flow, ...places.map((place) => place.location)];
      if (hidesCode === true) for (const place of all) this.#hide(place);
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
      const text = this.#read(path, cell);
      this.#keptCharacters += text?.content.length ?? 0;
      if (this.#keptCharacters > MAX_KEPT_CHARACTERS) {
        this.#texts.clear();
        this.#keptCharacters = text?.content.length ?? 0;
      }
      this.#texts.set(key, text);
    }
    return this.#texts.get(key);
  }

  #decoded(path: string): string | undefined {
    const bytes = this.readSource(path);
    return bytes === undefined ? undefined : decodeSource(bytes);
  }

  #read(path: string, cell: number | undefined): SourceText | undefined {
    const text = cell === undefined ? this.#decoded(path) : this.#notebooks.at(path)?.sourceOf(cell)?.content;
    return text === undefined ? undefined : new SourceText(maskSecrets(text));
  }
}

/** What names the text that a location counts in. */
const textOf = ({ path, cell }: Location): string => `${cell ?? ''}:${path}`;

/** As the file was read, so that every column is in its place. */
export function decodeSource(bytes: Uint8Array): string {
  const python = decodePython(bytes);
  return python.kind === 'text' ? python.content : decodeText(bytes);
}
