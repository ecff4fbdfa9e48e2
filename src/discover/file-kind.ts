import type { FileKind } from './discovery.ts';

/** What a file is, by its name; undefined for files that no reader wants. */
export function fileKindOf(name: string): FileKind | undefined {
  return KIND_BY_EXTENSION.get(extensionOf(name));
}

/** What a file is that the user named: one without an extension is taken for a Python script. */
export function namedFileKindOf(name: string): FileKind | undefined {
  return fileKindOf(name) ?? (extensionOf(name) === '' ? 'python' : undefined);
}

const KIND_BY_EXTENSION: ReadonlyMap<string, FileKind> = new Map([
  ['.py', 'python'],
  ['.pyw', 'python'],
  ['.pyi', 'stub'],
  ['.ipynb', 'notebook'],
]);

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}
