/** Whether nobody runs a program yet but those who work on it. */
import type { ProjectModel } from '#project';
import { isPublished } from '#project/reach/exposure';

/** All settings of Django that are seen say `DEBUG = True`, and no image, manifest or command starts anything. */
export function isForWorkAlone(project: ProjectModel): boolean {
  const settings = project.modules.filter(({ names }) => Object.hasOwn(names, 'INSTALLED_APPS'));
  const isDebug = settings.length > 0 && settings.every(({ constants }) => constants?.DEBUG?.value === true);
  const { artifacts } = project;
  const images = [...artifacts.of('dockerfile'), ...artifacts.of('compose'), ...artifacts.of('kubernetes')];
  return isDebug && images.length === 0 && !isPublished(project);
}
