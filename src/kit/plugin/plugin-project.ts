/** What rules of plug-ins may ask of the whole repository: a part of `ProjectModel`, which no version of the kit takes back. */
import type { Standing } from '../../findings/severity/reach.ts';
import type { Answer, Question } from '../../project/question.ts';
import type { FileRole } from '../../semantics/context.ts';

/** One Python file of the repository. */
export interface PluginModule {
  readonly path: string;
  /** Dotted name by its place in the repository. */
  readonly module: string;
  readonly isPackage: boolean;
  readonly role: FileRole;
  /** All that hold at once, `role` first. */
  readonly roles: readonly FileRole[];
}

/** One declared dependency. */
export interface PluginRequirement {
  /** Normalised name of the distribution. */
  readonly name: string;
  /** PEP 440 (`>=2.1,<3`); empty where any version will do. */
  readonly specifier: string;
  readonly path: string;
  readonly line: number;
}

/** The repository, when all files have been read. */
export interface PluginProject {
  readonly modules: readonly PluginModule[];
  /** Every path under the root, scanned or not, with `/`. */
  readonly files: ReadonlySet<string>;
  /** Every declared dependency, by the path of the file that declares it. */
  readonly requirements: readonly PluginRequirement[];
  moduleByPath(path: string): PluginModule | undefined;
  /** Who reaches a line (from 1) of a file, Python or not. */
  standingAt(path: string, line: number): Standing;
  answer(question: Question): Answer;
}
