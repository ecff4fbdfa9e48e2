import { defineProjectRule, type ProjectProblem } from '#kit';
import { commandsOfStage, type PipelineStage, pipelineOutputs, pipelineStages } from '#kit/artifacts';
import { scriptNamed } from '#kit/commands';
import type { ProjectModel } from '#project';
import { foldersAround, type Located, pathAndFolders, type Span } from '#text';
import { type MissingScript, missingScripts } from './_shared/missing-scripts.ts';

export default defineProjectRule({
  docs: {
    summary: 'pipeline stage or CI job that needs a file which does not exist',
    why: 'The step fails in a fresh clone. The reported results cannot be reproduced, and a CI job that runs it fails every time.',
    remedy: 'Commit the file, track it with DVC, or correct the path',
    harm: 'breaks',
    severity: {
      'stage of a pipeline': 'P1',
      'job of a workflow': 'P2',
    },
    precision: 'high',
    measured: { read: 22, right: 21, on: '19 public repositories with pipelines of DVC, at commits of their history' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.3' }],
    bad: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python src/train.py\n    deps:\n      - src/train.py\n# path: src/training.py\nprint("training")\n',
    good: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python src/training.py\n    deps:\n      - src/training.py\n# path: src/training.py\nprint("training")\n',
  },
  check(project, ctx) {
    for (const each of missingScripts(project)) if (each.isInPipeline) ctx.report(jobProblem(each));
    const stages = pipelineStages(project);
    const files = new PipelineFiles(project, pipelineOutputs(stages));
    for (const each of stages) {
      if (each.stage.isFrozen) continue;
      const seen = new Set<string>();
      for (const { path, what, at } of [...files.needed(each), ...files.scripts(each)]) {
        if (seen.has(path)) continue;
        seen.add(path);
        ctx.report({
          at: each.file.placeOf(at),
          message: `missing file: stage \`${each.stage.name.value}\` ${what} \`${path}\`, which is not in the repository and which no stage creates`,
          cause: `${each.file.path} ${path}`,
          key: `${each.file.path} ${each.stage.name.value} ${path}`,
        });
      }
    }
  },
});

/** A recipe of continuous integration; anyone who reads it puts the path right, or the file back. */
function jobProblem({ at, from, name, act, location }: MissingScript): ProjectProblem {
  const lack =
    location === undefined
      ? 'it does not exist in the repository'
      : `the path is wrong: from the repository root, the file is at \`${location}\``;
  return {
    at,
    message: `missing file: \`${name}\` is ${act} here, but ${lack}`,
    remedy: 'Commit the file, or correct the path',
    cause: from,
    kind: 'job of a workflow',
    key: `${from} ${name}`,
  };
}

interface NeededFile {
  readonly path: string;
  readonly what: string;
  readonly at: Span;
}

/** What the paths of pipelines lead to. */
class PipelineFiles {
  readonly #foldersOfOutputs: ReadonlySet<string>;

  constructor(
    readonly project: ProjectModel,
    readonly outputs: ReadonlySet<string>,
  ) {
    this.#foldersOfOutputs = foldersAround(outputs);
  }

  needed(each: PipelineStage): NeededFile[] {
    const { stage } = each;
    const params = stage.params.map(
      ({ file, keys }) => file ?? { value: 'params.yaml', span: keys[0]?.span ?? stage.name.span },
    );
    return [
      ...stage.dependencies.flatMap((path) => this.#missing(path, 'depends on', each)),
      ...params.flatMap((path) => this.#missing(path, 'reads parameters from', each)),
    ];
  }

  /** Scripts that its commands run. */
  scripts(each: PipelineStage): NeededFile[] {
    return commandsOfStage(each).flatMap((placed) => {
      const [from] = placed.folders;
      const named = scriptNamed(placed);
      if (from === undefined || named === undefined || named.isModule) return [];
      return this.#missing({ value: named.word.text, span: named.word.span }, 'runs', { ...each, folder: from });
    });
  }

  #missing({ value, span }: Located<string>, what: string, { folder, rounds }: PipelineStage): NeededFile[] {
    if (folder === undefined) return [];
    for (const round of rounds) {
      const path = round.fill(value);
      if (path !== undefined && this.#isMissing(path, folder)) return [{ path, what, at: span }];
    }
    return [];
  }

  #isMissing(written: string, folder: string): boolean {
    // `remote://…` and what DVC imports from elsewhere are not ours, nor is what a shell or a template fills in.
    if (/[{}$*?\\]|::|^#/.test(written)) return false;
    const answer = this.project.tree.resolve(written, folder);
    if (answer.kind !== 'missing' || this.#isMade(answer.path)) return false;
    // A folder of which git keeps nothing: people bring what is in it.
    return this.project.tree.resolve(`${written}/any`, folder).kind !== 'ignored';
  }

  /** Made by a stage or kept by DVC: itself, a folder around it, or something in it. */
  #isMade(path: string): boolean {
    const around = pathAndFolders(path);
    if (around.some((each) => this.outputs.has(each) || this.project.files.has(`${each}.dvc`))) return true;
    return this.#foldersOfOutputs.has(path);
  }
}
