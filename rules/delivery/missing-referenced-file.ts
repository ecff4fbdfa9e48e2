import {
  type ArtifactFile,
  type DocumentName,
  defineProjectRule,
  groupBy,
  joinPath,
  missingScripts,
  namesInText,
  namesInTree,
  type ProjectModel,
  type ProjectProblem,
} from '#kit';

/** Documents that speak of other times: what changed, what was decided, what is planned, how far the work was one day. */
const OTHER_TIMES =
  /(?:^|[/_-])(?:change(?:logs?|s)?|history|news|releases?|release[-_ ]?notes?|migrat\w{0,20}|upgrad\w{0,20}|roadmap|todo|archived?|adrs?|rfcs?|proposals?|plans?|planning|designs?|future|blogs?|posts?|decisions|specs?|drafts?|legacy|rapport|reports?|findings|status|progress)(?:[-_. ][^/]{0,255})?(?:\/|\.\w{1,255}$)|[a-z][-_ ](?:summary|report|progress|status|completed?|ledger)\.\w+$|(?:^|\/)(?:bugs|(?:code-)?reviews|investigations)\/|(?:^|\/)tasks\.md$/i;
/** Documents about no repository, or about another one: what agents are told mostly holds for wherever they work. */
const OTHER_PLACES =
  /(?:^|\/)(?:node_modules|vendor|third_party|tests?|test_?(?:data|files)|fixtures|templates?|[^/]*skills?|course|\.agents?|\.claude|\.cursor|\.github\/[^/]*TEMPLATE[^/]*|upstream|[^/]*[-_]template\.md|site-packages|\.git)(?:\/|$)|(?:^|\/)SKILL\.md$|[{}]/i;
const SHOWN = 3;
const MAX_RELATED = 20;

export default defineProjectRule({
  docs: {
    summary: 'document, workflow or recipe that names files of the repository which do not exist',
    why: 'Whoever follows the document to deploy, operate or judge the system relies on parts that are not there; a recipe stops at its first one.',
    remedy: 'Write the files, or take their names out.',
    harm: 'breaks',
    ceiling: 'P1',
    precision: 'low',
    measured: {
      read: 170,
      right: 166,
      on: 'TenSafe, feast, ragflow, fairseq, MLServer, seldon-core, agentrag, data-engineering-zoomcamp and 71 more',
    },
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.7' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.8' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.9' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.2' },
    ],
    bad: '<!-- path: README.md -->\n# Orders\n\nThe service starts in `orders/server.py` and reads `orders/routes.py`.\n# path: orders/server.py\nprint("serving")\n',
    good: '<!-- path: README.md -->\n# Orders\n\nThe service starts in `orders/server.py`.\n# path: orders/server.py\nprint("serving")\n',
  },
  needs: ['artifacts', 'texts'],
  check(project, ctx) {
    // A source distribution leaves out what it likes; its documents speak of the repository.
    if (project.files.has('PKG-INFO')) return;
    for (const problem of scriptProblems(project)) ctx.report(problem);
    const places = new RepositoryPlaces(project);
    const documents = project.artifacts
      .of('markdown')
      .filter((file) => !OTHER_TIMES.test(file.path) && !OTHER_PLACES.test(file.path))
      .map((file) => ({ file, missing: missingNames(file, places) }));
    const naming = groupBy(
      documents.flatMap(({ missing }) => missing.map(meantPath)),
      (path) => path,
    );
    for (const { file, missing } of documents) {
      // What several documents name is missed once, wherever they name it; what one names is missed with that document.
      const isShared = (name: DocumentName): boolean => (naming.get(meantPath(name))?.length ?? 0) > 1;
      for (const name of missing.filter(isShared)) ctx.report({ ...problemOf(file, [name]), cause: meantPath(name) });
      const own = missing.filter((name) => !isShared(name));
      if (own.length > 0) ctx.report(problemOf(file, own));
    }
  },
});

/** Without the way up from the document. */
const meantPath = ({ path }: DocumentName): string => path.replace(/^(?:\.{1,2}\/)+/, '');

function problemOf(file: ArtifactFile<'markdown'>, missing: readonly DocumentName[]): ProjectProblem {
  const names = missing.slice(0, SHOWN).map(({ path }) => `\`${path}\``);
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : '';
  const [first, ...others] = missing;
  return {
    at: file.placeOf(first?.span ?? { start: 0, end: 0 }),
    message: `the document names ${names.join(', ')}${more}, and the repository has no such ${missing.length === 1 ? 'file' : 'files'}`,
    related: others.slice(0, MAX_RELATED).map(({ path, span }) => ({
      ...file.placeOf(span),
      message: `\`${path}\` does not exist`,
    })),
    // Who reads a document misses what it names; only a recipe stops.
    harm: 'rots',
    ceiling: 'P2',
    key: `${file.path} ${missing.map(({ path }) => path).join(' ')}`,
  };
}

/** One for each makefile, workflow or configuration that runs scripts which are not there. */
function scriptProblems(project: ProjectModel): ProjectProblem[] {
  const scripts = missingScripts(project).filter(({ from }) => !OTHER_PLACES.test(from));
  return [...new Set(scripts.map(({ from }) => from))].flatMap((path) => {
    const [first, ...others] = scripts.filter(({ from }) => from === path);
    if (first === undefined) return [];
    const names = [first, ...others].slice(0, SHOWN).map(({ name }) => `\`${name}\``);
    const more = others.length >= SHOWN ? ` and ${others.length + 1 - SHOWN} more` : '';
    return {
      at: first.at,
      message: `${names.join(', ')}${more} ${others.length > 0 ? 'are run here, and the repository has no such files' : 'is run here, and the repository has no such file'}`,
      related: others.slice(0, MAX_RELATED).map(({ name, at }) => ({ ...at, message: `\`${name}\` does not exist` })),
      key: `${path} ${[first, ...others].map(({ name }) => name).join(' ')}`,
    };
  });
}

/** Each once, where it is named first. */
function missingNames(file: ArtifactFile<'markdown'>, places: RepositoryPlaces): DocumentName[] {
  const inText = namesInText(file.model).filter((name) => places.lacks(name, file));
  const inTrees = file.model.trees.flatMap((tree) => {
    const names = namesInTree(tree, file.model);
    return places.lackedInTree(names, tree.root?.value, file);
  });
  const byPath = new Map<string, DocumentName>();
  for (const name of [...inText, ...inTrees].sort((a, b) => a.span.start - b.span.start)) {
    if (!byPath.has(name.path)) byPath.set(name.path, name);
  }
  return [...byPath.values()];
}

/** Where names may lead in this repository. */
class RepositoryPlaces {
  readonly #endings = new Map<string, string[]>();

  constructor(readonly project: ProjectModel) {
    for (const path of project.files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const known = this.#endings.get(name);
      if (known === undefined) this.#endings.set(name, [path]);
      else known.push(path);
    }
  }

  /** It leads nowhere from the document, from a folder around it, or from anywhere else. */
  lacks({ path, how }: DocumentName, file: ArtifactFile): boolean {
    const { tree } = this.project;
    const folders = foldersAround(file.folder);
    const answer = tree.resolve(path, ...(how === 'link' ? [file.folder] : folders));
    if (answer.kind !== 'missing' || isMade(path, folders, this.project)) return false;
    if (how === 'link')
      return (
        !this.#isRendered(path, file) && !this.#isCodeName(path) && tree.resolve(path, ...folders).kind === 'missing'
      );
    const [top = ''] = path.split('/');
    const hasTop = folders.some((folder) => tree.isFolder(joinPath(folder, top) ?? ''));
    return hasTop && !this.#standsSomewhere(path);
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
      // What git ignores may be there or not: a tree of somebody's data is made of it.
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
      return !isBelowGone && !this.project.made.has(place) && !this.#standsSomewhere(path);
    });
  }

  #standsSomewhere(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (this.#endings.get(name) ?? []).some((known) => known.endsWith(`/${path}`));
  }

  /** `shop.orders.Order`: a reference that a generator of web sites looks up in the code. */
  #isCodeName(path: string): boolean {
    return /^\w+(?:\.\w+)+$/.test(path) && this.project.tree.isFolder(path.slice(0, path.indexOf('.')));
  }

  /** A link that a generator of web sites makes a page of: without an ending, with that of the page, or of a reference made from code. */
  #isRendered(path: string, { folder }: ArtifactFile): boolean {
    if (!/\.\w+$/.test(path) || /\.(?:html|rst)$/.test(path)) return true;
    if (folder === '' || !/\.(?:png|jpe?g|gif|svg|webp|ico|mp4|webm)$/.test(path)) return false;
    // It makes a folder of the page, so that `../` leads to where the page lay.
    return !path.startsWith('.') || this.project.tree.resolve(path, `${folder}/page`).kind !== 'missing';
  }
}

/** A command of some file brings it to one of the folders. */
const isMade = (path: string, folders: readonly string[], { made }: ProjectModel): boolean =>
  folders.some((folder) => made.has(joinPath(folder, path) ?? ''));

const MIN_FOUND = 3;

/** The folder itself first, the root last. */
function foldersAround(folder: string): string[] {
  const names = folder === '' ? [] : folder.split('/');
  return [...names.map((_, index) => names.slice(0, names.length - index).join('/')), ''];
}
