import type { FileKind, PythonFileKind } from './discovery.ts';

/** What a file is, by its path; undefined for files that no reader wants. */
export function fileKindOf(path: string): FileKind | undefined {
  const name = nameOf(path);
  if (name === 'pyproject.toml') return 'pyproject';
  if (name.endsWith('.txt') || name.endsWith('.in')) return isRequirements(path, name) ? 'requirements' : undefined;
  return KIND_BY_EXTENSION.get(extensionOf(name));
}

/** What a file is that the user named: one without an extension is taken for a Python script. */
export function namedFileKindOf(path: string): FileKind | undefined {
  return fileKindOf(path) ?? (extensionOf(nameOf(path)) === '' ? 'python' : undefined);
}

export function isPythonFileKind(kind: FileKind): kind is PythonFileKind {
  return kind === 'python' || kind === 'stub' || kind === 'notebook';
}

const KIND_BY_EXTENSION: ReadonlyMap<string, FileKind> = new Map([
  ['.py', 'python'],
  ['.pyw', 'python'],
  ['.pyi', 'stub'],
  ['.ipynb', 'notebook'],
]);

/** `requirements-dev.txt`, `test-requirements.txt`, `requirements/base.in`. */
function isRequirements(path: string, name: string): boolean {
  if (name.startsWith('requirements') || /[-_.]requirements\.(txt|in)$/.test(name)) return true;
  return /(^|\/)requirements\/[^/]+$/.test(path);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}
