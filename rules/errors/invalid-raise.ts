import {
  type AsyncFunctionDef,
  ancestors,
  type Expression,
  type FunctionDef,
  type Node,
  nodesOf,
  type Raise,
  shortText,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';

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
        ctx.report({ at: exc, message: `\`raise ${shortText(exc, ctx.text)}\` is a \`TypeError\`: ${what}` });
    },
  },
});

/** What an expression gives that certainly is no exception. */
function noException(exc: Expression, ctx: SourceContext): string | undefined {
  if (exc.kind === 'JoinedStr') return 'a string is not an exception';
  if (['List', 'Tuple', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp', 'GeneratorExp', 'Lambda'].includes(exc.kind))
    return `a ${NAMES[exc.kind] ?? exc.kind.toLowerCase()} is not an exception`;
  const folded = exc.kind === 'Call' ? undefined : ctx.values.fold(exc);
  if (folded !== undefined) return `${folded.kind === 'none' ? '`None`' : `a \`${folded.kind}\``} is not an exception`;
  const called = exc.kind === 'Call' ? exc.func : exc;
  const name = ctx.names.qualifiedName(called);
  if (name === 'builtins.NotImplemented') return '`NotImplemented` is not an exception; `NotImplementedError` is';
  const made = ctx.names.definitionOf(called);
  if (made?.kind === 'ClassDef')
    return isPlainClass(ctx.types.basesOf(made)) && made.keywords.length === 0
      ? `\`${made.name}\` does not derive from \`BaseException\``
      : undefined;
  if (made === undefined || made.decorator_list.length > 0) return undefined;
  if (exc.kind !== 'Call') return `\`${made.name}\` is a function`;
  if (made.kind === 'AsyncFunctionDef') return `\`${made.name}\` is a coroutine function`;
  const values = ctx.flow.returnValues(made);
  const isGenerating = ctx.context.nodesOfFunction(made, 'Yield').length > 0;
  if (isGenerating || values.some((value) => value !== undefined) || ctx.flow.alwaysRaises(made.body)) return undefined;
  return `\`${made.name}\` returns nothing`;
}

const NAMES: Readonly<Record<string, string>> = {
  ListComp: 'list',
  DictComp: 'dict',
  SetComp: 'set',
  GeneratorExp: 'generator',
};

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
    message: `\`raise\` outside of an \`except\` block ${place} is a \`RuntimeError\`: there is no active exception to re-raise`,
    // Anyone who handles an exception may call it.
    doubt: around === undefined || known ? undefined : 'caller-precondition',
  });
}

/** Whether all calls of a function are in this file, and whether one is in a handler. */
function callersOf(
  fn: FunctionDef | AsyncFunctionDef | undefined,
  ctx: SourceContext,
): { readonly known: boolean; readonly isHandling: boolean } {
  if (fn === undefined) return { known: true, isHandling: false };
  const isRoute = ctx.context.routeOf(fn) !== undefined;
  // A handler that a framework calls.
  if (/^__a?exit__$/.test(fn.name) || (fn.decorator_list.length > 0 && !isRoute))
    return { known: false, isHandling: true };
  const mentions: readonly Node[] = [
    ...nodesOf(ctx.module, 'Name').filter(({ id }) => id === fn.name),
    ...nodesOf(ctx.module, 'Attribute').filter(({ attr }) => attr === fn.name),
  ];
  const isHandling = mentions.some(
    (each) =>
      ctx.context.handlerAround(each) !== undefined || !(each.parent?.kind === 'Call' && each.parent.func === each),
  );
  const isNested = [...ancestors(fn)].some(({ kind }) => kind === 'FunctionDef' || kind === 'AsyncFunctionDef');
  return { known: isRoute || (mentions.length > 0 && (fn.name.startsWith('_') || isNested)), isHandling };
}
