import { holds, nameSpan, type Stmt } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  fileStart,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import {
  definesWork,
  foundByName,
  isFoundByFile,
  isFoundByFolder,
  type ProjectModel,
  partsOf,
  shelvesOf,
} from '#project';
import { isInPackage, isOffered } from '#project/package-files';
import type { ModuleSummary } from '#semantics';
import { folderOf, type Span } from '#text';
import { makesApplication } from './applications.ts';
import { isBuiltAsImage } from './built-as-image.ts';

/** A module that holds nothing but imports, definitions and constants: it cannot be meant to be run. */
interface Fact {
  readonly definitions: readonly { readonly name: string; readonly place: PackedPlace }[];
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'module that nothing imports or names',
    why: 'Its code does not run. A protection or a fix in it has no effect, although readers of the repository may rely on it.',
    remedy: 'Import it where it is needed, or delete it.',
    harm: 'rots',
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
  needs: ['texts'],
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
    const told = new Set(orphans.flatMap((other) => (other.isPackage ? partsOf(other, project.modules) : [])));
    for (const module of orphans) {
      if (sought.has(module) || told.has(module)) continue;
      const own = alone.get(module.path);
      const problem = problemOf(module, own?.definitions ?? [], project);
      const isOfProgram = isApplication || isImageOnly || !isPartOfPackage(module, project);
      const mayBeUsed = shelves.has(folderOf(module.path)) || mayBeImported(module, isOfProgram, project);
      ctx.report({ ...problem, doubt: mayBeUsed ? 'external-use' : undefined });
    }
  },
});

/** Folders in which a program stands that imports what lies beside it. */
const foldersOfPrograms = (project: ProjectModel): ReadonlySet<string> =>
  new Set(
    project.importEdges.flatMap(({ from, to }) => {
      const folder = folderOf(from.path);
      const isBesideProgram = folderOf(to.path) === folder && (from.isEntryPoint || makesApplication(from));
      return isBesideProgram && !isPartOfPackage(from, project) ? folder : [];
    }),
  );

/** The image gives it another name: it is copied by its own, or imports end in what it is called here. */
function isPlacedElsewhere({ module, path }: ModuleSummary, project: ProjectModel): boolean {
  const isCopied = project.artifacts
    .of('dockerfile')
    .flatMap(({ model }) => model.stages.flatMap(({ instructions }) => instructions))
    .some(
      (each) => each.kind === 'copy' && each.sources.some(({ value }) => value.replace(/^(?:\.?\/)+/, '') === path),
    );
  const ending = `.${module}`;
  return (
    isCopied ||
    project.modules.some(({ imports }) =>
      imports.some(
        (each) =>
          each.module.endsWith(ending) || (each.name !== undefined && `${each.module}.${each.name}`.endsWith(ending)),
      ),
    )
  );
}

/** The definitions of a file whose own statements do nothing else. */
function definitionsAlone(file: FactsContext): Fact[] | undefined {
  const { module, names, path } = file;
  const definitions: { name: string; at: Span }[] = [];
  if (!path.split('/').every((part) => /^[A-Za-z_]\w*(?:\.py)?$/.test(part))) return undefined;
  for (const statement of module.body) {
    if (statement.kind === 'ClassDef' || statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') {
      // Whoever decorates it may keep it.
      if (statement.kind !== 'ClassDef' && statement.decorator_list.length > 0) return undefined;
      definitions.push({ name: statement.name, at: nameSpan(statement) });
    } else if (isConstant(statement, file)) {
      const [target] = statement.kind === 'Assign' ? statement.targets : [];
      if (target?.kind === 'Name' && /^[A-Z][A-Z0-9_]+$/.test(target.id))
        definitions.push({ name: target.id, at: target });
    } else if (!isInertStatement(statement, file)) return undefined;
  }
  const isOwn = definitions.length > 0 && !names.hasDynamicNames;
  return isOwn
    ? [{ definitions: definitions.slice(0, MOST_NAMED).map(({ name, at }) => ({ name, place: packPlace(file, at) })) }]
    : [];
}

/** A part of a package that does something, is not started by itself, and nothing leads to. */
function isOrphan(module: ModuleSummary, project: ProjectModel): boolean {
  const { role, isEntryPoint, isPackage, path } = module;
  if (role !== 'library' || isEntryPoint || isFoundByFolder(path)) return false;
  if (!isPackage && (isFoundByFile(path) || !definesWork(module))) return false;
  if (project.useOf(module) !== undefined) return false;
  return !isPackage || hasWork(module, project);
}

const isPartOfPackage = ({ path, isPackage }: ModuleSummary, project: ProjectModel): boolean =>
  isInPackage(isPackage ? folderOf(path) : path, project);

/** A name bound to what calls nothing of the program: a literal, a logger, a pattern. */
function isConstant(statement: Stmt, { names }: FactsContext): boolean {
  if (statement.kind !== 'Assign' && statement.kind !== 'AnnAssign') return false;
  const { value } = statement;
  if (value === undefined) return true;
  return !holds(value, (node) => node.kind === 'Call' && !MAKING_CONSTANTS.test(names.qualifiedName(node.func) ?? ''));
}

/** Imports that may fail or that only type checkers see, docstrings. */
function isInertStatement(statement: Stmt, file: FactsContext): boolean {
  const areInert = (body: readonly Stmt[]): boolean =>
    body.every((each) => isInertStatement(each, file) || isConstant(each, file));
  switch (statement.kind) {
    case 'Import':
    case 'ImportFrom':
    case 'Pass':
      return true;
    case 'Expr':
      return statement.value.kind === 'Constant';
    case 'If':
      return areInert(statement.body) && areInert(statement.orelse);
    case 'Try':
      return [statement.body, statement.orelse, ...statement.handlers.map(({ body }) => body)].every(areInert);
    default:
      return false;
  }
}

const MAKING_CONSTANTS =
  /^(?:builtins\.(?:frozenset|set|dict|list|tuple|int|float|str|bool|range|len)|logging\.getLogger|structlog\.\w*get_logger|loguru\.|re\.compile|pathlib\.|os\.(?:path|getenv|environ)|typing\.|decimal\.Decimal|datetime\.|collections\.)/;

const MOST_NAMED = 12;

/** A package whose modules lean on nothing but each other, too. */
function hasWork(module: ModuleSummary, { modules }: ProjectModel): boolean {
  const parts = partsOf(module, modules);
  return parts.length > 0 && parts.every(isInert) && parts.some(definesWork);
}

const isInert = ({ role, isEntryPoint, isPackage, path }: ModuleSummary): boolean =>
  role === 'test' || (role === 'library' && !isEntryPoint && (isPackage || !isFoundByFile(path)));

function problemOf(module: ModuleSummary, definitions: Fact['definitions'], project: ProjectModel): ProjectProblem {
  const name = project.importNameOf(module);
  const tests = project.importersOf(module).filter(({ from }) => from.role === 'test');
  const [test] = tests;
  const first = firstDefinition(module);
  const importers = `nothing${module.isPackage ? ' outside of it' : ''}${test === undefined ? '' : ' but tests'}`;
  return {
    at: { ...fileStart(module), ...(first?.place ?? module.imports[0]?.place) },
    message: `${importers} imports or names \`${name}\`, so ${first === undefined ? 'its modules are' : `\`${first.qualifiedName.slice(module.module.length + 1)}\` is`} not used${test === undefined ? '' : ' outside of tests'}`,
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
          message: `\`${name}\` is not used, either`,
        })),
    ],
    key: module.module,
  };
}

/** What a library has, others may import. */
function mayBeImported(module: ModuleSummary, isOfProgram: boolean, project: ProjectModel): boolean {
  const isOfLibrary = !(isOfProgram || isPrivate(project.importNameOf(module)));
  return isOfLibrary || isMeantByLostImport(module, project);
}

/** `from shop.memory import Store` where `shop/memory.py` was moved to `shop/agent/memory.py`. */
function isMeantByLostImport({ module }: ModuleSummary, project: ProjectModel): boolean {
  const [first, last] = [module.split('.')[0], `.${module.split('.').at(-1)}`];
  return project.modules.some((from) =>
    from.imports.some(
      (each) =>
        each.module.endsWith(last) &&
        each.relativeLevel === 0 &&
        each.module.split('.')[0] === first &&
        project.importsOf(from).every(({ imported }) => imported !== each),
    ),
  );
}

const isPrivate = (name: string): boolean => name.split('.').some((segment) => segment.startsWith('_'));

/** What the module is about: its first class, else its first function. */
function firstDefinition({ classes, functions }: ModuleSummary) {
  const byLine = [...(classes.length > 0 ? classes : functions)].sort((a, b) => a.place.line - b.place.line);
  return byLine.find(({ qualifiedName }) => !qualifiedName.includes('._')) ?? byLine[0];
}
