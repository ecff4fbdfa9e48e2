import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { handedBack } from '../values/handed-back.ts';

/** Builtins whose result is their argument in another form. */
const CONVERTING = new Set([
  'abs',
  'ascii',
  'bin',
  'bytearray',
  'bytes',
  'float',
  'format',
  'frozenset',
  'hex',
  'int',
  'list',
  'memoryview',
  'oct',
  'repr',
  'reversed',
  'set',
  'sorted',
  'str',
  'tuple',
]);

/** Methods whose result is their receiver in another form; some mix their arguments in. */
const CONVERTING_METHODS = new Map<string, 'receiver' | 'both'>([
  ['capitalize', 'receiver'],
  ['casefold', 'receiver'],
  ['center', 'receiver'],
  ['decode', 'receiver'],
  ['encode', 'receiver'],
  ['expandtabs', 'receiver'],
  ['format', 'both'],
  ['hex', 'receiver'],
  ['join', 'both'],
  ['ljust', 'receiver'],
  ['lower', 'receiver'],
  ['lstrip', 'receiver'],
  ['partition', 'receiver'],
  ['removeprefix', 'receiver'],
  ['removesuffix', 'receiver'],
  ['replace', 'both'],
  ['rjust', 'receiver'],
  ['rpartition', 'receiver'],
  ['rsplit', 'receiver'],
  ['rstrip', 'receiver'],
  ['split', 'receiver'],
  ['splitlines', 'receiver'],
  ['strip', 'receiver'],
  ['swapcase', 'receiver'],
  ['title', 'receiver'],
  ['upper', 'receiver'],
  ['zfill', 'receiver'],
]);

/**
 * The expressions that a call only turns into another form: `str(x)`, `x.encode()`, `", ".join(xs)`. Undefined for every
 * other call. Methods are known by name alone, so a module's function of that name (`os.path.join`) is told apart by
 * what its qualified name says.
 */
export function convertedBy(call: Call, model: SemanticModel): readonly Expression[] | undefined {
  const { func } = call;
  const given = handedBack(call, model);
  if (given !== undefined) return [given];
  if (func.kind === 'Name') {
    if (!CONVERTING.has(func.id) || call.args.length === 0) return undefined;
    if (model.names.qualifiedName(func) !== `builtins.${func.id}`) return undefined;
    return func.id === 'sorted' || func.id === 'int' || func.id === 'format' ? call.args.slice(0, 1) : call.args;
  }
  const mixes = func.kind === 'Attribute' ? CONVERTING_METHODS.get(func.attr) : undefined;
  if (mixes === undefined || func.kind !== 'Attribute' || model.names.qualifiedName(func) !== undefined)
    return undefined;
  if (mixes === 'receiver') return [func.value];
  return [func.value, ...call.args, ...call.keywords.map((keyword) => keyword.value)];
}
