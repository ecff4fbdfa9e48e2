import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { callsOfFunction, callsTo, definitionCalled } from '#kit/calls';
import {
  type AsyncFor,
  ancestors,
  type Call,
  callsWithin,
  type Def,
  decoratorsOf,
  type ExceptHandler,
  type Expression,
  type For,
  headerSpan,
  holds,
  identifiersOf,
  isLastAct,
  isWithin,
  lastName,
  type Name,
  type Node,
  statementsBehind,
  type Try,
  type TryStar,
} from '#kit/code';
import { LOOP_RUNNERS } from '#kit/concurrency';
import { failureOnlyTold } from '#kit/errors';
import type { Condition } from '#kit/project';

const EXITS: ReadonlySet<string> = new Set(['sys.exit', 'os._exit', 'builtins.exit', 'builtins.quit']);
const MAX_DEPTH = 2;

export default defineSourceRule({
  docs: {
    summary: 'program that tells of its failure and exits with 0',
    why: 'Whoever starts the program, a scheduler, a supervisor, CI or another script, takes the failure for a success and goes on.',
    remedy: 'End the handler, or the branch, with `raise`, or with `sys.exit(1)`.',
    harm: 'lies',
    ceiling: 'P3',
    precision: 'low',
    profile: 'strict',
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
      if (!described.isBroad || described.logs.length === 0) return;
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
        ...(unknown !== undefined && { heldBack: 'the handler calls a function of another file, which may exit' }),
        ...(described.explanation !== undefined && { heldBack: 'a comment at the handler gives a reason' }),
        ...(asksPerson(ctx) && { heldBack: 'who starts it is asked, and reads what it tells' }),
        ...(exit.isOfOne && { heldBack: 'the rest of the loop may have gone well' }),
        ...(!takesArguments(ctx) && { when: unlessTriedOut(ctx) }),
      });
    },
    If(node, ctx) {
      const told = failureOnlyTold(node, ctx);
      if (told === undefined || !isLastAct(node)) return;
      if (!ctx.context.isUnderMain(node) && !isProgram(node, {}, ctx, 0)) return;
      ctx.report({
        at: told,
        message: 'the failure of the command is told, and the program ends behind it with exit code 0',
        ...(asksPerson(ctx) && { heldBack: 'who starts it is asked, and reads what it tells' }),
        ...(!takesArguments(ctx) && { when: unlessTriedOut(ctx) }),
      });
    },
  },
});

const asksPerson = (ctx: SourceContext): boolean => callsTo(ASKING, ctx).length > 0;
const ASKING: ReadonlySet<string> = new Set([
  'builtins.input',
  'getpass.getpass',
  'click.prompt',
  'click.confirm',
  'typer.prompt',
  'typer.confirm',
]);

/** Made to be started by others with what they want of it. */
const takesArguments = ({ module }: SourceContext): boolean =>
  ['argv', 'ArgumentParser', 'click', 'typer', 'fire'].some((name) => identifiersOf(module).has(name));

/** What others import is a part of a program: under its own `__main__` somebody tries it out. */
const unlessTriedOut = ({ names }: SourceContext): Condition =>
  providedThat(
    { kind: 'not', of: { kind: 'is-imported', module: names.moduleName } },
    { heldBack: 'others import the module, so who runs it by itself may be trying it out' },
  );

/** A coroutine that is only made fails later. */
const reachesFurther = (call: Call, ctx: SourceContext): boolean =>
  ctx.effects.of(call) === 'project' &&
  (call.parent?.kind === 'Await' || definitionCalled(ctx, call)?.kind !== 'AsyncFunctionDef');

/** A function of the project that this file does not show. */
const mayExit = (call: Call, ctx: SourceContext): boolean =>
  ctx.effects.of(call) === 'project' && definitionCalled(ctx, call) === undefined;

interface HandlerExit {
  /** It calls `sys.exit()` itself, with 0 or nothing. */
  readonly isCalled?: boolean;
  readonly at?: Call;
  /** What the function answers, which is the exit code where `sys.exit` gets it. */
  readonly returned?: readonly Expression[];
  /** The failure is one of several that a loop may meet. */
  readonly isOfOne?: boolean;
}

/** How the handler ends the program with 0; undefined where it raises, or exits with something else. */
function exitOfHandler(handler: ExceptHandler, ctx: SourceContext): HandlerExit | undefined {
  const described = ctx.handlers.describe(handler);
  const exits = callsWithin(handler.body).filter((call) => EXITS.has(ctx.names.qualifiedName(call.func) ?? ''));
  const [at] = exits;
  if (at !== undefined) return exits.every((call) => isZero(call.args[0], ctx)) ? { isCalled: true, at } : undefined;
  const others = callsWithin(handler.body).some(({ func }) => func.kind === 'Attribute' && ENDING.test(func.attr));
  // A value that is returned or kept may tell the caller; falling off the end tells nobody.
  const isOfOne = loopAround(handler) !== undefined;
  if (described.mayRaise || others || described.handsExceptionOn) return undefined;
  if ((described.exits.continues && !isOfOne) || stores(handler, ctx)) return undefined;
  return { returned: described.returned, isOfOne };
}

/** The outermost loop over some things, of which the next has its turn after a failure; none where it is tried again. */
function loopAround({ parent }: ExceptHandler): For | AsyncFor | undefined {
  let found: For | AsyncFor | undefined;
  for (const outer of parent === undefined ? [] : ancestors(parent)) {
    if (outer.kind === 'While') return undefined;
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') break;
    if (outer.kind === 'For' || outer.kind === 'AsyncFor') found = outer;
  }
  return found !== undefined && !holds(found, isLeaving) ? found : undefined;
}

const isLeaving = ({ kind }: Node): boolean => kind === 'Return' || kind === 'Break';

/** `parser.error(…)`, `ctx.exit(1)`, `os.abort()`, `process.terminate()`. */
const ENDING = /^(?:exit|_exit|abort|fail|error_exit|kill|terminate|stop)$/;

/** `failed = True`, `self.failed = True`: somebody may look at it. What is only told is not. */
const stores = ({ body }: ExceptHandler, ctx: SourceContext): boolean =>
  body.some((each) => {
    if (each.kind === 'AnnAssign') return true;
    const targets = each.kind === 'Assign' ? each.targets : each.kind === 'AugAssign' ? [each.target] : [];
    return targets.some((target) => target.kind !== 'Name' || !isOnlyTold(target, ctx));
  });

const isOnlyTold = (name: Name, ctx: SourceContext): boolean =>
  ctx.names.resolve(name)?.references.every((use) => {
    const call = [...ancestors(use)].find((outer) => outer.kind === 'Call' || outer.kind === 'If');
    return use.ctx !== 'Load' || (call?.kind === 'Call' && ctx.effects.of(call) === 'log');
  }) === true;

function isZero(value: Call['args'][number] | undefined, ctx: SourceContext): boolean {
  if (value === undefined) return true;
  const folded = ctx.values.fold(value);
  const number = folded?.kind === 'int' || folded?.kind === 'bool' ? Number(folded.value) : undefined;
  return folded?.kind === 'none' || number === 0;
}

/** The handler stands in what runs last under `__main__`, itself or in a function that is called there as the last act. */
function endsProgram(handler: ExceptHandler, exit: HandlerExit, ctx: SourceContext): boolean {
  const around = loopAround(handler) ?? handler.parent;
  if (around === undefined) return false;
  if (
    exit.isOfOne
      ? statementsBehind(around).some((each) => holds(each, isVerdict))
      : !exit.isCalled && !isLastAct(around)
  )
    return false;
  return ctx.context.isUnderMain(around) || isProgram(around, exit, ctx, 0);
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
