/** Calls that may block, and of which their arguments or names say that it is for a moment only. */
import {
  ancestors,
  booleanConstant,
  type Call,
  type Cmpop,
  type Expression,
  holds,
  isNone,
  isWithin,
  nodesOf,
} from '../../ast/index.ts';
import { asksLanguageModel, isMomentary, LOCAL_DATABASES } from '../../knowledge/blocking-names.ts';
import { isRun } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import type { Problem } from '../rule.ts';
import { looksAtAllRows } from '../texts/sql-scans.ts';
import { templateOf } from '../texts/text-template.ts';
import { LONG, QUERY } from './where-others-wait.ts';

export interface CallByName {
  readonly call: Call;
  readonly name: string;
}

/** What a model makes takes long; a query that an index may serve, writing what is in memory to disk, and taking a lock, a moment. */
export function gradeOfWait(found: readonly [CallByName, ...CallByName[]], model: SemanticModel): Partial<Problem> {
  const [{ name }, ...others] = found;
  if (asksLanguageModel(name)) return LONG;
  if (LOCAL_DATABASES.has(name.slice(0, name.indexOf('.'))))
    return found.some(({ call }) => looksAtAllRows(call, model)) ? {} : QUERY;
  return isMomentary(name) && others.every((each) => isMomentary(each.name)) ? { ceiling: 'P3' } : {};
}

/** `whyShort` of several calls, where it is said of each. */
export function whyAllShort(found: readonly CallByName[], model: SemanticModel): string | undefined {
  const guesses = found.map(({ call, name }) => whyShort(call, name, model));
  return guesses.includes(undefined) ? undefined : guesses[0];
}

/** As a clause, why the call that blocks by `name` is likely over at once; undefined where nothing says so. */
function whyShort(call: Call, name: string, model: SemanticModel): string | undefined {
  const [first] = call.args;
  if (name === 'time.sleep') {
    const seconds = first === undefined ? undefined : model.values.number(first);
    return seconds !== undefined && seconds <= MOMENT ? 'it pauses for a moment only' : undefined;
  }
  if (isReportedReady(call, model)) return 'a `select` seems to have reported that it has something to give';
  if (name === 'threading.Thread.join') return isToldToEnd(call, model) ? TOLD_TO_END : undefined;
  if (LOOK_UPS.has(name)) {
    const isOwn = first === undefined || model.flow.origins(first).every((origin) => isOfProgram(origin, model));
    return isOwn ? 'the program itself says whose address is looked up, and mostly it is a number' : undefined;
  }
  if (!name.startsWith('subprocess.'))
    return isNearAndBounded(call, model)
      ? 'it asks this machine or its host, and gives up after a few seconds'
      : undefined;
  if (first !== undefined && asksForVersion(first, model))
    return 'a program that is asked where or what it is answers at once';
  return limitOf([call], model) <= PROGRAM ? 'its author knows the program to be over in seconds' : undefined;
}

/** `if reader is queue._reader: queue.get()`, `if conn in readable: conn.recv()` */
function isReportedReady(call: Call, { source, types }: SemanticModel): boolean {
  const object = call.func.kind === 'Attribute' ? source.text.slice(call.func.value) : undefined;
  const isOfIt = (part: Expression): boolean =>
    source.text.slice(part) === object || (part.kind === 'Attribute' && isOfIt(part.value));
  const isAsked = [...ancestors(call)].some((at) => {
    if (at.kind !== 'If' || at.test.kind !== 'Compare' || !at.body.some((each) => isWithin(call, each))) return false;
    const { left, ops, comparators } = at.test;
    return SAMENESS.has(ops[0]) && !isNone(comparators[0]) && [left, ...comparators].some(isOfIt);
  });
  return isAsked && nodesOf(source.module, 'Call').some(({ func }) => SELECTS.test(types.calleeName(func) ?? ''));
}

const SAMENESS: ReadonlySet<Cmpop | undefined> = new Set(['Is', 'Eq', 'In'] as const);
const SELECTS = /^(?:select\.select|selectors\.\w+\.select|multiprocessing\.connection\.wait)$/;

const TOLD_TO_END = 'the thread has been told to end, and is waited for a few seconds at most';

/** `self._running = False` or `stop.set()` before `thread.join(timeout=2)`. */
function isToldToEnd(call: Call, model: SemanticModel): boolean {
  const limit = model.values.givenArgument(call, 'timeout', 0);
  const seconds = limit === undefined ? undefined : model.values.number(limit);
  const fn = model.context.defAround(call);
  if (fn === undefined || seconds === undefined || seconds > NEIGHBOUR) return false;
  return holds(
    fn,
    (node) =>
      node.start < call.start &&
      node.kind === 'Assign' &&
      node.targets[0]?.kind === 'Attribute' &&
      booleanConstant(node.value) !== undefined,
  );
}

/** Whether it asks whoever started the program by hand. */
export const asksWhoStarted = (name: string, { context }: SemanticModel): boolean =>
  TERMINAL.has(name) && isRun(context);

/** They wait for whoever sits before the program. */
const TERMINAL: ReadonlySet<string> = new Set(['builtins.input', 'getpass.getpass']);

/** Seconds that a person does not notice. */
const MOMENT = 0.2;

const LOOK_UPS: ReadonlySet<string> = new Set([
  ...['socket.getaddrinfo', 'socket.gethostbyname', 'socket.gethostbyname_ex', 'socket.gethostbyaddr'],
]);

const OWN_NAMES: ReadonlySet<string> = new Set(['socket.gethostname', 'socket.getfqdn', 'platform.node']);

/** Seconds that are given to a program that is known to be quick, and to another service of this machine. */
const PROGRAM = 10;
const NEIGHBOUR = 5;

/** `HTTPConnection("127.0.0.1", port, timeout=3)`, `Redis(host="localhost", socket_connect_timeout=1)`, `requests.get("http://localhost:9222/json", timeout=2)`. */
function isNearAndBounded(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  const made = func.kind === 'Attribute' ? model.flow.origins(func.value).filter((each) => each.kind === 'Call') : [];
  const isNear = [call, ...made].some(({ args: [address], keywords }) =>
    [address, keywords.find(({ arg }) => arg === 'host')?.value].some((each) => each && isOwnAddress(each, model)),
  );
  return isNear && limitOf([call, ...made], model) <= NEIGHBOUR;
}

function isOwnAddress(address: Expression, model: SemanticModel): boolean {
  const text = model.values.string(address) ?? templateOf(address, model);
  return text !== undefined && OWN_ADDRESS.test(text);
}

/** Its own, or that at which the host of a virtual machine tells about it. */
const OWN_ADDRESS =
  /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.\d+\.\d+|metadata\.google\.internal)(?=[:/]|$)/;

/** The seconds that a `timeout` of one of these calls gives. */
function limitOf(calls: readonly Call[], { values }: SemanticModel): number {
  const limits = calls.flatMap(({ keywords }) => {
    const given = keywords.find(({ arg }) => /^(?:socket_)?(?:connect_)?timeout$/.test(arg ?? ''))?.value;
    return given === undefined ? [] : (values.number(given) ?? Number.POSITIVE_INFINITY);
  });
  return limits.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...limits);
}

/** Written in it, kept by it, or the name of its machine. */
function isOfProgram(origin: Expression, { types, values }: SemanticModel): boolean {
  if (origin.kind === 'Call') return OWN_NAMES.has(types.calleeName(origin.func) ?? '');
  return origin.kind === 'Attribute' || values.string(origin) !== undefined;
}

/** `["ffmpeg", "-version"]`, `["which", "git"]`. */
function asksForVersion(command: Expression, { values }: SemanticModel): boolean {
  if (command.kind !== 'List' && command.kind !== 'Tuple') return false;
  const [program, only] = command.elts;
  if (program === undefined || only === undefined || command.elts.length !== 2) return false;
  return VERSION.test(values.string(only) ?? '') || FINDERS.has(values.string(program) ?? '');
}

const VERSION = /^(?:-v|-V|--?version|version)$/;
const FINDERS: ReadonlySet<string> = new Set(['which', 'where', 'where.exe']);
