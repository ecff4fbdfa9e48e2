import { groupBy } from '../collections/index.ts';
import { foldersAround, joinPath, PathGlob } from '../text/index.ts';

/** What a path that someone wrote down leads to. Paths are relative to the root, with `/`. */
export type PathAnswer =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  /** It is not in the repository, and git would not keep it there: something makes it. */
  | { readonly kind: 'ignored'; readonly path: string }
  /** A pattern that fits files. */
  | { readonly kind: 'glob'; readonly paths: readonly string[] }
  | { readonly kind: 'missing'; readonly path: string }
  /** Absolute, in a home folder, or above the root: not of the repository. */
  | { readonly kind: 'outside' }
  /** Made from variables, a URL, or no path at all. */
  | { readonly kind: 'unknown' };

/** The files and folders of the repository, and the one place that says what a written path means. */
export class RepositoryTree {
  readonly #folders: ReadonlySet<string>;
  /** All files by their code units, so that those of a folder stand together. */
  #sorted: readonly string[] | undefined;
  #filesByName: ReadonlyMap<string, readonly string[]> | undefined;

  /**
   * `files`: every path that discovery saw; `isGitIgnored` of a path, whether it exists or not; `isKept` of one that was
   * passed over for that, and is in the repository all the same.
   */
  constructor(
    readonly files: ReadonlySet<string>,
    readonly isGitIgnored: (path: string) => boolean,
    readonly isKept: (path: string) => boolean = () => false,
  ) {
    this.#folders = foldersAround(files).add('');
  }

  get folders(): ReadonlySet<string> {
    return this.#folders;
  }

  isFile(path: string): boolean {
    return this.files.has(path);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Every file whose path fits a glob relative to the root, in path order. */
  filesLike(glob: string): readonly string[] {
    const pattern = new PathGlob(glob);
    return this.filesBelow(plainFolderOf(glob)).filter((path) => pattern.matches(path));
  }

  /** The files in a folder, however deep. */
  filesBelow(folder: string): readonly string[] {
    this.#sorted ??= [...this.files].sort();
    if (folder === '') return this.#sorted;
    const start = firstNotBefore(this.#sorted, `${folder}/`);
    // The character behind a slash.
    return this.#sorted.slice(start, firstNotBefore(this.#sorted, `${folder}0`));
  }

  /** All files of this name, wherever they are. */
  filesNamed(name: string): readonly string[] {
    this.#filesByName ??= groupBy(this.files, (path) => path.slice(path.lastIndexOf('/') + 1));
    return this.#filesByName.get(name) ?? [];
  }

  /**
   * What `written` leads to from the first of the folders in which something of that name stands; from the first folder
   * where it is in none.
   */
  resolve(written: string, ...bases: readonly string[]): PathAnswer {
    if (!isPlainPath(written)) return { kind: 'unknown' };
    if (/^(?:[/~]|[A-Za-z]:[\\/])/.test(written)) return { kind: 'outside' };
    const answers = bases.map((base) => this.#resolveFrom(base, written));
    return answers.find(({ kind }) => kind !== 'missing' && kind !== 'outside') ?? answers[0] ?? { kind: 'unknown' };
  }

  #resolveFrom(base: string, written: string): PathAnswer {
    const path = joinPath(base, written);
    if (path === undefined) return { kind: 'outside' };
    if (this.isFile(path)) return { kind: 'file', path };
    if (this.isFolder(path)) return { kind: 'folder', path };
    if (/[*?[]/.test(path)) {
      const paths = this.filesLike(path);
      return paths.length > 0 ? { kind: 'glob', paths } : { kind: 'missing', path };
    }
    return this.isGitIgnored(path) ? { kind: 'ignored', path } : { kind: 'missing', path };
  }
}

/** The folders that a glob names before its first pattern. */
function plainFolderOf(glob: string): string {
  const pattern = glob.search(/[*?[{\\]/);
  return glob.slice(0, Math.max(0, glob.lastIndexOf('/', pattern < 0 ? glob.length : pattern)));
}

/** Index of the first of sorted texts that is not before another text. */
function firstNotBefore(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What Linux takes for a path. */
const MAX_PATH = 4096;

/** Neither empty nor made from variables, templates or placeholders, nor a URL. */
function isPlainPath(written: string): boolean {
  return (
    written !== '' &&
    written.length <= MAX_PATH &&
    !/[$`<>{}|\0\n]|%[A-Za-z_]+%|^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(written)
  );
}
