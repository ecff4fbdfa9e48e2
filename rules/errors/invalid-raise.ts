import { bodyWithoutDocstring, type Def, type Expression, isEllipsis, type Raise, shortText } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { EXCEPTION_ALIASES, EXCEPTION_BASES } from '#knowledge/exception-hierarchy';
import { callsOfFunction, mentionsOfFunction } from '#semantics/context/function-mentions';
import { definitionNamedBy } from '#semantics/effects/definition-called';

export default defineSourceRule({
  docs: {
    summary: 'invalid `raise`: the value is no exception, or there is none to re-raise',
    why: 'Python raises a `TypeError` or `RuntimeError` instead. Handlers of the intended exception do not catch that, and its message is lost.',
    remedy: 'Raise an exception: a class derived from `Exception`, or an instance of one',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [703],
    origin: [{ document: 'Field report 2', finding: '3: raise of a value that is no exception' }],
    bad: 'def price_of(item):\n    if item.price is None:\n        raise f"{item.name} has no price"\n    return item.price\n',
    good: 'def price_of(item):\n    if item.price is None:\n        raise ValueError(f"{item.name} has no price")\n    return item.price\n',
  },
  skips: ['generated', 'vendored', 'stub', 'documentation'],
  visit: {
    Raise(statement, ctx) {
      if (ctx.context.isPython2) return;
      const { exc } = statement;
      if (exc === undefined) return checkBare(statement, ctx);
      const what = noException(exc, ctx);
      if (what !== undefined)
        ctx.report({
          at: exc,
          message: `\`raise ${shortText(exc, ctx.text)}\` raises a \`TypeError\`: ${what}`,
          doubt: exc.kind === 'Name' && ctx.names.parameterOf(exc) !== undefined ? 'type-from-annotation' : undefined,
        });
    },
  },
});

/** What an expression gives that certainly is no exception. */
function noException(exc: Expression, ctx: SourceContext): string | undefined {
  const type =
    exc.kind === 'Lambda' ? 'a function' : exc.kind === 'GeneratorExp' ? 'a generator' : builtinType(exc, ctx);
  if (type !== undefined) return `${type} is not an exception`;
  const called = exc.kind === 'Call' ? exc.func : exc;
  if (ctx.names.qualifiedName(called) === 'builtins.NotImplemented')
    return '`NotImplemented` is not an exception; `NotImplementedError` is';
  const made = definitionNamedBy(ctx, called);
  if (made?.kind === 'ClassDef')
    return isPlainClass(ctx.types.basesOf(made)) && made.keywords.length === 0
      ? `\`${made.name}\` does not derive from \`BaseException\``
      : undefined;
  if (made === undefined || made.decorator_list.length > 0) return undefined;
  if (exc.kind !== 'Call') return `\`${made.name}\` is a function`;
  if (made.kind === 'AsyncFunctionDef') return `\`${made.name}\` is a coroutine function`;
  return returnsNothing(made, ctx) ? `\`${made.name}\` returns nothing` : undefined;
}

/** A class of the interpreter whose objects are no exceptions, or a constant. */
function builtinType(exc: Expression, ctx: SourceContext): string | undefined {
  // `"bad " + name`
  if (exc.kind === 'BinOp' && exc.op === 'Add') return builtinType(exc.left, ctx);
  const { types, values } = ctx;
  const folded = exc.kind === 'Call' ? undefined : values.fold(exc);
  if (folded?.kind === 'none') return '`None`';
  const [, name] = /^builtins\.(?!type$|object$)(\w+)$/.exec(types.classOf(exc) ?? '') ?? [];
  if (name !== undefined)
    return EXCEPTION_BASES.has(`builtins.${name}`) || EXCEPTION_ALIASES.has(`builtins.${name}`)
      ? undefined
      : `a \`${name}\``;
  return folded && `a \`${folded.kind}\``;
}

/** A body that is left to derived classes says nothing. */
function returnsNothing(fn: Def, { context, flow }: SourceContext): boolean {
  const isLeftOut = bodyWithoutDocstring(fn).every(
    (each) => each.kind === 'Pass' || (each.kind === 'Expr' && isEllipsis(each.value)),
  );
  const isGenerating = context.nodesOfFunction(fn, 'Yield').length > 0;
  return (
    !isLeftOut &&
    !isGenerating &&
    !flow.alwaysRaises(fn.body) &&
    flow.returnValues(fn).every((value) => value === undefined)
  );
}

/** All of its bases are known, and none is an exception. */
const isPlainClass = (bases: readonly (string | undefined)[]): boolean =>
  bases.every(
    (base) =>
      base !== undefined &&
      /^(?:builtins\.(?:object|dict|list|str|int|tuple|set)|abc\.ABC|enum\.\w+|typing\.(?:NamedTuple|TypedDict|Protocol))$/.test(
        base,
      ),
  );

/** A `raise` by itself, where nothing is being handled. */
function checkBare(statement: Raise, ctx: SourceContext): void {
  if (ctx.context.handlerAround(statement) !== undefined) return;
  const around = ctx.context.functionAround(statement);
  if (around?.kind === 'Lambda') return;
  const { known, isHandling } = callersOf(around, ctx);
  if (isHandling) return;
  const place = around === undefined ? 'here' : `in \`${around.name}\``;
  ctx.report({
    at: statement,
    message: `\`raise\` outside of an \`except\` block ${place} raises a \`RuntimeError\`: there is no active exception to re-raise`,
    // Anyone who handles an exception may call it.
    doubt: around === undefined || known ? undefined : 'caller-precondition',
  });
}

/** Whether all calls of a function are in this file, and whether one is in a handler. */
function callersOf(fn: Def | undefined, ctx: SourceContext): { readonly known: boolean; readonly isHandling: boolean } {
  if (fn === undefined) return { known: true, isHandling: false };
  const isRoute = ctx.context.routeOf(fn) !== undefined;
  // A handler that a framework calls.
  if (/^__a?exit__$/.test(fn.name) || (fn.decorator_list.length > 0 && !isRoute))
    return { known: false, isHandling: true };
  const calls = callsOfFunction(ctx, fn);
  const isHandedOn = mentionsOfFunction(ctx, fn).length > calls.length;
  const isHandling = isHandedOn || calls.some((call) => ctx.context.handlerAround(call) !== undefined);
  const isNested = ctx.context.functionAround(fn) !== undefined;
  return { known: isRoute || (calls.length > 0 && (fn.name.startsWith('_') || isNested)), isHandling };
}
