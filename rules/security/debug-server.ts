import {
  type Assign,
  booleanConstant,
  type Call,
  callKeyword,
  type Expression,
  lastName,
  type Module,
  type Node,
  nodesOf,
  stringConstant,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { whereItHolds } from '#kit/settings';
import type { Condition, Question } from '#project';
import { isOnUnlessSet } from './_shared/unset-value.ts';

const RUNNERS =
  /^(?:flask\.Flask|quart\.Quart|bottle|sanic\.Sanic|dash\.Dash|flask_socketio\.SocketIO)\.(?:run|run_server)$/;
/** Of these the traceback is the answer to anyone who caused it. */
const APPLICATIONS = /^(?:fastapi\.(?:applications\.)?FastAPI|starlette\.applications\.Starlette|litestar\.Litestar)$/;
/** Of these the page that shows an error runs whatever is typed into it. */
const WITH_CONSOLE = /^(?:flask|dash|flask_socketio)\./;

export default defineSourceRule({
  docs: {
    summary: 'debug mode in production',
    why: 'The error page shows source code, settings and local variables to any client that triggers an error. The Flask debugger even lets a client run Python code.',
    remedy:
      'Enable debug mode on the command line only (`flask --debug run`), or read it from an environment variable that is off by default',
    harm: 'grants-access',
    severity: {
      'on every interface': 'P0',
      'setting in the code': 'P1',
      'on this machine, or without a console': 'P2',
      'reload in what is deployed': 'P2',
      reload: 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [489, 94],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.8' }],
    bad: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", debug=True)\n',
    good: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0")\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['debug', 'DEBUG', 'reload', 'config'],
  visit: {
    Call(call, ctx) {
      checkRun(call, ctx);
      checkUpdate(call, ctx);
    },
    Assign: checkAssignment,
    Module: checkSettings,
  },
});

function checkRun(call: Call, ctx: SourceContext): void {
  const name = ctx.types.calleeName(call.func) ?? '';
  if (APPLICATIONS.test(name)) {
    checkApplication(call, ctx);
    return;
  }
  if (name === 'uvicorn.run') {
    checkReload(call, ctx);
    return;
  }
  const application = RUNNERS.test(name) ? undefined : importedApplication(call, ctx);
  const isRun = RUNNERS.test(name) || application !== undefined;
  const debug = isRun ? callKeyword(call, 'debug')?.value : undefined;
  const elsewhere = application === undefined ? whereItHolds(debug, [true], ctx) : undefined;
  if (elsewhere === undefined && !isOn(debug, ctx)) return;
  if (
    (name.startsWith('flask.') || application !== undefined) &&
    isOff(callKeyword(call, 'use_debugger')?.value, ctx)
  ) {
    ctx.proven({ at: call.func, by: 'the debugger is disabled, so debug mode only reloads', where: call });
    return;
  }
  const host = ctx.values.givenArgument(call, 'host', 0);
  const address = host === undefined ? '127.0.0.1' : ctx.values.string(host);
  const hasConsole = application !== undefined || WITH_CONSOLE.test(name);
  const isOpen = address === '0.0.0.0' || address === '::' || address === '';
  ctx.report({
    at: call.func,
    message: `debug mode: \`${lastName(call.func)}\` starts the server with the debugger enabled${isOpen ? ' on every interface' : ''}`,
    kind: isOpen && hasConsole ? 'on every interface' : 'on this machine, or without a console',
    ...(!hasConsole && { harm: 'exposes' as const }),
    doubt: isConditional(call, ctx) ? 'development-only' : undefined,
    ...elsewhere,
    ...(application !== undefined && { when: providedThat(application, 'drop') }),
  });
}

/** `FastAPI(debug=True)`. */
function checkApplication(call: Call, ctx: SourceContext): void {
  if (!isOn(callKeyword(call, 'debug')?.value, ctx)) return;
  ctx.report({
    at: call.func,
    message: `debug mode: \`${lastName(call.func)}\` sends tracebacks to clients`,
    remedy: 'Remove `debug`, or read it from an environment variable that is off by default',
    kind: 'on this machine, or without a console',
    harm: 'exposes',
    doubt: isConditional(call, ctx) ? 'development-only' : undefined,
  });
}

function checkReload(call: Call, ctx: SourceContext): void {
  if (!isOn(callKeyword(call, 'reload')?.value, ctx)) return;
  ctx.report({
    at: call.func,
    message: 'debug mode: `uvicorn.run` reloads the server whenever a file changes',
    kind: 'reload',
    harm: 'not-reproducible',
    remedy: 'Enable `reload` on the command line only, during development',
    when: {
      question: { kind: 'is-started', module: ctx.names.moduleName, asProgram: true },
      yes: { kind: 'reload in what is deployed' },
      no: 'keep',
      unknown: 'keep',
    },
  });
}

/** `app.run(…)`, where another module makes the application: what it is, the project knows. */
function importedApplication(call: Call, ctx: SourceContext): Question | undefined {
  if (!/^run(?:_server)?$/.test(lastName(call.func) ?? '') || callKeyword(call, 'debug') === undefined)
    return undefined;
  const path = ctx.effects.projectPath(call);
  return path === undefined ? undefined : { kind: 'is-foreign-method', path, from: ctx.path, of: RUNS_WITH_CONSOLE };
}

const RUNS_WITH_CONSOLE = ['flask.Flask.run', 'dash.Dash.run', 'dash.Dash.run_server', 'flask_socketio.SocketIO.run'];

/** A condition around it may ask for development. */
const isConditional = (node: Node, { context, values }: SourceContext): boolean =>
  context.testsAround(node).some((test) => !isMainTest(test) && values.fold(test) === undefined);

const isMainTest = (test: Expression): boolean =>
  test.kind === 'Compare' && [test.left, ...test.comparators].some((side) => stringConstant(side) === '__main__');

const isOn = (value: Expression | undefined, ctx: SourceContext): boolean => folds(value, true, ctx);
const isOff = (value: Expression | undefined, ctx: SourceContext): boolean => folds(value, false, ctx);

function folds(value: Expression | undefined, wanted: boolean, ctx: SourceContext): boolean {
  const folded = value === undefined ? undefined : ctx.values.fold(value);
  return folded?.kind === 'bool' && folded.value === wanted;
}

/** `app.debug = True`, `app.config["DEBUG"] = True`. */
function checkAssignment({ targets, value }: Assign, ctx: SourceContext): void {
  const [target] = targets;
  if (target === undefined || booleanConstant(value) !== true) return;
  const isFlag = target.kind === 'Attribute' && target.attr === 'debug' && isFlask(target.value, ctx);
  const isKey =
    target.kind === 'Subscript' &&
    stringConstant(target.slice) === 'DEBUG' &&
    target.value.kind === 'Attribute' &&
    target.value.attr === 'config' &&
    isFlask(target.value.value, ctx);
  if (isFlag || isKey) reportSetting(target, ctx);
}

/** `app.config.update(DEBUG=True)`. */
function checkUpdate(call: Call, ctx: SourceContext): void {
  const { func } = call;
  if (func.kind !== 'Attribute' || func.attr !== 'update' || func.value.kind !== 'Attribute') return;
  if (func.value.attr !== 'config' || !isFlask(func.value.value, ctx)) return;
  const flag = callKeyword(call, 'DEBUG');
  if (flag !== undefined && isOn(flag.value, ctx)) reportSetting(flag, ctx);
}

const isFlask = (value: Expression, ctx: SourceContext): boolean =>
  /^(?:flask\.Flask|quart\.Quart)$/.test(ctx.types.classOf(value) ?? '');

function reportSetting(at: Node, ctx: SourceContext): void {
  ctx.report({
    at,
    message: 'debug mode: enabled in the code',
    kind: 'setting in the code',
    doubt: isConditional(at, ctx) ? 'development-only' : undefined,
  });
}

/** `DEBUG = True` at the end of settings of Django that no other settings build upon. */
function checkSettings(module: Module, ctx: SourceContext): void {
  const { bindings } = ctx.names.moduleScope;
  if (!bindings.has('INSTALLED_APPS') && !bindings.has('ROOT_URLCONF')) return;
  const last = bindings.get('DEBUG')?.definitions.at(-1);
  if (last?.value === undefined) return;
  const isPlain = booleanConstant(last.value) === true;
  if (!isPlain && !isOnUnlessSet(last.value, ctx)) return;
  const isForDevelopers = /(?:^|[._])(?:dev|local|debug|test|ci|example|sample)/.test(ctx.names.moduleName);
  const takesMore = nodesOf(module, 'ImportFrom').some(
    (statement) => statement.names.some(({ name }) => name === '*') && statement.start > last.node.start,
  );
  const doubt =
    isForDevelopers || isConditional(last.node, ctx)
      ? 'development-only'
      : takesMore
        ? 'overridden-at-deployment'
        : undefined;
  ctx.report({
    at: last.statement,
    message: isPlain
      ? 'debug mode: `DEBUG = True` in the Django settings'
      : 'debug mode: the Django setting `DEBUG` is on by default',
    remedy: 'Read `DEBUG` from an environment variable that is off by default',
    kind: 'setting in the code',
    harm: 'exposes',
    doubt,
    when: unlessTaken(ctx),
  });
}

/** By other settings, or by nothing but tests and scripts. */
const unlessTaken = ({ names, path }: SourceContext): Condition => ({
  question: { kind: 'is-imported', module: names.moduleName },
  yes: { doubt: 'overridden-at-deployment' },
  no: {
    question: { kind: 'name-taken', path, name: 'DEBUG' },
    yes: { doubt: 'development-only' },
    no: 'keep',
    unknown: 'keep',
  },
  unknown: 'keep',
});
