/** How a program ends where something has failed: what reports it, and the exit code. */
import {
  type AsyncFor,
  ancestors,
  type Call,
  type ExceptHandler,
  type Expression,
  type For,
  holds,
  lastName,
  type Name,
  type Node,
  type Stmt,
  statementsBehind,
} from '#ast';
import { memoize } from '#collections';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** Functions that end the program with what they are given. */
export const EXITS: ReadonlySet<string> = new Set(['sys.exit', 'os._exit', 'builtins.exit', 'builtins.quit']);
const EXIT_ERRORS = /^(?:builtins\.SystemExit|(?:typer|click\.exceptions|click)\.Exit)$/;

export interface HandlerExit {
  /** It calls `sys.exit()` itself, with 0 or nothing. */
  readonly isCalled?: boolean;
  readonly at?: Call;
  /** What the function answers, which is the exit code where `sys.exit` gets it. */
  readonly returned?: readonly Expression[];
  /** The failure is one of several that a loop may meet. */
  readonly isOfOne?: boolean;
  /** It leaves the function, so that nothing behind the `try` runs. */
  readonly isLeaving?: boolean;
}

/** How the handler ends the program with 0; undefined where it raises, or exits with something else. */
export function exitOfHandler(handler: ExceptHandler, ctx: SemanticModel): HandlerExit | undefined {
  const described = ctx.handlers.describe(handler);
  const exits = callsWithin(handler.body).filter((call) => EXITS.has(ctx.names.qualifiedName(call.func) ?? ''));
  const [at] = exits;
  if (at !== undefined) return exits.every((call) => isZero(call.args[0], ctx)) ? { isCalled: true, at } : undefined;
  const others = callsWithin(handler.body).some(({ func }) => func.kind === 'Attribute' && ENDING.test(func.attr));
  // A value that is returned or kept may tell the caller; falling off the end notifies no one.
  const isOfOne = loopAround(handler) !== undefined;
  if (described.mayRaise || others || described.handsExceptionOn) return undefined;
  if ((described.exits.continues && !isOfOne) || stores(handler, ctx)) return undefined;
  const isLeaving = handler.body.at(-1)?.kind === 'Return';
  if (!isLeaving && handler.parent !== undefined && failsBehind(handler.parent, ctx)) return undefined;
  return { returned: described.returned, isOfOne, isLeaving };
}

/** Anyone who comes past a statement comes to a `raise`, or to an exit with another code than 0. */
const failsBehind = (statement: Node, ctx: SemanticModel): boolean =>
  statementsBehind(statement).some((each) => {
    const call = each.kind === 'Expr' && each.value.kind === 'Call' ? each.value : undefined;
    if (call === undefined) return each.kind === 'Raise' && !exitsWithZero(each, ctx);
    return (
      EXITS.has(ctx.names.qualifiedName(call.func) ?? '') &&
      ctx.values.fold(call.args[0] ?? call) !== undefined &&
      !isZero(call.args[0], ctx)
    );
  });

/** The outermost loop over some things, of which the next has its turn after a failure; none where it is tried again. */
export function loopAround({ parent }: ExceptHandler): For | AsyncFor | undefined {
  let found: For | AsyncFor | undefined;
  for (const outer of parent === undefined ? [] : ancestors(parent)) {
    if (outer.kind === 'While') return undefined;
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') break;
    if (outer.kind === 'For' || outer.kind === 'AsyncFor') found = outer;
  }
  return found !== undefined && !mayBeLeft(found) ? found : undefined;
}

const mayBeLeft = memoize((loop: For | AsyncFor): boolean =>
  holds(loop, ({ kind }) => kind === 'Return' || kind === 'Break'),
);

/** `parser.error(…)`, `ctx.exit(1)`, `os.abort()`, `process.terminate()`. */
const ENDING = /^(?:exit|_exit|abort|fail|error_exit|kill|terminate|stop)$/;

/** `failed = True`, `self.failed = True`: someone may look at it. What is only told is not. */
const stores = ({ body }: ExceptHandler, ctx: SemanticModel): boolean =>
  body.some((each) => {
    if (each.kind === 'AnnAssign') return true;
    const targets = each.kind === 'Assign' ? each.targets : each.kind === 'AugAssign' ? [each.target] : [];
    return targets.some((target) => target.kind !== 'Name' || !isOnlyLogged(target, ctx));
  });

const isOnlyLogged = (name: Name, ctx: SemanticModel): boolean =>
  ctx.names.resolve(name)?.references.every((use) => {
    const call = [...ancestors(use)].find((outer) => outer.kind === 'Call' || outer.kind === 'If');
    return use.ctx !== 'Load' || (call?.kind === 'Call' && ctx.effects.of(call) === 'log');
  }) === true;

export function isZero(value: Call['args'][number] | undefined, ctx: SemanticModel): boolean {
  if (value === undefined) return true;
  const folded = ctx.values.fold(value);
  const number = folded?.kind === 'int' || folded?.kind === 'bool' ? Number(folded.value) : undefined;
  return folded?.kind === 'none' || number === 0;
}

export interface ReportedFailure {
  readonly call: Call;
  /** By its level or its stream, and not by its words alone. */
  readonly isSure: boolean;
}

/** What tells in a branch that something has failed: a log of an error, a text for `stderr`, or words. */
export function reportedFailureIn(branch: readonly Stmt[], model: SemanticModel): ReportedFailure | undefined {
  const direct = branch.filter(({ kind }) => kind === 'Expr' || kind === 'For');
  const reporting = callsWithin(direct).filter((call) => model.effects.of(call) === 'log' || isForErrors(call));
  const sure = reporting.find(
    (call) => isForErrors(call) || /^(?:error|critical|exception|fatal)$/.test(lastName(call.func) ?? ''),
  );
  if (sure !== undefined) return { call: sure, isSure: true };
  const call = reporting.find((each) =>
    each.args.some((text) =>
      holds(
        text,
        (node) => node.kind === 'Constant' && FAILURE.test(node.value.kind === 'str' ? node.value.value : ''),
      ),
    ),
  );
  return call === undefined ? undefined : { call, isSure: false };
}

const FAILURE =
  /\b(?:fail\w*|errors?|did not|could not|cannot|can't|unable|invalid|missing|problems?|refus\w*|violations?|mismatch\w*|❌)\b/i;

/** `print(…, file=sys.stderr)`, `click.echo(…, err=True)`, `self.stderr.write(…)`. */
function isForErrors({ func, keywords }: Call): boolean {
  if (func.kind === 'Attribute' && func.attr === 'write' && lastName(func.value) === 'stderr') return true;
  return keywords.some(
    ({ arg, value }) =>
      (arg === 'file' && lastName(value) === 'stderr') ||
      (arg === 'err' && value.kind === 'Constant' && value.value.kind === 'bool' && value.value.value),
  );
}

/** The statement that ends the program with 0: `sys.exit()`, `raise SystemExit`, `raise typer.Exit(0)`. */
export function exitsWithZero(statement: Stmt, model: SemanticModel): boolean {
  if (statement.kind === 'Expr' && statement.value.kind === 'Call')
    return EXITS.has(model.names.qualifiedName(statement.value.func) ?? '') && isZero(statement.value.args[0], model);
  const raised = statement.kind === 'Raise' ? statement.exc : undefined;
  const made = raised?.kind === 'Call' ? raised.func : raised;
  if (made === undefined || !EXIT_ERRORS.test(model.names.qualifiedName(made) ?? '')) return false;
  return (
    raised?.kind !== 'Call' || isZero(raised.args[0] ?? raised.keywords.find(({ arg }) => arg === 'code')?.value, model)
  );
}

/** All that a function gives is numbers or nothing, and one of them is no 0: it is an exit code. */
export function returnsExitCode(returned: readonly (Expression | undefined)[], { values }: SemanticModel): boolean {
  const codes = returned.map((value) => (value === undefined ? 0 : values.number(value)));
  return codes.every((code) => code !== undefined && code >= 0 && code < 256) && codes.some((code) => code !== 0);
}
