/** Files that are not Python, read to typed values that know their places. */
export { readPyprojectDependencies } from './pyproject/dependencies.ts';
export { readPyprojectEntryPoints } from './pyproject/entry-points.ts';
export type { DependencyRequirement } from './requirements/requirement.ts';
export { parseRequirement } from './requirements/requirement.ts';
export { readRequirementsFile } from './requirements/requirements-file.ts';
