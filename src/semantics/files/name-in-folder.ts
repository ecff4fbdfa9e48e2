/** What a file is called, in whatever folder. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/**
 * The last segment of a path that is put together, where the code says it: `state.json` of `folder / "state.json"`,
 * `folder.joinpath("state.json")`, `os.path.join(folder, "state.json")` and `f"{folder}/state.json"`.
 */
export function nameInFolder(
  path: Expression,
  { flow, names, values }: Pick<SemanticModel, 'flow' | 'names' | 'values'>,
): string | undefined {
  const built = path.kind === 'Name' ? flow.whole(path) : path;
  const last = lastPart(built, names);
  const text = last === undefined ? undefined : values.string(last);
  // Behind other text only what follows a slash is a segment.
  const isJoined = built.kind === 'Call' || (built.kind === 'BinOp' && built.op === 'Div');
  if (text === undefined || (!isJoined && !text.includes('/'))) return undefined;
  return text.slice(text.lastIndexOf('/') + 1) || undefined;
}

function lastPart(built: Expression, names: SemanticModel['names']): Expression | undefined {
  if (built.kind === 'JoinedStr') return built.values.at(-1);
  if (built.kind === 'BinOp') return built.op === 'Div' || built.op === 'Add' ? built.right : undefined;
  if (built.kind !== 'Call') return undefined;
  const isPathMethod = built.func.kind === 'Attribute' && built.func.attr === 'joinpath';
  return isPathMethod || names.qualifiedName(built.func) === 'os.path.join' ? built.args.at(-1) : undefined;
}
