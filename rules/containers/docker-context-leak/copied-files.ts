/** What becomes of a file that a COPY takes from the build context. */
import { type Dockerfile, type DockerInstruction, type DockerStage, imagePath, pathWithin } from '#artifacts';
import { instructionsOf, shippedStages } from '#kit/artifacts';
import type { ArtifactFile, ProjectModel } from '#project';

export type CopyInstruction = Extract<DockerInstruction, { readonly kind: 'copy' | 'add' }>;

/**
 * Whether what a COPY of a stage brings is in an image that is shipped: its layer is one of the image's, or another stage of the image takes
 * the folder that it was copied to. What is removed later stays in the layer. `unknown`: variables name the folder.
 */
export function fateInImage(
  copy: CopyInstruction,
  stage: DockerStage,
  file: ArtifactFile<'dockerfile'>,
  project: ProjectModel,
): 'shipped' | 'left behind' | 'unknown' {
  const shipped = shippedStages(file, project).flatMap((each) => instructionsOf(file.model, each));
  if (shipped.includes(copy)) return 'shipped';
  const place = imagePath(copy.workdir, copy.destination?.value ?? '');
  let fate: 'left behind' | 'unknown' = 'left behind';
  for (const each of shipped) {
    if ((each.kind !== 'copy' && each.kind !== 'add') || !isFrom(each, stage, file.model)) continue;
    for (const { value } of each.sources) {
      const taken = imagePath('/', value);
      if (place === undefined || taken === undefined) fate = 'unknown';
      else if (pathWithin(place, taken) !== undefined) return 'shipped';
    }
  }
  return fate;
}

/** Whether a COPY takes from a stage, or from one that is built on it. */
function isFrom({ from }: CopyInstruction, stage: DockerStage, dockerfile: Dockerfile): boolean {
  const name = from?.value.toLowerCase();
  const named = dockerfile.stages.find((each, index) => each.name?.value === name || String(index) === name);
  return named !== undefined && instructionsOf(dockerfile, named).some((each) => stage.instructions.includes(each));
}
