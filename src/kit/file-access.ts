/** Calls that read or overwrite one file, whose path they show. */
import { type Call, type Expression, lastName } from '../ast/index.ts';
import type { SemanticModel } from '../semantics/index.ts';

export interface FileAccess {
  /** Appending is none, and nor is making a file that may not be there before. */
  readonly how: 'read' | 'overwrite';
  readonly path: Expression;
}

/** `open(path, "w")`, `path.open()`, `path.write_text(…)`, `torch.load(path)` and their like. */
export function fileAccessOf(call: Call, model: SemanticModel): FileAccess | undefined {
  const { func } = call;
  const name = lastName(func);
  if (name === undefined || !ACCESSING.has(name)) return undefined;
  const encoding = func.kind === 'Attribute' ? PATH_METHODS.get(name) : undefined;
  if (func.kind === 'Attribute' && encoding !== undefined) {
    const how = name.startsWith('read') ? 'read' : 'overwrite';
    return isEncoding(call.args[encoding], model) ? { how, path: func.value } : undefined;
  }
  const callee = model.names.qualifiedName(func);
  if (name === 'open' || OPENERS.has(callee ?? '')) return openedBy(call, callee, model);
  const whole = callee === undefined ? undefined : WHOLE_FILE_CALLS.get(callee);
  const path = whole === undefined ? undefined : call.args[whole.position];
  return whole === undefined || path === undefined ? undefined : { how: whole.how, path };
}

/** Methods of `pathlib.Path`, with the position of the encoding. */
const PATH_METHODS: ReadonlyMap<string, number> = new Map([
  ['read_text', 0],
  ['read_bytes', 0],
  ['write_text', 1],
  ['write_bytes', 1],
]);
/** Functions that take the path first and the mode after it; methods called `open` take the mode first. */
const OPENERS: ReadonlySet<string> = new Set(['builtins.open', 'io.open', 'codecs.open', 'gzip.open', 'aiofiles.open']);
/** What reads or writes all of a file, with the position of its path. */
const WHOLE_FILE_CALLS: ReadonlyMap<string, { readonly how: FileAccess['how']; readonly position: number }> = new Map([
  ['torch.save', { how: 'overwrite', position: 1 }],
  ['joblib.dump', { how: 'overwrite', position: 1 }],
  ['numpy.save', { how: 'overwrite', position: 0 }],
  ['torch.load', { how: 'read', position: 0 }],
  ['joblib.load', { how: 'read', position: 0 }],
  ['numpy.load', { how: 'read', position: 0 }],
]);
/** No other call is looked at. */
const ACCESSING: ReadonlySet<string> = new Set(['open', 'save', 'dump', 'load', ...PATH_METHODS.keys()]);

/** Whether an argument is the encoding that `pathlib` takes there; another object's `write_text(path, text)` has something else. */
function isEncoding(given: Expression | undefined, model: SemanticModel): boolean {
  return given === undefined || model.values.string(given) !== undefined;
}

/** A mode that is not known is neither. */
function openedBy(call: Call, callee: string | undefined, model: SemanticModel): FileAccess | undefined {
  const isFunction = callee !== undefined && OPENERS.has(callee);
  if (!isFunction && (call.func.kind !== 'Attribute' || callee !== undefined)) return undefined;
  const path = isFunction ? call.args[0] : call.func.kind === 'Attribute' ? call.func.value : undefined;
  const given = model.values.argument(call, 'mode', isFunction ? 1 : 0);
  const mode = given.kind === 'given' ? model.values.string(given.value) : given.kind === 'absent' ? 'r' : undefined;
  if (path === undefined || mode === undefined || !/^[rw][bt+]*$/.test(mode)) return undefined;
  return { how: mode.startsWith('r') ? 'read' : 'overwrite', path };
}
