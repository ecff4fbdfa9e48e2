/** Requirements files that are what a package of the repository asks of its users: exact versions would be wrong there. */
import type { ProjectModel } from '#project';

/** `file:` of setuptools names it, or the setup.py beside it computes what it requires. */
export function isListOfPackage(path: string, { artifacts, modules, tree }: ProjectModel): boolean {
  const named = [...artifacts.of('pyproject'), ...artifacts.of('setup-cfg')].some(({ model, folder }) =>
    model.requirementFiles.some(({ value }) => {
      const answer = tree.resolve(value, folder);
      return answer.kind === 'file' && answer.path === path;
    }),
  );
  const beside = `${path.slice(0, path.lastIndexOf('/') + 1)}setup.py`;
  return named || modules.some(({ setup, path: own }) => own === beside && setup?.hasComputedRequirements === true);
}
