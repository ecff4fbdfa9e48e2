import { joinPath, type Located, matchesSegments, parsePathPattern } from '../text/index.ts';
import type { DockerIgnore } from './docker-ignore.ts';
import { cleanPath } from './docker-ignore.ts';
import type { PathAnswer, RepositoryTree } from './repository-tree.ts';

/** What a source of a COPY leads to. */
export type ContextAnswer =
  | PathAnswer
  /** It is in the repository, and the ignore file of the build keeps it out of the context. */
  | { readonly kind: 'excluded'; readonly path: string; readonly by: Located<string>; readonly ignoreFile: string };

/** The folder that a build sends to Docker, without what the ignore file leaves out. */
export class BuildContext {
  constructor(
    readonly folder: string,
    readonly tree: RepositoryTree,
    readonly ignore?: { readonly path: string; readonly patterns: DockerIgnore },
  ) {}

  /** What a source leads to, written as in a COPY: `/` and `..` stay within the context. */
  resolve(source: string): ContextAnswer {
    if (/^[a-z+]+:\/\//i.test(source)) return { kind: 'unknown' };
    const path = cleanPath(source);
    // The context itself is always there.
    if (path === '') return { kind: 'folder', path: this.folder };
    const answer = this.#found(path);
    switch (answer.kind) {
      case 'file':
      case 'folder':
        return this.#leavesOut(answer.path) ?? answer;
      case 'glob': {
        const paths = answer.paths.filter((each) => this.#leavesOut(each) === undefined);
        const [first] = answer.paths;
        if (paths.length > 0) return { kind: 'glob', paths };
        return (first === undefined ? undefined : this.#leavesOut(first)) ?? answer;
      }
      case 'missing':
        return this.#isBelowLink(answer.path) ? { kind: 'unknown' } : answer;
      default:
        return answer;
    }
  }

  /**
   * Whether a COPY of `source` takes a file along, which may also stand only on the disk of who builds: the file, a folder above it or
   * a pattern that fits one of them is named, and the ignore file lets it in. `path` is relative to the root.
   */
  takesAlong(source: string, path: string): boolean {
    if (this.folder !== '' && !path.startsWith(`${this.folder}/`)) return false;
    const within = this.#within(path);
    if (this.ignore?.patterns.leavesOut(within) !== undefined) return false;
    const named = cleanPath(source);
    if (named === '') return !/^[a-z+]+:\/\//i.test(source);
    const segments = parsePathPattern(named);
    const names = within.split('/');
    return names.some((_, index) => matchesSegments(segments, names.slice(0, index + 1)));
  }

  #found(path: string): PathAnswer {
    const answer = this.tree.resolve(path, this.folder);
    if (answer.kind !== 'missing' || !/[*?[]/.test(path)) return answer;
    // A pattern fits folders too.
    const below = this.tree.resolve(`${path}/**`, this.folder);
    return below.kind === 'glob' ? below : answer;
  }

  #leavesOut(path: string): ContextAnswer | undefined {
    if (this.ignore === undefined) return undefined;
    const { patterns, path: ignoreFile } = this.ignore;
    const by = patterns.leavesOut(this.#within(path));
    if (by === undefined) return undefined;
    const isTakenBackIn = this.tree.isFolder(path)
      ? this.tree.filesBelow(path).some((file) => patterns.leavesOut(this.#within(file)) === undefined)
      : false;
    if (isTakenBackIn) return undefined;
    return { kind: 'excluded', path, by, ignoreFile };
  }

  #within(path: string): string {
    return this.folder === '' ? path : path.slice(this.folder.length + 1);
  }

  /** Below a file can only be what a link leads to. */
  #isBelowLink(path: string): boolean {
    const names = path.split('/');
    return names.some((_, index) => this.tree.isFile(names.slice(0, index).join('/')));
  }
}

/** The folders from that of a file up to the root. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return [...names.map((_, index) => names.slice(0, names.length - index).join('/')), ''];
}

/** A folder below another one, both from the root; undefined where it leaves the root or is made of variables. */
export function plainFolder(base: string, written: string): string | undefined {
  return /[$`{}<>]/.test(written) || isElsewhere(written) ? undefined : joinPath(base, written);
}

/** Standard input, another repository, or a place of the machine. */
export function isElsewhere(written: string): boolean {
  return /^(?:[~/-]|[a-z+]+:\/\/|git@)|#/.test(written);
}
