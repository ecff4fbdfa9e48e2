import type { Call } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { BoundArgument } from '../values.ts';
import { unpackedOptions } from './unpacked-options.ts';

const ABSENT: BoundArgument = { kind: 'absent' };
const UNKNOWN: BoundArgument = { kind: 'unknown' };

/** Which argument a call binds to a parameter that is known by keyword, by position, or by both. */
export function bindArgument(
  call: Call,
  keyword: string | undefined,
  position: number | undefined,
  model: SemanticModel,
): BoundArgument {
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
  return keyword === undefined ? ABSENT : bindUnpacked(call, keyword, model);
}

/** `get(url, **options)`: what the dict is seen to hold. */
function bindUnpacked(call: Call, keyword: string, model: SemanticModel): BoundArgument {
  const all = call.keywords.flatMap(({ arg, value }) => (arg === undefined ? unpackedOptions(value, model) : []));
  const found = all.flatMap(({ entries }) => entries).findLast(({ arg }) => arg === keyword);
  if (found !== undefined) return { kind: 'given', value: found.value };
  return all.some(({ isOpen }) => isOpen) ? UNKNOWN : ABSENT;
}
