/** Messages of brokers and queues: how they are taken, waited for and handed back. */
import type { Call } from '#ast';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';

/** Methods that take the next message from something outside, which may be away. */
const FETCHING: ReadonlySet<string> = new Set(
  words(
    `poll receive receive_message receive_messages receive_text receive_json receive_bytes recv blpop brpop brpoplpush blmove
     bzpopmin xread xreadgroup get_message pull fetch_messages getmany getone consume listen accept`,
  ),
);
/** Of these the names that only brokers use. */
const UNMISTAKABLE =
  /^(?:blpop|brpop|brpoplpush|blmove|bzpopmin|xread|xreadgroup|receive_messages?|receive_(?:text|json|bytes)|fetch_messages|getmany)$/;
/** Queues of the process itself: what they give is gone from them, and asking them does not fail. */
const IN_PROCESS = /^(?:queue|asyncio|multiprocessing|collections|janus)\./;

/** The next message is taken from something outside. */
export function fetchesMessage(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute' || !FETCHING.has(func.attr)) return false;
  const type = model.types.classOf(func.value);
  if (type !== undefined && IN_PROCESS.test(type)) return false;
  const effect = model.effects.of(call);
  return effect === 'network' || effect === 'database' || UNMISTAKABLE.test(func.attr);
}

const WAITING = /^(?:get|wait|acquire|join|select|recv|read|readline|accept|poll|receive|next|anext|take|pop)$/;

/** Who types an answer sets the pace. */
const PROMPTS =
  /^(?:builtins\.input|getpass\.getpass|(?:click|typer|questionary|rich\.prompt|inquirer)\.(?:[^.]+\.)*(?=\w+$)\w*(?:prompt|confirm|ask|pause|select|text)\w*)$/i;

/** Waits for something of this process by itself: the next message, a child, a lock, the person at the keyboard. */
export function waitsInProcess(call: Call, model: SemanticModel): boolean {
  if (PROMPTS.test(model.types.calleeName(call.func) ?? '')) return true;
  if (call.func.kind !== 'Attribute' || !WAITING.test(call.func.attr)) return false;
  const effect = model.effects.of(call);
  return effect !== 'pure' && effect !== 'network' && effect !== 'database';
}

/** Ways to hand a message back to its broker, by what they do when nothing more is said. */
const HANDING_BACK: ReadonlyMap<string, 'requeues' | 'discards'> = new Map([
  ['basic_nack', 'requeues'],
  ['basic_reject', 'requeues'],
  ['requeue', 'requeues'],
  ['nack', 'discards'],
  ['reject', 'discards'],
] as const);

/** The method by which a message is handed back for its broker to deliver it again; undefined for any other call. */
export function requeuedBy(call: Call, model: SemanticModel): string | undefined {
  const { func, args } = call;
  // `super().basic_reject(…)` is how a transport is written.
  if (func.kind !== 'Attribute' || func.value.kind === 'Call') return undefined;
  const method = func.attr;
  const byItself = HANDING_BACK.get(method);
  if (byItself === undefined) return undefined;
  if (method === 'requeue') return args.length === 0 ? method : undefined;
  const flag = model.values.givenArgument(call, 'requeue', undefined);
  if (flag === undefined) return byItself === 'requeues' && args.length < 3 ? method : undefined;
  const folded = model.values.fold(flag);
  return folded?.kind === 'bool' && folded.value ? method : undefined;
}
