/** Who may read the names of a module where no summary tells it. */
import { memoize } from '#collections';
import type { DoubtId } from '#findings';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { folderOf } from '#text';

/** The doubt that a name of the module that nothing is seen to read may be read all the same. */
export function whyReadUnseen(path: string, project: ProjectModel): DoubtId | undefined {
  const module = project.moduleByPath(path);
  const importers = module === undefined ? [] : project.importersOf(module).map(({ from }) => from);
  return importers.some(takesAll) || importsPassedOver(project) ? 'external-use' : undefined;
}

/** `from shop.metrics import *`, `getattr(metrics, name)`. */
const takesAll = ({ attributeReads, imports }: ModuleSummary): boolean =>
  attributeReads.includes('*') || imports.some(({ name }) => name === '*');

/** `models/` in `.gitignore`, and `app/models/store.py` was added by force. */
const importsPassedOver = memoize(({ modules, tree }: ProjectModel): boolean =>
  modules.some(({ path, imports }) =>
    imports.some(({ module, relativeLevel }) => {
      const modulePath = module.replaceAll('.', '/');
      return foldersAbove(path, relativeLevel).some((folder) => {
        const place = `${folder}${modulePath}`;
        // Most imports are of libraries, of which nothing is here.
        if (!tree.isFolder(`${folder}${modulePath.split('/', 1)[0]}`) || tree.isFile(`${place}.py`)) return false;
        return tree.isKept(`${place}.py`) || tree.isKept(`${place}/__init__.py`);
      });
    }),
  ),
);

/** Those that an import may begin in, each with its slash. */
function foldersAbove(path: string, relativeLevel: number): readonly string[] {
  const folders: string[] = [];
  for (let at = folderOf(path); ; at = folderOf(at)) {
    folders.push(at === '' ? '' : `${at}/`);
    if (at === '') return relativeLevel === 0 ? folders : folders.slice(relativeLevel - 1, relativeLevel);
  }
}
