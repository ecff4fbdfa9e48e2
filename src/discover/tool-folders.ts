import type { FileTree, TreeEntry } from './file-tree.ts';

/** Folders that tools fill and nobody writes: version control, caches, installed packages. What changes in them is nobody's edit. */
export function isToolFolder(name: string): boolean {
  return VERSION_CONTROL.has(name) || CACHES.has(name) || INSTALLED.has(name);
}

/** Folders that tools keep what they found in: never walked, unless named or tracked by git. */
export const isCacheFolder = (name: string): boolean => CACHES.has(name);

/** Where Python keeps what it compiled; sources there are nobody's cache. */
export const BYTECODE_FOLDER = '__pycache__';

/**
 * Whether a folder's content shows it to be a Python environment, whatever its name, or one of installed packages. A file or a folder of
 * the right name alone does not: anyone who wants code to be passed over could put one there.
 */
export function isEnvironment(path: string, entries: readonly TreeEntry[], tree: FileTree): boolean {
  const types = new Map(entries.map(({ name, type }) => [name, type]));
  if (SITE_PACKAGES.test(path)) return entries.some(isOfInstaller);
  if (NODE_PACKAGE.test(path) && types.get('package.json') === 'file') return true;
  if (path.endsWith('.egg') && types.get('EGG-INFO') === 'folder') return true;
  if (!PROGRAMS.some((name) => types.get(name) === 'folder')) return false;
  if (types.get('pyvenv.cfg') === 'file') return namesItsHome(tree, `${path}/pyvenv.cfg`);
  return types.get('conda-meta') === 'folder' && tree.has(`${path}/conda-meta/history`);
}

const SITE_PACKAGES = /(?:^|\/)(?:site-packages|__pypackages__\/[^/]{1,99}\/lib)$/;
const NODE_PACKAGE = /(?:^|\/)node_modules\/(?:@[^/]{1,255}\/)?[^/@][^/]{0,255}$/;
const PROGRAMS = ['bin', 'Scripts'];

/** As PEP 405 has it. */
function namesItsHome(tree: FileTree, path: string): boolean {
  const content = tree.read(path, MAX_CONFIGURATION_BYTES);
  return content.kind === 'content' && /^[ \t]{0,9}home[ \t]{0,9}=[ \t]{0,9}\S/m.test(content.bytes.toString('utf8'));
}

const MAX_CONFIGURATION_BYTES = 64 * 1024;

/** Each installer leaves a record of what it installed, by PEP 376 and its forerunners. */
function isOfInstaller({ name, type }: TreeEntry): boolean {
  return (type === 'folder' && /\.(?:dist|egg)-info$/.test(name)) || /\.egg(?:-info|-link)?$/.test(name);
}

/** Of these nothing is ever tracked, and what they hold is nobody's code. */
export const VERSION_CONTROL: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj']);

const CACHES: ReadonlySet<string> = new Set([
  '.auditlint_cache',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.pytype',
  '.ipynb_checkpoints',
]);

/** Where tools put what they install: what is in one says whether it was a tool. */
const INSTALLED: ReadonlySet<string> = new Set([
  'node_modules',
  '__pypackages__',
  '.venv',
  '.tox',
  '.nox',
  '.eggs',
  '.pixi',
  '.direnv',
]);
