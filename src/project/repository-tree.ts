import { PathGlob } from '../text/index.ts';

/** What a path that somebody wrote down leads to. Paths are relative to the root, with `/`. */
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
  readonly #folders = new Set<string>(['']);

  /** `files`: every path that discovery saw; `isGitIgnored` of a path, whether it exists or not. */
  constructor(
    readonly files: ReadonlySet<string>,
    readonly isGitIgnored: (path: string) => boolean,
  ) {
    for (const path of files) {
      for (let end = path.lastIndexOf('/'); end > 0 && !this.#folders.has(path.slice(0, end)); ) {
        this.#folders.add(path.slice(0, end));
        end = path.lastIndexOf('/', end - 1);
      }
    }
  }

  isFile(path: string): boolean {
    return this.files.has(path);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Every file whose path fits a glob relative to the root. */
  filesLike(glob: string): readonly string[] {
    const pattern = new PathGlob(glob);
    return [...this.files].filter((path) => pattern.matches(path));
  }

  /**
   * What `written` leads to from the first of the folders in which something of that name stands; from the first folder
   * where it stands in none.
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

/** `./a/../b` below a folder as a path from the root; undefined where it leaves the root. */
export function joinPath(folder: string, written: string): string | undefined {
  const names = folder === '' ? [] : folder.split('/');
  for (const name of written.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join('/');
}

/** Neither empty nor made from variables, templates or placeholders, nor a URL. */
function isPlainPath(written: string): boolean {
  return written !== '' && !/[$`<>{}|\0\n]|%[A-Za-z_]+%|^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(written);
}
