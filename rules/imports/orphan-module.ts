import {
  defineProjectRule,
  fileStart,
  isApplicationClass,
  type ModuleSummary,
  makesApplication,
  type ProjectModel,
  type ProjectProblem,
} from '#kit';

/** Folders and files that a framework or a command finds by their place. */
const FOUND_BY_PLACE =
  /(^|\/)(migrations?|alembic|versions|management|templatetags|commands?|plugins?|extensions|hooks|contrib|templates?|skeletons?|scaffold\w*|backends?|providers?|locale|_?compat|deprecated|legacy|experimental|examples?|configs?|dags|tasks|recipes|notebooks|app\/routes|pages)\//;
const FOUND_BY_NAME =
  /(^|\/)(_*main_*|__\w+__|app|application|apps|wsgi|asgi|cli|cmd|run\w*|start\w*|server|serve|worker|tasks|celery\w*|manage|conftest|setup|settings\w*|config|urls|admin|models|signals|routers?|env|gunicorn\w*|sitecustomize|hook-[\w.]+|_?version|hubconf|noxfile|fabfile|locustfile|streamlit\w*|types|typing|compat|testing|test\w*|\w*_tests?|lambda\w*|handler)\.py$/;
/** Protection that looks installed because the file is there. */
const PROTECTION =
  /(^|_)(auth\w*|acl|rbac|permissions?|polic(y|ies)|security|secur\w*|crypto\w*|encrypt\w*|audit\w*|queues?|rate_?limit\w*|limiter|throttl\w*|firewall|guards?|sanitiz\w*|validat\w*|csrf|signing|signatures?|secrets?|sandbox|quotas?|circuit_?breaker|privacy|tenan\w*|isolation)(_|$)/;
export default defineProjectRule({
  docs: {
    summary: 'module that nothing imports or names',
    why: 'Its code does not run. A protection or a fix in it has no effect, although readers of the repository may rely on it.',
    remedy: 'Import it where it is needed, or delete it.',
    harm: 'rots',
    ceiling: 'P1',
    profile: 'strict',
    precision: 'low',
    measured: {
      read: 35,
      right: 31,
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
  needs: ['texts'],
  check(project, ctx) {
    const isApplication = project.modules.some(makesApplication);
    const orphans = project.modules.filter((module) => isOrphan(module, project));
    for (const module of orphans) {
      if (!orphans.some((other) => other.isPackage && module.module.startsWith(`${other.module}.`))) {
        ctx.report(problemOf(module, project, isApplication));
      }
    }
  },
});

/** A part of a package that does something, is not started by itself, and nothing leads to. */
function isOrphan(module: ModuleSummary, project: ProjectModel): boolean {
  const { role, isEntryPoint, isPackage, path } = module;
  if (role !== 'library' || isEntryPoint || FOUND_BY_PLACE.test(path)) return false;
  if (!isPackage && (FOUND_BY_NAME.test(path) || !definesWork(module))) return false;
  if (!isPartOfPackage(module, project) || project.useOf(module) !== undefined) return false;
  return !isPackage || hasWork(module, project);
}

function isPartOfPackage({ path, isPackage }: ModuleSummary, project: ProjectModel): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const owner = isPackage ? folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) : folder;
  return owner !== '' && project.moduleByPath(`${owner}/__init__.py`) !== undefined;
}

/** Functions or classes of its own: not a name kept for old callers. */
function definesWork({ functions, classes, body, names }: ModuleSummary): boolean {
  if (functions.some(({ entry }) => entry === 'command' || entry === 'task')) return false;
  if (body.constructs.some((made) => made.kept === 'global' && isApplicationClass(made.class))) return false;
  // Its own command line, to be run by its name.
  if ('main' in names || '__getattr__' in names) return false;
  return functions.length + classes.length > 0;
}

/** A package whose modules lean on nothing but each other, too. */
function hasWork({ module }: ModuleSummary, project: ProjectModel): boolean {
  const parts = project.modules.filter((part) => part.module.startsWith(`${module}.`));
  return parts.length > 0 && parts.every(isInert) && parts.some(definesWork);
}

const isInert = ({ role, isEntryPoint, isPackage, path }: ModuleSummary): boolean =>
  role === 'test' || (role === 'library' && !isEntryPoint && (isPackage || !FOUND_BY_NAME.test(path)));

function problemOf(module: ModuleSummary, project: ProjectModel, isApplication: boolean): ProjectProblem {
  const name = project.importNameOf(module);
  const isProtection = PROTECTION.test(name.slice(name.lastIndexOf('.') + 1));
  const tests = project.importersOf(module).filter(({ from }) => from.role === 'test');
  const [test] = tests;
  const first = firstDefinition(module);
  const importers = `nothing${module.isPackage ? ' outside of it' : ''}${test === undefined ? '' : ' but tests'}`;
  return {
    at: { ...fileStart(module), ...(first?.place ?? module.imports[0]?.place) },
    message: `${importers} imports or names \`${name}\`, so ${first === undefined ? 'its modules are' : `\`${first.qualifiedName.slice(module.module.length + 1)}\` is`} not used${test === undefined ? '' : ' outside of tests'}`,
    ceiling: isProtection ? 'P1' : 'P2',
    ...(mayBeForOthers(module, tests.length > 0, isApplication, name) && {
      heldBack: isApplication
        ? 'it is a package with tests, and others may import it'
        : 'it is part of a library, and others may import it',
    }),
    ...(test !== undefined && {
      related: [{ path: test.from.path, ...test.imported.place, message: 'only a test imports it' }],
    }),
    key: module.module,
  };
}

/** What a library has, others may import; so may they a tested package of an application. */
function mayBeForOthers(
  { isPackage }: ModuleSummary,
  isTested: boolean,
  isApplication: boolean,
  name: string,
): boolean {
  return isApplication ? isPackage && isTested : isTested || !isPrivate(name);
}

const isPrivate = (name: string): boolean => name.split('.').some((segment) => segment.startsWith('_'));

/** What the module is about: its first class, else its first function. */
function firstDefinition({ classes, functions }: ModuleSummary) {
  const byLine = [...(classes.length > 0 ? classes : functions)].sort((a, b) => a.place.line - b.place.line);
  return byLine.find(({ qualifiedName }) => !qualifiedName.includes('._')) ?? byLine[0];
}
