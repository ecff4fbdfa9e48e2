import type { ProjectModel } from './project-model.ts';

/** Whether the file of a package is below a folder that is built: one with a setup or pyproject file. */
export function isInPackage(path: string, project: ProjectModel): boolean {
  const folders = path.split('/').slice(0, -1);
  const isPackage = folders.length > 0 && project.files.has([...folders, '__init__.py'].join('/'));
  if (!isPackage) return false;
  return folders.some((_, index) => {
    const root = folders
      .slice(0, index)
      .map((folder) => `${folder}/`)
      .join('');
    return BUILD_FILES.some((file) => project.files.has(`${root}${file}`));
  });
}

const BUILD_FILES: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg'];
