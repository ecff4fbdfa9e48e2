import { memoize } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { ProjectModel } from './project-model.ts';
import { takesModule } from './reach/named-code.ts';

/**
 * Whether another module takes a name from this one: imports the name itself or all of them, reads that attribute of the module, or, in a
 * test, puts something else in its place by a text.
 */
export function isNameTaken(path: string, name: string, project: ProjectModel): boolean {
  const module = project.modules.find((candidate) => candidate.path === path);
  if (module === undefined) return false;
  const isImported = project.importersOf(module).some(({ from, to, imported }) => {
    if (from === module) return false;
    if (imported.name === name || imported.name === '*') return true;
    const reads = takesModule({ from, to, imported }) && from.attributeReads;
    return reads !== false && (reads.includes(name) || reads.includes('*'));
  });
  return isImported || isReplaced(module, name, project);
}

/** `patch("shop.orders.time.sleep")` needs the `time` of `shop.orders`. */
function isReplaced({ module }: ModuleSummary, name: string, project: ProjectModel): boolean {
  const ownNames = [module, module.slice(module.lastIndexOf('.') + 1)];
  const owners = replacedNames(project).get(name);
  return owners?.some((owner) => ownNames.includes(owner) || module.endsWith(`.${owner}`)) === true;
}

/** What stands before each part of the paths that tests replace, by that part. */
const replacedNames = memoize(({ modules }: ProjectModel): ReadonlyMap<string, readonly string[]> => {
  const owners = new Map<string, string[]>();
  for (const path of new Set(modules.flatMap(({ replaces = [] }) => replaces)))
    for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      const [name = ''] = path.slice(dot + 1).split('.', 1);
      const known = owners.get(name);
      if (known === undefined) owners.set(name, [path.slice(0, dot)]);
      else known.push(path.slice(0, dot));
    }
  return owners;
});
