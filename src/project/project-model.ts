import type { ModuleSummary, SummaryClass, SummaryFunction, SummaryImport } from '../semantics/index.ts';
import type { Answer, Question } from './question.ts';

/** One import resolved to a module of the project. */
export interface ImportEdge {
  readonly from: ModuleSummary;
  readonly to: ModuleSummary;
  readonly imported: SummaryImport;
}

/** Modules that import each other: one strongly connected component. */
export interface ImportCycle {
  /** All of the component, in path order. */
  readonly modules: readonly ModuleSummary[];
  /** Whether imports that run at import time hold it together, or it needs those inside functions. */
  readonly when: 'import-time' | 'lazy';
  /** A way around: of the failure where there is one, else the shortest. */
  readonly steps: readonly ImportEdge[];
  /** A module that cannot be imported first: the last step takes a name that is not bound by then. */
  readonly failsWhenFirst: ModuleSummary | undefined;
  /** A module that could not be imported first, did the package above it not import others before; then `steps` are that failure. */
  readonly savedByPackage: ModuleSummary | undefined;
}

/** How a dotted name or an import resolves. */
export type Resolution =
  | { readonly kind: 'module'; readonly module: ModuleSummary }
  | { readonly kind: 'function'; readonly module: ModuleSummary; readonly function: SummaryFunction }
  | { readonly kind: 'class'; readonly module: ModuleSummary; readonly class: SummaryClass }
  | { readonly kind: 'name'; readonly module: ModuleSummary; readonly name: string }
  /** First-party by its first segment, and certainly not there. */
  | {
      readonly kind: 'missing';
      /** Where it was looked for: the module that lacks the name, or the package that lacks the module. */
      readonly module: ModuleSummary | undefined;
      readonly name: string;
      /** A whole module is missing (its first missing segment is the name), not a name in one. */
      readonly isModule: boolean;
    }
  /** Third-party, standard library, or a module whose names cannot all be seen. */
  | { readonly kind: 'unknown' };

/** The whole repository, built once in the reduce from what files told. Project rules query it, never a tree. */
export interface ProjectModel {
  readonly modules: readonly ModuleSummary[];
  /** Every path that discovery saw under the root, scanned or not, POSIX, sorted: what exists. */
  readonly files: ReadonlySet<string>;
  moduleByPath(path: string): ModuleSummary | undefined;
  /** The dotted name by which the project imports a module: without the folders above its top-level package. */
  importNameOf(module: ModuleSummary): string;
  /** Modules that a dotted name can mean, by the root, by `src`, by declared package directories and by script folders. */
  modulesNamed(dotted: string, importer: ModuleSummary): readonly ModuleSummary[];
  /** Follows re-exports and star imports inside the project. */
  resolve(dotted: string, importer: ModuleSummary): Resolution;
  resolveImport(imported: SummaryImport, importer: ModuleSummary): Resolution;
  readonly importEdges: readonly ImportEdge[];
  /** Cycles among modules of production; a package and its own modules are none, nor are imports for type checkers. */
  readonly importCycles: readonly ImportCycle[];
  importersOf(module: ModuleSummary): readonly ImportEdge[];
  functionNamed(
    qualifiedName: string,
  ): { readonly module: ModuleSummary; readonly function: SummaryFunction } | undefined;
  classNamed(qualifiedName: string): { readonly module: ModuleSummary; readonly class: SummaryClass } | undefined;
  /** What the project requires of a distribution (normalised name), from every file that declares dependencies. */
  requirementsOn(distribution: string): readonly Requirement[];
  answer(question: Question): Answer;
}

/** One declared dependency. `specifier` is PEP 440 (`>=2.1,<3`), empty when unpinned. */
export interface Requirement {
  readonly path: string;
  readonly line: number;
  readonly distribution: string;
  readonly specifier: string;
}
