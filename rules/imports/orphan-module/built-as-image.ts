import type { ProjectModel } from '#project';

/** What an image is built of and no distribution: no index and no other project can have its modules. */
export function isBuiltAsImage(project: ProjectModel): boolean {
  const isImage = project.artifacts.of('dockerfile').length + project.artifacts.of('compose').length > 0;
  return isImage && project.distributions.length === 0 && !project.files.has('setup.py');
}
