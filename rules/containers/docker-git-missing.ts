import { defineProjectRule } from '#kit';
import {
  baseOfStage,
  contextsMeant,
  type DockerInstruction,
  type DockerStage,
  installedPackages,
  installsUnknown,
  instructionsOf,
  listsReadBy,
} from '#kit/artifacts';
import { pipArguments } from '#kit/commands';
import type { ArtifactFile, ArtifactPlace, BuildContext, ProjectModel } from '#kit/project';

interface FromGit {
  readonly written: string;
  /** Where a list of requirements says so. */
  readonly listed?: ArtifactPlace;
}

type Run = Extract<DockerInstruction, { readonly kind: 'run' }>;

export default defineProjectRule({
  docs: {
    summary: 'requirement of a git repository in an image that has no git',
    why: 'The step fails and the image cannot be built: pip calls `git` to fetch what is named by its repository, and the slim and Alpine images have none.',
    remedy:
      'Install `git` before that step (in a stage of its own, which the image does not keep), or name a release or an archive by https.',
    harm: 'breaks',
    ceiling: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Audits of six systems before a scan', finding: 'git+ requirement in a slim image' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nRUN pip install git+https://git.example.org/orders/prices.git@v3\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y git\nRUN pip install git+https://git.example.org/orders/prices.git@v3\nCMD ["python", "-m", "orders"]\n',
  },
  needs: ['artifacts'],
  check(project, ctx) {
    for (const file of project.artifacts.of('dockerfile')) {
      const contexts = contextsMeant(file, project) ?? [];
      for (const stage of file.model.stages) {
        if (baseOfStage(file.model, stage, project)?.programs?.has('git') !== false) continue;
        for (const run of stage.instructions) {
          const found = run.kind === 'run' ? installedFromGit(run, stage, file, contexts, project) : undefined;
          if (found === undefined) continue;
          ctx.report({
            at: file.placeOf(run.span),
            message: `pip needs git for \`${found.written}\`, and neither \`${stage.base.written}\` nor a step before has it`,
            cause: file.path,
            key: `${file.path} ${found.written}`,
            related: found.listed === undefined ? [] : [{ ...found.listed, message: 'it is listed here' }],
          });
          break;
        }
      }
    }
  },
});

/** What a step fetches by git before anything brings git; undefined where that cannot be told. */
function installedFromGit(
  run: Run,
  stage: DockerStage,
  file: ArtifactFile<'dockerfile'>,
  contexts: readonly BuildContext[],
  project: ProjectModel,
): FromGit | undefined {
  const all = instructionsOf(file.model, stage);
  const before = all.filter(({ span }) => span.end <= run.span.start);
  if (installsUnknown([...before, run]) || [...before, run].some(bringsGit)) return undefined;
  for (const command of run.script.commands) {
    if (command.isConditional) continue;
    const args = pipArguments(command) ?? [];
    const written = args.find(({ text }) => /^(?:[\w.[\],-]+ ?@ ?)?git\+/.test(text));
    if (written !== undefined) return { written: written.text };
    for (const list of listsReadBy(command, run, { before, contexts, project })) {
      const listed = fromGit(list);
      if (listed !== undefined) return listed;
    }
  }
  return undefined;
}

function fromGit({ model, placeOf }: ArtifactFile<'requirements'>): FromGit | undefined {
  const named = model.requirements.find(
    ({ value }) => value.url?.startsWith('git+') === true && value.marker === undefined,
  );
  const place = named ?? model.places.find(({ value }) => value.startsWith('git+'));
  if (place === undefined) return undefined;
  const written = typeof place.value === 'string' ? place.value : (place.value.url ?? '');
  return { written, listed: placeOf(place.span) };
}

/** Installs it or what depends on it, copies it, or runs it (then it is there). */
const bringsGit = (instruction: DockerInstruction): boolean =>
  ((instruction.kind === 'copy' || instruction.kind === 'add') &&
    [...instruction.sources, ...(instruction.destination === undefined ? [] : [instruction.destination])].some(
      ({ value }) => /\/s?bin\/?$|\/git$/.test(value),
    )) ||
  (instruction.kind === 'run' &&
    (installedPackages(instruction).some(({ text }) =>
      /^git(?:$|-)|^build-deps$|^mercurial$|^devscripts$/.test(text),
    ) ||
      instruction.script.commands.some(({ words }) => words[0]?.text === 'git')));
