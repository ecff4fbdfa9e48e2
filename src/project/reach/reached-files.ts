/**
 * Which files come to run in production although their place, name or top says that they are tests, code of others, generated and the
 * like: what production code imports or loads, and what something starts. Asked before any file is parsed, by outlines.
 */
import type { FileOutline, FileRole, ModuleSummary } from '../../semantics/index.ts';
import { folderOf, joinPath } from '../../text/index.ts';
import { absoluteName } from '../absolute-name.ts';
import type { MappedArtifact } from '../artifacts.ts';
import { Project } from '../build.ts';
import { commandStarts, declaredStarts, isByHand } from './starts.ts';

export interface OutlinedFile {
  readonly path: string;
  readonly module: string;
  readonly outline: FileOutline;
  /** Files of the repository that it gives to Python to run. */
  readonly given?: readonly string[];
  /** Where it lies. */
  readonly isScript: boolean;
  readonly isInTestFolder: boolean;
}

/** `artifacts`: those whose commands and entry points may start something; no documents, which tell what people may try. */
export function reachedFiles(
  files: readonly OutlinedFile[],
  paths: ReadonlySet<string>,
  artifacts: readonly MappedArtifact[],
): ReadonlySet<string> {
  const claimed = new Map(files.flatMap((file) => (file.outline.claims.length > 0 ? [[file.path, file]] : [])));
  if (claimed.size === 0) return new Set();
  const outlines = new Map(files.map((file) => [file.path, file]));
  const project = projectOf(files, paths, artifacts);
  const seeds = project.modules.filter(({ path }) => !claimed.has(path));
  const starts = [...commandStarts(project), ...declaredStarts(project)];
  const all = follow([...seeds, ...starts.map(({ module }) => module)], project, outlines);
  const deployed = starts.filter((start) => !isByHand(start)).map(({ module }) => module);
  const scripts = new Set(files.flatMap(({ path, isScript }) => (isScript ? path : [])));
  const program = seeds.filter(({ path }) => !scripts.has(path));
  const inProgram = follow([...program, ...deployed], project, outlines);
  return new Set(
    [...claimed.values()].flatMap((file) => {
      const { path } = file;
      const module = project.moduleByPath(path);
      if (module === undefined) return [];
      return inProgram.has(module) || (all.has(module) && isOnlyCalled(file)) ? path : [];
    }),
  );
}

/** Of files that are not read those that some files import or load, each with one that does. */
export function usedOf(
  unread: readonly string[],
  files: readonly OutlinedFile[],
  paths: ReadonlySet<string>,
  moduleNameOf: (path: string) => string,
): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  if (unread.length === 0) return used;
  const asFile = (path: string): OutlinedFile => ({
    path,
    module: moduleNameOf(path),
    outline: { claims: [], imports: [] },
    isScript: false,
    isInTestFolder: false,
  });
  const project = projectOf([...files, ...unread.map(asFile)], paths, []);
  const wanted = new Set(unread);
  const outlines = new Map(files.map((file) => [file.path, file]));
  for (const from of project.modules)
    for (const { path } of reachedFrom(from, project, outlines))
      if (wanted.has(path) && !used.has(path)) used.set(path, from.path);
  return used;
}

function projectOf(
  files: readonly OutlinedFile[],
  paths: ReadonlySet<string>,
  artifacts: readonly MappedArtifact[],
): Project {
  const folders = new Set(files.map(({ path }) => folderOf(path)));
  return new Project({ summaries: files.map((file) => skeletonOf(file, folders)), files: paths, artifacts });
}

/**
 * Whether any use makes it production code, a developer's script and a command in a workflow among them: tests, examples and benchmarks are there to
 * be run so. What only has the name of a test and holds none is there for something else.
 */
function isOnlyCalled({ outline: { claims, hasTests }, isInTestFolder }: OutlinedFile): boolean {
  const isNamedOnly = hasTests !== true && !isInTestFolder;
  return claims.every((claim) => FOREIGN.has(claim) || (claim === 'test' && isNamedOnly));
}

const FOREIGN: ReadonlySet<FileRole> = new Set(['vendored', 'generated']);

/** What some modules import and load, themselves among them. */
function follow(
  roots: readonly ModuleSummary[],
  project: Project,
  outlines: ReadonlyMap<string, OutlinedFile>,
): ReadonlySet<ModuleSummary> {
  const reached = new Set(roots);
  // A set gives what is added while it is walked.
  for (const from of reached) for (const to of reachedFrom(from, project, outlines)) reached.add(to);
  return reached;
}

/** What a module imports, loads and starts. */
function reachedFrom(
  from: ModuleSummary,
  project: Project,
  outlines: ReadonlyMap<string, OutlinedFile>,
): readonly ModuleSummary[] {
  const { outline, given = [] } = outlines.get(from.path) ?? {};
  return [
    ...project.importsOf(from).map(({ to }) => to),
    ...(outline?.loads ?? []).flatMap((loaded) => loadedBy(loaded, from, project)),
    ...given.flatMap((path) => project.moduleByPath(path) ?? []),
  ];
}

function loadedBy(loaded: string, from: ModuleSummary, project: Project): readonly ModuleSummary[] {
  if (loaded.endsWith('.py') || loaded.includes('/')) {
    const folder = folderOf(from.path);
    const found = [folder, ''].map((each) => project.moduleByPath(joinPath(each, loaded) ?? ''));
    return found.flatMap((module) => module ?? []);
  }
  const dotted = absoluteName(loaded, from);
  const found = dotted === undefined ? undefined : project.resolve(dotted, from);
  return found?.kind === 'module' ? [found.module] : [];
}

/** As much of a summary as says what a file imports. */
function skeletonOf({ path, module, outline }: OutlinedFile, folders: ReadonlySet<string>): ModuleSummary {
  const isPackage = path.endsWith('/__init__.py') || path === '__init__.py';
  const own = { path, module, isPackage };
  const added = (outline.folders ?? []).flatMap((text) => foldersNamed(text, path, folders));
  return {
    ...own,
    role: 'library',
    roles: ['library'],
    isEntryPoint: outline.isProgram === true,
    names: {},
    all: undefined,
    hasDynamicNames: false,
    imports: outline.imports.flatMap((written) => importOf(written, own) ?? []),
    ...(added.length > 0 && { addsFolders: [...new Set(added)] }),
    functions: [],
    body: { calls: [], starts: [], constructs: [] },
    classes: [],
    attributeReads: [],
    attributeStores: [],
    serves: false,
    texts: { mentions: [], loads: [], words: [] },
  };
}

/** Folders with code that a text may mean: below that of the file, or of one above. */
function foldersNamed(text: string, path: string, folders: ReadonlySet<string>): readonly string[] {
  for (let above = folderOf(path); ; above = folderOf(above)) {
    const folder = joinPath(above, text);
    if (folder !== undefined && folder !== '' && folders.has(folder)) return [folder];
    if (above === '') return [];
  }
}

function importOf(
  written: string,
  from: Pick<ModuleSummary, 'module' | 'isPackage'>,
): ModuleSummary['imports'][number] | undefined {
  const [dotted = '', name] = written.split(':', 2);
  const module = absoluteName(dotted, from);
  if (module === undefined) return undefined;
  return {
    module,
    ...(name !== undefined && { name }),
    boundAs: name ?? module,
    when: 'import-time',
    guarded: false,
    relativeLevel: dotted.search(/[^.]|$/),
    place: PLACE,
    endsPathAt: 0,
  };
}

const PLACE = { line: 1, column: 1, endLine: 1, endColumn: 1 };
