import { bytesIn, type FileTree, fileKindOf } from '../discover/index.ts';
import { SourceText } from '../text/index.ts';
import { byName } from './find-path.ts';

/** A text file of the repository. */
export interface CodeFile {
  readonly path: string;
  readonly text: SourceText;
}

/** The lines of a text, without the empty one behind its last line feed. */
export const lineCountOf = ({ content, lineCount }: SourceText): number =>
  Math.max(1, content.endsWith('\n') ? lineCount - 1 : lineCount);

/** The files of a repository, at one commit or on the disk. Nothing outside of its root can be opened through it. */
export class RepositoryCode {
  readonly #files = new Map<string, CodeFile | undefined>();
  /** By a word that they hold: a document asks for the same ones again and again. */
  readonly #holding = new Map<string, readonly CodeFile[]>();
  #searched: readonly CodeFile[] | undefined;
  /** Paths by their last part. */
  readonly byName: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly tree: FileTree,
    readonly paths: ReadonlySet<string>,
  ) {
    this.byName = byName(paths);
  }

  /** Undefined where it is no text, too large, or not there. */
  file(path: string): CodeFile | undefined {
    if (!this.#files.has(path)) this.#files.set(path, this.#open(path));
    return this.#files.get(path);
  }

  /** Code and settings that hold a text, in the order of paths; documents only repeat what audits say. */
  filesWith(text: string): readonly CodeFile[] {
    let holding = this.#holding.get(text);
    if (holding === undefined) {
      holding = this.#all.filter((file) => file.text.content.includes(text));
      this.#holding.set(text, holding);
    }
    return holding;
  }

  get #all(): readonly CodeFile[] {
    if (this.#searched === undefined) {
      const paths = [...this.paths].filter((path) => !UNSEARCHED.has(fileKindOf(path) ?? 'text')).sort();
      // One after the other, each would be a question to git by itself.
      this.tree.expect(paths.filter((path) => !this.#files.has(path)));
      this.#searched = paths.flatMap((path) => this.file(path) ?? []);
    }
    return this.#searched;
  }

  #open(path: string): CodeFile | undefined {
    if (!this.paths.has(path)) return undefined;
    const bytes = bytesIn(this.tree, path, MAX_BYTES);
    if (bytes === undefined || bytes.includes(0)) return undefined;
    return { path, text: new SourceText(DECODER.decode(bytes)) };
  }
}

const DECODER = new TextDecoder('utf-8');
/** Larger files are data. */
const MAX_BYTES = 2 * 1024 * 1024;
const UNSEARCHED: ReadonlySet<string> = new Set(['markdown', 'text', 'lock-file', 'notebook']);
