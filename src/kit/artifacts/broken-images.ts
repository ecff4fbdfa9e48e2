/** Which images nobody can build or start from what the repository has. */
import type { ArtifactFile, BuildContext, ProjectModel } from '../../project/index.ts';
import { contextSources, contextsMeant } from './build-sources.ts';
import { filesNeeded } from './files-needed.ts';
import { isNamedByBuilder, mayBeMade } from './made-files.ts';

/** The first file that an image needs, none of its contexts has, and nothing is seen to make. */
export function fileLackedBy(file: ArtifactFile<'dockerfile'>, project: ProjectModel): string | undefined {
  const contexts = contextsMeant(file, project);
  if (contexts === undefined || contexts.length === 0) return undefined;
  const sources = file.model.stages.flatMap(({ instructions }) => instructions.flatMap(contextSources));
  const copied = sources.find(({ value }) => {
    return !/[*?[]/.test(value) && isLacking(value, contexts, project) && !isNamedByBuilder(file.path, value, project);
  });
  if (copied !== undefined) return copied.value;
  return filesNeeded(file, contexts, project).find(({ wanted }) => !wanted.some((each) => mayBeMade(each, project)))
    ?.path;
}

function isLacking(source: string, contexts: readonly BuildContext[], project: ProjectModel): boolean {
  return contexts.every((context) => {
    const answer = context.resolve(source);
    return answer.kind === 'excluded' || (answer.kind === 'missing' && !mayBeMade(answer.path, project));
  });
}
