import type { DeclaredEntryPoint, DeclaredRequirement } from '../artifacts/index.ts';
import type { Standing } from '../findings/index.ts';
import type {
  ModuleSummary,
  SummaryClass,
  SummaryFunction,
  SummaryImport,
  SummaryParameter,
} from '../semantics/index.ts';
import type { ArtifactPlace, Artifacts } from './artifacts.ts';
import type { ImageBuilds } from './builds.ts';
import type { CiRuns } from './ci-runs.ts';
import type { PlacedCommand } from './commands.ts';
import type { LoopSharing } from './loop-sharing.ts';
import type { MadePaths } from './made-paths.ts';
import type { Distribution } from './packaging.ts';
import type { Answer, Question } from './question.ts';
import type { QueueEnd } from './queue-ends.ts';
import type { Reachability } from './reachability.ts';
import type { RepositoryTree } from './repository-tree.ts';
import type { Bringing } from './transitive-distributions.ts';

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
  | ({ readonly kind: 'function' } & LocatedFunction)
  | ({ readonly kind: 'class' } & LocatedClass)
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

/** A function or method and the module that defines it. */
export interface LocatedFunction {
  readonly module: ModuleSummary;
  readonly function: SummaryFunction;
}

/** A class and the module that defines it. */
export interface LocatedClass {
  readonly module: ModuleSummary;
  readonly class: SummaryClass;
}

/** What an access path leads to, where there is no doubt about it. */
export type Target =
  | ({
      readonly kind: 'function';
      /** Of a method: the class through which it was found. */
      readonly owner: LocatedClass | undefined;
      /** Found through an object of the class. */
      readonly isBound: boolean;
      /** No derived class has another in its place: `super().save`. */
      readonly isExact?: true;
    } & LocatedFunction)
  | ({ readonly kind: 'class' } & LocatedClass)
  | ({ readonly kind: 'object' } & LocatedClass)
  /** What calling a coroutine function gives. */
  | ({ readonly kind: 'coroutine' } & LocatedFunction)
  | { readonly kind: 'unknown' };

/** Where a limit was met, and what was left out: a clause for users. */
export interface ProjectLimit {
  readonly at: ArtifactPlace;
  readonly says: string;
}

/** The whole repository, built once in the reduce from what files told. Project rules query it, never a tree. */
export interface ProjectModel {
  readonly modules: readonly ModuleSummary[];
  /** Every path that discovery saw under the root, scanned or not, POSIX, sorted: what exists. */
  readonly files: ReadonlySet<string>;
  /** Modules that files which are neither Python nor documents may name: dotted names, paths among them. */
  readonly mentions: ReadonlySet<string>;
  /** Modules that documents show: in blocks of code, or as what to run. */
  readonly documented: ReadonlySet<string>;
  /** Files that are not Python, by kind. */
  readonly artifacts: Artifacts;
  /** Every shell command of the repository's artifacts. */
  readonly commands: readonly PlacedCommand[];
  /** Those that may start something of the project, without the documents below the first ones. */
  readonly startingCommands: readonly PlacedCommand[];
  /** What the workflows of the repository run. */
  readonly ci: CiRuns;
  /** What was not looked at, of all that was asked until now, because a limit was met. */
  readonly limitsMet: readonly ProjectLimit[];
  /** Which images it builds, from which Dockerfile and context. */
  readonly builds: ImageBuilds;
  /** Files and folders that something brings to the repository. */
  readonly made: MadePaths;
  /** What a path that someone wrote leads to. */
  readonly tree: RepositoryTree;
  moduleByPath(path: string): ModuleSummary | undefined;
  /** The dotted name by which the project imports a module: without the folders above its top-level package. */
  importNameOf(module: ModuleSummary): string;
  /** Follows re-exports and star imports inside the project. */
  resolve(dotted: string, importer: ModuleSummary): Resolution;
  /** Follows an access path that `ObjectTypes.pathOf` gave through bases, attributes, results and re-exports. */
  follow(path: string, importer: ModuleSummary): Target;
  /** The method of a library's class, by name, that such an access path leads to through a module of the project which holds or hands it on. */
  foreignMethod(path: string, importer: ModuleSummary): string | undefined;
  /** What blocks at the end of an access path to the method of a client that a module of the project holds or gives. */
  clientWait(path: string, importer: ModuleSummary): string | undefined;
  /** What runs functions: threads, routes, tasks, commands. */
  readonly reachability: Reachability;
  /** Which coroutines have an event loop for themselves. */
  readonly loopSharing: LoopSharing;
  /**
   * Whether the module that an access path begins with was found only below a root that has nothing to do with the importer, and may not be
   * the one that is meant: one in no package, or one of several copies. Of a path through the importer's own objects the module that it
   * leads to (`home`) is asked about.
   */
  isFarFetched(accessPath: string, importer: ModuleSummary, home?: ModuleSummary): boolean;
  /**
   * The classes that a class is made of, itself first, in the order in which Python looks through them; those that are not
   * the project's by name, `?` for a base that has none.
   */
  lineOf(found: LocatedClass): readonly (LocatedClass | string)[];
  /** Every class of the project that has this one in its line, itself aside. */
  derivedFrom(found: LocatedClass): readonly LocatedClass[];
  /** What a call of the target binds its arguments to; undefined where something may change that. */
  signatureOf(target: Target): Signature | undefined;
  /**
   * Whether the test holds for whatever classes derived from the method's class (or from the class) have in its place. Of
   * a protocol only what it declares holds for classes that do not name it: `as-declared` asks for that.
   */
  holdsForOverrides(target: Target, test: (other: Target) => boolean, declared?: 'as-declared'): boolean;
  resolveImport(imported: SummaryImport, importer: ModuleSummary): Resolution;
  readonly importEdges: readonly ImportEdge[];
  /** Cycles among modules of production; a package and its own modules are none, nor are imports for type checkers. */
  readonly importCycles: readonly ImportCycle[];
  /** What a module imports, in source order. */
  importsOf(module: ModuleSummary): readonly ImportEdge[];
  importersOf(module: ModuleSummary): readonly ImportEdge[];
  functionNamed(qualifiedName: string): LocatedFunction | undefined;
  classNamed(qualifiedName: string): LocatedClass | undefined;
  /** Every declared dependency, by the path of the file that declares it. */
  readonly requirements: readonly Requirement[];
  /** Paths of the files that list what it needs to run, be it nothing. */
  readonly runtimeLists: readonly string[];
  /** What the project requires of a distribution (normalised name), from every file that declares dependencies. */
  requirementsOn(distribution: string): readonly Requirement[];
  /** How a distribution (normalised name) that nobody declares comes with those that are declared. */
  transitivityOf(distribution: string): Bringing;
  /** Console scripts, plug-ins and the like that packaging declares. */
  readonly entryPoints: readonly EntryPoint[];
  /** What code that is no test does to queues outside the process. */
  readonly queueEnds: readonly QueueEnd[];
  /** What the repository packages, one for each place that says how. */
  readonly distributions: readonly Distribution[];
  /** How production code comes to run a module; undefined when nothing is seen that leads to it. */
  useOf(module: ModuleSummary): ModuleUse | undefined;
  /** Who reaches a line (from 1) of a file, Python or not. */
  standingAt(path: string, line: number): Standing;
  /** `key` is the question as JSON, where someone has that. */
  answer(question: Question, key?: string): Answer;
}

/**
 * An import of another module (of a package: one from outside of it), a text or an entry point that names it, code that
 * imports by computed names and may mean it, or a package that says it is part of what it offers (`__all__`); or
 * nothing but a document that shows it.
 */
export type ModuleUse = 'imported' | 'named' | 'loaded' | 'offered' | 'documented';

/** An object that packaging declares to be run or found by its name (`pkg.module:function`). */
export interface EntryPoint extends DeclaredEntryPoint {
  readonly path: string;
  readonly line: number;
  /** Where the reference is written. */
  readonly place: ArtifactPlace;
}

/** The parameters that a call sees: without the one that the object fills. */
export interface Signature {
  readonly parameters: readonly SummaryParameter[];
  /** Arguments that no parameter takes are ignored, or known elsewhere. */
  readonly takesMore: boolean;
  /** A method through its class: what stands for the object is the caller's affair. */
  readonly isUnbound?: true;
}

/** One declared dependency. `specifier` is PEP 440 (`>=2.1,<3`), empty when unpinned. */
export interface Requirement extends DeclaredRequirement {
  readonly path: string;
  readonly line: number;
  readonly place: ArtifactPlace;
  readonly source: RequirementSource;
  /** It is in a file that some tool resolved. */
  readonly isLocked: boolean;
}

export type RequirementSource =
  | 'conda-environment'
  | 'pipfile'
  | 'pyproject'
  | 'requirements'
  | 'setup-cfg'
  | 'setup.py'
  | 'tox';
