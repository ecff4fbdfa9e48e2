import type { Finding, Location } from '../findings/index.ts';
import { FileSecrets, secretsAt } from '../knowledge/hidden/file-secrets.ts';
import type { HiddenSpan, TextKind } from '../knowledge/hidden/spans.ts';
import { textKindOf } from '../knowledge/hidden/text-kind.ts';
import { decodeSource } from '../text/decode.ts';
import { SourceText } from '../text/index.ts';
import { Notebooks } from './notebooks/notebooks.ts';
import type { SourceReader } from './report.ts';

/** Of the texts that are kept: the worst findings first jump from file to file and come back. */
const MAX_KEPT_CHARACTERS = 20_000_000;

/** A text of the repository whose secrets are covered, each in its columns. Nothing else makes one, and nothing else may be shown. */
export class CoveredText extends SourceText {
  readonly #secrets: FileSecrets;

  private constructor(secrets: FileSecrets) {
    super(secrets.covered);
    this.#secrets = secrets;
  }

  static of(text: string, kind: TextKind, secretsIn: (source: SourceText) => readonly HiddenSpan[]): CoveredText {
    return new CoveredText(new FileSecrets(text, kind, secretsIn(new SourceText(text))));
  }

  /** Whether something of a line is covered. */
  coversLine(line: number): boolean {
    return this.#secrets.meets(this.lineStart(line), this.lineStart(line + 1));
  }

  /** Whether something of a place is. */
  covers({ line, column, endLine, endColumn }: Omit<Location, 'path'>): boolean {
    return this.#secrets.meets(this.lineStart(line) + column - 1, this.lineStart(endLine) + endColumn - 1);
  }
}

/** What is known of secrets beside what the texts show. */
export interface KnownSecrets {
  /** Places of secrets that the scan found. */
  readonly secrets?: readonly Location[];
  /** All of the report, shown or not: what one of them hides no other may show. */
  readonly findings?: readonly Finding[];
}

/** Gives the text that a location's lines count from, its secrets covered: a file, or a cell of a notebook. */
export class SourceLines {
  readonly #texts = new Map<string, CoveredText | undefined>();
  #keptCharacters = 0;
  readonly #notebooks: Notebooks;
  readonly #exact = new Map<string, Location[]>();
  readonly #hiding = new Map<string, Location[]>();

  constructor(
    readonly readSource: SourceReader,
    { secrets = [], findings = [] }: KnownSecrets = {},
  ) {
    this.#notebooks = new Notebooks(readSource);
    for (const place of secrets) add(this.#exact, place);
    for (const { hidesCode, location, places = [] } of findings) {
      if (hidesCode === true)
        for (const place of [location, ...places.map((each) => each.location)]) add(this.#hiding, place);
    }
  }

  find(place: Location): CoveredText | undefined {
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

  #read(path: string, cell: number | undefined): CoveredText | undefined {
    const text = cell === undefined ? this.#decoded(path) : this.#notebooks.at(path)?.sourceOf(cell)?.content;
    if (text === undefined) return undefined;
    const kind = textKindOf(path, cell !== undefined);
    const key = textOf({ path, ...(cell !== undefined && { cell }) });
    return CoveredText.of(text, kind, (source) => [
      ...spansOf(this.#exact.get(key), source),
      ...spansOf(this.#hiding.get(key), source).flatMap((span) => secretsAt(text, span, kind)),
    ]);
  }
}

/** Those that are still in the text. */
function spansOf(places: readonly Location[] = [], source: SourceText): HiddenSpan[] {
  return places
    .filter(({ endLine }) => endLine <= source.lineCount)
    .map(({ line, column, endLine, endColumn }) => ({
      start: source.lineStart(line) + column - 1,
      end: source.lineStart(endLine) + endColumn - 1,
    }));
}

function add(places: Map<string, Location[]>, place: Location): void {
  const known = places.get(textOf(place));
  if (known === undefined) places.set(textOf(place), [place]);
  else known.push(place);
}

/** What names the text that a location counts in. */
const textOf = ({ path, cell }: Pick<Location, 'path' | 'cell'>): string => `${cell ?? ''}:${path}`;
