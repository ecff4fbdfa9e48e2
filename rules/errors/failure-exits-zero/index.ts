import {
  ancestors,
  type Call,
  type Def,
  decoratorsOf,
  type ExceptHandler,
  headerSpan,
  holds,
  type If,
  identifiersOf,
  isLastAct,
  isWithin,
  lastName,
  type Node,
  type Stmt,
  statementsBehind,
  type Try,
  type TryStar,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, providedThat, type SourceContext } from '#kit';
import { LOOP_RUNNERS } from '#knowledge/loop-runners';
import type { Condition } from '#project';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import {
  EXITS,
  exitOfHandler,
  exitsWithZero,
  givesExitCode,
  type HandlerExit,
  isZero,
  loopAround,
  toldFailureIn,
} from '../_shared/program-end.ts';
import { failureOnlyTold } from './failed-command.ts';

const MAX_DEPTH = 2;

export default defineSourceRule({
  docs: {
    summary: 'program that tells of its failure and exits with 0',
    why: 'Whoever starts the program, a scheduler, a supervisor, CI or another script, takes the failure for a success and goes on.',
    remedy: 'End the handler, or the branch, with `raise`, or with `sys.exit(1)`.',
    harm: 'lies',
    severity: { 'run by hand': 'P2', 'started by a command, or installed': 'P1' },
    precision: 'low',
    since: '0.1.0',
    cwe: [755, 393],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'import requests\n\ndef main():\n    try:\n        requests.post("https://backup/start", timeout=5).raise_for_status()\n    except Exception as error:\n        print(f"backup failed: {error}")\n\nif __name__ == "__main__":\n    main()\n',
    good: 'import sys\n\nimport requests\n\ndef main():\n    try:\n        requests.post("https://backup/start", timeout=5).raise_for_status()\n    except Exception as error:\n        print(f"backup failed: {error}")\n        sys.exit(1)\n\nif __name__ == "__main__":\n    main()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const telling = toldFailureIn(handler.body, ctx);
      if (described.logs.length === 0 && telling?.isSure !== true) return;
      if (!described.isBroad && described.catches.some((name) => NO_FAILURE.test(name))) return;
      if (described.failing.length === 0 && !callsWithin(described.tried).some((call) => reachesFurther(call, ctx)))
        return;
      const exit = exitOfHandler(handler, ctx);
      if (exit === undefined || !endsProgram(handler, exit, ctx)) return;
      const unknown = described.work.flatMap((each) => callsWithin([each])).find((call) => mayExit(call, ctx));
      ctx.report({
        at: exit.isCalled && exit.at !== undefined ? exit.at : headerSpan(handler, ctx.text),
        message: exit.isCalled
          ? 'the program tells of the failure and then exits with 0, as after a success'
          : 'the failure is told, and the program ends behind the handler with exit code 0',
        doubt: unknown !== undefined ? 'opaque-callee' : described.isBroad ? undefined : 'uncertain-failure',
        ...whereStarted(ctx),
      });
    },
    If(node, ctx) {
      const told = failureOnlyTold(node, ctx);
      if (told === undefined || !isLastAct(node)) {
        for (const branch of [node.body, node.orelse]) checkBranch(branch, node, ctx);
        return;
      }
      if (!ctx.context.isUnderMain(node) && !isProgram(node, {}, ctx, 0)) return;
      ctx.report({
        at: told,
        message: 'the failure of the command is told, and the program ends behind it with exit code 0',
        ...whereStarted(ctx),
      });
    },
    Call(call, ctx) {
      const fn = call.func.kind === 'Name' ? definitionCalled(ctx, call) : undefined;
      if (fn === undefined || fn.kind === 'ClassDef' || !ctx.context.isUnderMain(call)) return;
      const run = runOf(call, ctx);
      if (run.parent?.kind !== 'Expr' || statementsBehind(run.parent).length > 0) return;
      if (!givesExitCode(ctx.flow.returnValues(fn), ctx)) return;
      if (holds(fn, ({ kind }) => kind === 'ExceptHandler')) return;
      ctx.report({
        at: call,
        message: `\`${fn.name}\` gives an exit code, and nothing hands it to \`sys.exit\`: the program ends with 0`,
        remedy: `Write \`sys.exit(${fn.name}())\`.`,
        ...whereStarted(ctx),
      });
    },
  },
});

/** Ends of programs by which nothing has failed. */
const NO_FAILURE =
  /KeyboardInterrupt|SystemExit|BrokenPipe|StopIteration|EOFError|Cancelled|GeneratorExit|ImportError|ModuleNotFound|FileExists/;

/** A branch that tells of a failure and exits with 0, or is the last that the program does. */
function checkBranch(branch: readonly Stmt[], node: If, ctx: SourceContext): void {
  const last = branch.at(-1);
  const told = last === undefined ? undefined : toldFailureIn(branch, ctx);
  if (last === undefined || told === undefined) return;
  const isExit = exitsWithZero(last, ctx);
  const isReturn = last.kind === 'Return' && (last.value === undefined || isZero(last.value, ctx));
  if (!isExit) {
    if (!told.isSure || branch.length > 3 || branch.some((each) => holds(each, isVerdict))) return;
    if (!isReturn && !(last.kind === 'Expr' && isLastAct(node))) return;
    if (!ctx.context.isUnderMain(node) && !isProgram(isReturn ? last : node, { returned: [] }, ctx, 0)) return;
  }
  ctx.report({
    at: isExit ? last : told.call,
    message: isExit
      ? 'a failure is told, and the program exits with 0, as after a success'
      : 'a failure is told, and the program ends with exit code 0',
    doubt: 'uncertain-failure',
    ...whereStarted(ctx),
  });
}

/** Made to be started by others with what they want of it. */
const takesArguments = ({ module }: SourceContext): boolean =>
  ['argv', 'ArgumentParser', 'click', 'typer', 'fire'].some((name) => identifiersOf(module).has(name));

/** A module that others import, that takes no arguments and that nothing starts is part of a program: its own `__main__` is there to try it out. */
function whereStarted(ctx: SourceContext): Required<Pick<Problem, 'cause' | 'when'>> {
  const cause = 'habit';
  const module = ctx.names.moduleName;
  const byWhom: Condition = {
    question: { kind: 'is-started', module, asProgram: true },
    yes: { kind: 'started by a command, or installed' },
    no: 'keep',
    unknown: 'keep',
  };
  if (takesArguments(ctx)) return { cause, when: byWhom };
  const started: Condition = { ...providedThat({ kind: 'is-started', module }, 'drop'), yes: byWhom };
  return { cause, when: { question: { kind: 'is-imported', module }, yes: started, no: byWhom, unknown: byWhom } };
}

/** A coroutine that is only made fails later. */
const reachesFurther = (call: Call, ctx: SourceContext): boolean =>
  ctx.effects.of(call) === 'project' &&
  (call.parent?.kind === 'Await' || definitionCalled(ctx, call)?.kind !== 'AsyncFunctionDef');

/** A function of the project that this file does not show. */
const mayExit = (call: Call, ctx: SourceContext): boolean =>
  ctx.effects.of(call) === 'project' && definitionCalled(ctx, call) === undefined;

/** The handler stands in what runs last under `__main__`, itself or in a function that is called there as the last act. */
function endsProgram(handler: ExceptHandler, exit: HandlerExit, ctx: SourceContext): boolean {
  const around = loopAround(handler) ?? handler.parent;
  if (around === undefined) return false;
  if (
    exit.isOfOne
      ? statementsBehind(around).some((each) => holds(each, isVerdict))
      : !exit.isCalled && exit.isLeaving !== true && !isLastAct(around)
  )
    return false;
  // In the code of the module itself: who imports it is asked about elsewhere.
  const isOwn = exit.isCalled && ctx.context.defAround(around) === undefined;
  return isOwn || ctx.context.isUnderMain(around) || isProgram(around, exit, ctx, 0);
}

/** Something behind a loop that may make a failure of what went wrong in it. */
const isVerdict = (node: Node): boolean =>
  node.kind === 'Raise' ||
  node.kind === 'Assert' ||
  (node.kind === 'Call' && /^_?exit$|^quit$/.test(lastName(node.func) ?? ''));

/** The function around the last act is run by the program, as its last act. */
function isProgram(last: Node, exit: HandlerExit, ctx: SourceContext, depth: number): boolean {
  const fn = ctx.context.defAround(last);
  if (fn === undefined || depth > MAX_DEPTH || ctx.context.routeOf(fn) !== undefined) return false;
  if (depth === 0 && isCommand(fn, ctx)) return true;
  const calls = callsOfFunction(ctx, fn);
  const [only, ...others] = calls;
  if (only === undefined || others.length > 0) return false;
  const call = runOf(only, ctx);
  const statement = call.parent?.kind === 'Await' ? call.parent.parent : call.parent;
  // What ends the program has happened before: the clean-up behind it changes nothing of how it ended.
  if (isInFinally(call)) return false;
  const isCode = isExitCode(call, ctx);
  if (isCode && !exit.isCalled && (returnsOtherCode(last, ctx) || exit.returned?.some((value) => !isZero(value, ctx))))
    return false;
  const isDropped = statement?.kind === 'Expr' || isCode;
  if (!isDropped || (!exit.isCalled && !isLastAct(call))) return false;
  if (ctx.context.isUnderMain(call)) return true;
  return statement?.kind === 'Expr' && isProgram(call, exit, ctx, depth + 1);
}

/** A command of click, typer or Django, which ends with 0 whatever it answers. */
const isCommand = (fn: Def, ctx: SourceContext): boolean =>
  (['click', 'typer'].some((name) => identifiersOf(ctx.module).has(name)) &&
    decoratorsOf(fn).some(({ callee }) => lastName(callee) === 'command')) ||
  (fn.name === 'handle' &&
    ctx.context
      .classOfMethod(fn)
      ?.bases.some((base) => /\.(?:Base|Label|App)Command$/.test(ctx.names.qualifiedName(base) ?? '')) === true);

/** `return 2` behind the failure, whether or not it failed. */
function returnsOtherCode(last: Node, ctx: SourceContext): boolean {
  const end = statementsBehind(last).find(({ kind }) => kind === 'Return');
  const code = end?.kind === 'Return' && end.value !== undefined ? ctx.values.number(end.value) : undefined;
  return code !== undefined && code !== 0;
}

function isInFinally(call: Call): boolean {
  return [...ancestors(call)].some((node) => isTry(node) && node.finalbody.some((each) => isWithin(call, each)));
}

const isTry = (node: Node): node is Try | TryStar => node.kind === 'Try' || node.kind === 'TryStar';
/** `asyncio.run(main())` of `main()`, `loop.run_until_complete(main())`. */
function runOf(call: Call, ctx: SourceContext): Call {
  const { parent } = call;
  return parent?.kind === 'Call' && LOOP_RUNNERS.has(ctx.types.calleeName(parent.func) ?? '') ? parent : call;
}

/** `sys.exit(main())`, where `main` returns nothing. */
function isExitCode({ parent }: Call, ctx: SourceContext): boolean {
  return parent?.kind === 'Call' && EXITS.has(ctx.names.qualifiedName(parent.func) ?? '');
}
