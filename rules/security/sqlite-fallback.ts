import { type Expression, nodesOf, stringConstant } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectContext,
  packPlace,
  unpackPlace,
} from '#kit';
import type { ProjectModel } from '#project';
import { isComposeForDevelopment } from '#project/reach/for-development';
import { codeOfService } from '#project/service-code';
import { carriersOf } from '#semantics/values/carriers';
import { fallbackOf } from '#semantics/values/fallback';
import { settingDefaultedTo } from '#semantics/values/setting-default';
import { SQLITE_ADDRESS } from '#text';
import { isEnvironmentGuarded } from './_shared/environment-guard.ts';

/** `sqlite://`, `sqlite:///:memory:`: who writes these wants nothing to last. */
const IN_MEMORY = /^sqlite(?:\+\w+)?:(?:\/\/)?\/?(?:$|\?|:memory:|file::memory:)/;
/** Names under which the address of a database is configured. */
const CONFIGURED =
  /(?:^|_)(?:database|db|sql|sqlalchemy|sqlalchemy_database|tracking|registry|backend_store|storage|postgres|connection|result_backend|jobstore)_?(?:url|uri|dsn|connection|connection_string|conn_str)$|^(?:dsn|conn_str|connection_string|sql_alchemy_conn)$/i;
/** Databases of tests and of people at work on the code. */
const FOR_TESTS = /(?:^|_)(?:tests?|testing|dev|development|local)(?:_|$)/i;
/** `${DATABASE_URL:-sqlite:///app.db}`, as compose fills it in. */
const SUBSTITUTED = /^\$\{(\w+):?-sqlite(?:\+\w+)?:(?!\/\/\/?(?:\}|:memory:))[^}]*\}$/;

interface Fact {
  readonly place: PackedPlace;
  /** Setting that is missing. */
  readonly name: string;
  /** The address, where all of it is written. */
  readonly file?: string;
  /** As far as names tell. */
  readonly isForTests?: true;
  /** Where the address stands, if that is elsewhere. */
  readonly address?: PackedPlace;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'data loss: SQLite fallback for a missing database URL',
    why: 'If its configuration is missing, a deployment starts with an empty database file inside the container. Each replica writes its own file, and recreating the container deletes it. Nothing is reported if an env file, or an example of one, sets SQLite for the variable.',
    remedy: 'Raise if the database URL is not configured, and set SQLite explicitly for development',
    harm: 'loses',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'a trading bot and a server of language models' },
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
  facts: (file) => fallbacks(file),
  check(project, ctx) {
    const whyMeant = meantIn(project);
    for (const { path, fact } of ctx.facts) {
      const at = { path, ...unpackPlace(fact.place) };
      const proof = whyMeant(path, fact);
      if (proof !== undefined) {
        ctx.proven({ at, by: proof });
        continue;
      }
      const address = fact.address === undefined ? undefined : unpackPlace(fact.address);
      ctx.report({
        at,
        message: `data loss: a missing \`${fact.name}\` falls back to a SQLite file`,
        remedy: `Raise if \`${fact.name}\` is not configured, and set SQLite explicitly for development`,
        related: address === undefined ? [] : [{ path, ...address, message: 'the SQLite URL is here' }],
        doubt: fact.isForTests && 'development-only',
        cause: path,
        key: `${path} ${fact.name}`,
      });
    }
    checkCompose(project, ctx);
  },
});

/** What shows that the file is for anyone who works on the code, or what its author wants. */
function meantIn(project: ProjectModel): (path: string, fact: Fact) => string | undefined {
  const named = variablesOnSqlite(project);
  const set = new Set(project.artifacts.of('shell-script').flatMap(({ model }) => model.onSqlite));
  return (path, { name, file }) => {
    const variable = name.toUpperCase();
    if (isSetWhereStarted(variable, path, project))
      return 'Compose sets the variable for every service that runs the file';
    if (named.has(variable)) return 'an env file sets the same variable to a SQLite file';
    return set.has(`${variable}=${file}`) ? 'a set-up script uses the same SQLite file' : undefined;
  };
}

/** What a file of the environment, an example of one too, sets to SQLite: its author wants the file where nobody says otherwise. */
const variablesOnSqlite = ({ artifacts }: ProjectModel): ReadonlySet<string> =>
  new Set(
    artifacts
      .of('env-file')
      .flatMap(({ model }) => model.variables.flatMap((each) => (each.isSqlite ? each.name.value.toUpperCase() : []))),
  );

/** Every service of compose files that runs the module is given the variable, and no SQLite where another is not set. */
function isSetWhereStarted(variable: string, path: string, project: ProjectModel): boolean {
  const module = project.moduleByPath(path);
  const running = project.artifacts
    .of('compose')
    .flatMap((file) => file.model.services.map((service) => ({ file, service })))
    .filter((layer) => module !== undefined && codeOfService(project, layer)?.modules.has(module) === true);
  const isSet = ({ service }: (typeof running)[number]): boolean =>
    service.environment.some(
      ({ name, value }) => name.value === variable && value !== undefined && !value.value.includes('sqlite'),
    );
  return running.length > 0 && running.every(isSet);
}

/** Services of compose files that start on SQLite where a variable is not set. */
function checkCompose({ artifacts }: ProjectModel, ctx: ProjectContext<Fact>): void {
  for (const file of artifacts.of('compose')) {
    if (isComposeForDevelopment(file.path)) continue;
    for (const { name: service, environment } of file.model.services) {
      for (const { name, value } of environment) {
        const variable = SUBSTITUTED.exec(value?.value ?? '')?.[1];
        if (value === undefined || variable === undefined || !CONFIGURED.test(name.value)) continue;
        ctx.report({
          at: file.placeOf(value.span),
          message: `data loss: \`${service.value}\` starts on a SQLite file if \`${variable}\` is not set`,
          remedy: `Make Compose refuse to start: \`\${${variable}:?}\``,
          cause: file.path,
          key: `${file.path} ${service.value} ${name.value}`,
        });
      }
    }
  }
}

function fallbacks(file: FactsContext): Fact[] {
  if (!file.text.content.includes('sqlite')) return [];
  return nodesOf(file.module, 'Constant').flatMap((constant) => {
    if (!SQLITE_ADDRESS.test(stringConstant(constant) ?? '')) return [];
    const isPart = constant.parent?.kind === 'JoinedStr';
    if (!isPart && IN_MEMORY.test(stringConstant(constant) ?? '')) return [];
    const isStart = !isPart || constant.parent.values[0] === constant;
    return isStart ? (fallbackTo(constant.parent?.kind === 'JoinedStr' ? constant.parent : constant, file) ?? []) : [];
  });
}

function fallbackTo(address: Expression, file: FactsContext): Fact | undefined {
  for (const value of [address, ...carriersOf(address, file)]) {
    const missing = missingAt(value, file);
    const setting = missing === undefined ? settingAt(value, file) : undefined;
    const name = missing?.name ?? setting?.name;
    if (name === undefined || isEnvironmentGuarded(value)) continue;
    const place = packPlace(file, value);
    const written = stringConstant(address);
    return {
      place,
      name,
      ...(written !== undefined && { file: written }),
      ...((missing?.isForTests || setting?.isForTests) && { isForTests: true as const }),
      ...(value !== address && { address: packPlace(file, address) }),
    };
  }
  return undefined;
}

interface Setting {
  readonly name: string;
  /** As far as names tell. */
  readonly isForTests: boolean;
}

function missingAt(value: Expression, file: FactsContext): Setting | undefined {
  const names = fallbackOf(value, file)?.names ?? [];
  const name = names.find((each) => CONFIGURED.test(each));
  return name === undefined ? undefined : { name, isForTests: names.some((each) => FOR_TESTS.test(each)) };
}

/** The default of a field of settings. */
function settingAt(value: Expression, file: FactsContext): Setting | undefined {
  const setting = settingDefaultedTo(value, file);
  if (setting === undefined || !CONFIGURED.test(setting.name)) return undefined;
  return { name: setting.name, isForTests: /dev|local|test/i.test(setting.owner.name) };
}
