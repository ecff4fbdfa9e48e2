/** Folders that Python code makes where it runs, so that a repository need not have them. */
import { type Call, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { writtenPath } from './written-path.ts';

/** Of `os.makedirs(path)`, `path.mkdir()` and their like, with the path as `writtenPath` has it; undefined where the call makes none. */
export function folderMadeBy(call: Call, model: SemanticModel): { readonly path: string | undefined } | undefined {
  const { func } = call;
  const name = lastName(func);
  if (name !== 'makedirs' && name !== 'mkdir') return undefined;
  const isMethod = func.kind === 'Attribute' && name === 'mkdir' && model.types.calleeName(func) !== 'os.mkdir';
  const path = isMethod ? func.value : model.values.givenArgument(call, name === 'mkdir' ? 'path' : 'name', 0);
  return { path: path && writtenPath(path, model) };
}
