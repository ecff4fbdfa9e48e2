/** Folders of the repository that are called as what a distribution brings, which the project needs too. */
import { normalizeDistribution } from '#artifacts';
import { memoize } from '#collections';
import { distributionsOf, importNamesOf } from '#knowledge/import-names';
import { type ProjectModel, partsOf } from '#project';
import type { ModuleSummary } from '#semantics';

type Import = ModuleSummary['imports'][number];

/**
 * Whether an import that the folder of its name does not answer may mean a distribution that the project declares. The folder is
 * meant for certain where it is at a root of the sources; a single file there is where anything that is imported of it is found in
 * it, and else the code that imports it may run without that root. One further down is on the path only where someone appends the
 * folder above it, behind what is installed, or works there; for a distribution that is only called like it, not where other
 * imports are found in the folder.
 */
export function mayMeanDistribution(
  imported: Pick<Import, 'module' | 'relativeLevel'>,
  importer: ModuleSummary,
  project: ProjectModel,
): boolean {
  const [top = ''] = imported.module.split('.');
  const found = imported.relativeLevel > 0 ? undefined : project.resolve(top, importer);
  if (found?.kind !== 'module') return false;
  const isMeant = isAtSourceRoot(found.module, top, project) && !isLeftByDots(found.module, project);
  if (isMeant && (found.module.isPackage || isImportedFrom(found.module, top, project))) return false;
  const declared = declaredByOthers(project);
  if ([normalizeDistribution(top), ...(distributionsOf(top) ?? [])].some((each) => declared.has(each))) return true;
  return (
    !isMeant &&
    [...declared].some((distribution) => endsWith(distribution, top)) &&
    !isImportedFrom(found.module, top, project)
  );
}

/** What the project declares and does not make itself. */
const declaredByOthers = memoize(({ distributions, requirements }: ProjectModel): ReadonlySet<string> => {
  const own = new Set(distributions.map(({ name }) => name));
  return new Set(
    requirements.flatMap(({ group, distribution }) =>
      group.kind === 'constraint' || own.has(distribution) ? [] : distribution,
    ),
  );
});

/** The folder above the package is the repository itself, its `src` or `lib`, or one that a distribution is made from. */
function isAtSourceRoot({ module }: ModuleSummary, top: string, { distributions }: ProjectModel): boolean {
  const root = module === top ? '' : module.slice(0, -top.length - 1);
  return (
    /^(?:.*\.)?(?:src|lib)$|^$/.test(root) ||
    distributions.some(({ roots, folder }) => [...roots, folder].some((each) => each.replaceAll('/', '.') === root))
  );
}

/** `from ..config import settings` in `src/kafka/consumer.py`: what it is run as begins above `kafka`. */
function isLeftByDots(home: ModuleSummary, { modules }: ProjectModel): boolean {
  const depthOf = ({ module, isPackage }: ModuleSummary): number => module.split('.').length + (isPackage ? 1 : 0);
  const top = home.module.split('.').length;
  return withParts(home, modules).some((each) => {
    const depth = depthOf(each) - top;
    return each.imports.some(({ relativeLevel }) => relativeLevel > depth);
  });
}

/** `lightning-thunder` may bring `thunder`, where nobody knows what it brings. */
const endsWith = (distribution: string, top: string): boolean =>
  importNamesOf(distribution) === undefined && distribution.endsWith(`-${normalizeDistribution(top)}`);

function isImportedFrom(home: ModuleSummary, top: string, project: ProjectModel): boolean {
  const edges = withParts(home, project.modules).flatMap((each) => project.importersOf(each));
  return edges.some(({ imported, from }) => {
    if (imported.relativeLevel > 0 || imported.module.split('.')[0] !== top) return false;
    const isOfFolder = imported.name === undefined && imported.module === top;
    return !isOfFolder && project.resolveImport(imported, from).kind !== 'missing';
  });
}

const withParts = (home: ModuleSummary, modules: readonly ModuleSummary[]): readonly ModuleSummary[] => [
  home,
  ...partsOf(home, modules),
];
