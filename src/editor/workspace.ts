import { existsSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ProjectRoot } from './project-root.ts';

/** Where a file of the editor stands. */
export interface PlacedFile {
  readonly root: ProjectRoot;
  /** Relative to the root, with `/`. */
  readonly path: string;
}

/** The folders that the editor has open, and the files in them. */
export class Workspace {
  readonly #roots = new Map<string, ProjectRoot>();

  get roots(): Iterable<ProjectRoot> {
    return this.#roots.values();
  }

  add(uri: string, root: ProjectRoot): void {
    this.#roots.set(uri, root);
  }

  remove(uri: string): ProjectRoot | undefined {
    const root = this.#roots.get(uri);
    this.#roots.delete(uri);
    return root;
  }

  has(uri: string): boolean {
    return this.#roots.has(uri);
  }

  /** In the innermost of its roots; undefined outside of all. */
  place(uri: string): PlacedFile | undefined {
    const file = fileOf(uri);
    if (file === undefined) return undefined;
    let found: PlacedFile | undefined;
    for (const root of this.#roots.values()) {
      const path = root.pathOf(file);
      if (path !== undefined && path !== '' && (found === undefined || path.length < found.path.length)) {
        found = { root, path };
      }
    }
    return found;
  }
}

/** The path that a URI names; undefined for what is no file of this machine. */
export function fileOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** The folder that a URI names, where there is one. */
export function folderOf(uri: string): string | undefined {
  const folder = fileOf(uri);
  return folder !== undefined && existsSync(folder) && statSync(folder).isDirectory() ? folder : undefined;
}

export const uriOfFile = (file: string): string => pathToFileURL(file).href;
