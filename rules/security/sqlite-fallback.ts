import {
  defineSourceRule,
  type Expression,
  fallbackOf,
  isEnvironmentGuarded,
  NOT_PRODUCTION,
  nodesOf,
  type SourceContext,
  settingDefaultedTo,
  stringConstant,
} from '#kit';

const ADDRESS = /^sqlite(?:\+\w+)?:/;
/** Names under which the address of a database is configured. */
const CONFIGURED =
  /(?:^|_)(?:database|db|sql|sqlalchemy|sqlalchemy_database|tracking|registry|backend_store|storage|postgres|connection|result_backend|jobstore)_?(?:url|uri|dsn|connection|connection_string|conn_str)$|^(?:dsn|conn_str|connection_string|sql_alchemy_conn)$/i;
/** Addresses and drivers of databases that several processes share. */
const SERVERS: readonly string[] = ['postgres', 'mysql', 'psycopg'];
/** What runs for one person on one machine. */
const LOCAL = /(?:^|[._])(?:cli|desktop|tui|quickstart|local|dev|development)(?:[._]|$)/;

export default defineSourceRule({
  docs: {
    summary: 'SQLite taken where no database is configured',
    why: 'A deployment that lost its configuration starts, on an empty file inside the container: it serves without its data, each replica writes to its own, and the file is gone with the next start.',
    remedy: 'Raise where the address of the database is not configured; let development name SQLite itself.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1188],
    origin: [
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.2' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' },
    ],
    bad: 'import os\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\nDATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///./app.db")\n',
    good: 'import os\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\nDATABASE_URL = os.environ["DATABASE_URL"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  visit: {
    Module(_, ctx) {
      if (!ctx.text.content.includes('sqlite') || LOCAL.test(ctx.names.moduleName)) return;
      for (const constant of nodesOf(ctx.module, 'Constant')) {
        if (!ADDRESS.test(stringConstant(constant) ?? '')) continue;
        const isStart = constant.parent?.kind !== 'JoinedStr' || constant.parent.values[0] === constant;
        if (isStart) check(constant.parent?.kind === 'JoinedStr' ? constant.parent : constant, ctx);
      }
    },
  },
});

function check(address: Expression, ctx: SourceContext): void {
  if (ctx.context.isTestCode(address)) return;
  for (const value of [address, ...namedUses(address, ctx)]) {
    const missing = missingAt(value, ctx);
    const name = missing ?? settingAt(value, ctx);
    if (name === undefined || isEnvironmentGuarded(value)) continue;
    // A folder that is configured, or that the program makes, was chosen to last; a documented default of settings may be
    // all that a tool for one person ever has.
    const isChosen =
      address.kind === 'JoinedStr' ||
      (missing === undefined && !SERVERS.some((each) => ctx.text.content.includes(each)));
    ctx.report({
      at: value,
      message: `a missing \`${name}\` is replaced by a SQLite file`,
      remedy: `Raise where \`${name}\` is not configured; let development name SQLite itself`,
      related: value === address ? [] : [{ at: address, message: 'the address stands here' }],
      ...(isChosen && { profile: 'strict' as const, severity: 'P2' as const }),
      when: {
        question: { kind: 'is-service' },
        yes: 'keep',
        no: { profile: 'strict', severity: 'P3' },
        unknown: { profile: 'strict', severity: 'P3' },
      },
    });
    return;
  }
}

/** Loads of the constant that the address is bound to (`DEFAULT_URL`). */
function namedUses(address: Expression, ctx: SourceContext): readonly Expression[] {
  const { parent } = address;
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  if (target?.kind !== 'Name') return [];
  const binding = ctx.names.resolve(target);
  return binding?.definitions.length === 1 ? binding.references : [];
}

function missingAt(value: Expression, ctx: SourceContext): string | undefined {
  return fallbackOf(value, ctx)?.names.find((name) => CONFIGURED.test(name));
}

/** The default of a field of settings that are for more than development. */
function settingAt(value: Expression, ctx: SourceContext): string | undefined {
  const setting = settingDefaultedTo(value, ctx);
  if (setting === undefined || /dev|local|test/i.test(setting.owner.name)) return undefined;
  return CONFIGURED.test(setting.name) ? setting.name : undefined;
}
