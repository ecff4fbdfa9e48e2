/** What a project says of the packages that its distribution holds, whatever its build backend calls it. */
import type { Span } from '../../text/index.ts';

export interface Packaging {
  readonly backend: PackagingBackend;
  /** What says so: an option or table; the project's own table where the backend finds out by itself. */
  readonly span: Span;
  /** The list of names or patterns that packages must fit, where one is written. */
  readonly patterns?: Span;
  readonly contents: PackageContents;
}

export type PackagingBackend = 'setuptools' | 'hatchling' | 'poetry' | 'flit' | 'pdm' | 'uv';

export type PackageContents =
  | ({ readonly kind: 'find' } & FoundPackages)
  /** Packages and modules by their dotted names; the folder of each from the longest part of its name that has one. */
  | {
      readonly kind: 'names';
      readonly packages: readonly string[];
      readonly modules: readonly string[];
      readonly packageFolders: Readonly<Record<string, string>>;
    }
  /** Files and folders with all that is in them, each imported from its root. */
  | { readonly kind: 'paths'; readonly paths: readonly PackagedPath[] }
  /** The backend looks for them; by the name of the distribution, or of the module where it is given. */
  | { readonly kind: 'automatic'; readonly names: readonly string[] }
  /** Computed, or by options that are not followed. */
  | { readonly kind: 'unknown' };

/** What `find_packages` finds. */
export interface FoundPackages {
  readonly where: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Folders without `__init__` count too. */
  readonly namespaces: boolean;
  readonly modules: readonly string[];
}

export interface PackagedPath {
  /** From the folder of the project; may be a glob. */
  readonly path: string;
  readonly root: string;
}

/** Something that installing the project makes runnable or findable. */
export interface DeclaredEntryPoint {
  /** `console_scripts`, `gui_scripts`, or the name of a group of plug-ins. */
  readonly group: string;
  readonly name: string;
  /** `pkg.module:attribute`, as written. */
  readonly reference: string;
}
