import { defineProjectRule, PRODUCTION, type ProjectProblem } from '#kit';
import { type Distribution, distributionsAround, type EntryPoint, type ImportEdge, type ProjectModel } from '#project';
import { isUnderMain } from '#project/main-guard';
import type { ModuleSummary } from '#semantics';
import { folderOf } from '#text';

/** Folders whose code nobody means to install. */
const NOT_FOR_USERS =
  /^(?:tests?|testing|unit_?tests?|\w+_tests?|tests?_\w+|docs?|documentation|examples?|samples?|demos?|scripts?|tools?|bin|utils?_scripts|benchmarks?|bench|perf|experiments?|notebooks?|ci|build|packaging|conftest|setup|noxfile|tasks|fabfile|versioneer|manage|migrations|alembic)$/;

export default defineProjectRule({
  docs: {
    summary: 'missing package: installed code imports a package that is not packaged',
    why: 'The import works in a checkout, where the current folder is on the path. In an installed distribution it fails with `ModuleNotFoundError`.',
    remedy: 'Add the package to the distribution, or move it below the packaged folder',
    harm: 'breaks',
    severity: {
      'package that installed code needs at startup': 'P0',
      'package that is imported optionally or lazily': 'P2',
    },
    precision: 'low',
    measured: { read: 5, right: 5, on: 'mlops-transformers, TenSafe' },
    since: '0.1.0',
    cwe: [1164],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'PKG-01' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.3' },
    ],
    bad: '# path: pyproject.toml\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "shop"\n\n[tool.setuptools.packages.find]\ninclude = ["shop*"]\n\n# path: shop/__init__.py\n\n# path: shop/orders.py\nfrom pricing.rates import RATES\n\n# path: pricing/__init__.py\n\n# path: pricing/rates.py\nRATES = {"eur": 1.0}\n',
    good: '# path: pyproject.toml\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "shop"\n\n[tool.setuptools.packages.find]\ninclude = ["shop*", "pricing*"]\n\n# path: shop/__init__.py\n\n# path: shop/orders.py\nfrom pricing.rates import RATES\n\n# path: pricing/__init__.py\n\n# path: pricing/rates.py\nRATES = {"eur": 1.0}\n',
  },
  check(project, ctx) {
    for (const distribution of project.distributions) {
      // Nobody said what is packaged, and perhaps nothing ever is.
      if (distribution.isAutomatic) continue;
      const namesake = namesakeOf(distribution, project);
      if (namesake !== undefined) ctx.report(namesake);
      for (const missing of missingFrom(distribution, project)) {
        if (missing.name !== distribution.name) ctx.report(problemOf(missing, distribution, project));
      }
    }
  },
});

/** The package after which the distribution is called is there, and is not in it. */
function namesakeOf(distribution: Distribution, project: ProjectModel): ProjectProblem | undefined {
  const { name, folder, patternsPlace } = distribution;
  const path = `${folder === '' ? '' : `${folder}/`}${name}/__init__.py`;
  const module = name === undefined ? undefined : project.moduleByPath(path);
  if (module === undefined || !isLeftOut(module, distribution, project)) return undefined;
  const [importer] = project.modules.flatMap((from) =>
    from.imports
      .filter((each) => each.relativeLevel === 0 && each.module.split('.')[0] === name && from.module !== module.module)
      .slice(0, 1)
      .map(({ place }) => ({ path: from.path, ...place, message: 'imported here' })),
  );
  return {
    at: patternsPlace,
    message: `missing package: the distribution \`${name}\` does not contain its package \`${name}\` in \`${path.slice(0, path.lastIndexOf('/') + 1)}\``,
    related: importer === undefined ? [] : [importer],
    key: `${patternsPlace.path} ${name}`,
  };
}

function problemOf(
  { name, edges, entryPoint }: Missing,
  distribution: Distribution,
  project: ProjectModel,
): ProjectProblem {
  const { place } = distribution;
  const [first] = edges;
  const guarded = edges.every(({ imported }) => imported.guarded);
  const isOptional = edges.length > 0 && edges.every(({ imported: { guarded, when } }) => guarded || when === 'lazy');
  const reason =
    entryPoint !== undefined || first === undefined
      ? 'an entry point needs it'
      : `the packaged \`${project.importNameOf(first.from)}\` imports it${guarded ? ' under `except ImportError`' : ''}`;
  return {
    at: place,
    cause: place.path,
    ...(isOptional && {
      kind: 'package that is imported optionally or lazily',
      doubt: 'optional-dependency',
    }),
    message: `missing package: \`${name}\` is not part of the distribution, and ${reason}`,
    related: [
      ...(entryPoint === undefined ? [] : [{ ...entryPoint.place, message: 'this entry point needs it' }]),
      ...edges
        .slice(0, 5)
        .map(({ from, imported }) => ({ path: from.path, ...imported.place, message: 'imported here' })),
    ],
    key: `${place.path} ${name}`,
  };
}

interface Missing {
  /** Its top-level name, as importers write it. */
  readonly name: string;
  readonly edges: ImportEdge[];
  readonly entryPoint?: EntryPoint;
}

/** Top-level packages and modules that lie beside what is packaged, that packaged code needs, and that nothing packages. */
function missingFrom(distribution: Distribution, project: ProjectModel): Missing[] {
  const missing = new Map<string, Missing>();
  for (const entryPoint of project.entryPoints) {
    const name = leftOutBehind(entryPoint, distribution, project);
    if (name !== undefined && !missing.has(name)) missing.set(name, { name, edges: [], entryPoint });
  }
  for (const edge of project.importEdges) {
    const { from, to, imported } = edge;
    if (!isInstalled(from, distribution) || imported.when === 'type-checking' || imported.relativeLevel > 0) continue;
    // Under `if __name__ == "__main__"` the module is tried by hand.
    if (isUnderMain(from, imported.place.line)) continue;
    const [top = ''] = imported.module.split('.');
    if (!isLeftOut(to, distribution, project) || !isMissing(top, to, distribution, project)) continue;
    const name = missingPart(top, to, distribution, project);
    if (name === undefined) continue;
    const known = missing.get(name) ?? { name, edges: [] };
    missing.set(name, known);
    known.edges.push(edge);
  }
  return [...missing.values()];
}

/** The top-level name; where that is packaged, the package below it that is not; none where its data may hold it. */
function missingPart(
  top: string,
  { path }: ModuleSummary,
  distribution: Distribution,
  project: ProjectModel,
): string | undefined {
  const { folder, roots, includes, place } = distribution;
  const bases = [folder, ...roots].map((each) => (each === '' ? '' : `${each}/`));
  const base = bases.find((each) => path.startsWith(`${each}${top}/`));
  const head = `${base}${top}/__init__.py`;
  if (base === undefined || !project.tree.isFile(head) || includes(head) !== true) return top;
  // `include_package_data`, which a pyproject.toml has by default, takes all that a manifest names.
  const mayBeData =
    !/(^|\/)setup\.(py|cfg)$/.test(place.path) ||
    project.tree.isFile(`${folder === '' ? '' : `${folder}/`}MANIFEST.in`);
  if (mayBeData) return undefined;
  const names = path.slice(base.length).split('/');
  const missing = names.findIndex(
    (_, index) => includes(`${base}${names.slice(0, index + 1).join('/')}/__init__.py`) !== true,
  );
  return names
    .slice(0, missing + 1)
    .join('.')
    .replace(/\.py$/, '');
}

/** The top-level name of what an entry point leads to, where that is outside of what is packaged. */
function leftOutBehind(
  { path, reference }: EntryPoint,
  distribution: Distribution,
  project: ProjectModel,
): string | undefined {
  const { folder, roots } = distribution;
  if (folderOf(path) !== folder) return undefined;
  const file = reference.replace(/:[\s\S]*$/, '').replaceAll('.', '/');
  const modules = [folder, ...roots].flatMap((root) =>
    ['.py', '/__init__.py'].flatMap(
      (end) => project.moduleByPath(`${root === '' ? '' : `${root}/`}${file}${end}`) ?? [],
    ),
  );
  const [module] = modules;
  if (module === undefined || !modules.every((each) => isLeftOut(each, distribution, project))) return undefined;
  return missingPart(file.split('/')[0] ?? file, module, distribution, project);
}

const isInstalled = (module: ModuleSummary, { includes }: Distribution): boolean =>
  PRODUCTION.has(module.role) && module.role !== 'notebook' && includes(module.path) === true;

/** Of production, and in no distribution of the repository. */
function isLeftOut(module: ModuleSummary, { folder }: Distribution, { distributions }: ProjectModel): boolean {
  const isOfFolder = folder === '' || module.path.startsWith(`${folder}/`);
  return (
    isOfFolder &&
    module.role !== 'vendored' &&
    module.role !== 'test' &&
    distributionsAround(distributions, module.path).every(({ includes }) => includes(module.path) === false)
  );
}

/** It is found under this name because its folder is where the tools are started, or in a root of the packages. */
function isMissing(
  name: string,
  { path }: ModuleSummary,
  { folder, roots }: Distribution,
  project: ProjectModel,
): boolean {
  const isTopLevel = [folder, ...roots].some((root) => {
    const prefix = root === '' ? '' : `${root}/`;
    return path.startsWith(`${prefix}${name}/`) || path === `${prefix}${name}.py`;
  });
  // Another distribution may bring a module of that name.
  return (
    isTopLevel &&
    !NOT_FOR_USERS.test(name) &&
    project.requirementsOn(name.toLowerCase().replaceAll('_', '-')).length === 0
  );
}
