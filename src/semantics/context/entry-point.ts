/** Whether running a file starts something. */
import {
  type Call,
  type If,
  lastName,
  type Module,
  type NodeKind,
  type ParsedModule,
  type Stmt,
  walk,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { mainTruth } from './import-time.ts';

/** `__main__.py`, a `__main__` guard with work, server configuration and settings, or a program started at top level. */
export function startsProgram(path: string, source: ParsedModule): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file === '__main__.py' || SERVER_FILE.test(file)) return true;
  if (hasMainWork(source)) return true;
  return source.module.body.some((statement) => isStart(statement) || isDeploymentSetting(statement));
}

/** Whether the module has a `__main__` guard whose body does something. */
export function hasMainWork(source: ParsedModule): boolean {
  return mainGuards(source).some(({ body }) =>
    body.some((inner) => inner.kind !== 'Pass' && !isConstantStatement(inner)),
  );
}

/** Statements of a module whose body is for the file that is run as a program. */
export const mainGuards = ({ module }: Pick<ParsedModule, 'module'>): readonly If[] => guardsIn(module);

const guardsIn = memoize((module: Module): readonly If[] => {
  const guards: If[] = [];
  walk(module, (node) => {
    if (node.kind !== 'If' || mainTruth(node.test) !== 'true') return RUN_ON_IMPORT.has(node.kind) ? undefined : 'skip';
    guards.push(node);
    return 'skip';
  });
  return guards;
});

/** What holds statements that run when the module is imported. */
const RUN_ON_IMPORT: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'Module',
  'If',
  'For',
  'AsyncFor',
  'While',
  'With',
  'AsyncWith',
  'Try',
  'TryStar',
]);

const SERVER_FILE = /^(gunicorn(\.conf|_conf|_config)?|hypercorn(_config)?|uwsgi)\.py$/;

/** Names that a module binds because a server or framework reads them from it. */
const DEPLOYMENT_SETTINGS = new Set(['ROOT_URLCONF', 'INSTALLED_APPS', 'WSGI_APPLICATION', 'ASGI_APPLICATION']);
const APPLICATION_FACTORIES = new Set(['get_wsgi_application', 'get_asgi_application']);

const START_FUNCTIONS = new Set(['main', 'cli', 'run_app', 'execute_from_command_line']);
/** Methods that start, by what they are called on. */
const START_METHODS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'run',
    new Set([
      'uvicorn',
      'app',
      'application',
      'asyncio',
      'anyio',
      'trio',
      'hypercorn',
      'bottle',
      'typer',
      'server',
      'bot',
      'client',
    ]),
  ],
  ['run_app', new Set(['web'])],
  ['serve_forever', new Set(['server', 'httpd'])],
]);

/** Methods that start on whatever they are called. */
const STARTING: ReadonlySet<string> = new Set(['run_polling', 'infinity_polling', 'loop_forever', 'start_consuming']);

function isStart(statement: Stmt): boolean {
  if (statement.kind === 'Raise') return statement.exc?.kind === 'Call' && isExitWithStart(statement.exc);
  if (statement.kind !== 'Expr') return false;
  const call = statement.value.kind === 'Await' ? statement.value.value : statement.value;
  return call.kind === 'Call' && (isStartCall(call) || isExitWithStart(call));
}

function isStartCall(call: Call): boolean {
  const { func } = call;
  if (func.kind === 'Name') return START_FUNCTIONS.has(func.id);
  if (func.kind !== 'Attribute') return false;
  if (START_FUNCTIONS.has(func.attr) && func.attr !== 'run_app') return true;
  const receiver = lastName(func.value);
  return receiver !== undefined && (STARTING.has(func.attr) || START_METHODS.get(func.attr)?.has(receiver) === true);
}

/** `sys.exit(main())`, `raise SystemExit(main())`, `exit(cli())`. */
function isExitWithStart(call: Call): boolean {
  const name = lastName(call.func);
  if (name !== 'exit' && name !== 'SystemExit') return false;
  const argument = call.args[0];
  return argument?.kind === 'Call' && isStartCall(argument);
}

function isDeploymentSetting(statement: Stmt): boolean {
  if (statement.kind !== 'Assign') return false;
  const target = statement.targets[0];
  if (target?.kind !== 'Name') return false;
  if (DEPLOYMENT_SETTINGS.has(target.id)) return true;
  const { value } = statement;
  return value.kind === 'Call' && APPLICATION_FACTORIES.has(lastName(value.func) ?? '');
}

function isConstantStatement(statement: Stmt): boolean {
  return statement.kind === 'Expr' && statement.value.kind === 'Constant';
}
