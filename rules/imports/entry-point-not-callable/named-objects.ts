/** What `pkg.module:attribute` leads to, as packaging, servers and `python -m` write it. */
import { normalizeDistribution } from '#artifacts';
import { providersOf } from '#kit/artifacts';
import { isBuiltLater } from '#knowledge/built-modules';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { ProjectModel, Resolution } from '#project';
import type { ModuleSummary } from '#semantics';

export type NamedObject =
  | { readonly kind: 'found'; readonly module: ModuleSummary; readonly object: Resolution | undefined }
  /** The package is there, the module in it is not. */
  | { readonly kind: 'no-module'; readonly folder: string; readonly name: string }
  /** What should be a package is a plain module, in which no other can lie. */
  | { readonly kind: 'no-package'; readonly module: ModuleSummary; readonly name: string }
  | { readonly kind: 'no-attribute'; readonly module: ModuleSummary; readonly name: string }
  | { readonly kind: 'unknown' };

const UNKNOWN: NamedObject = { kind: 'unknown' };

/**
 * Follows a reference from the folders that may be on the path. Unknown where its first name is in none of them, and
 * where a module of that name is elsewhere in the repository, too.
 */
export function namedObject(reference: string, folders: readonly string[], project: ProjectModel): NamedObject {
  const [dotted = '', attribute] = reference.split(':', 2);
  const [first = ''] = dotted.split('.');
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(dotted) || STANDARD_LIBRARY_MODULES.has(first)) return UNKNOWN;
  const path = dotted.replaceAll('.', '/');
  const found = folders.flatMap((folder) => modulesAt(`${folder === '' ? '' : `${folder}/`}${path}`, project));
  const [module] = found;
  if (module === undefined) return missingModule(dotted, folders, project);
  if (new Set(found).size > 1 || module.hasDynamicNames || module.imports.some(({ name }) => name === '*'))
    return UNKNOWN;
  if (attribute === undefined || attribute === '') return { kind: 'found', module, object: undefined };
  const object = objectIn(module, attribute, project);
  if (object.kind === 'missing' && isDefinedElsewhere(`/${path}.py`, attribute, project)) return UNKNOWN;
  return object.kind === 'missing' && object.module !== undefined
    ? { kind: 'no-attribute', module: object.module, name: object.name }
    : { kind: 'found', module, object };
}

/** An image may hold that file alone, and no package of its name. */
const isDefinedElsewhere = (end: string, attribute: string, { modules }: ProjectModel): boolean =>
  modules.some(({ path, names }) => path.endsWith(end) && attribute in names);

/** What a module holds under a name: what it imports goes before a module beside it that is called alike. */
function objectIn(module: ModuleSummary, attribute: string, project: ProjectModel): Resolution {
  const [head = '', ...members] = attribute.split('.');
  const imports = module.imports.filter(({ boundAs, name }) => boundAs === head && name !== undefined);
  const [imported, ...others] = imports;
  if (imported === undefined) return project.resolve(`${module.module}.${attribute}`, module);
  return others.length > 0 || members.length > 0 ? { kind: 'unknown' } : project.resolveImport(imported, module);
}

function modulesAt(path: string, project: ProjectModel): ModuleSummary[] {
  return [`${path}.py`, `${path}/__init__.py`].flatMap((file) => project.moduleByPath(file) ?? []);
}

/** Nothing of the first name is anywhere else, and nothing of the whole name is built or ignored. */
function missingModule(dotted: string, folders: readonly string[], project: ProjectModel): NamedObject {
  const [first = '', ...rest] = dotted.split('.');
  if (rest.length === 0 || isBuiltLater(dotted)) return UNKNOWN;
  const { tree, modules } = project;
  const around = modules.filter(
    ({ path }) => path === `${first}/__init__.py` || path.endsWith(`/${first}/__init__.py`),
  );
  const [owner] = around;
  if (owner === undefined || around.length > 1) return UNKNOWN;
  const folder = owner.path.slice(0, -'/__init__.py'.length);
  const isHere = folders.some((base) => folder === (base === '' ? first : `${base}/${first}`));
  // A parent that changes its path, or a file that is not Python, may bring it.
  const below = rest.map((_, index) => [folder, ...rest.slice(0, index + 1)].join('/'));
  const missing = below.findIndex((path) => !tree.isFolder(path) && modulesAt(path, project).length === 0);
  const path = below[missing];
  if (!isHere || path === undefined || owner.hasDynamicNames) return UNKNOWN;
  const [plain] =
    missing > 0 && !tree.isFolder(below[missing - 1] ?? '') ? modulesAt(below[missing - 1] ?? '', project) : [];
  if (plain !== undefined) return { kind: 'no-package', module: plain, name: rest[missing] ?? '' };
  const isMade =
    ['.py', '.so', '.pyx', ''].some((end) => tree.isGitIgnored(`${path}${end}`)) ||
    tree.filesLike(`${path}.*`).length > 0;
  const parent = path.slice(0, path.lastIndexOf('/'));
  return isMade ? UNKNOWN : { kind: 'no-module', folder: parent, name: rest[missing] ?? '' };
}

/**
 * No file or folder of the repository has the name, no declared or well-known distribution provides it, and nothing writes or ignores
 * it: whatever is on the path, a module of that name is not.
 */
export function isForeignModule(name: string, folders: readonly string[], project: ProjectModel): boolean {
  const { files, tree, requirements } = project;
  if (STANDARD_LIBRARY_MODULES.has(name) || isBuiltLater(name) || providersOf(name).length > 0) return false;
  if (requirements.some(({ distribution }) => distribution === normalizeDistribution(name))) return false;
  const isOf = (path: string): boolean =>
    path.split('/').some((part) => part === name || part.startsWith(`${name}.`) || part.startsWith(`${name}-`));
  if ([...files].some(isOf)) return false;
  const paths = folders.flatMap((folder) => {
    const base = folder === '' ? name : `${folder}/${name}`;
    return [base, `${base}.py`];
  });
  return !paths.some((path) => tree.isGitIgnored(path));
}
