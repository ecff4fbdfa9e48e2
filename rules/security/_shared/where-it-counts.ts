/** Where a secret of the code counts: for work on the code only, or for who asks a service that has it from elsewhere. */
import {
  ancestors,
  blockAround,
  type Call,
  type Constant,
  type Expression,
  keywordNames,
  type Node,
  nameOfPlace,
  nodesOf,
  stringConstant,
  walk,
} from '#ast';
import { isRandomText } from '#knowledge/secrets';
import { makesService } from '#knowledge/web-applications';
import { isComposeForDevelopment } from '#project/reach/for-development';
import type { SemanticModel } from '#semantics';
import { boundNameAround } from './bound-name.ts';

/** Whether a literal is in a branch that is taken in debug mode, or outside of production, as its test says, or is bound to a name that says so. */
export function isForDebugging(literal: Constant): boolean {
  if (WORK.test(boundNameAround(literal) ?? '')) return true;
  let inner: Node = literal;
  for (const around of ancestors(literal)) {
    if (around.kind === 'If' || around.kind === 'IfExp') {
      const isElse = [around.orelse].flat().some((each) => each === inner);
      if (inner !== around.test && testsForDevelopment(around.test, isElse)) return true;
    }
    if (entriesOf(around).some(isStageOfWork)) return true;
    inner = around;
  }
  return false;
}

/** `APP_ENV="test"` beside it. */
const isStageOfWork = ([name, value]: readonly [string, Expression]): boolean =>
  /(?:^|_)env(?:ironment)?$/i.test(name) &&
  /^(?:test|testing|dev|development|local)$/i.test(stringConstant(value) ?? '');

function entriesOf(around: Node): readonly (readonly [string, Expression])[] {
  if (around.kind === 'Call')
    return around.keywords.flatMap(({ arg, value }) => (arg === undefined ? [] : [[arg, value] as const]));
  if (around.kind !== 'Dict') return [];
  return around.values.flatMap((value, at) => {
    const name = stringConstant(around.keys[at]);
    return name === undefined ? [] : [[name, value] as const];
  });
}

const WORK = /(?:^|_)(?:debug|dev|develop|development|local|test|testing)(?:_|$)/i;
const PRODUCTION = /(?:^|_)(?:prod|production)(?:_|$)/i;

/** `DEBUG`, `env == "development"`, `not is_production()`; `isElse` where the branch is the other one. */
function testsForDevelopment(test: Expression, isElse: boolean): boolean {
  const said: string[] = [];
  let isNegated = false;
  walk(test, (node) => {
    if (node.kind === 'Name' || node.kind === 'Attribute') said.push(nameOfPlace(node) ?? '');
    if (node.kind === 'Constant') said.push(stringConstant(node) ?? '');
    if (node.kind === 'UnaryOp' && node.op === 'Not') isNegated = !isNegated;
    if (node.kind === 'Compare' && node.ops.some((op) => op === 'NotEq' || op === 'NotIn')) isNegated = !isNegated;
  });
  return said.some((word) => (isNegated === isElse ? WORK : PRODUCTION).test(word));
}

/**
 * Whether the module is laid over others of its package, as settings are, and is for work on the code by its name or its `DEBUG`;
 * or holds settings of Django whole, for tests or work on the code by its name.
 */
export function isLaidOverForWork({ source, names }: SemanticModel, path: string): boolean {
  const { module } = source;
  if (names.moduleScope.bindings.has('INSTALLED_APPS') && isComposeForDevelopment(path)) return true;
  const isLaidOver = nodesOf(module, 'ImportFrom').some(({ names }) => names.some(({ name }) => name === '*'));
  if (!isLaidOver) return false;
  return (
    isComposeForDevelopment(path) ||
    module.body.some(
      (each) =>
        each.kind === 'Assign' &&
        each.targets.some((target) => nameOfPlace(target) === 'DEBUG') &&
        each.value.kind === 'Constant' &&
        each.value.value.kind === 'bool' &&
        each.value.value.value,
    )
  );
}

/** Whether the literal is a part of what a client connects with: a record with user and server, a connection text, the options of a command. */
export function isInConnection(literal: Constant): boolean {
  for (const around of ancestors(literal)) {
    if (around.kind === 'JoinedStr') {
      const fixed = around.values.map((part) => stringConstant(part) ?? '').join(' ');
      return /\bhost(?:name)?=|:\/\//i.test(fixed);
    }
    const names = namesOfParts(around);
    if (names.some((name) => USER.test(name)) && names.some((name) => SERVER.test(name))) return true;
    if (isOption(around) && optionsBeside(around).some((name) => ADDRESS.test(name))) return true;
    if (blockAround(around).length > 0) return false;
  }
  return false;
}

const USER = /^(?:\w+_)?(?:user|username|login)$/i;
const SERVER = /^(?:\w+_)?(?:host|hostname|server|address|endpoint|url|engine|port|dsn|database|dbname|db)$/i;
const ADDRESS = /^--(?:[\w-]+-)?(?:host|hostname|server|address|endpoint|url)$/i;

function namesOfParts(around: Node): readonly string[] {
  if (around.kind === 'Dict') return around.keys.flatMap((key) => stringConstant(key) ?? []);
  return around.kind === 'Call' ? keywordNames(around) : [];
}

const isOption = (node: Node): node is Call =>
  node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'add_argument';

/** The options that statements beside this one give to a parser. */
function optionsBeside(option: Call): readonly string[] {
  const statement = option.parent;
  if (statement?.kind !== 'Expr') return [];
  return blockAround(statement).flatMap((each) =>
    each.kind === 'Expr' && isOption(each.value) ? each.value.args.flatMap((name) => stringConstant(name) ?? []) : [],
  );
}

/** Keys that only let in figures, or reports of failures, are meant to be in every copy of a program. */
export const onlyReports = ({ parent }: Constant, { path, types }: SemanticModel): boolean =>
  /telemetry|analytics/i.test(path) ||
  (parent?.parent?.kind === 'Call' &&
    /^(?:bugsnag|sentry_sdk|raven|rollbar|airbrake|honeybadger)\b/.test(types.calleeName(parent.parent.func) ?? ''));

/** Whether the module asks other services and offers none, nor signs tokens: its secrets are those that the others know. */
export function isOfClient({ source, names, effects, context }: SemanticModel): boolean {
  const calls = nodesOf(source.module, 'Call');
  const called = calls.map(({ func }) => names.qualifiedName(func) ?? '');
  if (called.some((name) => makesService(name) || /^(?:jwt|jose|itsdangerous)\./.test(name))) return false;
  const functions = [...nodesOf(source.module, 'FunctionDef'), ...nodesOf(source.module, 'AsyncFunctionDef')];
  return (
    !functions.some((fn) => context.routeOf(fn) !== undefined) && calls.some((call) => effects.of(call) === 'network')
  );
}

/** A proof that nobody comes to need the literal: another value is always there, or the program stops. */
export function whyUnused(literal: Constant, isFallback: boolean, model: SemanticModel): string | undefined {
  if (isFallback && isNeverTaken(literal, model))
    return 'Flask always defines this setting, so the fallback is never used';
  if (isRefused(literal, model)) return 'the program rejects this value';
  return isDevelopmentOnly(literal, model)
    ? 'the fallback applies in development only, and the program does not start without the value elsewhere'
    : undefined;
}

/** `if password == "…": raise …` */
function isRefused(literal: Constant, { flow }: SemanticModel): boolean {
  const parent = literal.parent;
  const test = parent?.parent?.kind === 'BoolOp' && parent.parent.op === 'And' ? parent.parent : parent;
  const isEqual = parent?.kind === 'Compare' && parent.ops.every((op) => op === 'Eq');
  return isEqual && test?.parent?.kind === 'If' && test.parent.test === test && flow.alwaysRaises(test.parent.body);
}

/** `if os.getenv("STAGE") == "development": KEY = "…"`, `else: raise`: a word that someone chose, and no stage by default. */
function isDevelopmentOnly(literal: Constant, { values, flow }: SemanticModel): boolean {
  const binding = literal.parent;
  const branch = binding?.parent;
  if (branch?.kind !== 'If' || !branch.body.some((each) => each === binding) || isRandomText(asText(literal)))
    return false;
  const { test, orelse } = branch;
  if (test.kind !== 'Compare' || test.ops.length !== 1 || test.ops[0] !== 'Eq') return false;
  const [left, right] = [flow.whole(test.left), test.comparators[0]];
  const read = values.environmentRead(left);
  return (
    read !== undefined &&
    read.fallback === undefined &&
    WORK.test(stringConstant(right) ?? '') &&
    orelse.at(-1)?.kind === 'Raise'
  );
}

const asText = ({ value }: Constant): string => (value.kind === 'str' || value.kind === 'bytes' ? value.value : '');

/**
 * `app.config.get("SECRET_KEY", "…")`: Flask has the setting always, be it `None`, so that the fallback is never taken.
 * Source: https://flask.palletsprojects.com/en/stable/config/#SECRET_KEY
 */
function isNeverTaken(literal: Constant, { names, types }: SemanticModel): boolean {
  const { parent } = literal;
  if (parent?.kind !== 'Call' || parent.args[1] !== literal || parent.func.kind !== 'Attribute') return false;
  const { attr, value: settings } = parent.func;
  if (attr !== 'get' || settings.kind !== 'Attribute' || settings.attr !== 'config') return false;
  const owner =
    names.qualifiedName(settings.value) === 'flask.current_app' || types.classOf(settings.value) === 'flask.Flask';
  return owner && stringConstant(parent.args[0]) === 'SECRET_KEY';
}
