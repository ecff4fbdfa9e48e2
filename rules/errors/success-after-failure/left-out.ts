/** Things that a loop leaves out because they failed, where what it collects does not say so. */
import { type Call, type Expression, lastName, type Node, namesIn, type Stmt, shortText, statementsBehind } from '#ast';
import type { HandlerModel, SemanticModel } from '#semantics';
import { callsWithin, walkOwnCode } from '#semantics/effects/calls-within';
import { onlyTidies } from '#semantics/handlers/outcome';
import { loopAround } from '../_shared/program-end.ts';

export interface LeftOut {
  readonly failing: readonly Call[];
  /** What the loop goes through. */
  readonly of: string;
  /** The answer that holds what was collected, and nothing of what was not. */
  readonly answer: Expression;
}

/** Of a handler in a loop that collects: anyone who gets the collection cannot tell that it is not whole. */
export function leftOut(described: HandlerModel, model: SemanticModel): LeftOut | undefined {
  const { handler, goesOn, mayRaise, handsExceptionOn, logs, work, tried, isBroad } = described;
  const loop = goesOn && !mayRaise && !handsExceptionOn ? loopAround(handler) : undefined;
  const fn = model.context.defAround(handler);
  // A broad handler that says nothing at all is reported for its silence.
  if (loop === undefined || fn === undefined || (isBroad && logs.length === 0)) return undefined;
  if (!work.every((each) => onlyTidies(model, each))) return undefined;
  const { parent } = handler;
  const { collected, counted } = notedIn([...tried, ...(parent?.kind === 'Try' ? parent.orelse : [])]);
  const calls = callsWithin(tried).filter((call) => !collected.has(rootOf(call)));
  const isKnown = logs.length > 0 || calls.some((call) => model.effects.of(call) === 'parse');
  if (collected.size === 0 || calls.length === 0 || !isKnown) return undefined;
  const iterated = namesIn(loop.iter);
  const holdsOneOf = (names: ReadonlySet<string>, at: Node): boolean =>
    [...namesIn(at)].some((name) => names.has(name));
  const answer = model.flow
    .returnValues(fn)
    .find((value) => value !== undefined && value.start > loop.end && holdsOneOf(collected, value));
  // How many there are was counted, and is read.
  if (statementsBehind(loop).some((each) => holdsOneOf(counted, each))) return undefined;
  // `{"sent": sent, "total": len(users)}` tells it.
  if (answer === undefined || holdsOneOf(iterated, answer)) return undefined;
  return {
    failing: described.failing.length > 0 ? described.failing : calls,
    of: shortText(loop.iter, model.source.text),
    answer,
  };
}

const rootOf = ({ func }: Call): string =>
  func.kind === 'Attribute' && func.value.kind === 'Name' ? func.value.id : '';

/** `rows.append(…)`, `names.add(…)`; `sent += 1`. */
function notedIn(body: readonly Stmt[]): {
  readonly collected: ReadonlySet<string>;
  readonly counted: ReadonlySet<string>;
} {
  const collected = new Set<string>();
  const counted = new Set<string>();
  walkOwnCode(body, (node) => {
    if (node.kind === 'AugAssign' && node.target.kind === 'Name') counted.add(node.target.id);
    if (node.kind === 'Call' && /^(?:append|add|extend)$/.test(lastName(node.func) ?? '')) collected.add(rootOf(node));
    return undefined;
  });
  collected.delete('');
  return { collected, counted };
}
