import { groupBy, memoize } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { ProjectModel } from './project-model.ts';
import { takesModule } from './reach/named-code.ts';

/**
 * Whether another module takes a name from this one: imports the name itself or all of them, reads that attribute of the module, or, in a
 * test, puts something else in its place by a text.
 */
export function isNameTaken(path: string, name: string, project: ProjectModel): boolean {
  const module = project.moduleByPath(path);
  if (module === undefined) return false;
  const isImported = project.importersOf(module).some(({ from, to, imported }) => {
    if (from === module) return false;
    if (imported.name === name || imported.name === '*') return true;
    const reads = takesModule({ from, to, imported }) && from.attributeReads;
    return reads !== false && (reads.includes(name) || reads.includes('*'));
  });
  return isImported || isReplaced(module, name, project);
}

/** `patch("shop.orders.time.sleep")` needs the `time` of `shop.orders`, whatever the path begins with. */
const isReplaced = ({ module }: ModuleSummary, name: string, project: ProjectModel): boolean =>
  replacedNames(project)
    .get(name)
    ?.some(({ owner }) => `.${module}`.endsWith(`.${owner}`)) === true;

/** What is before each part of the paths that tests replace, by that part. */
const replacedNames = memoize(({ modules }: ProjectModel) => {
  const paths = new Set(modules.flatMap(({ replaces = [] }) => replaces));
  const parts = [...paths].flatMap((path) => {
    const names = path.split('.');
    return names.map((name, index) => ({ name, owner: names.slice(0, index).join('.') })).slice(1);
  });
  return groupBy(parts, ({ name }) => name);
});
