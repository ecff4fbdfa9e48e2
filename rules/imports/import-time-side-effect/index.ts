import { type Call, type FunctionDef, holds, type Node } from '#ast';
import { defineSourceRule, providedThat, type SourceContext } from '#kit';
import type { Condition, Grade, Question } from '#project';
import { convertsDefault, environmentConversions } from './environment-conversions.ts';
import { callsAtImport, MODEL_LOADS, type ProcessAct, processActOf } from './process-acts.ts';

/** What sets up the logging of a process. */
const SETUPS: readonly string[] = ['logging.basicConfig', 'logging.config.dictConfig', 'logging.config.fileConfig'];
/** What a function that is called at import time may not do either; folders and files of its own are left to it. */
const ACTS_WITHIN: readonly string[] = [
  'threading.Thread.start',
  'multiprocessing.Process.start',
  'subprocess.Popen',
  'os.chdir',
  'asyncio.run',
  ...MODEL_LOADS,
];
/** Applications: the module that makes one is what a server runs, and sets up the process. */
const APPLICATION = /\.(FastAPI|Starlette|Flask|Quart|Sanic|Litestar|Celery|Application|Typer|Dash)$/;
/** Files that tools run, by what they document. */
const RUN_BY_TOOL = /(^|\/)conftest\.py$|^setup\.py$|\.pyw$/;

export default defineSourceRule({
  docs: {
    summary: 'work that is done because a module is imported',
    why: 'Every test, tool and worker that imports the module does this work too, at a time that it did not choose. When the work fails, the import fails.',
    remedy: 'Do it in a function that the program calls when it starts.',
    harm: 'drifts',
    severity: {
      'work that importing does': 'P2',
      'command line read at import': 'P1',
    },
    precision: 'medium',
    measured: {
      read: 21,
      right: 19,
      on: 'open_webui, skypilot, litellm, dbgpt, mem0, swarms, jina, mlflow, distributed',
    },
    since: '0.1.0',
    cwe: [1124],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'CIRC-005' }],
    bad: '# path: desk/orders.py\nimport sqlite3\n\nconnection = sqlite3.connect("orders.db")\n\ndef orders():\n    return connection.execute("SELECT id FROM orders").fetchall()\n\n# path: desk/report.py\nfrom desk.orders import orders\n',
    good: '# path: desk/orders.py\nimport sqlite3\n\ndef connect():\n    return sqlite3.connect("orders.db")\n\ndef orders(connection):\n    return connection.execute("SELECT id FROM orders").fetchall()\n\n# path: desk/report.py\nfrom desk.orders import orders\n',
  },
  needs: ['effects'],
  visit: {
    Module(module, ctx) {
      if (RUN_BY_TOOL.test(ctx.path)) return;
      const calls = callsAtImport(module.body);
      reportCommandLine(calls, ctx);
      if (ctx.context.role !== 'library' || ctx.context.isEntryPoint) return;
      const [act] = calls;
      if (act !== undefined && !ctx.flow.exits(module.body).falls)
        return ctx.proven({ at: act, by: 'the file ends the process when it is run, so that nothing can import it' });
      const acts = calls.flatMap((call) => processActOf(call, ctx) ?? []);
      const isServed = makesApplication(calls, ctx);
      reportActs(
        isServed || acts.some(({ isSetup }) => !isSetup) ? acts.filter(({ isSetup }) => !isSetup) : acts,
        isServed,
        ctx,
      );
      for (const call of calls) reportProjectCall(call, isServed, ctx);
      reportConversions(calls, ctx);
    },
  },
});

const makesApplication = (calls: readonly Call[], ctx: SourceContext): boolean =>
  calls.some(({ func }) => APPLICATION.test(ctx.types.calleeName(func) ?? ''));

function reportCommandLine(calls: readonly Call[], ctx: SourceContext): void {
  const read = calls.find(({ func }) => ctx.types.calleeName(func) === 'argparse.ArgumentParser.parse_args');
  if (read === undefined || read.args.length + read.keywords.length > 0) return;
  ctx.report({
    at: read,
    message: 'importing this module reads the command line: a server, a worker or a test runner that imports it ends',
    kind: 'command line read at import',
    ...(!makesApplication(calls, ctx) && {
      when: { question: imported(ctx), yes: 'keep', no: 'drop', unknown: 'drop' },
    }),
  });
}

/** One finding for a module: the first thing it does, with the others beside it. */
function reportActs([first, ...others]: readonly ProcessAct[], isServed: boolean, ctx: SourceContext): void {
  if (first === undefined) return;
  const { isSetup } = first;
  ctx.report({
    at: first.call,
    message: `importing this module ${first.what} with \`${shortName(first.name)}\``,
    // Which of them sets up logging is for all modules that do: only the first that is imported has any effect.
    cause: isSetup ? 'sets up logging' : ctx.path,
    ...(isSetup
      ? { when: providedThat({ kind: 'all', of: [imported(ctx), defeats(ctx)] }, 'drop') }
      : !isServed && { when: whereOffered(ctx) }),
    related: others.map(({ call, what, name }) => ({ at: call, message: `\`${shortName(name)}\` ${what} here too` })),
  });
}

/** In no package and imported by nobody the file is a program that somebody starts. */
const whereOffered = (ctx: SourceContext): Condition => ({
  question: { kind: 'is-packaged-or-imported', module: ctx.names.moduleName },
  yes: 'keep',
  no: 'drop',
  unknown: 'keep',
});
const imported = (ctx: SourceContext): Question => ({ kind: 'is-imported', module: ctx.names.moduleName });

/** Only the first who sets up logging is heard: a library takes that from its users, a module from the program. */
const defeats = (ctx: SourceContext): Question => ({
  kind: 'any',
  of: [
    { kind: 'is-packaged', module: ctx.names.moduleName },
    { kind: 'called-elsewhere', module: ctx.names.moduleName, names: SETUPS },
  ],
});

const shortName = (name: string): string => name.split('.').slice(-2).join('.');

/** A function or class of the project, of this module or another, that does such things when it is called. */
function reportProjectCall(call: Call, isServed: boolean, ctx: SourceContext): void {
  if (ctx.effects.of(call) !== 'project') return;
  const name = ctx.types.calleeName(call.func);
  if (name === undefined) return;
  const own = ctx.names.definitionOf(call.func);
  const targets =
    own === undefined ? [name, `${name}.__init__`] : [own.kind === 'ClassDef' ? `${name}.__init__` : name];
  const isForEffect = call.parent?.kind === 'Expr';
  const acting: Question = {
    kind: 'any',
    of: targets.flatMap((target) => [
      ...actsWhenCalled(target, isServed),
      // Who asks for a logger or a client takes what comes with it.
      ...(isForEffect && !isServed ? [setsUpInVain(target, ctx)] : []),
    ]),
  };
  const further = (): Grade => furtherInside(targets, rebindsGlobals(call, own, ctx), ctx);
  ctx.report({
    at: call,
    message: `importing this module calls \`${shortName(name)}\`, which waits, starts or sets up something`,
    cause: ctx.path,
    when: isServed
      ? providedThat(acting, 'drop')
      : { question: { kind: 'all', of: [acting, imported(ctx)] }, yes: 'keep', no: further(), unknown: 'drop' },
  });
}

/** A singleton that is made at import, whose parts connect when they are made. */
function furtherInside(targets: readonly string[], otherwise: Grade, ctx: SourceContext): Grade {
  const blocks = targets.map((name): Question => ({ kind: 'blocks', function: name, depth: DEEP }));
  return {
    question: { kind: 'all', of: [{ kind: 'any', of: blocks }, imported(ctx)] },
    yes: { doubt: 'infeasible-path' },
    no: otherwise,
    unknown: otherwise,
  };
}

/** From a getter to the constructor of its object, from there to that of a part, and to the client that this one asks for. */
const DEEP = 6;

const setsUpInVain = (name: string, { names: { moduleName: module } }: SourceContext): Question => ({
  kind: 'all',
  of: [
    { kind: 'calls-any', function: name, names: SETUPS },
    { kind: 'is-packaged', module },
  ],
});

function actsWhenCalled(name: string, isServed: boolean): Question[] {
  return [
    { kind: 'blocks', function: name, depth: 1, always: 'itself' },
    // What is served sets up the process.
    { kind: 'calls-any', function: name, names: isServed ? MODEL_LOADS : ACTS_WITHIN },
  ];
}

/** A function of this file, called for what it does, that reads the environment and binds names of the module again. */
function rebindsGlobals(call: Call, own: Node | undefined, ctx: SourceContext): Grade {
  if (own?.kind !== 'FunctionDef' || call.parent?.kind !== 'Expr') return 'drop';
  const rebound = globalsOf(own).find((name) =>
    ctx.names.moduleScope.bindings.get(name)?.definitions.some(({ remote }) => !remote),
  );
  if (rebound === undefined || !readsEnvironment(own, ctx)) return 'drop';
  return {
    message: `importing this module calls \`${own.name}\`, which reads the environment and assigns \`${rebound}\` again`,
  };
}

function globalsOf(fn: FunctionDef): readonly string[] {
  return fn.body.flatMap((statement) => (statement.kind === 'Global' ? statement.names : []));
}

function readsEnvironment(fn: FunctionDef, ctx: SourceContext): boolean {
  return holds(
    fn,
    (node) => (node.kind === 'Call' || node.kind === 'Subscript') && ctx.values.environmentRead(node) !== undefined,
  );
}

/** One finding for a module: `int(os.environ.get(…))` raises where the variable is no number. */
function reportConversions(calls: readonly Call[], ctx: SourceContext): void {
  const run = calls.flatMap((call) => conversionsRunBy(call, ctx));
  const conversions = [
    // `os.environ["PORT"]` says by itself that the program does not start without it.
    ...environmentConversions(calls, ctx).filter(
      (call) => call.args[0]?.kind === 'Call' && !convertsDefault(call, ctx),
    ),
    ...run.flatMap(({ found }) => found),
  ];
  const [first, ...others] = conversions;
  const converted = first?.args[0];
  if (first === undefined || converted === undefined) return;
  const key = ctx.values.environmentRead(converted)?.key;
  const variable = key === undefined ? 'a variable of the environment' : `\`${key}\``;
  ctx.report({
    at: first,
    message: `importing this module fails where ${variable} holds no value that \`${ctx.text.slice(first.func)}\` accepts`,
    remedy: 'Read the variable where the program starts, and say there what is wrong with it',
    when: { question: imported(ctx), yes: 'keep', no: 'drop', unknown: 'keep' },
    related: [
      ...run.map(({ call }) => ({ at: call, message: 'the import runs it by this call' })),
      ...others.map((call) => ({ at: call, message: 'another variable is converted here' })),
    ],
  });
}

/** `reload()` of this file, called for what it does: its conversions are made when the module is imported. */
function conversionsRunBy(call: Call, ctx: SourceContext): { readonly call: Call; readonly found: readonly Call[] }[] {
  const own = call.parent?.kind === 'Expr' ? ctx.names.definitionOf(call.func) : undefined;
  if (own?.kind !== 'FunctionDef' || ctx.context.triesAround(call).length > 0) return [];
  const found = environmentConversions(callsAtImport(own.body), ctx);
  return found.length === 0 ? [] : [{ call, found }];
}
