/** What is known of the image that a stage makes. */
import {
  type Dockerfile,
  type DockerInstruction,
  type DockerStage,
  invocationOf,
  lineOfStage,
} from '../../artifacts/index.ts';
import { type BaseImage, baseImage } from '../../knowledge/base-images.ts';
import type { ArtifactFile, ImageBuild, ProjectModel } from '../../project/index.ts';
import { joinPath } from '../../text/index.ts';
import { finalStage, instructionsOf } from './docker-image.ts';

/** The stages that become images: the last, and those that a build of the repository asks for, other than to lay the code over them. */
export function shippedStages(
  { path, model }: ArtifactFile<'dockerfile'>,
  project: ProjectModel,
): readonly DockerStage[] {
  const targets = new Set(project.builds.of(path).flatMap((build) => (isOverlaid(build) ? [] : build.target)));
  const last = finalStage(model);
  return model.stages.filter((stage) => stage === last || (stage.name !== undefined && targets.has(stage.name.value)));
}

/** Compose mounts the folder that the image was built in: it is for work on the code. */
function isOverlaid({ service, context, at }: ImageBuild): boolean {
  const folder = at.path.slice(0, Math.max(0, at.path.lastIndexOf('/')));
  return (
    context !== undefined &&
    service?.mounts.some(
      ({ kind, source }) => kind === 'bind' && joinPath(folder, source?.value ?? '/') === context,
    ) === true
  );
}

/** What is known of the image from a registry that a stage is built on in the end. */
export function baseOfStage(dockerfile: Dockerfile, stage: DockerStage, project: ProjectModel): BaseImage | undefined {
  const base = lineOfStage(dockerfile, stage).at(-1)?.base;
  if (base?.kind === 'scratch') return { user: 'root', programs: new Set() };
  if (base?.kind !== 'image' || project.builds.isBuiltHere(base.name)) return undefined;
  return baseImage(base.name, base.tag);
}

/** The instruction that says what a container of the stage starts; its ENTRYPOINT where it has both. */
export function startOfStage(dockerfile: Dockerfile, stage: DockerStage): DockerInstruction | undefined {
  const all = instructionsOf(dockerfile, stage);
  return all.findLast(({ kind }) => kind === 'entrypoint') ?? all.findLast(({ kind }) => kind === 'cmd');
}

/** Whether some RUN does what nobody can follow: scripts, lists of packages from files or variables. */
export function installsUnknown(instructions: readonly DockerInstruction[]): boolean {
  return instructions.some((instruction) => {
    if (instruction.kind !== 'run') return instruction.kind === 'onbuild';
    if (instruction.script.isBroken) return true;
    return instruction.script.commands.some((command) => {
      const invocation = invocationOf(command);
      if (invocation === undefined || /\.sh$/.test(invocation.program)) return true;
      const { program, args } = invocation;
      if (/^(?:xargs|sh|bash|make|ansible-playbook|nix|brew)$/.test(program)) return true;
      return /^(?:apt|apt-get|apk|yum|dnf|microdnf)$/.test(program) && args.some(({ text }) => /^[^=]*[$`]/.test(text));
    });
  });
}
