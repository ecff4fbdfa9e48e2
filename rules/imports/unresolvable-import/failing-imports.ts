/** Imports that fail, and what runs in their place. */
import type { DoubtId, ProjectProblem, Proof } from '#kit';
import { isTakenBesideInPython2 } from '#kit/names';
import { isBuiltLater } from '#knowledge/built-modules';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { listedCode } from '#text/wording';
import { mayMeanDistribution } from '../_shared/distribution-namesakes.ts';
import type { MissedMember } from '../_shared/missed-together.ts';
import { type FailedImport, isModuleCreated } from './absent-modules.ts';
import { isReachedAfterFailure } from './import-after-failure.ts';

type Import = ModuleSummary['imports'][number];

/** Files whose imports are made for another place than where they stand. */
const MADE_FOR_ELSEWHERE: ReadonlySet<ModuleSummary['role']> = new Set([
  'vendored',
  'generated',
  'stub',
  'documentation',
]);
const TEMPLATE_FOLDER = /(^|\/)(templates?|_?skeletons?|cookiecutters?|scaffold\w*)\//;
const PLACEHOLDER = /\{\{[^/]{0,255}\//;
const TEST_DATA = /(^|\/)((test_?)?(data|fixtures?|cases|resources|snapshots|samples)\/|bad_?syntax\w*\.py$)/;
export const NATIVE_SOURCE =
  /\.(pyx|pxd|c|cc|cpp|cxx|rs|cu|f90|so|pyd)$|(^|\/)(Cargo\.toml|CMakeLists\.txt|meson\.build)$/;

export type Failure = FailedImport & { readonly doubt: DoubtId | undefined };
/** Templates are rendered, and test data is read or scanned, elsewhere. */
export const isMeantHere = ({ role, path }: ModuleSummary): boolean =>
  !MADE_FOR_ELSEWHERE.has(role) && !PLACEHOLDER.test(path) && !(role === 'test' && TEST_DATA.test(path));

type Prove = (proof: Proof<ProjectProblem['at']>) => void;

/** One failure for each missing module, and for the missing names of one module that are taken together. */
export function failuresIn(module: ModuleSummary, project: ProjectModel, proven: Prove): Failure[] {
  const failures: (Failure & { readonly imports: Import[]; readonly names: Set<string> })[] = [];
  for (const [index, imported] of module.imports.entries()) {
    const missing = isMeant(imported) ? findMissing(imported, module, project, proven) : undefined;
    if (missing === undefined) continue;
    const { owner, name, isModule, doubt } = missing;
    const before = module.imports[index - 1];
    const isBeside = ({ imports, ...other }: Failure) =>
      other.doubt === doubt &&
      before?.module === imported.module &&
      before.endsPathAt === imported.endsPathAt &&
      imports.at(-1) === before;
    const failure =
      failures.find((known) => known.owner === owner && known.names.has(name)) ??
      (isModule ? undefined : failures.find(isBeside));
    if (failure === undefined) failures.push({ imports: [imported], owner, names: new Set([name]), isModule, doubt });
    failure?.imports.push(imported);
    failure?.names.add(name);
  }
  return failures;
}

const isMeant = ({ when, expectedToFail, module }: Import): boolean =>
  when !== 'type-checking' && expectedToFail !== true && module !== '__future__';

function findMissing(imported: Import, module: ModuleSummary, project: ProjectModel, proven: Prove) {
  const resolution = project.resolveImport(imported, module);
  if (resolution.kind !== 'missing' || resolution.module === undefined) return undefined;
  const { name, isModule } = resolution;
  // Python 2 finds modules beside the importer.
  if (module.isPython2 === true && isModule) return undefined;
  const at = { path: module.path, ...imported.place };
  if (isModuleCreated(resolution.module, name, project)) {
    proven({ at, by: 'a command of the repository creates the module there' });
    return undefined;
  }
  if (isReachedAfterFailure(imported, module, project) === 'no') {
    proven({ at, by: 'it runs only if another import fails, which does not fail here' });
    return undefined;
  }
  return { owner: resolution.module, name, isModule, doubt: doubtAbout(name, imported, module, project) };
}

function doubtAbout(name: string, imported: Import, module: ModuleSummary, project: ProjectModel): DoubtId | undefined {
  if (imported.relativeLevel === 0 && isTakenBesideInPython2(imported.module, module, project))
    return 'unknown-version';
  if (mayMeanDistribution(imported, module, project)) return 'transitive-dependency';
  if (TEMPLATE_FOLDER.test(module.path)) return 'deferred-template';
  return isBuiltLater(name) ? 'generated-file' : undefined;
}

/** A module that is missing as a whole. */
export function missedModule(
  { isModule, owner, names: [member] }: FailedImport,
  path: string,
): MissedMember | undefined {
  return isModule && member !== undefined ? { of: owner.module, member, path } : undefined;
}

export const UNREAD = 'the feature behind this import is always off, and nothing uses it';
export const ELSEWHERE = 'the `except ImportError` fallback is always used';

/** Under a handler nothing stops: what it guards is off, be it all that a function does. What only runs after a failure stops no start. */
export function weightOf(
  imported: Import | undefined,
  isFallback: boolean,
): Pick<ProjectProblem, 'harm' | 'kind' | 'endsPathAt'> {
  if (imported === undefined) return { harm: 'misleads', kind: 'guarded import' };
  const { endsPathAt, guarded, isRaisedAgain, when, stopsAll } = imported;
  const isPassedOver = guarded && isRaisedAgain !== true && !(when === 'lazy' && stopsAll === true);
  const kind = isPassedOver
    ? 'guarded import'
    : isFallback
      ? 'import that runs only after another failure'
      : when === 'lazy'
        ? 'import that fails when a function runs'
        : undefined;
  return { endsPathAt, kind, ...(guarded && { harm: 'misleads' }) };
}

export function describe({ owner, names, isModule }: FailedImport, project: ProjectModel): string {
  if (isModule) return `module \`${project.importNameOf(owner)}.${[...names].join()}\` does not exist`;
  return `\`${owner.path}\` does not define ${listedCode(names)}${owner.isPackage ? ', and the package has no such submodule' : ''}`;
}

export function consequence(imported: Import | undefined, module: ModuleSummary, isFallback: boolean): string {
  if (imported?.guarded === true) {
    if (imported.isRaisedAgain === true) return 'its `except` always raises';
    return module.role === 'test'
      ? 'the code that depends on it is never tested'
      : 'the `except ImportError` fallback is always used';
  }
  return isFallback || imported?.when === 'lazy' ? 'the import fails whenever it runs' : 'importing this module fails';
}
