import type { Call, Node } from '#ast';
import { defineSourceRule, providedThat, type SourceContext } from '#kit';
import type { Grade, Question } from '#project';
import { convertsDefault, environmentConversions } from './environment-conversions.ts';
import {
  actsWhenCalled,
  conversionsRunBy,
  defeats,
  furtherInside,
  globalsOf,
  imported,
  makesApplication,
  RUN_BY_TOOL,
  readsEnvironment,
  setsUpInVain,
  shortName,
  whereOffered,
} from './import-effects.ts';
import { callsAtImport, type ProcessAct, processActOf } from './process-acts.ts';

export default defineSourceRule({
  docs: {
    summary: 'side effect at import time',
    why: 'Every test, tool and worker that imports the module triggers this work, whether it needs it or not. If the work fails, the import fails.',
    remedy: 'Move it into a function that the program calls at startup',
    harm: 'not-reproducible',
    severity: {
      'work done at import': 'P2',
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
  visit: {
    Module(module, ctx) {
      if (RUN_BY_TOOL.test(ctx.path)) return;
      const calls = callsAtImport(module.body);
      reportCommandLine(calls, ctx);
      if (ctx.context.role !== 'library' || ctx.context.isEntryPoint) return;
      const [act] = calls;
      if (act !== undefined && !ctx.flow.exits(module.body).falls)
        return ctx.proven({ at: act, by: 'the file ends the process when it runs, so it cannot be imported' });
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

function reportCommandLine(calls: readonly Call[], ctx: SourceContext): void {
  const read = calls.find(({ func }) => ctx.types.calleeName(func) === 'argparse.ArgumentParser.parse_args');
  if (read === undefined || read.args.length + read.keywords.length > 0) return;
  ctx.report({
    at: read,
    message:
      'side effect at import: this module parses the command line, so a server, worker or test runner that imports it exits',
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
    message: `side effect at import: this module ${first.what} with \`${shortName(first.name)}\``,
    // Which of them sets up logging is for all modules that do: only the first that is imported has any effect.
    cause: isSetup ? 'sets up logging' : ctx.path,
    ...(isSetup
      ? { when: providedThat({ kind: 'all', of: [imported(ctx), defeats(ctx)] }, 'drop') }
      : !isServed && { when: whereOffered(ctx) }),
    related: others.map(({ call, what, name }) => ({ at: call, message: `\`${shortName(name)}\` ${what} too` })),
  });
}

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
    message: `side effect at import: this module calls \`${shortName(name)}\`, which makes blocking calls or starts background work`,
    cause: ctx.path,
    when: isServed
      ? providedThat(acting, 'drop')
      : { question: { kind: 'all', of: [acting, imported(ctx)] }, yes: 'keep', no: further(), unknown: 'drop' },
  });
}

/** A function of this file, called for what it does, that reads the environment and binds names of the module again. */
function rebindsGlobals(call: Call, own: Node | undefined, ctx: SourceContext): Grade {
  if (own?.kind !== 'FunctionDef' || call.parent?.kind !== 'Expr') return 'drop';
  const rebound = globalsOf(own).find((name) =>
    ctx.names.moduleScope.bindings.get(name)?.definitions.some(({ remote }) => !remote),
  );
  if (rebound === undefined || !readsEnvironment(own, ctx)) return 'drop';
  return {
    message: `side effect at import: this module calls \`${own.name}\`, which reads the environment and reassigns \`${rebound}\``,
  };
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
  const variable = key === undefined ? 'an environment variable' : `\`${key}\``;
  ctx.report({
    at: first,
    message: `importing this module fails if ${variable} has a value that \`${ctx.text.slice(first.func)}\` rejects`,
    remedy: 'Read the variable at startup, and report an invalid value there',
    when: { question: imported(ctx), yes: 'keep', no: 'drop', unknown: 'keep' },
    related: [
      ...run.map(({ call }) => ({ at: call, message: 'this call runs at import' })),
      ...others.map((call) => ({ at: call, message: 'another variable is converted here' })),
    ],
  });
}
