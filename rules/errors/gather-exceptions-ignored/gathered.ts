/** What `asyncio.gather` is given to run, and whether anybody looks at what it gives. */
import { ancestors, type Call, type Expression, lastName, methodCalledOn, type Name } from '#ast';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

/** `gather(…, return_exceptions=True)`: failures become elements of the result. */
export function gathersExceptions(call: Call, model: SemanticModel): boolean {
  if (model.types.calleeName(call.func) !== 'asyncio.gather') return false;
  const flag = model.values.givenArgument(call, 'return_exceptions', undefined);
  const folded = flag === undefined ? undefined : model.values.fold(flag);
  return folded?.kind === 'bool' && folded.value;
}

/** Calls that hand on what the future gives that they are given. */
const PASSING: ReadonlySet<string> = new Set([
  'asyncio.wait_for',
  'asyncio.shield',
  'asyncio.run',
  'asyncio.AbstractEventLoop.run_until_complete',
  'asyncio.ensure_future',
]);

/** The result is awaited at most: dropped, or bound to a local that nothing reads. */
export function isNeverLookedAt(expression: Expression, model: SemanticModel, depth = 0): boolean {
  if (depth > PASSING.size || model.context.functionAround(expression) === undefined) return false;
  return model.flow.destinations(expression).every(({ kind, node }) => {
    if (kind === 'await' || kind === 'discard') return true;
    const isPassed =
      kind === 'argument' && node.kind === 'Call' && PASSING.has(model.types.calleeName(node.func) ?? '');
    return isPassed && isNeverLookedAt(node, model, depth + 1);
  });
}

/**
 * The calls that make the coroutines that are gathered, where that is seen: in the arguments, or in what a local list is made
 * of. Tasks that were started elsewhere (`*self._tasks`), and such as get a callback for their end, are left out.
 */
export function workGathered({ args }: Call, model: SemanticModel): readonly Call[] {
  const gathered = args
    .map((arg) => (arg.kind === 'Starred' ? arg.value : arg))
    .map((arg) => (arg.kind === 'Call' ? model.flow.whole(arg) : arg));
  const names = gathered.filter((arg) => arg.kind === 'Name');
  if (names.some((name) => hasCallbacks(name, model))) return [];
  const sources = gathered.flatMap((arg) => (arg.kind === 'Name' ? valuesOf(arg, model) : [arg]));
  return callsWithin(sources).filter((call) => !isOfIteration(call) && makesCoroutine(call, model));
}

function hasCallbacks(name: Name, model: SemanticModel): boolean {
  const calls = callsWithin([model.names.scopeAt(name).node]);
  const bodies = calls.flatMap((call) => definitionCalled(model, call) ?? []);
  return [...calls, ...callsWithin(bodies)].some(({ func }) => lastName(func) === 'add_done_callback');
}

const ADDING: ReadonlySet<string> = new Set(['append', 'add', 'extend']);

/** What a local list is made of: its assignments, and what is appended to it. */
function valuesOf(name: Name, model: SemanticModel): readonly Expression[] {
  const binding = model.names.resolve(name);
  const assigned = binding?.definitions.flatMap(({ value }) => value ?? []) ?? [];
  const added = (binding?.references ?? []).flatMap((reference) => methodCalledOn(reference) ?? []);
  return [...assigned, ...added.filter(({ method }) => ADDING.has(method)).flatMap(({ call }) => call.args)];
}

/** What a comprehension runs over, and what it asks of each element, is no work that is started. */
function isOfIteration(call: Call): boolean {
  for (const { kind } of ancestors(call)) {
    if (kind === 'comprehension') return true;
    if (kind === 'Expr' || kind === 'Assign') return false;
  }
  return false;
}

const WRAPPING: ReadonlySet<string> = new Set([
  ...PASSING,
  'asyncio.create_task',
  'asyncio.gather',
  'asyncio.AbstractEventLoop.create_task',
]);
const LOOKING_UP: ReadonlySet<string> = new Set(words('get items values keys append create_task'));

/** Not the wrapping in tasks, not builtins, not look-ups. */
function makesCoroutine(call: Call, model: SemanticModel): boolean {
  const name = model.types.calleeName(call.func);
  if (name !== undefined && (WRAPPING.has(name) || name.startsWith('builtins.'))) return false;
  const effect = model.effects.of(call);
  if (effect === 'pure' || effect === 'introspection') return false;
  return call.func.kind !== 'Attribute' || !LOOKING_UP.has(call.func.attr);
}
