/** Where the names in a document lead, and what has become of those that lead nowhere. */
import type { DocumentName } from '#kit/artifacts';
import type { ArtifactFile, ProjectModel } from '#project';
import { joinPath } from '#text';

/** A file of that name is in few other places, or a module has become a package. */
export type DocumentNameFate =
  | { readonly kind: 'moved'; readonly paths: readonly string[] }
  | { readonly kind: 'package'; readonly path: string }
  | { readonly kind: 'gone' };

/** Where names may lead in this repository. */
export class DocumentPlaces {
  readonly #fileEndings: ReadonlySet<string>;

  /** @param folders what code of the project makes */
  constructor(
    readonly project: ProjectModel,
    readonly folders: readonly { readonly fact: string }[],
  ) {
    this.#fileEndings = new Set([...project.files].map((path) => path.replace(/^.*[./]/s, '')));
  }

  /** It leads nowhere from the document, from a folder around it, or from anywhere else. */
  lacks(name: DocumentName, file: ArtifactFile): boolean {
    const { path, how } = name;
    const { tree } = this.project;
    const folders = foldersAround(file.folder);
    const answer = tree.resolve(path, ...(how === 'link' ? [file.folder] : folders));
    if (answer.kind !== 'missing' || isMade(path, folders, this.project)) return false;
    if (how === 'link')
      return (
        !this.#isRendered(path, file) && !this.#isCodeName(name) && tree.resolve(path, ...folders).kind === 'missing'
      );
    const [top = ''] = path.split('/');
    const hasTop = folders.some((folder) => tree.isFolder(joinPath(folder, top) ?? ''));
    return hasTop && !this.#existsSomewhere(path);
  }

  /** The names of a tree that are missing, if most of the tree is there. */
  lackedInTree(names: readonly DocumentName[], root: string | undefined, file: ArtifactFile): DocumentName[] {
    const { tree } = this.project;
    const folders = foldersAround(file.folder);
    const top = root?.replace(/(?<!\/)\/+$/, '') ?? '';
    const bases = [...folders, ...(top === '' ? [] : folders.flatMap((folder) => joinPath(folder, top) ?? []))];
    const counted = bases.map((base) => {
      const answers = names.map(({ path }) => tree.resolve(path, base).kind);
      const missing = names.filter((_, index) => answers[index] === 'missing');
      // What git ignores may be there or not: a tree of someone's data is made of it.
      return { base, missing, found: answers.filter((kind) => kind === 'file' || kind === 'folder').length };
    });
    const best = counted.reduce((a, b) => (b.found > a.found ? b : a), {
      base: '',
      missing: [] as DocumentName[],
      found: 0,
    });
    if (best.found < MIN_FOUND || best.missing.length > best.found) return [];
    const gone = new Set(best.missing.map(({ path }) => path));
    return best.missing.filter(({ path }) => {
      const place = joinPath(best.base, path) ?? path;
      const isBelowGone = gone.has(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
      return !isBelowGone && !this.#isMade(place, path) && !this.#existsSomewhere(path);
    });
  }

  /** A command brings it, or code makes the folder. */
  #isMade(place: string, path: string): boolean {
    const isBelow = ({ fact: made }: { readonly fact: string }): boolean =>
      [place, path].some((each) => `${made}/`.startsWith(`${each}/`));
    return this.project.made.has(place) || this.folders.some(isBelow);
  }

  /** What has become of a file that a document names and the repository does not have there. */
  fateOf({ path }: DocumentName): DocumentNameFate {
    const plain = path.replace(/^(?:\.{1,2}\/)+/, '');
    const head = plain.endsWith('.py') ? `${plain.slice(0, -3)}/__init__.py` : undefined;
    const packages = head === undefined ? [] : this.#endingIn(head);
    const [only, ...more] = packages;
    if (only !== undefined && more.length === 0) return { kind: 'package', path: only.slice(0, only.lastIndexOf('/')) };
    const name = plain.slice(plain.lastIndexOf('/') + 1);
    const paths = !name.includes('.') || NAMED_FOR_FOLDER.test(name) ? [] : this.project.tree.filesNamed(name);
    return paths.length > 0 && paths.length <= MAX_MOVED ? { kind: 'moved', paths } : { kind: 'gone' };
  }

  #endingIn(path: string): readonly string[] {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return this.project.tree.filesNamed(name).filter((known) => known === path || known.endsWith(`/${path}`));
  }

  #existsSomewhere(path: string): boolean {
    return this.#endingIn(path).length > 0;
  }

  /**
   * `shop.orders.Order`, `Hub.db_url`: a reference that a generator of web sites looks up in the code. It begins with a package of
   * the repository, or ends in what no file here ends in and has no text of its own or a name that no ending has.
   */
  #isCodeName({ path, isUntitled }: DocumentName): boolean {
    if (!/^\w+(?:\.\w+)+$/.test(path)) return false;
    if (this.project.tree.isFolder(path.slice(0, path.indexOf('.')))) return true;
    const ending = path.slice(path.lastIndexOf('.') + 1);
    const isName = isUntitled === true || (/^[A-Z]/.test(path) && /_|[a-z][A-Z]|^.{6,}$/.test(ending));
    return isName && !this.#fileEndings.has(ending);
  }

  /** A link that a generator of web sites makes a page of: without an ending, with that of the page, or of a reference made from code. */
  #isRendered(path: string, file: ArtifactFile): boolean {
    const { folder } = file;
    if (!/\.\w+$/.test(path) || /\.(?:html|rst)$/.test(path) || this.#isServed(path, file)) return true;
    if (folder === '' || !/\.(?:png|jpe?g|gif|svg|webp|ico|mp4|webm)$/.test(path)) return false;
    // It makes a folder of the page, so that `../` leads to where the page lay.
    return !path.startsWith('.') || this.project.tree.resolve(path, `${folder}/page`).kind !== 'missing';
  }

  /**
   * Hugo serves `content/setup/aws.md` as `/setup/aws/`, and what lies in `static/` from the root.
   * Source: https://gohugo.io/content-management/organization/
   */
  #isServed(path: string, file: ArtifactFile): boolean {
    const names = file.path.replace(/(?:\/_?index)?\.\w+$/, '').split('/');
    return names.some((name, index) => {
      const site = names.slice(0, index).join('/');
      if (name !== 'content' || !this.project.tree.isFolder(joinPath(site, 'static') ?? '')) return false;
      const served = joinPath(names.slice(index + 1).join('/'), path);
      return (
        served !== undefined &&
        this.project.tree.resolve(served, `${site === '' ? '' : `${site}/`}static`).kind !== 'missing'
      );
    });
  }
}

/** A command of some file brings it to one of the folders. */
const isMade = (path: string, folders: readonly string[], { made }: ProjectModel): boolean =>
  folders.some((folder) => made.has(joinPath(folder, path) ?? ''));

/** What more files are called says nothing about one. */
const MAX_MOVED = 3;
/** Each folder has its own. */
const NAMED_FOR_FOLDER = /^(?:readme|index|__init__|__main__|conftest|setup|license|changelog)\b/i;

const MIN_FOUND = 3;

/** The folder itself first, the root last. */
function foldersAround(folder: string): string[] {
  const names = folder === '' ? [] : folder.split('/');
  return [...names.map((_, index) => names.slice(0, names.length - index).join('/')), ''];
}
