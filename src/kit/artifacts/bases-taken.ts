import { type DockerBase, type Dockerfile, type DockerStage, lineOfStage } from '../../artifacts/index.ts';
import type { ArtifactFile, ProjectModel } from '../../project/index.ts';
import { shippedStages } from './built-image.ts';

export type ImageBase = Extract<DockerBase, { readonly kind: 'image' }>;

export interface BaseTaken {
  readonly file: ArtifactFile<'dockerfile'>;
  readonly base: ImageBase;
  /** `python:3.12-slim`, without its digest. */
  readonly image: string;
  /** Stages of the file that start from it too. */
  readonly others: readonly ImageBase[];
  /** An image that is run is built on it; otherwise only stages are that others copy from. */
  readonly isShipped: boolean;
}

/**
 * Images of others that Dockerfiles start from, each once a file: at the stage that is shipped, else at the first. What the
 * repository builds itself is as fixed as its own Dockerfile; that its releases are followed is meant.
 */
export function basesTaken(project: ProjectModel): readonly BaseTaken[] {
  return project.artifacts.of('dockerfile').flatMap((file) => {
    const shipped = new Set(shippedStages(file, project).flatMap((stage) => lineOfStage(file.model, stage)));
    return file.model.stages.flatMap((stage): BaseTaken[] => {
      const { base } = stage;
      if (base.kind !== 'image' || stage !== tellingStage(file.model, base, shipped)) return [];
      if (project.builds.isOwn(base.name)) return [];
      const others = file.model.stages.flatMap((each) =>
        each !== stage && startsFrom(each, base) && each.base.kind === 'image' ? [each.base] : [],
      );
      const image = base.tag === undefined ? base.name : `${base.name}:${base.tag}`;
      return [{ file, base, image, others, isShipped: shipped.has(stage) }];
    });
  });
}

function tellingStage(
  { stages }: Dockerfile,
  image: ImageBase,
  shipped: ReadonlySet<DockerStage>,
): DockerStage | undefined {
  const taking = stages.filter((stage) => startsFrom(stage, image));
  return taking.findLast((stage) => shipped.has(stage)) ?? taking[0];
}

const startsFrom = ({ base }: DockerStage, { written }: ImageBase): boolean =>
  base.kind === 'image' && base.written === written;
