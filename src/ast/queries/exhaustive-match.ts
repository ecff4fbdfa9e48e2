import type { Match, MatchCase, Pattern } from '../nodes.generated.ts';

/** Whether one of the cases surely runs: the last one takes everything. */
export function isExhaustive({ cases }: Match): boolean {
  const last = cases.at(-1);
  return last !== undefined && takesEverything(last);
}

/** A case that matches every subject: `case _:`, `case other:`. */
export const takesEverything = ({ guard, pattern }: MatchCase): boolean =>
  guard === undefined && isIrrefutable(pattern);

function isIrrefutable(pattern: Pattern): boolean {
  let at = pattern;
  while (at.kind === 'MatchAs' && at.pattern !== undefined) at = at.pattern;
  if (at.kind === 'MatchAs') return true;
  // Python allows an irrefutable alternative only as the last one.
  const last = at.kind === 'MatchOr' ? at.patterns.at(-1) : undefined;
  return last?.kind === 'MatchAs' && last.pattern === undefined;
}
