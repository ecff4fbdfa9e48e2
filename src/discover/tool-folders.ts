import type { FileTree, TreeEntry } from './file-tree.ts';

/** Folders that tools fill and nobody writes: version control, caches, installed packages. Never walked, unless named. */
export function isToolFolder(name: string): boolean {
  return TOOL_FOLDERS.has(name);
}

/** Where Python keeps what it compiled; sources there are nobody's cache. */
export const BYTECODE_FOLDER = '__pycache__';

/**
 * Whether a folder's content shows it to be a Python environment, whatever its name, or one of installed packages. A file of
 * the right name alone does not: whoever wants code to be passed over could put one beside it.
 */
export function isEnvironment(path: string, entries: readonly TreeEntry[], tree: FileTree): boolean {
  const types = new Map(entries.map(({ name, type }) => [name, type]));
  if (path === 'site-packages' || path.endsWith('/site-packages')) return entries.some(isOfInstaller);
  if (!PROGRAMS.some((name) => types.get(name) === 'folder')) return false;
  if (types.get('pyvenv.cfg') === 'file') return namesItsHome(tree, `${path}/pyvenv.cfg`);
  return types.get('conda-meta') === 'folder' && tree.has(`${path}/conda-meta/history`);
}

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

const TOOL_FOLDERS: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'node_modules',
  '__pypackages__',
  '.venv',
  '.tox',
  '.nox',
  '.eggs',
  '.pixi',
  '.direnv',
  '.auditlint_cache',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.pytype',
  '.ipynb_checkpoints',
]);

/** Of these nothing is ever tracked, and what they hold is nobody's code. */
export const VERSION_CONTROL: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj']);
