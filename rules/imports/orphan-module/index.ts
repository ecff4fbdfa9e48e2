import { defineProjectRule, fileStart, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import { foundByName, type ProjectModel, partsOf, shelvesOf } from '#project';
import { isOffered } from '#project/package-files';
import type { ModuleSummary } from '#semantics';
import { folderOf } from '#text';
import { makesApplication } from './applications.ts';
import { isBuiltAsImage } from './built-as-image.ts';
import {
  definitionsAlone,
  type Fact,
  firstDefinition,
  foldersOfPrograms,
  isOrphan,
  isPartOfPackage,
  isPlacedElsewhere,
  mayBeImported,
} from './orphans.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'dead code: module that nothing imports',
    why: "The module's code never runs. A check or a fix in it has no effect, although people who read the repository may rely on it.",
    remedy: 'Import it where it is needed, or delete it',
    harm: 'dead-code',
    severity: 'P2',
    precision: 'low',
    harmsUnrun: true,
    measured: {
      read: 29,
      right: 28,
      on: 'TenSafe, bentoml, lmdeploy, autogenstudio, great_expectations (in the strict profile 5 of 11), label_studio',
    },
    since: '0.1.0',
    cwe: [561],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'AUTH-01' },
      { document: 'TenSafe Issue Register', finding: 'QUEUE-01' },
    ],
    bad: '# path: shop/__init__.py\n\n# path: shop/api/__init__.py\n\n# path: shop/api/orders.py\ndef list_orders(): ...\n\n# path: shop/api/rate_limit.py\nclass RateLimiter:\n    def allow(self, client): ...\n\n# path: shop/service.py\nfrom fastapi import FastAPI\n\nfrom shop.api.orders import list_orders\n\napp = FastAPI()\napp.get("/orders")(list_orders)\n',
    good: '# path: shop/__init__.py\n\n# path: shop/api/__init__.py\n\n# path: shop/api/orders.py\nfrom shop.api.rate_limit import RateLimiter\n\ndef list_orders(client):\n    RateLimiter().allow(client)\n\n# path: shop/api/rate_limit.py\nclass RateLimiter:\n    def allow(self, client): ...\n\n# path: shop/service.py\nfrom fastapi import FastAPI\n\nfrom shop.api.orders import list_orders\n\napp = FastAPI()\napp.get("/orders")(list_orders)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts(file) {
    return file.path.endsWith('__init__.py') ? [] : (definitionsAlone(file) ?? []);
  },
  check(project, ctx) {
    const isApplication = project.modules.some(makesApplication);
    const isImageOnly = isBuiltAsImage(project);
    const alone = new Map(ctx.facts.map(({ path, fact }) => [path, fact]));
    const flat = foldersOfPrograms(project);
    const orphans = project.modules.filter((module) => {
      if (!isOrphan(module, project)) return false;
      if (isPartOfPackage(module, project)) return true;
      // Beside a program, or where only an image is built, nobody else can import what holds definitions alone.
      const isOwn = isImageOnly || (flat.has(folderOf(module.path)) && !isOffered(module.path, project));
      return isOwn && alone.has(module.path) && !isPlacedElsewhere(module, project);
    });
    const sought = foundByName(orphans, project);
    const shelves = shelvesOf(orphans, project);
    const reported = new Set(orphans.flatMap((other) => (other.isPackage ? partsOf(other, project.modules) : [])));
    for (const module of orphans) {
      if (sought.has(module) || reported.has(module)) continue;
      const own = alone.get(module.path);
      const problem = problemOf(module, own?.definitions ?? [], project);
      const isOfProgram = isApplication || isImageOnly || !isPartOfPackage(module, project);
      const mayBeUsed = shelves.has(folderOf(module.path)) || mayBeImported(module, isOfProgram, project);
      ctx.report({ ...problem, doubt: mayBeUsed ? 'external-use' : undefined });
    }
  },
});

function problemOf(module: ModuleSummary, definitions: Fact['definitions'], project: ProjectModel): ProjectProblem {
  const name = project.importNameOf(module);
  const tests = project.importersOf(module).filter(({ from }) => from.role === 'test');
  const [test] = tests;
  const first = firstDefinition(module);
  const users = `${test === undefined ? 'nothing' : 'only tests'}${module.isPackage ? ' outside the package' : ''}`;
  return {
    at: { ...fileStart(module), ...(first?.place ?? module.imports[0]?.place) },
    message: `dead code: ${users} ${test === undefined ? 'imports or refers' : 'import or refer'} to \`${name}\`, so ${first === undefined ? 'its modules are' : `\`${first.qualifiedName.slice(module.module.length + 1)}\` is`} unused${test === undefined ? '' : ' outside tests'}`,
    // Packages beside each other that nobody imports have one reason: another program loads them, or all of it is dead.
    cause: module.isPackage ? module.path.split('/').slice(0, -2).join('/') : 'modules',
    related: [
      ...(test === undefined
        ? []
        : [{ path: test.from.path, ...test.imported.place, message: 'only a test imports it' }]),
      ...definitions
        .filter(({ place }) => unpackPlace(place).line !== first?.place.line)
        .map(({ name, place }) => ({
          path: module.path,
          ...unpackPlace(place),
          message: `\`${name}\` is unused too`,
        })),
    ],
    key: module.module,
  };
}
