import { type DockerBase, type Dockerfile, type DockerStage, lineOfStage } from '../../artifacts/index.ts';
import type { ArtifactFile, ProjectModel } from '../../project/index.ts';
import { finalStage } from './docker-image.ts';

export type ImageBase = Extract<DockerBase, { readonly kind: 'image' }>;

export interface BaseTaken {
  readonly file: ArtifactFile<'dockerfile'>;
  readonly base: ImageBase;
  /** `python:3.12-slim`, without its digest. */
  readonly image: string;
  /** Stages of the file that start from it too. */
  readonly others: readonly ImageBase[];
}

/**
 * Images of others that Dockerfiles start from, each once a file: at the stage that is shipped, else at the first. What the
 * repository builds itself is as fixed as its own Dockerfile; that its releases are followed is meant.
 */
export function basesTaken({ artifacts, builds }: ProjectModel): readonly BaseTaken[] {
  return artifacts.of('dockerfile').flatMap((file) =>
    file.model.stages.flatMap((stage, index): BaseTaken[] => {
      const { base } = stage;
      if (base.kind !== 'image' || index !== tellingStage(file.model, base) || builds.isOwn(base.name)) return [];
      const others = file.model.stages.flatMap((each) =>
        each !== stage && startsFrom(each, base) && each.base.kind === 'image' ? [each.base] : [],
      );
      return [{ file, base, image: base.tag === undefined ? base.name : `${base.name}:${base.tag}`, others }];
    }),
  );
}

function tellingStage(dockerfile: Dockerfile, image: ImageBase): number {
  const { stages } = dockerfile;
  const names = (stage: DockerStage): boolean => startsFrom(stage, image);
  const final = finalStage(dockerfile);
  const shipped = final && lineOfStage(dockerfile, final).find(names);
  return shipped === undefined ? stages.findIndex(names) : stages.indexOf(shipped);
}

const startsFrom = ({ base }: DockerStage, { written }: ImageBase): boolean =>
  base.kind === 'image' && base.written === written;
