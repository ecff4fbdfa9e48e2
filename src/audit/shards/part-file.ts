import { createHash } from 'node:crypto';
import type { FileReport } from '../../engine/index.ts';
import type { Notice } from '../../findings/index.ts';
import { FileLines, type LinePlace } from './file-lines.ts';
import {
  type FactsLine,
  type FoundInFile,
  type KeptReport,
  LINE_KINDS,
  type LineKind,
  PART_END,
  PART_FORMAT,
  PART_HEAD,
  PartError,
  type PartHead,
  startOfLine,
} from './part-format.ts';
import type { SharedTexts } from './shared-texts.ts';

/** Facts of one rule in one file, which stay in the part until the rule asks for them. */
export interface PlacedFacts {
  readonly path: string;
  read(): readonly unknown[];
}

/** What a part holds. Of its reports findings and suppressions are read each time they are asked for, and facts stand apart. */
export interface PartContent {
  readonly reports: readonly FileReport[];
  readonly skipped: readonly Notice[];
  /** Files of the part without a report. */
  readonly unread: readonly string[];
  readonly facts: ReadonlyMap<string, readonly PlacedFacts[]>;
}

/** A part on the disk. */
export class PartFile {
  readonly head: PartHead;
  readonly #lines: FileLines;

  /** Reads the head alone. Throws `PartError`. */
  constructor(
    readonly file: string,
    readonly shownAs: string,
  ) {
    this.#lines = new FileLines(file);
    if (!this.#lines.isRegular) throw this.#error('is not a regular file; a part must be readable more than once');
    const first = this.#lines.all().next().value;
    this.head = this.#readHead(first?.bytes.toString('utf8') ?? '');
  }

  close(): void {
    this.#lines.close();
  }

  /** Reads all of it, and that it is what was written. Throws `PartError`. */
  read(texts: SharedTexts): PartContent {
    const reading = new PartReading(this.#lines, texts);
    const hash = createHash('sha256');
    let number = 0;
    for (const { bytes, start } of this.#lines.all()) {
      const kind = kindOf(bytes);
      if (kind === undefined || bytes.at(-1) !== LINE_END) break;
      if (kind === 'end') {
        const isLast = start + bytes.length === this.#lines.size;
        if (!isLast || !isEndOf(bytes, number, hash.digest('hex'))) throw this.#error(`was changed ${REWRITE}`);
        return reading;
      }
      number++;
      hash.update(bytes);
      try {
        reading.add(kind, bytes, start);
      } catch (cause) {
        throw this.#error(`was changed in line ${number} ${REWRITE}`, cause);
      }
    }
    throw this.#error(`is truncated or changed after line ${number} ${REWRITE}`);
  }

  #readHead(line: string): PartHead {
    const json = line.startsWith(startOfLine('head')) ? parseJson(line) : undefined;
    // Only looked at here; the schema says what it is.
    const { auditlintPart: head } = Object(json) as { auditlintPart?: { format?: unknown } };
    if (head === undefined) throw this.#error(`is truncated or changed in its first line ${REWRITE}`);
    if (head.format !== PART_FORMAT) {
      const written = `is a part of format ${JSON.stringify(head.format)}, and this auditlint reads ${PART_FORMAT}`;
      throw this.#error(`${written}; scan and merge with one version`);
    }
    const parsed = PART_HEAD.safeParse(head);
    if (!parsed.success) throw this.#error(`was changed in its first line ${REWRITE}`);
    return parsed.data;
  }

  #error(problem: string, cause?: unknown): PartError {
    return new PartError(`\`${this.shownAs}\` ${problem}`, { cause });
  }
}

const REWRITE = 'after it was written; run its shard again';
const LINE_END = 10;

/** What was met in a part so far. */
class PartReading implements PartContent {
  readonly reports: StoredReport[] = [];
  readonly skipped: Notice[] = [];
  readonly unread: string[] = [];
  readonly facts = new Map<string, PlacedFacts[]>();
  readonly #ruleLists: (readonly string[])[] = [];

  constructor(
    readonly lines: FileLines,
    readonly texts: SharedTexts,
  ) {}

  add(kind: LineKind, bytes: Buffer, start: number): void {
    const place = { start, length: bytes.length };
    switch (kind) {
      case 'file': {
        const { rulesRun, ...kept } = this.texts.share(contentOf(bytes) as KeptReport);
        this.reports.push(new StoredReport(kept, this.#ruleLists[rulesRun] ?? [], this));
        break;
      }
      case 'found':
        this.#last().found = place;
        break;
      case 'facts':
        this.#addFacts(bytes, place);
        break;
      case 'rules':
        this.#ruleLists.push(this.texts.share(contentOf(bytes) as readonly string[]));
        break;
      case 'skipped':
        this.skipped.push(contentOf(bytes) as Notice);
        break;
      case 'unread':
        this.unread.push(...(contentOf(bytes) as readonly string[]));
        break;
      case 'head':
      case 'end':
        break;
    }
  }

  foundAt(place: LinePlace): FoundInFile {
    return this.texts.share(contentOf(this.lines.at(place)) as FoundInFile);
  }

  #addFacts(bytes: Buffer, place: LinePlace): void {
    const begin = startOfLine('facts').length + 2;
    const rule = bytes.toString('utf8', begin, bytes.indexOf('"', begin));
    const { path } = this.#last();
    const { lines } = this;
    const placed = { path, read: () => (contentOf(lines.at(place)) as FactsLine)[1] };
    const ofRule = this.facts.get(rule);
    if (ofRule === undefined) this.facts.set(rule, [placed]);
    else ofRule.push(placed);
  }

  #last(): StoredReport {
    const last = this.reports.at(-1);
    if (last === undefined) throw new Error('a line that belongs to a file is before the first file');
    return last;
  }
}

/** A report of which only what the whole reduce needs is held. */
class StoredReport implements FileReport {
  readonly schemaVersion: number;
  readonly path: string;
  readonly kind: FileReport['kind'];
  readonly outcome: FileReport['outcome'];
  readonly bytes: number;
  readonly lines: number;
  readonly notices: FileReport['notices'];
  readonly facts: FileReport['facts'] = NO_FACTS;
  declare readonly summary?: NonNullable<FileReport['summary']>;
  declare readonly mentions?: NonNullable<FileReport['mentions']>;
  declare readonly cells?: NonNullable<FileReport['cells']>;
  declare readonly artifact?: NonNullable<FileReport['artifact']>;
  found: LinePlace | undefined;

  constructor(
    kept: Omit<KeptReport, 'rulesRun'>,
    readonly rulesRun: readonly string[],
    readonly part: PartReading,
  ) {
    const { schemaVersion, path, kind, outcome, bytes, lines, notices, ...present } = kept;
    [this.schemaVersion, this.path, this.kind, this.outcome] = [schemaVersion, path, kind, outcome];
    [this.bytes, this.lines, this.notices] = [bytes, lines, notices];
    Object.assign(this, present);
  }

  get findings(): FileReport['findings'] {
    return this.found === undefined ? [] : this.part.foundAt(this.found).findings;
  }

  get conditions(): FileReport['conditions'] {
    return this.found && this.part.foundAt(this.found).conditions;
  }

  get suppressions(): FileReport['suppressions'] {
    return this.found === undefined ? [] : this.part.foundAt(this.found).suppressions;
  }
}

const NO_FACTS = {};

function kindOf(line: Buffer): LineKind | undefined {
  const begin = line.toString('latin1', 0, 20);
  return LINE_KINDS.find((kind) => begin.startsWith(startOfLine(kind)));
}

function contentOf(line: Buffer | string): unknown {
  // Lines have one member each, which the caller knows by how the line begins.
  return Object.values(JSON.parse(line.toString()) as object)[0];
}

/** `line` may have been changed. */
function isEndOf(line: Buffer, lines: number, sha256: string): boolean {
  const end = PART_END.safeParse(Object(parseJson(line.toString())).end);
  return end.success && end.data.lines === lines && end.data.sha256 === sha256;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
