/** What the repository packages: the distributions, and which files each of them brings. */
import { normalizeDistribution, type PackageContents, type PackagingBackend } from '../artifacts/index.ts';
import { groupBy, memoize } from '../collections/index.ts';
import { joinPath, pathAndFolders } from '../text/index.ts';
import type { ArtifactPlace } from './artifacts.ts';
import { type Inclusion, includesModule } from './package-contents.ts';
import type { ProjectModel } from './project-model.ts';

/** One distribution that the repository builds. */
export interface Distribution {
  /** Normalised; undefined where nothing says it, or something computes it. */
  readonly name: string | undefined;
  readonly backend: PackagingBackend;
  /** The folder that it is built from. */
  readonly folder: string;
  /** What says which packages it holds. */
  readonly place: ArtifactPlace;
  /** The names or patterns that packages must fit, where they are written. */
  readonly patternsPlace: ArtifactPlace;
  /** The backend looks for the packages, and nothing says which. */
  readonly isAutomatic: boolean;
  /** The folders from which its modules are imported; empty where that is not known. */
  readonly roots: readonly string[];
  /** Whether it brings a module, by the path of its file; undefined where that is not known. */
  includes(path: string): boolean | undefined;
}

/** Of a folder the first that says something of packages: pyproject.toml, setup.cfg, setup.py. */
export function packagedDistributions(project: ProjectModel): Distribution[] {
  const declared = [...fromPyproject(project), ...fromSetupCfg(project), ...fromSetup(project)];
  return [...groupBy(declared, ({ folder }) => folder).values()].flatMap((here) => {
    const found = here.find(({ contents }) => contents.kind !== 'automatic') ?? here[0];
    const name = here.find((each) => each.name !== undefined)?.name;
    if (found === undefined) return [];
    const contents = here.filter((each) => each !== found).reduce(completed, found.contents);
    return [distributionOf({ ...found, name, contents }, project)];
  });
}

/**
 * The distributions that may bring a file, in their order: those in a folder around it, and the first of those whose contents are
 * unknown, which all answer alike.
 */
export function distributionsAround(distributions: readonly Distribution[], path: string): readonly Distribution[] {
  const { byFolder, unknown } = placed(distributions);
  const around = ['', ...pathAndFolders(path)].flatMap((folder) => byFolder.get(folder) ?? []);
  return [...new Set([...around, ...unknown])]
    .sort((a, b) => a.index - b.index)
    .map(({ distribution }) => distribution);
}

const placed = memoize((distributions: readonly Distribution[]) => {
  const all = distributions.map((distribution, index) => ({ distribution, index }));
  return {
    byFolder: groupBy(all, ({ distribution: { folder } }) => folder),
    // They answer undefined whatever the path; the others answer no to this one.
    unknown: all.filter(({ distribution }) => distribution.includes('') === undefined).slice(0, 1),
  };
});

/** setuptools takes each list from the file that has it: packages of `setup.py` beside modules of `[tool.setuptools]`. */
function completed(contents: PackageContents, { backend, contents: other }: Declared): PackageContents {
  if (backend !== 'setuptools' || contents.kind !== 'names' || contents.packages.length > 0) return contents;
  const modules = (each: { readonly modules: readonly string[] }) => [
    ...new Set([...contents.modules, ...each.modules]),
  ];
  if (other.kind === 'find') return { ...other, modules: modules(other) };
  if (other.kind === 'unknown') return other;
  if (other.kind !== 'names' || other.packages.length === 0) return contents;
  return { ...other, modules: modules(other), packageFolders: { ...other.packageFolders, ...contents.packageFolders } };
}

interface Declared {
  readonly name: string | undefined;
  readonly backend: PackagingBackend;
  readonly folder: string;
  readonly place: ArtifactPlace;
  readonly patternsPlace: ArtifactPlace;
  readonly contents: PackageContents;
}

function fromPyproject({ artifacts }: ProjectModel): Declared[] {
  return artifacts.of('pyproject').flatMap(({ folder, model: { packaging, project }, placeOf }) => {
    if (packaging === undefined) return [];
    const { backend, span, patterns = span, contents } = packaging;
    const places = { place: placeOf(span), patternsPlace: placeOf(patterns) };
    return [{ name: project?.name?.value, backend, folder, ...places, contents }];
  });
}

function fromSetupCfg({ artifacts }: ProjectModel): Declared[] {
  return artifacts.of('setup-cfg').flatMap(({ folder, model: { packaging, name }, placeOf }) => {
    if (packaging === undefined) return [];
    const { backend, span, contents } = packaging;
    const place = placeOf(span);
    return [{ name: name?.value, backend, folder, place, patternsPlace: place, contents }];
  });
}

function fromSetup({ modules }: ProjectModel): Declared[] {
  return modules.flatMap(({ path, setup }) => {
    if (setup?.packaging === undefined) return [];
    const { contents } = setup.packaging;
    const place = { path, ...setup.packaging.place };
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return [{ name: setup.name, backend: 'setuptools', folder, place, patternsPlace: place, contents }];
  });
}

function distributionOf({ contents, name, ...declared }: Declared, project: ProjectModel): Distribution {
  const { folder, backend } = declared;
  const inclusion = inclusionOf(contents, name, declared, project);
  return {
    ...declared,
    backend,
    name: name === undefined ? undefined : normalizeDistribution(name),
    isAutomatic: contents.kind === 'automatic',
    roots: inclusion === undefined ? [] : inclusion.roots.flatMap((root) => joinPath(folder, root) ?? []),
    includes: (path) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      if (inclusion === undefined) return undefined;
      return (
        path.startsWith(prefix) &&
        includesModule(inclusion, path.slice(prefix.length), (each) => project.tree.isFile(`${prefix}${each}`))
      );
    },
  };
}

/** Paths are relative to the distribution's folder. */
function inclusionOf(
  contents: PackageContents,
  name: string | undefined,
  { folder, backend }: Pick<Declared, 'folder' | 'backend'>,
  { tree }: ProjectModel,
): Inclusion | undefined {
  switch (contents.kind) {
    case 'find': {
      const where = contents.where.length === 0 ? [''] : contents.where.map((each) => joinPath('', each) ?? '');
      return { ...contents, where, roots: where };
    }
    case 'names':
      return { ...contents, roots: rootsOfNames(contents.packageFolders) };
    case 'paths':
      return { ...contents, roots: [...new Set(contents.paths.map(({ root }) => root))] };
    case 'automatic':
      return automatic(
        contents.names.length > 0 ? contents.names : name === undefined ? [] : [name],
        folder,
        backend,
        tree,
      );
    case 'unknown':
      return undefined;
  }
}

const rootsOfNames = (folders: Readonly<Record<string, string>>): string[] => {
  const root = folders[''];
  return [root === undefined ? '' : (joinPath('', root) ?? '')];
};

/**
 * As the backends look: for the package or module that is called as the distribution, at the top or in `src`. setuptools
 * takes what is in `src`; what it finds without one depends on too much.
 */
function automatic(
  names: readonly string[],
  folder: string,
  backend: PackagingBackend,
  tree: ProjectModel['tree'],
): Inclusion | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  if (backend === 'pdm') return undefined;
  if (backend === 'setuptools') {
    const all = { include: [], exclude: [], namespaces: true, modules: [] };
    return tree.isFolder(`${prefix}src`) ? { kind: 'find', where: ['src'], ...all, roots: ['src'] } : undefined;
  }
  const candidates = names.flatMap((name) => {
    const module = name.replace(/[-.]+/g, '_');
    return [...new Set([module, module.toLowerCase()])];
  });
  const paths = candidates.flatMap((module) =>
    ['', 'src'].flatMap((root) => {
      const path = root === '' ? module : `${root}/${module}`;
      if (tree.isFile(`${prefix}${path}/__init__.py`)) return [{ path, root }];
      return tree.isFile(`${prefix}${path}.py`) ? [{ path: `${path}.py`, root }] : [];
    }),
  );
  const [first] = paths;
  return first === undefined ? undefined : { kind: 'paths', paths: [first], roots: [first.root] };
}
