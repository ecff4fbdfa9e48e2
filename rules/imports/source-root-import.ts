import { groupBy, groupByEach, memoize } from '#collections';
import { defineProjectRule, type ProjectProblem } from '#kit';
import { definesWork, type ImportEdge, type ProjectModel } from '#project';
import { isInPackage } from '#project/package-files';
import type { ModuleSummary } from '#semantics';
import { counted } from '#text/wording';
import { type NestedImportRoots, nestedImportRoots } from './_shared/nested-import-roots.ts';

type Import = ModuleSummary['imports'][number];

export default defineProjectRule({
  docs: {
    summary: 'import through the source folder instead of the package',
    why: 'The folder is not part of the installed package, so the import fails after an install. In a checkout it can load the module a second time under another name, with its own globals and classes.',
    remedy: 'Import the package by its own name, without the source folder',
    harm: 'breaks',
    severity: {
      'installed code': 'P1',
      'one module under two names': 'P2',
      'code that is not installed': 'P3',
    },
    precision: 'low',
    measured: { read: 6, right: 6, on: 'TenSafe' },
    since: '0.1.0',
    cwe: [1164],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'MYPY-01' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.6' },
    ],
    bad: '# path: pyproject.toml\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "shop"\n\n[tool.setuptools.packages.find]\nwhere = ["src"]\n\n# path: src/shop/__init__.py\n\n# path: src/shop/rates.py\nRATES = {"eur": 1.0}\n\n# path: src/shop/orders.py\nfrom src.shop.rates import RATES\n',
    good: '# path: pyproject.toml\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "shop"\n\n[tool.setuptools.packages.find]\nwhere = ["src"]\n\n# path: src/shop/__init__.py\n\n# path: src/shop/rates.py\nRATES = {"eur": 1.0}\n\n# path: src/shop/orders.py\nfrom shop.rates import RATES\n',
  },
  check(project, ctx) {
    const nested = nestedImportRoots(project);
    for (const roots of nested) {
      const problem = problemOfRoots(roots, project);
      if (problem !== undefined) ctx.report(problem);
    }
    for (const distribution of project.distributions)
      for (const problem of problemsOfRoots(distribution, project)) ctx.report(problem);
    const known = [
      ...nested.map(({ lower }) => lower),
      ...project.distributions.flatMap(rootsOf).map(({ name }) => name),
    ];
    for (const problem of oddOnesOut(project, new Set(known))) ctx.report(problem);
  },
});

type Distribution = ProjectModel['distributions'][number];

const folderAbove = ({ folder }: Distribution): string => (folder === '' ? '' : `${folder}/`);

/** The roots of a distribution whose folder can be written in an import. */
function rootsOf(distribution: Distribution): readonly { readonly root: string; readonly name: string }[] {
  const { roots, includes, isAutomatic, backend } = distribution;
  // The lines that name setuptools are in many a project that nobody installs; what others build, their tools install.
  if (isAutomatic && backend === 'setuptools') return [];
  return roots.flatMap((root) => {
    const name = root.slice(folderAbove(distribution).length);
    // Two levels, or the folder of the project itself: nobody writes that as a name.
    return name === '' || name.includes('/') || includes(`${root}/__init__.py`) === true ? [] : [{ root, name }];
  });
}

function problemsOfRoots(distribution: Distribution, project: ProjectModel): readonly ProjectProblem[] {
  const { place, includes } = distribution;
  const above = folderAbove(distribution);
  return rootsOf(distribution).flatMap(({ root, name }) => {
    const importers = (modulesByImport(project).get(name) ?? []).flatMap((module): Importer[] => {
      const imports = module.path.startsWith(above) ? importsThrough(name, above, module, project) : [];
      const [first, ...others] = imports;
      return first === undefined ? [] : [{ module, first, others }];
    });
    const isCustom = importers.length > MANY;
    return (isCustom ? custom(importers) : importers).map((importer) => ({
      ...problemOf(importer, { name, root, place, key: isCustom ? place.path : importer.module.module }),
      cause: `${place.path} ${name}`,
      // In no package, so that nobody means to install it: run from the checkout it finds the folder, and may get a second copy.
      ...(includes(importer.module.path) !== true && !isInPackage(importer.module.path, project) && NOT_INSTALLED),
    }));
  });
}

/** By the first names of what they import. */
const modulesByImport = memoize(({ modules }: ProjectModel) =>
  groupByEach(modules, ({ imports }) => new Set(imports.map(({ module }) => module.split('.', 1)[0] ?? ''))),
);

/** Modules below a folder name each other without it, and a few of them with it: where the folder is the root, these fail. */
function oddOnesOut({ importEdges }: ProjectModel, known: ReadonlySet<string>): readonly ProjectProblem[] {
  const within = importEdges.flatMap((edge) => {
    const base = edge.imported.when === 'type-checking' ? undefined : baseOf(edge);
    return base !== undefined && edge.from.path.startsWith(base) && edge.from.role !== 'test' ? [{ edge, base }] : [];
  });
  const below = groupBy(within, ({ base }) => base);
  return [...groupBy(within, ({ edge, base }) => `${base}${topOf(edge)}/`)].flatMap(([folder, through]) => {
    const name = folder.slice(folder.lastIndexOf('/', folder.length - 2) + 1, -1);
    const odd = through.filter(({ edge }) => edge.from.path.startsWith(folder));
    const plain = below.get(folder) ?? [];
    const [first] = odd;
    if (first === undefined || known.has(name) || plain.length <= odd.length + 1) return [];
    const { from, imported } = first.edge;
    return {
      at: { path: from.path, ...imported.place },
      message: `\`${imported.module}\` is imported through \`${folder}\`, unlike ${counted(plain.length, 'other import')} of its modules`,
      remedy: `Import \`${imported.module.slice(name.length + 1)}\`, as the other imports do`,
      ...NOT_INSTALLED,
      doubt: 'ambiguous-module',
      related: [...plain.slice(0, 1), ...odd.slice(1, 4)].map(({ edge }) => ({
        path: edge.from.path,
        ...edge.imported.place,
        message: `imported as \`${edge.imported.module}\` here`,
      })),
      key: folder,
    };
  });
}

const topOf = ({ imported }: ImportEdge): string => imported.module.split('.')[0] ?? '';

/** The folder from which an absolute import finds its module, with a slash behind it. */
function baseOf({ to, imported: { module, name, relativeLevel } }: ImportEdge): string | undefined {
  if (relativeLevel > 0) return undefined;
  const path = to.path.replace(/(?:\/__init__)?\.py$/, '');
  const written = [module, `${module}.${name}`].map((each) => each.replaceAll('.', '/'));
  const found = written.find((each) => path === each || path.endsWith(`/${each}`));
  return found === undefined ? undefined : path.slice(0, path.length - found.length);
}

const NOT_INSTALLED = { harm: 'dead-code', kind: 'code that is not installed' } as const;

interface Importer {
  readonly module: ModuleSummary;
  readonly first: Import;
  readonly others: readonly Import[];
  /** Where a whole project does it: the other modules. */
  readonly alike?: readonly Importer[];
}

/** More modules than these follow a custom, which is one decision to take back. */
const MANY = 5;

/** One stands for all: of the code that is installed, if any of that does it. */
function custom(importers: readonly Importer[]): Importer[] {
  const first = importers.find(({ module }) => module.role !== 'test') ?? importers[0];
  return first === undefined ? [] : [{ ...first, alike: importers.filter((each) => each !== first) }];
}

function problemOf(
  { module, first, others, alike = [] }: Importer,
  { name, root, place, key }: { name: string; root: string; place: ProjectProblem['at']; key: string },
): ProjectProblem {
  const own = first.module.slice(name.length + 1) || first.name || '';
  const hidden = first.guarded ? ', and `except ImportError` hides the failure' : '';
  const more = alike.length > 0 ? `, here and in ${counted(alike.length, 'other module')}` : '';
  return {
    at: { path: module.path, ...first.place },
    message: `\`${first.module}\` is imported through the source folder \`${root}/\`${more}: once installed, the module is named \`${own}\`${hidden}`,
    remedy: `Import \`${own}\``,
    related: [
      { ...place, message: `the packages of \`${root}/\` are installed without that folder` },
      ...others.slice(0, 4).map((each) => ({ path: module.path, ...each.place, message: 'here too' })),
      ...alike.slice(0, SHOWN).map((each) => ({ path: each.module.path, ...each.first.place, message: 'here too' })),
    ],
    key: `${key} ${name}`,
  };
}

const SHOWN = 20;

/** Absolute imports that begin with the folder's name and lead below it from where the distribution stands. */
function importsThrough(name: string, above: string, { imports }: ModuleSummary, project: ProjectModel): Import[] {
  return imports.filter(
    (imported) =>
      imported.relativeLevel === 0 &&
      (imported.module === name || imported.module.startsWith(`${name}.`)) &&
      isThere(imported, above, project),
  );
}

function isThere({ module, name }: Import, above: string, { tree }: ProjectModel): boolean {
  const path = above + module.replaceAll('.', '/');
  const places = name === undefined || name === '*' ? [path] : [path, `${path}/${name}`];
  return places.some((place) => tree.isFile(`${place}.py`) || tree.isFile(`${place}/__init__.py`));
}

/** Both folders are on the path, and one module is imported by both of its names: it runs twice. */
function problemOfRoots(
  { setting, upper, lower, place }: NestedImportRoots,
  project: ProjectModel,
): ProjectProblem | undefined {
  const edges = edgesByFolder(project).get(lower) ?? [];
  const isLong = ({ imported }: ImportEdge): boolean =>
    imported.module.startsWith(`${lower}.`) || (imported.module === lower && imported.name !== undefined);
  const long = edges.filter(isLong);
  const named = new Set(long.map(({ to }) => to));
  const twice = edges.filter((edge) => !isLong(edge) && named.has(edge.to));
  const short = twice.find(({ to }) => definesWork(to)) ?? twice[0];
  const other = short && long.find(({ to }) => to === short.to);
  if (short === undefined || other === undefined) return undefined;
  return {
    at: place,
    message: `module loaded twice: \`${setting}\` contains \`${upper}\` and \`${lower}\` below it, so \`${short.to.path}\` is imported under two names`,
    remedy: `Keep only one of the two on the path, and import everything below \`${lower}/\` by that name`,
    // Every service that sets the path so does it for one reason.
    cause: `${setting} ${upper} ${lower}`,
    kind: 'one module under two names',
    doubt: definesWork(short.to) ? undefined : 'no-shared-state',
    related: [short, other].map(({ from, imported }) => ({
      path: from.path,
      ...imported.place,
      message: `as \`${nameOf(imported, short.to)}\``,
    })),
    key: `${place.path} ${setting} ${upper} ${lower}`,
  };
}

/** Imports while the program runs, by the names in the path of what they take. */
const edgesByFolder = memoize(({ importEdges }: ProjectModel) =>
  groupByEach(
    importEdges.filter(
      // Tests alone load the second copy.
      ({ from, imported }) => from.role !== 'test' && imported.relativeLevel === 0 && imported.when !== 'type-checking',
    ),
    ({ to }) => new Set(to.path.split('/')),
  ),
);

/** The module's name in an import: `from src.shop import orders` names `src.shop.orders`. */
function nameOf({ module, name }: Import, to: ModuleSummary): string {
  const last = to.path.replace(/(?:\/__init__)?\.py$/, '').replace(/^.*\//, '');
  return name === last ? `${module}.${name}` : module;
}
