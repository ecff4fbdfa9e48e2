/** What is read of a whole by a key: of a form, of headers, of a dictionary of arguments. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface KeyedRead {
  readonly whole: Expression;
  readonly key: Expression;
}

/** `form["password"]`, `headers.get("X-Key")`, `kwargs.pop("key", None)`. */
export function keyedReadOf(read: Expression): KeyedRead | undefined {
  if (read.kind === 'Subscript') return read.ctx === 'Load' ? { whole: read.value, key: read.slice } : undefined;
  if (read.kind !== 'Call' || read.func.kind !== 'Attribute' || !READING.has(read.func.attr)) return undefined;
  const [key] = read.args;
  return key === undefined ? undefined : { whole: read.func.value, key };
}

const READING: ReadonlySet<string> = new Set(['get', 'getlist', 'getall', 'get_all', 'get_list', 'pop']);

/** The key that an expression reads something by, where it is known. */
export function keyRead(read: Expression, model: SemanticModel): string | undefined {
  const found = keyedReadOf(read);
  return found === undefined ? undefined : model.values.string(found.key);
}
