import {
  ancestors,
  type Def,
  defsOf,
  type ExceptHandler,
  isWithin,
  type Module,
  type Node,
  nodesOf,
  statementsBehind,
  type Try,
  type TryStar,
  type Yield,
  type YieldFrom,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { LoopNode } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

const DECORATORS: ReadonlySet<string> = new Set(['contextlib.contextmanager', 'contextlib.asynccontextmanager']);

const BEFORE_YIELD = 'Leave the loop before the `yield`: retry only the setup';

export default defineSourceRule({
  docs: {
    summary: '`@contextmanager` generator that can yield twice',
    why: 'The generator may yield only once. On a second `yield`, `contextlib` raises "generator didn\'t stop" and hides the exception of the `with` body.',
    remedy: 'Keep the `yield` out of the `try` whose handler yields, or raise in the handler instead',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [755],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'from contextlib import contextmanager\n\n@contextmanager\ndef session(pool):\n    try:\n        yield pool.take()\n    except ConnectionError:\n        yield None\n',
    good: 'from contextlib import contextmanager\n\n@contextmanager\ndef session(pool):\n    try:\n        taken = pool.take()\n    except ConnectionError:\n        taken = None\n    yield taken\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['contextmanager', 'asynccontextmanager'],
  visit: {
    Module(module, ctx) {
      const wrapped = generatorsWrapped(module, ctx);
      for (const fn of defsOf(module)) {
        if (!ctx.names.decoratorNames(fn).some((name) => DECORATORS.has(name ?? '')) && !wrapped.has(fn)) continue;
        const twice = secondYield(fn, ctx);
        if (twice === undefined) continue;
        ctx.report({
          at: twice.second,
          message: `\`${fn.name}\` yields a second time ${twice.when}: \`contextlib\` raises \`RuntimeError\``,
          ...(twice.remedy !== undefined && { remedy: twice.remedy }),
          related: twice.first === twice.second ? [] : [{ at: twice.first, message: 'the first `yield`' }],
        });
      }
    },
  },
});

/** `locked = contextmanager(_locked)`. */
function generatorsWrapped(module: Module, ctx: SourceContext): ReadonlySet<unknown> {
  return new Set(
    nodesOf(module, 'Call').flatMap(({ func, args }) => {
      const isMade = args.length === 1 && DECORATORS.has(ctx.names.qualifiedName(func) ?? '');
      return (isMade && args[0] !== undefined && ctx.names.definitionOf(args[0])) || [];
    }),
  );
}

/** A generator that is delegated to yields in its place. */
type Given = Yield | YieldFrom;

interface Twice {
  readonly first: Given;
  readonly second: Given;
  readonly when: string;
  readonly remedy?: string;
}

function secondYield(fn: Def, ctx: SourceContext): Twice | undefined {
  const yields: Given[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Yield' || node.kind === 'YieldFrom') yields.push(node);
    return undefined;
  });
  for (const first of yields) {
    if (ctx.flow.isUnreachable(first)) continue;
    for (const second of yields) {
      if (second === first || second.start < first.start) continue;
      if (isInHandlerOf(first, second, ctx)) return { first, second, when: 'when the `with` body fails' };
      if (!isShutOff(first, second) && ctx.flow.mayComeTo(first, second))
        return {
          first,
          second,
          when: 'after the first `yield`',
          remedy: 'Return after the first `yield`, or remove one of the two',
        };
    }
    const loop = ctx.context.loopAround(first);
    const again = loop === undefined ? undefined : mayRepeat(first, loop, ctx);
    if (again !== undefined) return { first, second: first, when: again, remedy: BEFORE_YIELD };
  }
  return undefined;
}

/** The second is in a handler of the `try` around the first. */
function isInHandlerOf(first: Given, second: Given, ctx: SourceContext): boolean {
  return ctx.context.triesAround(first).some(({ handlers }) => handlers.some((handler) => isWithin(second, handler)));
}

/** A `try` holds both in parts of which one runs: its handlers, or a handler and its `else`; or a failure alone leads on. */
function isShutOff(first: Given, second: Given): boolean {
  for (const outer of ancestors(second)) {
    if ((outer.kind !== 'Try' && outer.kind !== 'TryStar') || !isWithin(first, outer)) continue;
    const handlerOf = (node: Given) => outer.handlers.find((handler) => isWithin(node, handler));
    const inElse = outer.orelse.some((each) => isWithin(second, each));
    if (handlerOf(second) !== handlerOf(first) && (handlerOf(second) !== undefined || inElse)) return true;
  }
  return false;
}

/** Why the loop may reach the `yield` in another round; undefined where it ends behind it, or where that cannot be said. */
function mayRepeat(first: Given, loop: LoopNode, ctx: SourceContext): string | undefined {
  if (loop.kind !== 'For' && loop.kind !== 'AsyncFor' && loop.kind !== 'While') return undefined;
  const statement = statementOf(first);
  const exits = statement === undefined ? undefined : ctx.flow.exits(statementsBehind(statement, loop));
  if (exits === undefined) return undefined;
  if (exits.falls || exits.continues)
    return loop.kind === 'While' && !isEver(loop, ctx) ? undefined : 'in the next iteration of its loop';
  const back = ctx.context
    .triesAround(first)
    .filter((around) => isWithin(around, loop))
    .flatMap(({ handlers }: Try | TryStar): readonly ExceptHandler[] => handlers)
    .find((handler) => goesRound(handler, loop, ctx));
  return back === undefined ? undefined : 'when the `with` body fails and the loop retries';
}

/** Nothing in the loop changes its test: it goes on. */
function isEver({ test }: Extract<LoopNode, { kind: 'While' }>, ctx: SourceContext): boolean {
  return test.kind === 'Constant' && ctx.values.fold(test)?.kind !== 'none';
}

function goesRound(handler: ExceptHandler, loop: Node, ctx: SourceContext): boolean {
  const { exits } = ctx.handlers.describe(handler);
  if (exits.continues) return true;
  const around = handler.parent;
  if (!exits.falls || around === undefined) return false;
  const behind = ctx.flow.exits(statementsBehind(around, loop));
  return behind.falls || behind.continues;
}

function statementOf(node: Node): Node | undefined {
  for (const outer of ancestors(node)) {
    if (outer.kind === 'Expr' || outer.kind === 'Assign' || outer.kind === 'AnnAssign') return outer;
  }
  return undefined;
}
