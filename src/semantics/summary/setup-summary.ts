/** What a summary says about a `setup.py`. */
import type { SummaryPlace } from '../summary.ts';

/** A call of setuptools' `setup`, as far as it can be read without running it. */
export interface SummarySetup {
  readonly place: SummaryPlace;
  readonly name?: string;
  readonly requirements: readonly SetupRequirement[];
  /** More may be required: something in the lists is computed. */
  readonly hasComputedRequirements: boolean;
  /** Whether `install_requires` is given, be it empty. */
  readonly hasRuntimeList: boolean;
  readonly entryPoints: readonly SetupEntryPoint[];
  /** Absent where it names neither packages nor modules. */
  readonly packaging?: { readonly place: SummaryPlace; readonly contents: SetupPackages };
  /** Of `data_files` and `scripts`, as written: from the folder of the file. */
  readonly files?: readonly { readonly path: string; readonly place: SummaryPlace }[];
}

/** One requirement as written. */
export interface SetupRequirement {
  readonly text: string;
  readonly place: SummaryPlace;
  readonly group: { readonly kind: 'runtime' | 'extra' | 'group' | 'build'; readonly name?: string };
}

export interface SetupEntryPoint {
  readonly group: string;
  readonly name: string;
  readonly reference: string;
  readonly place: SummaryPlace;
}

export type SetupPackages =
  | {
      /** `find_packages` and `find_namespace_packages`. */
      readonly kind: 'find';
      readonly where: readonly string[];
      readonly include: readonly string[];
      readonly exclude: readonly string[];
      readonly namespaces: boolean;
      readonly modules: readonly string[];
    }
  | {
      readonly kind: 'names';
      readonly packages: readonly string[];
      readonly modules: readonly string[];
      readonly packageFolders: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'unknown' };
