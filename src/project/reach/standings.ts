import type { Standing } from '../../findings/index.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { ImageBuilds } from '../builds.ts';
import { artifactStanding, type Starting } from './artifact-standings.ts';
import { CodeStandings } from './code-standings.ts';
import { isExposed } from './exposure.ts';

/** Where every place of the repository stands: the one answer that grades ask for. */
export class Standings {
  #code: CodeStandings | undefined;
  #isExposed: boolean | undefined;
  #builds: ImageBuilds | undefined;

  constructor(readonly project: Project) {}

  /** `line` from 1; of a notebook counted over all of its cells. */
  at(path: string, line: number): Standing {
    const module = this.project.moduleByPath(path);
    if (module === undefined) return artifactStanding(path, line, this.#starting());
    this.#code ??= new CodeStandings(this.project);
    this.#isExposed ??= isExposed(this.project);
    const standing = { ...this.#code.at(module, line), isExposed: this.#isExposed };
    if (!isAfterFailure(module, line)) return standing;
    return { ...standing, because: `${standing.because}, once something has failed`, isAfterFailure: true };
  }

  #starting(): Starting {
    const { artifacts, files, tree, startingCommands: commands } = this.project;
    this.#builds ??= new ImageBuilds({ artifacts, commands, tree });
    return { artifacts, files, commands, builds: this.#builds };
  }
}

const isAfterFailure = ({ afterFailure = [] }: ModuleSummary, line: number): boolean =>
  afterFailure.some(([first, last]) => first <= line && line <= last);
