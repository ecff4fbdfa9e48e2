import { defineSourceRule, NOT_PRODUCTION, type Problem, providedThat, type SourceContext } from '#kit';
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
} from '#kit/code';
import type { Grade, Question } from '#kit/project';
import { answersOnlyHere, isOnUnlessSet, LOOPBACK_NAME, whereItHolds } from '#kit/settings';

const RUNNERS =
  /^(?:flask\.Flask|quart\.Quart|bottle|sanic\.Sanic|dash\.Dash|flask_socketio\.SocketIO)\.(?:run|run_server)$/;
/** Of these the page that shows an error runs whatever is typed into it. */
const WITH_CONSOLE = /^(?:flask|dash|flask_socketio)\./;

export default defineSourceRule({
  docs: {
    summary: 'server in debug mode',
    why: 'The page for an error shows source, settings and local values to whoever caused it; that of Flask runs the Python that is typed into it.',
    remedy:
      'Leave debug mode to the command of whoever develops (`flask --debug run`), or read it from an environment variable that is off by default.',
    harm: 'admits',
    ceiling: 'P0',
    precision: 'low',
    since: '0.1.0',
    cwe: [489, 94],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.8' }],
    bad: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", debug=True)\n',
    good: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0")\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['debug', 'DEBUG', 'reload', 'config'],
  needs: ['values'],
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
    ctx.proven({ at: call.func, by: 'the debugger is switched off, and debug mode only reloads', where: call });
    return;
  }
  const host = ctx.values.givenArgument(call, 'host', 0);
  const address = host === undefined ? '127.0.0.1' : ctx.values.string(host);
  const isOpen = address === '0.0.0.0' || address === '::' || address === '';
  ctx.report({
    at: call.func,
    message: `\`${lastName(call.func)}\` serves in debug mode${isOpen ? ' on every interface' : ''}`,
    // Below `__main__` it serves who starts the file; what is deployed mostly imports it: of 12 readings 10 were P2 or less.
    ...((!isOpen || isInMain(call, ctx)) && { ceiling: 'P2' as const }),
    ...(application === undefined && !WITH_CONSOLE.test(name) && { ceiling: 'P2' as const, harm: 'exposes' as const }),
    ...elsewhere,
    ...(application !== undefined && {
      when: { question: application, yes: {}, no: 'drop', unknown: 'drop' } as const,
    }),
    ...guessAgainst(call, address, ctx),
  });
}

function checkReload(call: Call, ctx: SourceContext): void {
  if (!isOn(callKeyword(call, 'reload')?.value, ctx)) return;
  ctx.report({
    at: call.func,
    message: '`uvicorn.run` reloads the program whenever a file changes',
    ceiling: 'P3',
    harm: 'drifts',
    remedy: 'Leave `reload` to the command of whoever develops',
    heldBack: 'nothing shows that this is how it is deployed',
    // Who starts the file by hand works on it.
    ...(isInMain(call, ctx) && {
      when: providedThat({ kind: 'is-started', module: ctx.names.moduleName, asProgram: true }, 'drop'),
    }),
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

function guessAgainst(call: Call, address: string | undefined, ctx: SourceContext): Pick<Problem, 'heldBack'> {
  if (address !== undefined && LOOPBACK_NAME.test(address))
    return { heldBack: 'it listens on the machine itself only' };
  const asked = ctx.context.testsAround(call).some((test) => !isMainTest(test) && ctx.values.fold(test) === undefined);
  return asked ? { heldBack: 'a condition around it may ask for development' } : {};
}

const isMainTest = (test: Expression): boolean =>
  test.kind === 'Compare' && [test.left, ...test.comparators].some((side) => stringConstant(side) === '__main__');

const isInMain = (node: Node, { context }: SourceContext): boolean => context.testsAround(node).some(isMainTest);

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
  const isAsked = ctx.context.testsAround(at).some((test) => !isMainTest(test));
  ctx.report({
    at,
    message: 'debug mode is switched on in the code',
    ceiling: 'P2',
    ...(isAsked && { heldBack: 'a condition around it may ask for development' }),
  });
}

const HERE_ALONE = 'as they stand, the settings answer to this machine alone';

/** What settings are due as they stand where no others build upon them. */
function whereDeployed(ctx: SourceContext): Grade {
  const question: Question = { kind: 'is-published' };
  if (!answersOnlyHere(ctx)) return providedThat(question, { ceiling: 'P2' });
  return { ...providedThat(question, { ceiling: 'P3', heldBack: HERE_ALONE }), yes: { ceiling: 'P2' } };
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
  const isAsked = ctx.context.testsAround(last.node).length > 0;
  const heldBack = isForDevelopers
    ? 'the name of the module says development'
    : takesMore
      ? 'settings that are imported below may say otherwise'
      : isAsked
        ? 'a condition around it may ask for development'
        : isPlain
          ? undefined
          : 'who deploys it may set the variable';
  const deployed = whereDeployed(ctx);
  ctx.report({
    at: last.statement,
    message: isPlain
      ? '`DEBUG = True` stands in the settings of Django'
      : '`DEBUG` is on in the settings of Django where nothing is configured',
    harm: 'exposes',
    ceiling: heldBack === undefined ? 'P1' : 'P2',
    ...(heldBack !== undefined && { heldBack }),
    when: {
      question: { kind: 'is-imported', module: ctx.names.moduleName },
      yes: { ceiling: 'P2', heldBack: 'another settings module imports it, and may set it anew' },
      no: deployed,
      unknown: deployed,
    },
  });
}
