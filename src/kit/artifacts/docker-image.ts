import type { Dockerfile, DockerInstruction, DockerStage, ShellCommand } from '../../artifacts/index.ts';

/** An image for people at work on the code: what is loose in it hurts nobody else. By the file's path and the stage's name. */
export function isForDevelopment(path: string, stage?: DockerStage): boolean {
  if (DEVELOPMENT_PATH.test(path)) return true;
  return stage?.name !== undefined && DEVELOPMENT_NAME.test(stage.name.value);
}

const DEVELOPMENT_NAME =
  /(?:^|[-_.])(?:dev|devel|development|debug|local|tests?|testing|ci|lint|docs?|bench\w*|examples?)(?:$|[-_.])/i;
const DEVELOPMENT_PATH =
  /(?:^|\/)(?:\.devcontainer|\.github|\.circleci|\.gitlab|dev|devel|development|tests?|testing|ci|docs?|examples?|samples?|tutorials?|benchmarks?|demos?|hack)\/|(?:Dockerfile|Containerfile)[-_.](?:.{0,100}[-_.])?(?:dev|devel|development|debug|local|tests?|testing|ci|lint|docs?|bench\w*|examples?)(?:[-_.]|$)|(?:^|[/._-])(?:dev|test|ci|local|debug|gitpod)\.dockerfile$/i;

/** The image that a build makes when nobody names a stage. */
export function finalStage({ stages }: Dockerfile): DockerStage | undefined {
  return stages.at(-1);
}

/** A stage and those it is built on, itself first. */
export function lineOfStage(dockerfile: Dockerfile, stage: DockerStage): readonly DockerStage[] {
  const line = [stage];
  for (let { base } = stage; base.kind === 'stage'; ) {
    const below = dockerfile.stages[base.index];
    // A stage knows only stages before it, so this ends; the check is for the compiler.
    if (below === undefined) break;
    line.push(below);
    base = below.base;
  }
  return line;
}

/** What a stage holds in the end, from the first instruction of the image it is built on to its own last. */
export function instructionsOf(dockerfile: Dockerfile, stage: DockerStage): readonly DockerInstruction[] {
  return lineOfStage(dockerfile, stage)
    .toReversed()
    .flatMap(({ instructions }) => instructions);
}

/** The commands that are run while a stage is built. */
export function buildCommands(stage: DockerStage): readonly ShellCommand[] {
  return stage.instructions.flatMap((instruction) => (instruction.kind === 'run' ? instruction.script.commands : []));
}
