/** What speaks for a log that does not have the exception: whoever reads it knows all the same. */
import { blockAround, dottedName, type Expression, holds, type Node, type Try } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { HandlerModel } from '../../semantics/index.ts';

/** A guess, as a clause; undefined where nothing speaks for it. */
export function toldOtherwise(described: HandlerModel): string | undefined {
  const { handler } = described;
  if (namesWhatWasTried(described)) return 'one call is tried, and the log names what it was given';
  const { name } = handler;
  if (
    name !== undefined &&
    handler.body.some((each) => holds(each, (node) => node.kind === 'Name' && node.id === name))
  )
    return 'it looks at the exception before it decides';
  return handler.parent?.kind === 'Try' && raisesNext(handler.parent) ? 'what comes behind it raises' : undefined;
}

/** `ZoneInfo(name)`, `response.raise_for_status()`: the value alone makes it fail, and the log has the value. */
function namesWhatWasTried({ tried, logs }: HandlerModel): boolean {
  const [call, ...others] = callsWithin(tried);
  if (call === undefined || others.length > 0) return false;
  const given = call.args.length === 0 && call.func.kind === 'Attribute' ? [call.func.value] : call.args;
  const isTold = (value: Expression): boolean =>
    value.kind === 'Constant' ||
    value.kind === 'JoinedStr' ||
    logs.some((log) => holds(log.call, (node) => placeOf(node) === placeOf(value) && placeOf(value) !== undefined));
  return (
    given.length > 0 &&
    call.keywords.length === 0 &&
    given.some((value) => placeOf(value) !== undefined) &&
    given.every(isTold)
  );
}

/** `timezone`, `self.zone`; of `frame[column]` the column says what was asked for. */
function placeOf(node: Node): string | undefined {
  if (node.kind === 'Subscript') return placeOf(node.slice);
  return node.kind === 'Name' || node.kind === 'Attribute' ? dottedName(node) : undefined;
}

/** The statement right behind raises, whatever happened here. */
function raisesNext(statement: Try): boolean {
  const block = blockAround(statement);
  return block[block.indexOf(statement) + 1]?.kind === 'Raise';
}

/** The class of the exception is in a log: its text may hold what is no business of a log, and whoever writes that has thought of it. */
export const tellsType = ({ handler, logs }: HandlerModel): boolean =>
  logs.some(({ call }) => holds(call, (node) => node.kind === 'Name' && node.id === handler.name));
