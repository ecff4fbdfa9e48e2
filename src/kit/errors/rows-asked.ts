import { type Call, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** A route asks a database for what it answers: where that fails in silence, the client is answered as though there were no rows. */
export function asksRowsOfRoute(call: Call, { context, effects }: SemanticModel): boolean {
  const fn = context.defAround(call);
  const isKept = call.parent?.kind !== 'Expr' && ROWS.test(lastName(call.func) ?? '');
  return isKept && effects.of(call) === 'database' && fn !== undefined && context.routeOf(fn) !== undefined;
}

const ROWS = /^(?:execute|scalars?|all|first|one_or_none|fetchall|fetchone|fetch|fetchrow|find|find_one|aggregate)$/;
