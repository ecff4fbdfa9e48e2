/** Of which class a name is that takes one part of several. */
import type { Expression } from '../../ast/index.ts';
import type { Definition } from '../names.ts';
import type { Annotations } from './annotations.ts';
import type { CallResults } from './call-results.ts';
import { NONE, type ObjectClass } from './object-class.ts';

/** `reader, writer = await asyncio.open_connection(…)`, `model, words = load()` of a function that says `tuple[Model, Words]`. */
export function classOfUnpacked(
  { node, partOf }: Definition,
  calls: CallResults,
  annotations: Annotations,
): ObjectClass {
  const { parent } = node;
  if (partOf === undefined || parent?.kind !== 'Tuple' || parent.parent?.kind !== 'Assign') return undefined;
  if (parent.elts.some(({ kind }) => kind === 'Starred')) return undefined;
  const isAwaited = partOf.kind === 'Await';
  const given = isAwaited ? waitedFor(partOf.value, calls) : partOf;
  if (given?.kind !== 'Call') return undefined;
  const at = parent.elts.findIndex((each) => each === node);
  const known = isAwaited ? PAIRS_AWAITED.get(calls.calleeName(given.func) ?? '') : undefined;
  if (known !== undefined) return known[at];
  const fn = calls.functionCalled(given.func);
  const said = fn && calls.saidOf(fn);
  if (said === undefined || (fn?.kind === 'AsyncFunctionDef') !== isAwaited) return undefined;
  const held = annotations.contained(said);
  if (held === undefined || !TUPLE.test(held.name) || held.parts.length !== parent.elts.length) return undefined;
  const part = held.parts[at];
  const named = part === undefined ? undefined : annotations.classNamed(part);
  return named === NONE ? undefined : named;
}

/** `wait_for(x, 3)` gives what `x` does. */
function waitedFor(awaited: Expression, calls: CallResults): Expression | undefined {
  if (awaited.kind !== 'Call' || calls.calleeName(awaited.func) !== 'asyncio.wait_for') return awaited;
  return awaited.args[0];
}

const TUPLE = /(?:^|\.)[tT]uple$/;
const STREAMS = ['asyncio.StreamReader', 'asyncio.StreamWriter'] as const;
const PAIRS_AWAITED: ReadonlyMap<string, readonly string[]> = new Map([
  ['asyncio.open_connection', STREAMS],
  ['asyncio.open_unix_connection', STREAMS],
]);
