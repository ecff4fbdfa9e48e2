/** Folders that tools fill and nobody writes: version control, caches, installed packages. Never walked, unless named. */
export function isToolFolder(name: string): boolean {
  return TOOL_FOLDERS.has(name);
}

/** Whether a folder's content shows it to be a Python environment, whatever its name. */
export function isEnvironment(names: ReadonlySet<string>): boolean {
  return names.has('pyvenv.cfg') || names.has('conda-meta');
}

const TOOL_FOLDERS: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'node_modules',
  'site-packages',
  '__pycache__',
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
