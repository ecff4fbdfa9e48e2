/** Waits of coroutines and threads that end only when another party does something. */
import { type Await, type Call, type Expression, lastName, type Name } from '#ast';
import { lastNames } from '#kit';
import { type KnownWait, LOCAL_PROGRAMS, OPEN_WAITS, THREAD_WAITS } from '#knowledge/open-waits';
import type { SemanticModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { commandWords } from '#semantics/values/command-words';

/** What a wait without a limit waits for. */
export interface OpenWait {
  readonly until: string;
  /** By its name it reports the end of the process or of the client. */
  readonly isLife?: true;
}

/** What ends the wait, for a message; undefined for waits that end by themselves, and for the main loops of consumers. */
export function openWaitOf({ value, parent }: Await, model: SemanticModel): OpenWait | undefined {
  if (value.kind !== 'Call') {
    return isOpenFuture(value, model) ? openWait('the future gets a result', value) : undefined;
  }
  if (value.func.kind !== 'Attribute' || !METHODS.has(value.func.attr)) return undefined;
  const known = OPEN_WAITS.get(model.types.calleeName(value.func) ?? '');
  if (known === undefined || isLimited(value, known, model)) return undefined;
  const { value: object } = value.func;
  // `await asyncio.Event().wait()`: nobody has it who could set it, so this is how to wait for ever.
  if (object.kind === 'Call') return undefined;
  const loop = parent && model.context.loopAround(parent);
  // So many turns and no more are no life of waiting.
  if (parent === undefined || loop === undefined || loop.kind === 'For') return openWait(known.until, object);
  // Anyone who takes one element after another lives from waiting; who has to answer someone with what comes does not.
  return answersWith(object, parent, model) ? openWait(known.until, object) : undefined;
}

/** Names (with class) of what waits so, by method. */
export function openWaitsCalled(method: string): readonly string[] {
  return METHODS.has(method) ? [...OPEN_WAITS.keys()].filter((name) => name.endsWith(`.${method}`)) : [];
}

/** The wait of a thread that a call is. */
export function threadWaitOf(call: Call, model: SemanticModel): OpenWait | undefined {
  if (!THREAD_METHODS.has(lastName(call.func) ?? '')) return undefined;
  const known = THREAD_WAITS.get(model.types.calleeName(call.func) ?? '');
  if (
    known === undefined ||
    isLimited(call, known, model) ||
    runsLocally(call, model) ||
    (lastName(call.func) === 'get' && model.values.givenArgument(call, 'block', 0) !== undefined)
  )
    return undefined;
  return call.parent?.kind !== 'For' &&
    call.parent?.kind !== 'comprehension' &&
    model.context.loopAround(call) !== undefined
    ? undefined
    : openWait(known.until, call.func.kind === 'Attribute' ? call.func.value : call.func);
}

/** `subprocess.run(["rm", "-rf", folder])`, or the wait for such a process. */
function runsLocally(call: Call, model: SemanticModel): boolean {
  const object = call.func.kind === 'Attribute' ? model.flow.whole(call.func.value) : call;
  const command = model.values.givenArgument(object.kind === 'Call' ? object : call, 'args', 0);
  const [program] = command === undefined ? [] : commandWords(command, model);
  return LOCAL_PROGRAMS.has(program?.replace(/^.*\//, '') ?? '');
}

/** The limit is given, and is none of the values that mean none. */
function isLimited(call: Call, { limit }: KnownWait, model: SemanticModel): boolean {
  if (limit === undefined) return false;
  if (call.keywords.some(({ arg }) => arg === undefined)) return true;
  const given = model.values.givenArgument(call, limit.keyword, limit.position);
  const value = given && model.values.fold(given);
  if (given === undefined || value?.kind === 'none') return false;
  return limit.endless === undefined || model.values.number(given) !== limit.endless;
}

const openWait = (until: string, object: Expression): OpenWait => ({
  until,
  ...(LIFE_WORDS.test(lastName(object) ?? '') && { isLife: true }),
});

const METHODS: ReadonlySet<string> = new Set(lastNames(OPEN_WAITS.keys()));
const THREAD_METHODS: ReadonlySet<string> = new Set(lastNames(THREAD_WAITS.keys()));

/** The function returns a value that is not what it waits at. */
function answersWith(object: Expression, at: Expression | Await['parent'], model: SemanticModel): boolean {
  const fn = at && model.context.defAround(at);
  const text = model.source.text.slice(object);
  return (
    fn !== undefined &&
    holdsInOwnCode(
      fn.body,
      (node) => node.kind === 'Return' && node.value !== undefined && model.source.text.slice(node.value) !== text,
    )
  );
}

/** Made by hand (`create_future()`), and given its result elsewhere: tasks and executor jobs end when their work does. */
function isOpenFuture(value: Expression, model: SemanticModel): boolean {
  if (value.kind !== 'Name' && value.kind !== 'Attribute') return false;
  if (model.types.classOf(value) !== 'asyncio.Future') return false;
  if (value.kind === 'Name' && isResolvedNearby(value, model)) return false;
  const kept = value.kind === 'Attribute' ? (model.state.lifeOf(value)?.of('create') ?? []) : [];
  const origins = [...model.flow.origins(value), ...kept.flatMap((use) => use.value ?? [])];
  return origins.some((origin) => origin.kind === 'Call' && MAKING.has(lastName(origin.func) ?? ''));
}

const MAKING: ReadonlySet<string> = new Set(['create_future', 'Future']);

/** A function inside this one gives the result, so the wait ends with what that does. */
function isResolvedNearby(future: Name, { context, names }: SemanticModel): boolean {
  const around = context.functionAround(future);
  return (names.resolve(future)?.references ?? []).some(
    ({ parent }) =>
      parent?.kind === 'Attribute' && parent.attr.startsWith('set_') && context.functionAround(parent) !== around,
  );
}

const LIFE_WORDS = /(stop|shutdown|exit|clos|cancel|terminat|quit|disconnect|finish|abort|kill|end)/i;
