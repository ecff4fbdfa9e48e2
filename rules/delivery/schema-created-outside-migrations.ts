import {
  ancestors,
  booleanConstant,
  type Call,
  type Expression,
  holds,
  lastName,
  type Node,
  nodesOf,
  statementsBefore,
} from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { SERVER_DRIVER } from '#knowledge/database-drivers';
import type { ProjectModel } from '#project';
import { templateOf } from '#semantics/values/text-template';

interface Creation {
  readonly kind: 'creation';
  /** As it is written: `Base.metadata.create_all`. */
  readonly what: string;
  /** It changes tables that are there: `ALTER TABLE`. */
  readonly isChange?: true;
  /** The full name of the function around it. */
  readonly fn?: string;
  readonly place: PackedPlace;
}

/** A function that is called where a setting decides about it. */
interface Chosen {
  readonly kind: 'chosen';
  readonly name: string;
}

type Fact = Creation | Chosen | { readonly kind: 'migrations'; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'schema created at start instead of by migrations',
    why: '`create_all` creates missing tables and never changes an existing one: a new column of a model is missing in every database that is already there. With several workers each of them runs DDL at start, and nothing records which version of the schema a database has.',
    remedy:
      'Let a migration tool (Alembic, Flask-Migrate) own the schema, run it once per deployment, and keep `create_all` for tests',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'create_all at startup competes with Alembic migrations' }],
    bad: '# path: requirements.txt\nfastapi\nsqlalchemy\nasyncpg\n# path: app/main.py\nfrom fastapi import FastAPI\n\nfrom app.models import Base, engine\n\nBase.metadata.create_all(bind=engine)\napp = FastAPI()\n',
    good: '# path: requirements.txt\nfastapi\nsqlalchemy\nasyncpg\nalembic\n# path: app/main.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  facts: (file) => factsIn(file),
  check(project, ctx) {
    // A file of one machine, made by the program that owns it, needs no more.
    if (!project.requirements.some(({ distribution }) => SERVER_DRIVER.test(distribution))) return;
    const [migrations] = factsOfKind(ctx.facts, 'migrations');
    const chosen = new Set(
      factsOfKind(ctx.facts, 'chosen').map(({ path, fact }) => calledAs(fact.name, path, project)),
    );
    const creations = factsOfKind(ctx.facts, 'creation').filter(
      ({ path, fact }) => isStarted(path, fact, project) && !chosen.has(fact.fn),
    );
    const ownsMigrations = creations.some(({ fact }) => !fact.isChange) ? migrations : undefined;
    const changes = creations.filter(({ fact }) => fact.isChange);
    const isChanged = changes.length > 0;
    for (const { path, fact } of [...changes, ...creations.filter(({ fact }) => !fact.isChange)]) {
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: messageOf(fact, isChanged, ownsMigrations !== undefined),
        related:
          ownsMigrations === undefined
            ? []
            : [{ path: ownsMigrations.path, ...unpackPlace(ownsMigrations.fact.place), message: 'a migration' }],
        cause: 'schema',
        key: fact.what,
      });
    }
  },
});

function messageOf({ what, isChange }: Creation, isChanged: boolean, hasMigrations: boolean): string {
  if (isChange)
    return 'hand-written schema migration: the application runs `ALTER TABLE` when it starts, without a migration tool that records the version';
  const made = `\`${what}\` creates the tables when the application starts`;
  if (hasMigrations) return `two sources of the schema: ${made}, beside the Alembic migrations`;
  return isChanged
    ? `hand-written schema migration: ${made}, and \`ALTER TABLE\` statements change them`
    : `no schema migrations: ${made}, and nothing changes the ones that exist`;
}

/** A module does it when it is imported, a function when the start of the program reaches it: not a request, nor someone by hand. */
function isStarted(path: string, { place, fn }: Creation, project: ProjectModel): boolean {
  const { reach, isByHand } = project.standingAt(path, place[1]);
  return !isByHand && (fn === undefined ? /^(?:served|run|imported)$/.test(reach) : reach === 'run');
}

function calledAs(name: string, path: string, project: ProjectModel): string | undefined {
  const from = project.moduleByPath(path);
  const found = from && project.resolve(name, from);
  return found?.kind === 'function' ? found.function.qualifiedName : name;
}

function factsIn(file: FactsContext): readonly Fact[] {
  const isMigration = file.names.imports.some(({ module }) => /^alembic\b/.test(module));
  if (isMigration)
    return file.names.moduleScope.bindings.has('down_revision')
      ? [{ kind: 'migrations', place: packPlace(file, { start: 0, end: 0 }) }]
      : [];
  const isChoosing = nodesOf(file.module, 'If').some(({ test }) => readsSetting(test, file));
  return nodesOf(file.module, 'Call').flatMap((call): readonly Fact[] => {
    const what = whatCreates(call, file);
    if (what === undefined) return isChoosing ? chosenBy(call, file) : [];
    if (file.context.isUnderMain(call) || isChosen(call, file)) return [];
    const fn = file.context.defAround(call);
    return [{ kind: 'creation', ...what, ...(fn && { fn: file.names.fullNameOf(fn) }), place: packPlace(file, call) }];
  });
}

/** `Base.metadata.create_all(engine)`, `await conn.run_sync(Base.metadata.create_all)`, `db.create_tables([…])`, `ALTER TABLE` in a statement that is run. */
function whatCreates(call: Call, file: FactsContext): { readonly what: string; readonly isChange?: true } | undefined {
  const { func } = call;
  const [first] = call.args;
  const given = func.kind === 'Attribute' && func.attr === 'run_sync' ? first : func;
  if (
    given?.kind === 'Attribute' &&
    given.attr === 'create_all' &&
    /^(?:metadata|db|.*_metadata)$/.test(lastName(given.value) ?? '')
  )
    return { what: file.text.slice(given) };
  if (
    func.kind === 'Attribute' &&
    func.attr === 'create_tables' &&
    file.names.imports.some(({ module }) => /^peewee/.test(module))
  )
    return { what: file.text.slice(func) };
  const isTortoise = call.keywords.some(
    ({ arg, value }) => arg === 'generate_schemas' && booleanConstant(value) === true,
  );
  if (isTortoise) return { what: file.text.slice(func) };
  if (func.kind !== 'Attribute' || !/^(?:execute(?:script)?|exec_driver_sql)$/.test(func.attr) || first === undefined)
    return undefined;
  const sql = templateOf(first.kind === 'Call' ? (first.args[0] ?? first) : first, file);
  return sql !== undefined && /^\s*alter\s+table\b[\s\S]*\badd\b/i.test(sql)
    ? { what: 'ALTER TABLE', isChange: true }
    : undefined;
}

/** `if settings.auto_create: await init_db()` */
function chosenBy(call: Call, file: FactsContext): readonly Chosen[] {
  const { parent } = call;
  const isStatement = (parent?.kind === 'Await' ? parent.parent : parent)?.kind === 'Expr';
  const name = isStatement ? file.names.qualifiedName(call.func) : undefined;
  return name !== undefined && isChosen(call, file) ? [{ kind: 'chosen', name }] : [];
}

/** A setting decides about it: `if settings.auto_create_schema:`, `if settings.is_production: return`. */
function isChosen(call: Call, file: FactsContext): boolean {
  let child: Node = call;
  for (const outer of ancestors(call)) {
    if (outer.kind === 'If' && outer.test !== child && readsSetting(outer.test, file)) return true;
    if (
      statementsBefore(child).some(
        (before) => before.kind === 'If' && readsSetting(before.test, file) && before.body.at(-1)?.kind === 'Return',
      )
    )
      return true;
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') return isCommand(outer.decorator_list);
    child = outer;
  }
  return false;
}

const isCommand = (decorators: readonly Expression[]): boolean =>
  decorators.some((each) => /^(?:command|cli|group)$/.test(lastName(each.kind === 'Call' ? each.func : each) ?? ''));

/** An attribute of what holds the settings, a variable of the environment, or a constant of the module that is one of both. */
const readsSetting = (test: Expression, file: FactsContext): boolean => holds(test, (node) => isSetting(node, file));

function isSetting(node: Node, { values, flow }: FactsContext): boolean {
  if (node.kind === 'Attribute' || node.kind === 'Subscript')
    return SETTINGS.test(lastName(node.value) ?? '') || values.environmentRead(node) !== undefined;
  if (node.kind === 'Call') return values.environmentRead(node) !== undefined;
  return (
    node.kind === 'Name' &&
    (/^[A-Z][A-Z0-9_]*$/.test(node.id) ||
      flow.origins(node).some((origin) => origin !== node && values.environmentRead(origin) !== undefined))
  );
}

const SETTINGS = /^(?:\w*_)?(?:settings|config|conf|dialect)$|^\w*(?:Settings|Config)$/;
