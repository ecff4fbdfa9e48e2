import { defineProjectRule, fileStart, PRODUCTION, type ProjectProblem } from '#kit';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import { isRun, type ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

/** Nothing breaks where these mean something else: nobody imports them, or only CPython's own tests do. */
const HARMLESS: ReadonlySet<string> = new Set([
  '__main__',
  'test',
  'this',
  'antigravity',
  'turtle',
  'turtledemo',
  'idlelib',
]);
/** A project with so many of them is the standard library, or a version of it. */
const OWN_LIBRARY = 15;

export default defineProjectRule({
  docs: {
    summary: 'shadowed module: another module has the same name',
    why: 'Python imports only one of the two. Edits to the other module have no effect, or a library that imports a standard module gets a file from the project instead.',
    remedy: 'Rename one of them, or delete the one that is never imported',
    harm: 'dead-code',
    severity: 'P2',
    precision: 'medium',
    measured: {
      read: 1,
      right: 1,
      on: 'evidently; a search of file names in 37 sdists and the standard library showed no other',
    },
    since: '0.1.0',
    cwe: [1109],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-009' }],
    bad: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/prices/__init__.py\ndef net_price(gross):\n    return gross / 1.25\n',
    good: '# path: shop/__init__.py\n\n# path: shop/prices/__init__.py\ndef net_price(gross):\n    return gross / 1.25\n',
  },
  check(project, ctx) {
    const production = project.modules.filter(({ role }) => PRODUCTION.has(role));
    for (const module of production) {
      const problem = hiddenByPackage(module, project);
      if (problem !== undefined) ctx.report(problem);
    }
    const hiding = production.flatMap((module) => hidesStandardModule(module, project) ?? []);
    if (hiding.length < OWN_LIBRARY) for (const problem of hiding) ctx.report(problem);
  },
});

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `prices.py` beside `prices/__init__.py`: imports find the package. */
function hiddenByPackage(module: ModuleSummary, project: ProjectModel): ProjectProblem | undefined {
  const { path } = module;
  // A file that is run needs no import.
  if (module.isPackage || isRun(module) || !path.endsWith('.py') || !definesSomething(module)) return undefined;
  const owner = project.moduleByPath(`${path.slice(0, -'.py'.length)}/__init__.py`);
  // A package that loads by path may load its twin.
  if (owner === undefined || owner.texts.loads.length > 0) return undefined;
  const name = project.importNameOf(module);
  const lost = Object.keys(module.names).find(
    (each) => !(each in owner.names) && module.names[each]?.kind !== 'import' && !each.startsWith('__'),
  );
  return {
    at: fileStart(module),
    message: `shadowed module: \`${fileOf(path)}\` is never imported, as the package \`${name}\` beside it takes precedence${lost === undefined || owner.hasDynamicNames ? '' : ` and has no \`${lost}\``}`,
    related: [{ ...fileStart(owner), message: `\`import ${name}\` loads this` }],
    key: module.path,
  };
}

const definesSomething = ({ names }: ModuleSummary): boolean => Object.keys(names).length > 0;

/** A module or package on the import path that is called as one of the standard library. */
function hidesStandardModule(module: ModuleSummary, project: ProjectModel): ProjectProblem | undefined {
  const place = module.isPackage ? module.path.slice(0, -'/__init__.py'.length) : module.path;
  const folder = folderOf(place);
  const name = fileOf(place).replace(/\.py$/, '');
  if (!STANDARD_LIBRARY_MODULES.has(name) || HARMLESS.has(name) || isInPackage(folder, project)) return undefined;
  const user = userOf(module, folder, project);
  if (user === undefined) return undefined;
  return {
    at: fileStart(module),
    message: `shadowed module: \`${place}\` hides the standard library's \`${name}\` from every program started in \`${folder === '' ? '.' : folder}\``,
    remedy: `Rename \`${fileOf(place)}\`, or move it into a package`,
    related: [user],
    key: module.path,
  };
}

function isInPackage(folder: string, project: ProjectModel): boolean {
  for (let at = folder; at !== ''; at = folderOf(at.slice(0, -1))) {
    if (project.moduleByPath(`${at}__init__.py`) !== undefined) return true;
  }
  return false;
}

/** A program in the folder, or a package beside the module: either puts the folder on the path. */
function userOf(
  module: ModuleSummary,
  folder: string,
  project: ProjectModel,
): (ProjectProblem['at'] & { message: string }) | undefined {
  for (const other of project.modules) {
    if (other === module || !PRODUCTION.has(other.role) || !other.path.startsWith(folder)) continue;
    const rest = other.path.slice(folder.length);
    if (isRun(other) && !rest.includes('/')) return { ...fileStart(other), message: 'run from the same folder' };
    if (other.isPackage && /^[^/]+\/__init__\.py$/.test(rest)) {
      return { ...fileStart(other), message: 'imported from the same folder' };
    }
  }
  return undefined;
}
