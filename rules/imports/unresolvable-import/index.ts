import { type DoubtId, defineProjectRule, fileStart, type ProjectProblem, type Proof } from '#kit';
import { isTakenBesideInPython2 } from '#kit/names';
import { isBuiltLater } from '#knowledge/built-modules';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { mayMeanDistribution } from '../_shared/distribution-namesakes.ts';
import { causesOfLacks, type MissedMember } from '../_shared/missed-together.ts';
import { type FailedImport, isModuleBrought, whyElsewhere } from './absent-modules.ts';
import { type BuiltName, builtNames, isBuilt } from './built-names.ts';
import { isBuiltBySetup } from './extension-modules.ts';
import { isReachedAfterFailure, isTakenElsewhere } from './import-after-failure.ts';
import { lostHomes } from './lost-homes.ts';
import { homesOf, isReadNowhere } from './unfound-names.ts';

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
const NATIVE_SOURCE = /\.(pyx|pxd|c|cc|cpp|cxx|rs|cu|f90|so|pyd)$|(^|\/)(Cargo\.toml|CMakeLists\.txt|meson\.build)$/;

export default defineProjectRule({
  docs: {
    summary: 'import of something that the project does not hold',
    why: 'The import fails every time: under `except ImportError` a feature is silently off on every machine for ever, and without one the code stops the first time that it is reached.',
    remedy: 'Import the name from the module that defines it, or delete the import and what depends on it.',
    harm: 'breaks',
    severity: {
      'import that fails when the module is imported': 'P0',
      'import that fails when a function runs': 'P1',
      'guarded import': 'P2',
      'import that runs only after another failure': 'P2',
      'import without effect': 'P3',
    },
    precision: 'medium',
    measured: {
      read: 36,
      right: 36,
      on: 'TenSafe, llama-index-core, luigi; without packages that lack their extensions',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-1' }],
    bad: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/orders.py\ntry:\n    from shop.prices import gross_price\nexcept ImportError:\n    gross_price = None\n',
    good: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/orders.py\nfrom shop.prices import net_price\n',
  },
  needs: ['artifacts', 'texts'],
  check(project, ctx) {
    const hasNativeSource = [...project.files].some((path) => NATIVE_SOURCE.test(path));
    const all = project.modules
      .filter(isMeantHere)
      .flatMap((module) =>
        failuresIn(module, project, (proof) => ctx.proven(proof)).map((failure) => [module, failure] as const),
      );
    const built = builtNames(all.filter(([, { doubt }]) => doubt === undefined));
    const causeOf = causesOfLacks(all.flatMap(([{ path }, failure]) => missedModule(failure, path) ?? []));
    for (const [module, failure] of all) {
      const missed = missedModule(failure, module.path);
      // Who moved or renamed the names left all of their importers behind.
      const cause = missed === undefined ? failure.owner.module : causeOf(missed);
      const problem = { ...problemOf(failure, module, project, built), cause };
      if (hasNativeSource && isBuiltBySetup(failure.names, project))
        ctx.proven({ at: problem.at, by: '`setup.py` names it' });
      else ctx.report(problem);
    }
    for (const { module, imported, says, doubt } of lostHomes(project))
      if (isMeantHere(module) && module.role !== 'test')
        ctx.report({
          at: { path: module.path, ...imported.place },
          message: `\`${imported.module}\` leads nowhere: ${says}`,
          ...weightOf(imported, isReachedAfterFailure(imported, module, project) !== 'yes'),
          doubt,
          key: `${module.module} ${imported.module}`,
          cause: `home ${imported.module.split('.')[0]}`,
        });
  },
});

type Failure = FailedImport & { readonly doubt: DoubtId | undefined };
/** Templates are rendered, and test data is read or scanned, elsewhere. */
const isMeantHere = ({ role, path }: ModuleSummary): boolean =>
  !MADE_FOR_ELSEWHERE.has(role) && !PLACEHOLDER.test(path) && !(role === 'test' && TEST_DATA.test(path));

type Prove = (proof: Proof<ProjectProblem['at']>) => void;

/** One failure for each missing module, and for the missing names of one module that are taken together. */
function failuresIn(module: ModuleSummary, project: ProjectModel, proven: Prove): Failure[] {
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
  if (isModuleBrought(resolution.module, name, project)) {
    proven({ at, by: 'a command of the repository puts the module there' });
    return undefined;
  }
  if (isReachedAfterFailure(imported, module, project) === 'no') {
    proven({ at, by: 'it is imported only where another import fails, which does not fail here' });
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

function problemOf(
  failure: Failure,
  module: ModuleSummary,
  project: ProjectModel,
  built: readonly BuiltName[],
): ProjectProblem {
  const { imports, owner, names } = failure;
  const [first, ...others] = imports;
  const [name = ''] = names;
  const homes = failure.isModule ? [] : homesOf(name, module, project);
  const [home] = homes;
  const idle = imports.every((imported) => isReadNowhere(imported, module, project))
    ? UNREAD
    : isTakenElsewhere(imports, module, project)
      ? ELSEWHERE
      : undefined;
  const isFallback = first !== undefined && isReachedAfterFailure(first, module, project) !== 'yes';
  return {
    at: { ...fileStart(module), ...first?.place },
    doubt: failure.doubt ?? (isBuilt(failure, built) ? 'generated-file' : whyElsewhere(failure, module, project)),
    ...(idle === undefined ? weightOf(first, isFallback) : { harm: 'rots' as const, kind: 'import without effect' }),
    message: `${describe(failure, project)}, so ${idle ?? consequence(first, module, isFallback)}`,
    ...(home !== undefined &&
      homes.length === 1 && {
        remedy: `Import \`${name}\` from \`${project.importNameOf(home)}\`, which defines it`,
      }),
    related: others
      .filter(({ place }) => place.line !== first?.place.line)
      .map(({ place }) => ({ path: module.path, ...place, message: 'imported here too' })),
    key: [module.module, owner.module, ...names].join(' '),
  };
}

/** A module that is missing as a whole. */
function missedModule({ isModule, owner, names: [member] }: FailedImport, path: string): MissedMember | undefined {
  return isModule && member !== undefined ? { of: owner.module, member, path } : undefined;
}

const UNREAD = 'what its `except` guards is never there, and nothing reads it';
const ELSEWHERE = 'its `except` takes the same from elsewhere every time';

/** Under a handler nothing stops: what it guards is off, be it all that a function does. What only runs after a failure stops no start. */
function weightOf(
  imported: Import | undefined,
  isFallback: boolean,
): Pick<ProjectProblem, 'harm' | 'kind' | 'endsPathAt'> {
  if (imported === undefined) return { harm: 'lies', kind: 'guarded import' };
  const { endsPathAt, guarded, isRaisedAgain, when, stopsAll } = imported;
  const isPassedOver = guarded && isRaisedAgain !== true && !(when === 'lazy' && stopsAll === true);
  const kind = isPassedOver
    ? 'guarded import'
    : isFallback
      ? 'import that runs only after another failure'
      : when === 'lazy'
        ? 'import that fails when a function runs'
        : undefined;
  return { endsPathAt, kind, ...(guarded && { harm: 'lies' }) };
}

function describe({ owner, names, isModule }: FailedImport, project: ProjectModel): string {
  if (isModule) return `there is no module \`${project.importNameOf(owner)}.${[...names].join()}\``;
  const listed = [...names].map((name) => `\`${name}\``).join(', ');
  return `\`${owner.path}\` defines no ${listed}${owner.isPackage ? ', and no module of that name stands beside it' : ''}`;
}

function consequence(imported: Import | undefined, module: ModuleSummary, isFallback: boolean): string {
  if (imported?.guarded === true) {
    if (imported.isRaisedAgain === true) return 'its `except` raises every time';
    return module.role === 'test' ? 'what depends on it is never tested' : 'what its `except` guards is off everywhere';
  }
  return isFallback || imported?.when === 'lazy'
    ? 'the import fails whenever it is reached'
    : 'importing this module fails';
}
