import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** A file that a call opens: by which path, and for what (`r`, `wb`, `a+` …). */
export interface OpenedPath {
  readonly path: Expression;
  readonly mode: string;
}

/** `open(path, mode)` and `path.open(mode)`; undefined where the mode is not known, or is none of a file. */
export function openedPath(call: Call, model: SemanticModel): OpenedPath | undefined {
  const { func } = call;
  const name = model.names.qualifiedName(func);
  const isFunction = name !== undefined && OPENERS.has(name);
  const isMethod = name === undefined && func.kind === 'Attribute' && func.attr === 'open';
  const path = isFunction ? call.args[0] : isMethod ? func.value : undefined;
  if (path === undefined) return undefined;
  const given = model.values.argument(call, 'mode', isFunction ? 1 : 0);
  const mode = given.kind === 'given' ? model.values.string(given.value) : given.kind === 'absent' ? 'r' : undefined;
  return mode === undefined || !/^[rwax][bt+]*$/.test(mode) ? undefined : { path, mode };
}

/** They take the path first and the mode after it; methods called `open` take the mode first. */
const OPENERS: ReadonlySet<string> = new Set(['builtins.open', 'io.open', 'codecs.open', 'gzip.open', 'aiofiles.open']);
