import { type Dockerfile, type DockerInstruction, type DockerStage, lineOfStage } from '../../artifacts/index.ts';

/** The image that a build makes when nobody names a stage. */
export function finalStage({ stages }: Dockerfile): DockerStage | undefined {
  return stages.at(-1);
}

/** What a stage holds in the end, from the first instruction of the image it is built on to its own last. */
export function instructionsOf(dockerfile: Dockerfile, stage: DockerStage): readonly DockerInstruction[] {
  return lineOfStage(dockerfile, stage)
    .toReversed()
    .flatMap(({ instructions }) => instructions);
}
