/** Handlers that end the program, and what it exits with. */
import {
  ancestors,
  type Call,
  type Def,
  decoratorsOf,
  type ExceptHandler,
  holds,
  identifiersOf,
  isLastAct,
  isWithin,
  lastName,
  type Node,
  statementsBehind,
  type Try,
  type TryStar,
} from '#ast';
import { type Problem, providedThat, type SourceContext } from '#kit';
import { LOOP_RUNNERS } from '#knowledge/loop-runners';
import type { Condition } from '#project';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { definitionCalled } from '#semantics/effects/definition-called';
import { EXITS, type HandlerExit, isZero, loopAround } from '../_shared/program-end.ts';

const MAX_DEPTH = 2;

/** Ends of programs by which nothing has failed. */
export const NO_FAILURE =
  /KeyboardInterrupt|SystemExit|BrokenPipe|StopIteration|EOFError|Cancelled|GeneratorExit|ImportError|ModuleNotFound|FileExists/;

/** Made to be started by others with what they want of it. */
const takesArguments = ({ module }: SourceContext): boolean =>
  ['argv', 'ArgumentParser', 'click', 'typer', 'fire'].some((name) => identifiersOf(module).has(name));

/** A module that others import, that takes no arguments and that nothing starts is part of a program: its own `__main__` is there to try it out. */
export function whereStarted(ctx: SourceContext): Required<Pick<Problem, 'cause' | 'when'>> {
  const cause = 'habit';
  const module = ctx.names.moduleName;
  const byWhom: Condition = {
    question: { kind: 'is-started', module, asProgram: true },
    yes: { kind: 'started by a command or installed' },
    no: 'keep',
    unknown: 'keep',
  };
  if (takesArguments(ctx)) return { cause, when: byWhom };
  const started: Condition = { ...providedThat({ kind: 'is-started', module }, 'drop'), yes: byWhom };
  return { cause, when: { question: { kind: 'is-imported', module }, yes: started, no: byWhom, unknown: byWhom } };
}

/** A coroutine that is only made fails later. */
export const reachesFurther = (call: Call, ctx: SourceContext): boolean =>
  ctx.effects.of(call) === 'project' &&
  (call.parent?.kind === 'Await' || definitionCalled(ctx, call)?.kind !== 'AsyncFunctionDef');

/** A function of the project that this file does not show. */
export const mayExit = (call: Call, ctx: SourceContext): boolean =>
  ctx.effects.of(call) === 'project' && definitionCalled(ctx, call) === undefined;

/** The handler is in what runs last under `__main__`, itself or in a function that is called there as the last act. */
export function endsProgram(handler: ExceptHandler, exit: HandlerExit, ctx: SourceContext): boolean {
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
export const isVerdict = (node: Node): boolean =>
  node.kind === 'Raise' ||
  node.kind === 'Assert' ||
  (node.kind === 'Call' && /^_?exit$|^quit$/.test(lastName(node.func) ?? ''));

/** The function around the last act is run by the program, as its last act. */
export function isProgram(last: Node, exit: HandlerExit, ctx: SourceContext, depth: number): boolean {
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
export function runOf(call: Call, ctx: SourceContext): Call {
  const { parent } = call;
  return parent?.kind === 'Call' && LOOP_RUNNERS.has(ctx.types.calleeName(parent.func) ?? '') ? parent : call;
}

/** `sys.exit(main())`, where `main` returns nothing. */
function isExitCode({ parent }: Call, ctx: SourceContext): boolean {
  return parent?.kind === 'Call' && EXITS.has(ctx.names.qualifiedName(parent.func) ?? '');
}
