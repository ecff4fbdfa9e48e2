import { type Call, identifiersOf, lastName, nodesOf, shortText, stringConstant } from '#ast';
import { defineProjectRule, type FactsContext, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ModuleSummary, ProjectModel } from '#project';

interface Fact {
  /** The tests bring a database of their own, or put something in the place of the application's. */
  readonly isOwn?: true;
  /** Sessions that tests write with. */
  readonly sessions?: readonly { readonly path: string; readonly written: string; readonly place: PackedPlace }[];
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'tests write to the database of the application',
    why: 'The tests create and delete rows in whatever database the settings name: that of a developer, or of production where its settings are loaded. A test that fails leaves its rows behind, and the next run sees them.',
    remedy:
      'Give the tests an engine of their own in `conftest.py` (an in-memory or temporary database), and roll back after each test',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: tests share real state' }],
    bad: '# path: shop/database.py\nimport os\n\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\nengine = create_engine(os.environ["DATABASE_URL"])\nSession = sessionmaker(bind=engine)\n\n# path: tests/test_orders.py\nfrom shop.database import Session\n\n\ndef test_order(make_order):\n    session = Session()\n    session.add(make_order())\n    session.commit()\n    assert session.dirty == []\n',
    good: '# path: shop/database.py\nimport os\n\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\nengine = create_engine(os.environ["DATABASE_URL"])\nSession = sessionmaker(bind=engine)\n\n# path: tests/conftest.py\nimport os\n\nos.environ["DATABASE_URL"] = "sqlite://"\n\n# path: tests/test_orders.py\nfrom shop.database import Session\n\n\ndef test_order(make_order):\n    session = Session()\n    session.add(make_order())\n    session.commit()\n    assert session.dirty == []\n',
  },
  facts: (file) => (file.context.role === 'test' ? factOf(file) : []),
  check(project, ctx) {
    if (ctx.facts.some(({ fact }) => fact.isOwn) || givesAddress(project)) return;
    for (const { path, fact } of ctx.facts) {
      const importer = project.moduleByPath(path);
      const found = (fact.sessions ?? []).flatMap((session) => {
        const home = importer && homeOf(session.path, importer, project);
        return home === undefined ? [] : { session, home };
      });
      const [first] = found;
      if (first === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(first.session.place) },
        message: `tests write to the database of the application: \`${first.session.written}\` opens a session of \`${first.home.path}\``,
        key: path,
        cause: `tests on the engine of ${first.home.path}`,
      });
    }
  },
});

/** The module of the application that makes the sessions. */
function homeOf(path: string, importer: ModuleSummary, project: ProjectModel): ModuleSummary | undefined {
  const found = project.resolve(path, importer);
  const isMaker =
    found.kind === 'name' &&
    found.module.sessionMakers?.includes(found.name) === true &&
    !found.module.roles.includes('test');
  return isMaker ? found.module : undefined;
}

/** What runs the tests gives an address: `env =` of pytest-env, a workflow, tox. */
function givesAddress({ artifacts }: ProjectModel): boolean {
  const ini = artifacts.of('ini').flatMap(({ model }) => model.sections.flatMap(({ options }) => options));
  const set = ini.filter(({ name }) => /^(?:env|setenv|set_env)$/.test(name.value)).flatMap(({ lines }) => lines);
  const toml = artifacts
    .of('pyproject')
    .flatMap(({ model }) =>
      model.tools.flatMap(({ name: section, options }) =>
        section.value === 'tool.pytest_env'
          ? options.map(({ name }) => name)
          : options.filter(({ name }) => name.value === 'env').flatMap(({ texts }) => texts),
      ),
    );
  const workflows = artifacts
    .of('workflow')
    .flatMap(({ model }) => [
      ...model.environment,
      ...model.jobs.flatMap(({ environment, steps }) => [...environment, ...steps.flatMap((step) => step.environment)]),
    ]);
  return [...set, ...toml, ...workflows.map(({ name }) => name)].some(({ value }) => isAddress(value));
}

const WRITING: ReadonlySet<string> = new Set(['add', 'add_all', 'commit', 'delete', 'merge', 'bulk_save_objects']);

function factOf(file: FactsContext): Fact[] {
  if (bringsDatabase(file)) return [{ isOwn: true }];
  const identifiers = identifiersOf(file.module);
  if (![...WRITING].some((name) => identifiers.has(name))) return [];
  const sessions = nodesOf(file.module, 'Call').flatMap((call) => {
    const path = file.names.qualifiedName(call.func);
    return path === undefined || path.startsWith('builtins.') || !isWrittenWith(call, file)
      ? []
      : { path, written: shortText(call.func, file.text), place: packPlace(file, call) };
  });
  return sessions.length === 0 ? [] : [{ sessions }];
}

/** `session.add(…)` of what the call gives. */
const isWrittenWith = (call: Call, { flow }: FactsContext): boolean =>
  flow
    .destinations(call)
    .some(
      ({ kind, carrier: { parent } }) =>
        kind === 'receiver' && parent?.kind === 'Attribute' && WRITING.has(parent.attr),
    );

/** An address in the environment, an engine, a dependency in the place of the application's, or a container. */
function bringsDatabase({ module, names }: FactsContext): boolean {
  if (
    nodesOf(module, 'Attribute').some(({ attr }) =>
      /^(?:dependency_overrides|override_settings|db_override)$/.test(attr),
    )
  )
    return true;
  if (
    names.imports.some(({ module: from }) =>
      /^(?:testcontainers|pytest_postgresql|mongomock|sqlalchemy_utils)/.test(from),
    )
  )
    return true;
  const setsEnvironment = nodesOf(module, 'Subscript').some(
    ({ ctx, value, slice }) => ctx === 'Store' && lastName(value) === 'environ' && isAddress(stringConstant(slice)),
  );
  return setsEnvironment || nodesOf(module, 'Call').some(isReplacement);
}

const isAddress = (text: string | undefined): boolean =>
  text !== undefined && /database|db|sql|postgres|mysql|dsn|environment|testing|^env$|app_env|settings/i.test(text);

/** `monkeypatch.setenv("DATABASE_URL", …)`, `create_engine(…)`, `patch("shop.database.Session")`. */
function isReplacement({ func, args }: Call): boolean {
  const name = lastName(func) ?? '';
  if (/^create_(?:async_)?engine$|^load_dotenv$/.test(name)) return true;
  const texts = args.flatMap((each) => stringConstant(each) ?? []);
  if (/^(?:setenv|setdefault|putenv)$/.test(name)) return texts.some(isAddress);
  return /^(?:setattr|patch|object|dict)$/.test(name) && texts.some((each) => /session|engine|database/i.test(each));
}
