import { groupBy } from '../collections/index.ts';
import type { DiscoveredFile, Discovery, FileKind } from '../discover/index.ts';
import { folderOf, joinPath } from '../text/index.ts';
import type { UnreadCode } from './unread-code.ts';

/** Which files of a repository are meant by the paths that are given to Python to run, or to import from. */
export class GivenFiles {
  /** Those whose names do not say that they are Python. More may be added during an iteration. */
  readonly programs: DiscoveredFile[] = [];
  readonly unread: UnreadCode[] = [];
  readonly #kinds: ReadonlyMap<string, FileKind>;
  readonly #by = new Map<string, readonly string[]>();
  readonly #seen = new Set<string>();
  #byName: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    readonly discovery: Pick<Discovery, 'files' | 'allPaths' | 'isLeftOut' | 'isRequested'>,
    readonly source: { head(path: string): Uint8Array | undefined },
  ) {
    this.#kinds = new Map(discovery.files.map(({ path, kind }) => [path, kind]));
  }

  /** The paths as a file writes them. */
  add(from: string, written: readonly string[]): void {
    const found = [...new Set(written.flatMap((each) => this.#meantBy(each, from) ?? []))];
    if (found.length > 0) this.#by.set(from, found);
    for (const path of found) this.#take(path);
  }

  /** What a file gives to Python. */
  by(from: string): readonly string[] {
    return this.#by.get(from) ?? [];
  }

  #take(path: string): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    const kind = this.#kinds.get(path);
    if (kind === 'python' || kind === 'notebook') return;
    if (this.discovery.isLeftOut(path)) this.unread.push({ why: 'wish', path });
    else if (ARCHIVE.test(path)) this.unread.push({ why: 'archive', path });
    else if (kind !== undefined && !MAY_BE_CODE.has(kind)) {
      // Without an ending it may be a word that only looks like the name of such a file.
      if (/\.\w+$/.test(path)) this.unread.push({ why: 'kind', path });
    } else if (this.source.head(path)?.includes(0) !== false) this.unread.push({ why: 'binary', path });
    else this.programs.push({ path, kind: 'python', requested: this.discovery.isRequested(path) });
  }

  /** From the folder of the file, from the root, and, as in an image, from wherever one file alone fits. */
  #meantBy(written: string, from: string): string | undefined {
    const { allPaths } = this.discovery;
    const beside = [folderOf(from), ''].map((folder) => joinPath(folder, written.replace(/^\/+/, '')));
    const found = beside.find((path) => path !== undefined && allPaths.has(path));
    if (found !== undefined || !/[./]/.test(written)) return found;
    const names = written.split('/').filter((name) => name !== '' && !/^\.{1,2}$/.test(name));
    const alike = this.#named(names.at(-1) ?? '');
    if (alike.length > MOST_ALIKE) return undefined;
    for (let start = 0; start < names.length; start++) {
      const end = names.slice(start).join('/');
      const [only, ...others] = alike.filter((path) => path === end || path.endsWith(`/${end}`));
      if (only !== undefined) return others.length === 0 ? only : undefined;
      // Only of an absolute path the first folders may be those of an image.
      if (!written.startsWith('/')) return undefined;
    }
    return undefined;
  }

  #named(name: string): readonly string[] {
    this.#byName ??= groupBy(this.discovery.allPaths, (path) => path.slice(path.lastIndexOf('/') + 1));
    return this.#byName.get(name) ?? [];
  }
}

/** Of more files of one name hardly one is meant. */
const MOST_ALIKE = 100;
const ARCHIVE = /\.(?:zip|egg|pyzw?|whl)$/i;
/** What no reader takes, or what a shell is given as well. */
const MAY_BE_CODE: ReadonlySet<FileKind> = new Set<FileKind>(['text', 'settings', 'shell-script']);
