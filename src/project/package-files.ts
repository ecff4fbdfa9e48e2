/** Whether files belong to packages, of Python or of a distribution. */

import { folderOf } from '../text/index.ts';
import { distributionsAround } from './packaging.ts';
import type { ProjectModel } from './project-model.ts';

/** Its folder is a package; of a package's folder, that it lies in another one. */
export function isInPackage(path: string, project: ProjectModel): boolean {
  const folder = folderOf(path);
  return folder !== '' && project.moduleByPath(`${folder}/__init__.py`) !== undefined;
}

/** The repository packages it for others, as far as is known. */
export const isOffered = (path: string, { distributions }: ProjectModel): boolean =>
  distributionsAround(distributions, path).some(({ includes }) => includes(path) !== false);
