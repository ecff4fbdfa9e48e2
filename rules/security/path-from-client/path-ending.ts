import { type Expression, lastName, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';

/** `.json` of `folder / f"{name}.json"`, whatever the rest of the path is; undefined where it does not end in a text with a dot. */
export function endingOfPath(path: Expression, { flow }: SemanticModel): string | undefined {
  return lastText(flow.whole(path)).match(ENDING)?.[0];
}

/** The text that a path ends in, where that is written out; of what takes an ending off, or puts another in its place, it is not seen. */
function lastText(path: Expression): string {
  if (path.kind === 'BinOp') return path.op === 'Add' || path.op === 'Div' ? lastText(path.right) : '';
  const isJoined = path.kind === 'Call' && JOINING.has(lastName(path.func) ?? '');
  const last = isJoined ? path.args.at(-1) : path.kind === 'JoinedStr' ? path.values.at(-1) : undefined;
  return last === undefined ? (stringConstant(path) ?? '') : lastText(last);
}

const JOINING: ReadonlySet<string> = new Set(['join', 'joinpath', 'Path', 'with_suffix']);
const ENDING = /\.\w{1,8}$/;
