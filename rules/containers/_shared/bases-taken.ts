import { type DockerBase, lineOfStage } from '#artifacts';
import { groupBy } from '#collections';
import { shippedStages } from '#kit/artifacts';
import type { ArtifactFile, ProjectModel } from '#project';

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
    const taking = groupBy(file.model.stages, ({ base }) => (base.kind === 'image' ? base.written : undefined));
    return file.model.stages.flatMap((stage): BaseTaken[] => {
      const { base } = stage;
      if (base.kind !== 'image') return [];
      const alike = taking.get(base.written) ?? [];
      const shippedBase = alike.findLast((each) => shipped.has(each)) ?? alike[0];
      if (stage !== shippedBase || project.builds.isOwn(base.name)) return [];
      const others = alike.flatMap((each) => (each !== stage && each.base.kind === 'image' ? [each.base] : []));
      const image = base.tag === undefined ? base.name : `${base.name}:${base.tag}`;
      return [{ file, base, image, others, isShipped: shipped.has(stage) }];
    });
  });
}
