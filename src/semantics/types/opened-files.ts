import type { Call, Expression } from '../../ast/index.ts';
import type { ObjectClass } from './object-class.ts';

/** Functions that open files, with the position of their mode. */
const OPENERS: ReadonlyMap<string, number> = new Map([
  ['builtins.open', 1],
  ['io.open', 1],
  ['os.fdopen', 1],
  ['pathlib.Path.open', 0],
]);

/** The class of an opened file, which depends on the mode: text, or binary for reading or writing. */
export function classOfOpenedFile(name: string, call: Call): ObjectClass {
  const position = OPENERS.get(name);
  if (position === undefined) return undefined;
  const mode = call.keywords.find((keyword) => keyword.arg === 'mode')?.value ?? call.args[position];
  const text = mode === undefined ? 'r' : constantText(mode);
  if (text === undefined) return undefined;
  if (!text.includes('b')) return 'io.TextIOWrapper';
  if (text.includes('+')) return 'io.BufferedRandom';
  return text.includes('r') ? 'io.BufferedReader' : 'io.BufferedWriter';
}

function constantText(expression: Expression): string | undefined {
  return expression.kind === 'Constant' && expression.value.kind === 'str' ? expression.value.value : undefined;
}
