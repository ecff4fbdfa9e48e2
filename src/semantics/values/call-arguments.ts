import type { Call } from '../../ast/index.ts';
import type { BoundArgument } from '../values.ts';

const ABSENT: BoundArgument = { kind: 'absent' };
const UNKNOWN: BoundArgument = { kind: 'unknown' };

/** Which argument a call binds to a parameter that is known by keyword, by position, or by both. */
export function bindArgument(call: Call, keyword: string | undefined, position: number | undefined): BoundArgument {
  if (keyword !== undefined) {
    const named = call.keywords.find((each) => each.arg === keyword);
    if (named !== undefined) return { kind: 'given', value: named.value };
  }
  if (position !== undefined) {
    for (const [i, argument] of call.args.entries()) {
      if (i > position) break;
      if (argument.kind === 'Starred') return UNKNOWN;
      if (i === position) return { kind: 'given', value: argument };
    }
  }
  const hasMapping = keyword !== undefined && call.keywords.some((each) => each.arg === undefined);
  return hasMapping ? UNKNOWN : ABSENT;
}
