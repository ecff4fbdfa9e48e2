import { defineProjectRule, type ModuleSummary, type ProjectModel, type ProjectProblem } from '#kit';

type Import = ModuleSummary['imports'][number];

/** Files whose imports are made for another place than where they stand. */
const SKIPPED_ROLES: ReadonlySet<string> = new Set(['vendored', 'generated', 'stub', 'documentation']);
const PRODUCTION: ReadonlySet<string> = new Set(['library', 'entry-point', 'script']);
const TEMPLATE_FOLDER = /(^|\/)(templates?|_?skeletons?|cookiecutters?|scaffold\w*|[^/]*\{\{[^/]*)\//;
const TEST_DATA = /(^|\/)((test_?)?(data|fixtures?|cases|resources|snapshots|samples)\/|bad_?syntax\w*\.py$)/;
/** Modules that a build, a code generator or the person who installs writes. */
const MADE_LATER =
  /(^|\.)(_?_?version(_?_|_info|info)?|_?version\w*|__about__|_?build(_?info|_?config|_?version)?|_?git(_?version|_?info|_?hash)|_?commit\w*|\w*_pb2(_grpc)?|_?generated\w*|\w*_generated|\w*_autogen|parsetab|\w*(lextab|yacctab)|\w*local_?settings|settings_?local|local_?config|secrets?)(\.|$)/i;
/** What a distribution may leave out of its wheel. */
const TESTS = /(^|\.)(_?tests?|testing|conftest)(\.|$)/;
const NATIVE_SOURCE = /\.(pyx|pxd|c|cc|cpp|cxx|rs|cu|f90|so|pyd)$|(^|\/)(Cargo\.toml|CMakeLists\.txt|meson\.build)$/;

export default defineProjectRule({
  docs: {
    summary: 'import of something that the project does not hold',
    why: 'The import fails every time: under `except ImportError` a feature is silently off on every machine for ever, and without one the code stops the first time that it is reached.',
    remedy: 'Import the name from the module that defines it, or delete the import and what depends on it.',
    severity: 'P0',
    precision: 'medium',
    measured: {
      read: 26,
      right: 26,
      on: 'TenSafe, llama-index-core, luigi; packages unpacked without their extensions left out',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-1' }],
    bad: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/orders.py\ntry:\n    from shop.prices import gross_price\nexcept ImportError:\n    gross_price = None\n',
    good: '# path: shop/__init__.py\n\n# path: shop/prices.py\ndef net_price(gross):\n    return gross / 1.2\n\n# path: shop/orders.py\nfrom shop.prices import net_price\n',
  },
  check(project, ctx) {
    const hasNativeSource = [...project.files].some((path) => NATIVE_SOURCE.test(path));
    const all = project.modules
      .filter((module) => !SKIPPED_ROLES.has(module.role) && !TEMPLATE_FOLDER.test(module.path) && !isTestData(module))
      .flatMap((module) => failuresIn(module, project, hasNativeSource).map((failure) => ({ module, failure })));
    const built = builtNames(all);
    for (const { module, failure } of all) {
      if (!isBuilt(failure, built)) ctx.report(problemOf(failure, module, project));
    }
  },
});

/** Nothing would start without what so many modules need at once: a build puts it there. */
const NEEDED_BY = 3;
/** So many of them, and the whole package is what the build makes. */
const BUILT_NAMES = 3;

/** Missing names that a build certainly makes, by the module or package that lacks them. */
function builtNames(all: readonly { readonly module: ModuleSummary; readonly failure: Failure }[]): BuiltNames {
  const needed = new Map<string, Map<string, Set<string>>>();
  for (const { module, failure } of all) {
    const { owner, imports, isModule, names } = failure;
    const isNeeded = imports.some(({ when, guarded }) => when === 'import-time' && !guarded);
    if (!isNeeded || !PRODUCTION.has(module.role) || !(isModule || owner.isPackage)) continue;
    const own = needed.get(owner.module) ?? new Map<string, Set<string>>();
    needed.set(owner.module, own);
    for (const name of names) own.set(name, (own.get(name) ?? new Set()).add(module.path));
  }
  return new Map(
    [...needed].map(([owner, own]) => [owner, [...own].filter(([, by]) => by.size >= NEEDED_BY).map(([name]) => name)]),
  );
}

type BuiltNames = ReadonlyMap<string, readonly string[]>;

function isBuilt({ owner, names }: Failure, built: BuiltNames): boolean {
  if (built.get(owner.module)?.some((name) => names.includes(name))) return true;
  return [...built].some(([outer, made]) => made.length >= BUILT_NAMES && isAtOrBelow(owner.module, outer));
}

const isAtOrBelow = (name: string, outer: string): boolean => name === outer || name.startsWith(`${outer}.`);

/** Files that tests read or scan rather than import. */
const isTestData = ({ role, path }: ModuleSummary): boolean => role === 'test' && TEST_DATA.test(path);

/** Imports of one module that fail for the same reason: what is missing, and where it was looked for. */
interface Failure {
  readonly imports: readonly Import[];
  readonly owner: ModuleSummary;
  readonly names: readonly string[];
  readonly isModule: boolean;
}

/** One failure for each missing module, and for the missing names of one statement. */
function failuresIn(module: ModuleSummary, project: ProjectModel, hasNativeSource: boolean): Failure[] {
  const failures: (Failure & { readonly imports: Import[]; readonly names: string[] })[] = [];
  for (const [index, imported] of module.imports.entries()) {
    const missing = isMeant(imported) ? findMissing(imported, module, project) : undefined;
    if (missing === undefined || (hasNativeSource && mayBeNative(missing.name))) continue;
    const { owner, name, isModule } = missing;
    const known = failures.find((failure) => failure.owner === owner && failure.names.includes(name));
    const before = module.imports[index - 1];
    const beside = failures.find(
      ({ imports }) => before?.module === imported.module && imports.at(-1) === before && !isModule,
    );
    const failure = known ?? beside;
    if (failure === undefined) failures.push({ imports: [imported], owner, names: [name], isModule });
    else {
      failure.imports.push(imported);
      if (known === undefined) failure.names.push(name);
    }
  }
  return failures;
}

const isMeant = ({ when, expectedToFail, module }: Import): boolean =>
  when !== 'type-checking' && expectedToFail !== true && module !== '__future__';

function findMissing(imported: Import, module: ModuleSummary, project: ProjectModel) {
  const resolution = project.resolveImport(imported, module);
  if (resolution.kind !== 'missing' || resolution.module === undefined) return undefined;
  const { name, isModule } = resolution;
  if (MADE_LATER.test(name) || TESTS.test(name) || isNativeByName(imported, name)) return undefined;
  return { owner: resolution.module, name, isModule };
}

/** Fast twins that are compiled say so: `reader_c`, `mask_cython`. */
const NATIVE_NAME = /cython|_c$|speedups?$|_ext$/i;
const isNativeByName = ({ name = '', boundAs }: Import, missing: string): boolean =>
  [name, boundAs, missing].some((each) => NATIVE_NAME.test(each));

/** An extension is built beside the package, from sources that may stand anywhere. */
const mayBeNative = (name: string): boolean => name.startsWith('_');

function problemOf(failure: Failure, module: ModuleSummary, project: ProjectModel): ProjectProblem {
  const { imports, owner, names } = failure;
  const [first, ...others] = imports;
  const homes = failure.isModule ? [] : homesOf(names[0] ?? '', module, project);
  const [home] = homes;
  return {
    at: { path: module.path, ...(first?.place ?? START) },
    message: `${describe(failure, project)}, so ${consequence(first, module)}`,
    ...(home !== undefined &&
      homes.length === 1 && {
        remedy: `Import \`${names[0]}\` from \`${project.importNameOf(home)}\`, which defines it`,
      }),
    severity: PRODUCTION.has(module.role) ? 'P0' : 'P2',
    related: others
      .filter(({ place }) => place.line !== first?.place.line)
      .map(({ place }) => ({ path: module.path, ...place, message: 'imported here too' })),
    key: [module.module, owner.module, ...names].join(' '),
  };
}

const START = { line: 1, column: 1, endLine: 1, endColumn: 1 };

function describe({ owner, names, isModule }: Failure, project: ProjectModel): string {
  if (isModule) return `there is no module \`${project.importNameOf(owner)}.${names[0]}\``;
  const listed = names.map((name) => `\`${name}\``).join(', ');
  return `\`${owner.path}\` defines no ${listed}${owner.isPackage ? ', and no module of that name stands beside it' : ''}`;
}

function consequence(imported: Import | undefined, module: ModuleSummary): string {
  if (imported?.guarded === true) {
    return module.role === 'test' ? 'what depends on it is never tested' : 'what its `except` guards is off everywhere';
  }
  return imported?.when === 'lazy' ? 'the import fails whenever it is reached' : 'importing this module fails';
}

/** Modules of the project that define a class or function of this name. */
function homesOf(name: string, importer: ModuleSummary, project: ProjectModel): ModuleSummary[] {
  return project.modules.filter((module) => {
    const kind = module.names[name]?.kind;
    return module !== importer && PRODUCTION.has(module.role) && (kind === 'class' || kind === 'function');
  });
}
