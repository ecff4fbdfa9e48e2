import { type Expression, stringConstant } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** `.json` of `folder / f"{name}.json"`, whatever the rest of the path is; undefined where it does not end in a text with a dot. */
export function endingOfPath(path: Expression, { flow }: SemanticModel): string | undefined {
  const ends = [path, ...flow.origins(path)].map((origin) => lastText(origin).match(ENDING)?.[0]);
  return ends.find((end) => end !== undefined);
}

/** The text that a path ends in, where that is written out. */
function lastText(path: Expression): string {
  if (path.kind === 'BinOp') return lastText(path.right);
  const last = path.kind === 'Call' ? path.args.at(-1) : path.kind === 'JoinedStr' ? path.values.at(-1) : undefined;
  return last === undefined ? (stringConstant(path) ?? '') : lastText(last);
}

const ENDING = /\.\w{1,8}$/;
