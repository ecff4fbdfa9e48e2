import type { Module } from '../ast/index.ts';
import type { PythonParser } from '../ast/lower/index.ts';
import { type FileTree, fileKindOf, isPythonFileKind } from '../discover/index.ts';
import { SourceText } from '../text/index.ts';
import { type CodeToken, tokensIn } from './code-tokens.ts';
import { definitionsIn, type NamedConstruct } from './named-constructs.ts';
import { wordsInFull } from './rule-fit.ts';
import { SharedTrees } from './shared-trees.ts';

/** One file as anchoring sees it; what it costs to know is done when it is asked for. */
export class CodeFile {
  #constructs: readonly NamedConstruct[] | undefined;
  #module: Module | undefined;
  #linesByWord: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(
    readonly path: string,
    readonly text: SourceText,
    readonly parser: PythonParser,
  ) {}

  get lineCount(): number {
    return this.text.content.endsWith('\n') ? this.text.lineCount - 1 : this.text.lineCount;
  }

  get tokens(): readonly CodeToken[] {
    return tokensIn(this.text);
  }

  /**
   * The lines that hold a word, as documents are read for words; asked for by every claim without lines. What a file says of itself at length
   * is left out: the summary of a module has all the words of its defects, and is none of them.
   */
  linesWith(word: string): readonly number[] {
    this.#linesByWord ??= this.#readWords();
    return this.#linesByWord.get(word) ?? [];
  }

  #readWords(): ReadonlyMap<string, readonly number[]> {
    const told = new Set(this.isPython ? this.tokens.flatMap(linesOfDocument) : []);
    const inFull = new Map<string, readonly string[]>();
    const lines = new Map<string, number[]>();
    for (let line = 1; line <= this.lineCount; line++) {
      if (told.has(line)) continue;
      for (const run of this.text
        .lineText(line)
        .slice(0, LONGEST_LINE)
        .match(/[\p{L}\p{N}]+/gu) ?? []) {
        const words = inFull.get(run) ?? wordsInFull(run);
        inFull.set(run, words);
        for (const word of words) addLine(lines, word, line);
      }
    }
    return lines;
  }

  /** Functions, classes, and what modules, classes and methods bind by name; none where the file is no Python. */
  get constructs(): readonly NamedConstruct[] {
    // Names are looked up in many files, and hardly one of them is asked for more: their trees would only be carried along.
    this.#constructs ??= this.isPython ? definitionsIn(this.#module ?? this.#parse(), this.text) : [];
    return this.#constructs;
  }

  get module(): Module {
    this.#module ??= this.#parse();
    return this.#module;
  }

  #parse(): Module {
    return this.parser.parse(this.text.content).module;
  }

  get isPython(): boolean {
    const kind = fileKindOf(this.path);
    return kind !== undefined && isPythonFileKind(kind) && kind !== 'notebook';
  }
}

/** Each line once. */
function addLine(lines: Map<string, number[]>, word: string, line: number): void {
  const known = lines.get(word);
  if (known === undefined) lines.set(word, [line]);
  else if (known.at(-1) !== line) known.push(line);
}

/** The lines of a text over several: hardly code. */
function linesOfDocument({ kind, text, line }: CodeToken): number[] {
  const count = kind === 'text' ? text.split('\n').length : 1;
  return count > 1 ? Array.from({ length: count }, (_, i) => line + i) : [];
}

/** Of data that stands on one line the beginning is enough. */
const LONGEST_LINE = 400;
/** Larger files are data. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Text for people: it repeats what audits say. */
export function isDocument(path: string): boolean {
  const kind = fileKindOf(path);
  return kind === 'markdown' || kind === 'text';
}

/** The files of a repository, at one commit or on the disk. Nothing outside of its root can be opened through it. */
export class RepositoryCode {
  readonly #files = new Map<string, CodeFile | undefined>();
  /** Of the files as they are now. */
  readonly trees: SharedTrees;
  /** By a word that they hold: a document asks for the same ones again and again. */
  readonly #holding = new Map<string, readonly CodeFile[]>();
  #toSearch: readonly string[] | undefined;
  #isRead = false;
  #documents: readonly CodeFile[] | undefined;
  /** Paths by their last part. */
  readonly byName: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly tree: FileTree,
    readonly paths: ReadonlySet<string>,
    readonly parser: PythonParser,
    /** What the audit says in its titles. */
    private readonly claimed: readonly string[] = [],
  ) {
    const byName = new Map<string, string[]>();
    for (const path of paths) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const alike = byName.get(name);
      if (alike === undefined) byName.set(name, [path]);
      else alike.push(path);
    }
    this.byName = byName;
    this.trees = new SharedTrees(parser);
  }

  /** Undefined where it is no text, too large, or not there. */
  file(path: string): CodeFile | undefined {
    if (!this.#files.has(path)) this.#files.set(path, this.#open(path));
    return this.#files.get(path);
  }

  /** Code and settings that hold a word, in the order of paths; documents only repeat what audits say. */
  filesWith(word: string): readonly CodeFile[] {
    let holding = this.#holding.get(word);
    if (holding === undefined) {
      const files = this.#readSearched().flatMap((path) => this.file(path) ?? []);
      holding = files.filter(({ text }) => text.content.includes(word));
      this.#holding.set(word, holding);
    }
    return holding;
  }

  /** Documents that hold a word, if they are few enough to be read; those that say again what is claimed are no place of it. */
  documentsWith(word: string): readonly CodeFile[] {
    this.#documents ??= this.#readDocuments();
    return this.#documents.filter(({ text }) => text.content.includes(word));
  }

  #readDocuments(): readonly CodeFile[] {
    const paths = [...this.paths].filter((path) => fileKindOf(path) === 'markdown');
    if (paths.length > MOST_READ) return [];
    this.tree.expect(paths.filter((path) => !this.#files.has(path)));
    const isAudit = ({ text }: CodeFile): boolean =>
      this.claimed.filter((title) => text.content.includes(title)).length >= Math.min(MOST_AGAIN, this.claimed.length);
    return paths.flatMap((path) => this.file(path) ?? []).filter((file) => !isAudit(file));
  }

  /** The first file of code or settings, Python with what it says in comments, in which a word is as asked. */
  holding(asked: Pick<RegExp, 'test'>): CodeFile | undefined {
    for (const path of this.#readSearched()) {
      const file = this.file(path);
      if (file !== undefined && (asked.test(path) || asked.test(file.text.content))) return file;
    }
    return undefined;
  }

  /** Code and settings, if they are few enough to be read through for a claim that names none of them. */
  get few(): readonly CodeFile[] {
    const paths = this.#searched.length > MOST_READ ? this.#searched : this.#readSearched();
    return paths.length > MOST_READ ? [] : paths.flatMap((path) => this.file(path) ?? []);
  }

  get #searched(): readonly string[] {
    this.#toSearch ??= [...this.paths].filter((path) => {
      const kind = fileKindOf(path);
      return kind !== undefined && !UNSEARCHED.has(kind);
    });
    return this.#toSearch;
  }

  /** One after the other, each would be a question to git by itself. */
  #readSearched(): readonly string[] {
    if (!this.#isRead) {
      this.tree.expect(this.#searched.filter((path) => !this.#files.has(path)));
      for (const path of this.#searched) this.file(path);
      this.#isRead = true;
    }
    return this.#searched;
  }

  #open(path: string): CodeFile | undefined {
    if (!this.paths.has(path)) return undefined;
    const content = this.tree.read(path, MAX_BYTES);
    if (content.kind !== 'content' || content.bytes.includes(0)) return undefined;
    return new CodeFile(path, new SourceText(DECODER.decode(content.bytes)), this.trees);
  }
}

const MOST_READ = 200;
/** A document that has more titles of an audit is that audit, or repeats it. */
const MOST_AGAIN = 3;

const DECODER = new TextDecoder('utf-8');
const UNSEARCHED: ReadonlySet<string> = new Set(['markdown', 'text', 'lock-file', 'notebook']);
