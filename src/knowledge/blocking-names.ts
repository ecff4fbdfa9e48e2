/** Whether the function or method of a qualified name holds its thread until the outside world answers. */
import { BLOCKING_CALLS, BLOCKING_CLASSES, NEVER_BLOCKING_METHODS } from './blocking-calls.ts';
import { CALL_EFFECTS } from './effects.ts';
import { CALL_RESULTS } from './factories.ts';
import { worksLong } from './long-work.ts';
import { hasClients, partOfClient, waitsByClient } from './synchronous-clients.ts';

/** First segments of every name in the tables: most names are distinguished by it. */
const BLOCKING_PACKAGES: ReadonlySet<string> = new Set([...BLOCKING_CALLS, ...BLOCKING_CLASSES].map(firstSegment));

/** What a package (`own`) that is called after a library has itself is none of the library's. */
export function isBlockingName(name: string, own?: string): boolean {
  const first = firstSegment(name);
  if (hasClients(first) && waitsByClient(name)) return first !== own;
  if (!BLOCKING_PACKAGES.has(first)) return false;
  if (BLOCKING_CALLS.has(name)) return true;
  const dot = name.lastIndexOf('.');
  return BLOCKING_CLASSES.has(name.slice(0, dot)) && !NEVER_BLOCKING_METHODS.has(name.slice(dot + 1));
}

/** What blocks at the end of an access path that begins with an object of a class: `table`, `()`, `execute`. Undefined where nothing does. */
export function blockingAfter(start: string, steps: readonly string[]): string | undefined {
  let owner = start;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    // `SessionLocal()` and `with SessionLocal() as db`: of what makes objects that is one of them.
    if (isRun(step)) owner = CALL_RESULTS.get(`${owner}.__call__`) ?? owner;
    if (isRun(step)) continue;
    const isCalled = isRun(steps[index + 1]);
    const given = isCalled ? CALL_RESULTS.get(`${owner}.${step}`) : undefined;
    const next = given ?? partOfClient(owner, step, isCalled ? 'called' : 'read');
    if (next === undefined) return undefined;
    owner = next;
  }
  const name = `${owner}.${steps.at(-1)}`;
  if (isBlockingName(name) || worksLong(name)) return name;
  return steps.length === 1 && steps[0] === '()' && worksLong(`${start}.__call__`) ? `${start}.__call__` : undefined;
}

const isRun = (step: string | undefined): boolean => step === '()' || step === '^';

/** Whether it belongs to a driver of a database. */
export function isOfDatabase(name: string): boolean {
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    if (DATABASES.has(`${name.slice(0, dot)}.*`)) return true;
  }
  return false;
}

const DATABASES: ReadonlySet<string> = new Set(CALL_EFFECTS.database);

/** Whether it waits for what a language or speech model makes of what it is given: seconds, where other services take milliseconds. */
export const callsLanguageModel = (name: string): boolean => MODEL_SERVICES.test(name) && MODEL_METHODS.test(name);

const MODEL_SERVICES =
  /^(?:openai|groq|together|xai_sdk|cerebras|anthropic|cohere|mistralai|ollama|litellm|replicate|dspy|huggingface_hub\.InferenceClient|google\.gen(?:ai|erativeai)|lang(?:chain|graph)\w*)\./;
const MODEL_METHODS =
  /\.(?:create|parse|stream|chat|complet|generate|embed|invoke|batch|send_message|feature_|text_|run|__call__)\w*$/;

/** Files of this machine, which answer in a moment. */
export const LOCAL_DATABASES: ReadonlySet<string> = new Set(['sqlite3', 'duckdb', 'shelve', 'lmdb', 'dbm']);

/** What brings to disk what is in memory, or takes a lock, which as a rule is held for a moment: milliseconds. */
export const isMomentary = (name: string): boolean => MOMENTARY.has(name);

const MOMENTARY: ReadonlySet<string> = new Set(['os.fsync', 'os.fdatasync', 'fcntl.flock', 'fcntl.lockf']);

function firstSegment(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}
