import { type ExceptHandler, lastName, type Node } from '#ast';
import type { SourceContext } from '#kit';
import {
  addedArgument,
  type Edits,
  kept,
  linesAbove,
  type Offered,
  offering,
  reached,
  replacement,
  together,
} from '#kit/fixes';
import type { Definition } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';

/** The traceback in a log of the handler, the first kind of its rule's fixes, or in one more, the second. */
export function tracebackFix(handler: ExceptHandler, ctx: SourceContext): Offered {
  const added = tracebackAdded(handler, ctx);
  return added === undefined ? offering(tracebackLogged(handler, ctx), 1) : offering(added);
}

/** The traceback in the log that a handler writes anyway; undefined where it writes none that can take it. */
export function tracebackAdded(handler: ExceptHandler, ctx: SourceContext): Edits {
  const log = ctx.handlers.describe(handler).logs.find(({ call }) => isOfLogging(call.func, ctx));
  return log && addedArgument(log.call, 'exc_info=True', ctx.text);
}

/** A log of its own as the first thing that a handler does, by the logger of the module where it has one. */
export function tracebackLogged(handler: ExceptHandler, ctx: SourceContext): Edits {
  const [first, ...more] = handler.body;
  const logger = loggerAt(handler, ctx);
  if (first === undefined || logger === undefined) return undefined;
  const [failing] = ctx.handlers.describe(handler).failing;
  const name = failing && lastName(failing.func);
  const line = `${logger.name}.exception("${name === undefined ? 'Unexpected failure' : `${name} failed`}")`;
  const isIdle = first.kind === 'Pass' && more.length === 0;
  return together(isIdle ? [replacement(first, line)] : linesAbove(first, [line], ctx.text), logger.edits);
}

/** `logger.warning`, `logging.error`: what the standard library's module writes. */
function isOfLogging(func: Node, ctx: SourceContext): boolean {
  if (func.kind !== 'Attribute' || !/^(?:debug|info|warning|warn|error|critical|log)$/.test(func.attr)) return false;
  if (ctx.names.qualifiedName(func)?.startsWith('logging.') === true) return true;
  return ctx.types.classOf(func.value) === 'logging.Logger';
}

/** The logger of the module that its code writes to already, or the one of its name. */
function loggerAt(handler: ExceptHandler, ctx: SourceContext): { name: string; edits: Edits } | undefined {
  const own = loggersOf(ctx).find(({ statement, name }) => {
    const found = ctx.names.lookup(name, handler)?.definitions[0];
    return statement.end < handler.start && found?.statement === statement;
  });
  if (own !== undefined) return { name: own.name, edits: [kept(own.node)] };
  const maker = reached('logging.getLogger', handler, 'module', ctx);
  return maker && { name: `${maker.name}(__name__)`, edits: maker.edits };
}

/** Loggers that the module makes or imports once, and that some of its code writes to. */
const loggersOf = memoizeByFile((ctx: SourceContext): readonly Definition[] =>
  [...ctx.names.moduleScope.bindings.values()].flatMap(({ definitions, references }) => {
    const [made, other] = definitions;
    if (made?.statement.parent?.kind !== 'Module' || other !== undefined) return [];
    const isWrittenTo = references.some(
      (name) =>
        name.parent?.kind === 'Attribute' && ctx.types.isLogger(name) && ctx.names.qualifiedName(name) !== 'logging',
    );
    return isWrittenTo ? made : [];
  }),
);
