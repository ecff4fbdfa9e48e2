/** What a handler goes on with, without a word, in place of what failed. */
import { type Call, type ExceptHandler, type Expression, namesIn, type Stmt, shortText } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { HandlerModel, SemanticModel } from '../../semantics/index.ts';
import { mayBeAnotherWay } from './another-way.ts';

/** As a clause: "the answer is `env`"; undefined where it does more than that, or goes another way to the same result. */
export function quietSubstitute(
  { handler, tried, logs, work }: HandlerModel,
  model: SemanticModel,
): string | undefined {
  if (logs.length > 0 || work.length === 0 || !work.every(isQuiet)) return undefined;
  // `checks["cache"] = type(e).__name__` keeps a part.
  if (namesIn(...handler.body).has(handler.name ?? '')) return undefined;
  const at = lastOf(handler.body);
  const value = at?.kind === 'Return' || at?.kind === 'Assign' ? at.value : undefined;
  if (value !== undefined && mayBeAnotherWay(value, tried, model)) return undefined;
  const written = (node: Expression): string => `\`${shortText(node, model.source.text)}\``;
  if (at?.kind === 'Assign' && at.targets[0] !== undefined)
    return `${written(at.targets[0])} becomes ${written(at.value)}`;
  if (value !== undefined) return `the answer is ${written(value)}`;
  return at?.kind === 'AugAssign' ? `${written(at.target)} is all that changes` : undefined;
}

/** Under a lock it is no less quiet. */
const isQuiet = (each: Stmt): boolean =>
  each.kind === 'With'
    ? each.body.every(isQuiet)
    : each.kind === 'Return' || each.kind === 'Assign' || each.kind === 'AugAssign';

const lastOf = (body: ExceptHandler['body']): Stmt | undefined => {
  const last = body.at(-1);
  return last?.kind === 'With' ? lastOf(last.body) : last;
};

/** Calls of objects that nothing tells the kind of; what a library computes has a name. */
export const unknownCallsIn = (tried: readonly Stmt[], { effects, names }: SemanticModel): readonly Call[] =>
  callsWithin(tried).filter((call) => effects.of(call) === 'unknown' && names.qualifiedName(call.func) === undefined);
