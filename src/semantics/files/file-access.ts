/** Calls that read or overwrite one file, whose path they show. */
import { type Call, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { openedPath } from './opened-path.ts';

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
  if (name === 'open') return openedBy(call, model);
  const table = tableAccessOf(call, name, model);
  if (table !== undefined) return table;
  const callee = model.names.qualifiedName(func);
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
/** What reads or writes all of a file, with the position of its path. */
const WHOLE_FILE_CALLS: ReadonlyMap<string, { readonly how: FileAccess['how']; readonly position: number }> = new Map([
  ['torch.save', { how: 'overwrite', position: 1 }],
  ['joblib.dump', { how: 'overwrite', position: 1 }],
  ['numpy.save', { how: 'overwrite', position: 0 }],
  ['urllib.request.urlretrieve', { how: 'overwrite', position: 1 }],
  ['skops.io.dump', { how: 'overwrite', position: 1 }],
  ['skops.io.load', { how: 'read', position: 0 }],
  ['torch.jit.load', { how: 'read', position: 0 }],
  ['keras.models.load_model', { how: 'read', position: 0 }],
  ['tensorflow.keras.models.load_model', { how: 'read', position: 0 }],
  ['torch.load', { how: 'read', position: 0 }],
  ['joblib.load', { how: 'read', position: 0 }],
  ['numpy.load', { how: 'read', position: 0 }],
]);
/** What data frames write and pandas reads them from. */
const TABLES = ['csv', 'parquet', 'pickle', 'json', 'excel', 'feather'];
/** No other call is looked at. */
const ACCESSING: ReadonlySet<string> = new Set([
  ...['open', 'save', 'dump', 'load', ...PATH_METHODS.keys()],
  ...TABLES.flatMap((format) => [`to_${format}`, `read_${format}`]),
]);

/** `frame.to_csv(path)`, `pandas.read_csv(path)`; what appends overwrites nothing. */
function tableAccessOf(call: Call, name: string, { names, values }: SemanticModel): FileAccess | undefined {
  const [path] = call.args;
  if (path === undefined || call.func.kind !== 'Attribute') return undefined;
  if (name.startsWith('read_'))
    return names.qualifiedName(call.func)?.startsWith('pandas.') === true ? { how: 'read', path } : undefined;
  return name.startsWith('to_') && values.givenArgument(call, 'mode', undefined) === undefined
    ? { how: 'overwrite', path }
    : undefined;
}

/** Whether an argument is the encoding that `pathlib` takes there; another object's `write_text(path, text)` has something else. */
function isEncoding(given: Expression | undefined, model: SemanticModel): boolean {
  return given === undefined || model.values.string(given) !== undefined;
}

/** A mode that is not known is neither. */
function openedBy(call: Call, model: SemanticModel): FileAccess | undefined {
  const opened = openedPath(call, model);
  if (opened === undefined || !/^[rw]/.test(opened.mode)) return undefined;
  return { how: opened.mode.startsWith('r') ? 'read' : 'overwrite', path: opened.path };
}
