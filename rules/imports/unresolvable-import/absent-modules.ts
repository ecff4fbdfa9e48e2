/** Modules and names that an import does not find in the repository, and signs that they are there where the project runs. */
import type { DoubtId } from '#findings';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

type Import = ModuleSummary['imports'][number];

/** Imports of one module that fail for the same reason: what is missing, and where it was looked for. */
export interface FailedImport {
  readonly imports: readonly Import[];
  readonly owner: ModuleSummary;
  readonly names: ReadonlySet<string>;
  readonly isModule: boolean;
}

/** A command of a document, a script or an image puts the module, or the package that holds it, where it is looked for. */
export function isModuleCreated(owner: ModuleSummary, name: string, { made }: ProjectModel): boolean {
  const place = placeOf(owner, name);
  return made.has(place) || made.has(`${place}.py`);
}

/** Why what is missing may be where the project runs, although nobody can see it here. */
export function whyElsewhere(
  failure: FailedImport,
  importer: ModuleSummary,
  project: ProjectModel,
): DoubtId | undefined {
  return isLeftOut(failure, project) || isOptional(failure, importer, project) ? 'generated-file' : undefined;
}

/**
 * Settings of one machine: taken whole or as constants, without a word where they are not there, and neither does other code
 * take the module, nor is one of its name anywhere, so that it was hardly moved or renamed.
 */
function isOptional(
  { imports, owner, names, isModule }: FailedImport,
  importer: ModuleSummary,
  project: ProjectModel,
): boolean {
  const isOverride = ({ name = '*' }: Import) =>
    isModule ? name === '*' || CONSTANT.test(name) : owner.isPackage && MODULE.test(name);
  if (!imports.every((each) => each.isOptional === true && isOverride(each))) return false;
  return [...names].every((name) => {
    const written = [owner.module, project.importNameOf(owner)].map((each) => `${each}.${name}`);
    const isKnown = project.modules.some(
      (each) => each.module.endsWith(`.${name}`) || (each !== importer && takesModule(each, written)),
    );
    return !isKnown;
  });
}

const CONSTANT = /^[A-Z][A-Z0-9_]*$/;
const MODULE = /^[a-z_][a-z0-9_]*$/;

const takesModule = ({ imports }: ModuleSummary, written: readonly string[]): boolean =>
  imports.some(({ module, name }) => written.some((each) => `${module}.${name ?? ''}.`.startsWith(`${each}.`)));

/**
 * Git's ignore rules name the module itself: something generates it, or each machine has its own. A rule for folders of any
 * place (`data/`) knows nothing of the module, and may have kept it from the repository by mistake.
 */
function isLeftOut({ owner, names, isModule }: FailedImport, { tree }: ProjectModel): boolean {
  if (!isModule && !owner.isPackage) return false;
  return [...names].every((name) => {
    const place = placeOf(owner, name);
    const isIgnored = [`${place}.py`, `${place}/__init__.py`].some((path) => tree.isGitIgnored(path));
    return isIgnored && !place.split('/').some((folder) => tree.isGitIgnored(`any/${folder}/any.py`));
  });
}

/** Where the module would stand, without a suffix. */
const placeOf = ({ path }: ModuleSummary, name: string): string =>
  `${path.slice(0, path.lastIndexOf('/') + 1)}${name.replaceAll('.', '/')}`;
