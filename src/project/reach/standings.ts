import type { Standing } from '../../findings/index.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';
import { ImageBuilds } from '../builds.ts';
import { isGiven } from '../given-arguments.ts';
import { artifactStanding, type Starting } from './artifact-standings.ts';
import { CodeStandings } from './code-standings.ts';

/** Where every place of the repository stands: the one answer that grades ask for. */
export class Standings {
  #code: CodeStandings | undefined;
  #started: Starting | undefined;

  constructor(readonly project: Project) {}

  /** `line` from 1; of a notebook counted over all of its cells. */
  at(path: string, line: number): Standing {
    const module = this.project.moduleByPath(path);
    if (module === undefined) return artifactStanding(path, line, this.#starting());
    this.#code ??= new CodeStandings(this.project);
    const standing = this.#code.at(module, line);
    const untaken = RUN.has(standing.reach) && this.#code.modules.isApplication && this.#whyUntaken(module, line);
    return untaken ? { reach: 'loose', because: untaken, lowered: 'unreferenced' } : standing;
  }

  /** Why no call comes to the branch around a line; undefined where one may. Of a library, calls elsewhere may. */
  #whyUntaken({ branches = [] }: ModuleSummary, line: number): string | undefined {
    const untaken = branches.find(({ lines: [first, last], of: to, parameter, position, isGiven: isNeeded }) => {
      if (line < first || last < line) return false;
      const question = { kind: 'is-given', to, parameter, ...(position !== undefined && { position }) } as const;
      return isGiven(question, this.project) === (isNeeded ? 'no' : 'yes');
    });
    if (untaken === undefined) return undefined;
    const name = untaken.of.slice(untaken.of.lastIndexOf('.') + 1);
    return `${untaken.isGiven ? 'no call passes' : 'every call passes'} \`${untaken.parameter}\` to \`${name}\`, so this branch never runs`;
  }

  #starting(): Starting {
    const { artifacts, files, tree, startingCommands: commands } = this.project;
    this.#started ??= { artifacts, files, commands, builds: new ImageBuilds({ artifacts, commands, tree }) };
    return this.#started;
  }
}

const RUN: ReadonlySet<Standing['reach']> = new Set(['served', 'run']);
