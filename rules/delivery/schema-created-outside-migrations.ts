import {
  ancestors,
  booleanConstant,
  type Call,
  lastName,
  type Node,
  nameOfPlace,
  nodesOf,
  statementsBefore,
  walk,
} from '#ast';
import { groupBy } from '#collections';
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
  /** The name of the function around it. */
  readonly fn?: string;
  readonly place: PackedPlace;
}

/** A call by which such a function may run. */
interface Run {
  readonly kind: 'run';
  readonly name: string;
  readonly fn?: string;
}

type Fact = Creation | Run | { readonly kind: 'migrations'; readonly place: PackedPlace };

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
    const runs = groupBy(factsOfKind(ctx.facts, 'run'), ({ fact }) => fact.name);
    const [migrations] = factsOfKind(ctx.facts, 'migrations');
    const isRun = (fn: string | undefined, depth = 0): boolean =>
      fn === undefined ||
      (depth < MAX_DEPTH && (START.test(fn) || (runs.get(fn) ?? []).some(({ fact }) => isRun(fact.fn, depth + 1))));
    const creations = factsOfKind(ctx.facts, 'creation').filter(
      ({ path, fact }) => isRun(fact.fn) && isStarted(path, fact, project),
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

const MAX_DEPTH = 4;
/** A framework calls them when the program starts. */
const START = /^_*(?:lifespan|on_?start(?:up)?|startup(?:_event|_handler)?|app_lifespan|create_app|main|on_startup)$/;

const isStarted = (path: string, { place }: Creation, project: ProjectModel): boolean => {
  const { reach, isByHand } = project.standingAt(path, place[1]);
  return !isByHand && /^(?:served|run|imported)$/.test(reach);
};

function factsIn(file: FactsContext): readonly Fact[] {
  const isMigration = file.names.imports.some(({ module }) => /^alembic\b/.test(module));
  if (isMigration)
    return file.names.moduleScope.bindings.has('down_revision')
      ? [{ kind: 'migrations', place: packPlace(file, { start: 0, end: 0 }) }]
      : [];
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const what = whatCreates(call, file);
    const name = lastName(call.func) ?? '';
    const isNamed =
      what === undefined &&
      /db|database|table|schema|migrat|column|alter|ensure|init|setup|bootstrap|start/i.test(name);
    if ((what === undefined && !isNamed) || file.context.isUnderMain(call) || isChosen(call)) return [];
    const fn = file.context.defAround(call);
    const isHook = fn?.decorator_list.some(
      (each) => each.kind === 'Call' && /^(?:on_event|before_first_request|listener)$/.test(lastName(each.func) ?? ''),
    );
    const around = fn === undefined || isHook ? {} : { fn: fn.name };
    return what === undefined
      ? [{ kind: 'run', name, ...around }]
      : [{ kind: 'creation', ...what, ...around, place: packPlace(file, call) }];
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

/** A setting decides about it: `if settings.auto_create_schema:`, `if settings.is_production: return`. */
function isChosen(call: Call): boolean {
  let child: Node = call;
  for (const outer of ancestors(call)) {
    if (outer.kind === 'If' && outer.test !== child && namesSetting(outer.test)) return true;
    if (
      statementsBefore(child).some(
        (before) => before.kind === 'If' && namesSetting(before.test) && before.body.at(-1)?.kind === 'Return',
      )
    )
      return true;
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') return isCommand(outer.decorator_list);
    child = outer;
  }
  return false;
}

const isCommand = (decorators: readonly Node[]): boolean =>
  decorators.some((each) =>
    /^(?:command|cli|group)$/.test(lastName(each.kind === 'Call' ? each.func : (each as Call['func'])) ?? ''),
  );

function namesSetting(test: Node): boolean {
  let found = false;
  walk(test, (node) => {
    if (node.kind !== 'Name' && node.kind !== 'Attribute' && node.kind !== 'Constant') return;
    const name =
      node.kind === 'Constant' ? (node.value.kind === 'str' ? node.value.value : '') : (nameOfPlace(node) ?? '');
    found ||=
      /settings|config|environ|prod|debug|\bdev|(?:^|_)env(?:_|$)|testing|auto_|create|drop|sqlite|dialect/i.test(
        name,
      ) ||
      (node.kind === 'Attribute' && /settings|config|environ/i.test(lastName(node.value) ?? ''));
  });
  return found;
}
