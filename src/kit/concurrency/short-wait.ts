/** Calls that may block, and of which their arguments or names say that it is for a moment only. */
import { booleanConstant, type Call, type Expression, holds, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { templateOf } from '../texts/text-template.ts';

export interface CallByName {
  readonly call: Call;
  readonly name: string;
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
  if (name === 'threading.Thread.join') return isToldToEnd(call, model) ? TOLD_TO_END : undefined;
  if (LOOK_UPS.has(name)) {
    const isOwn = first === undefined || model.flow.origins(first).every((origin) => isOfProgram(origin, model));
    return isOwn ? 'the program itself says whose address is looked up, and mostly it is a number' : undefined;
  }
  if (!name.startsWith('subprocess.'))
    return isNearAndBounded(call, model) ? 'it asks this machine, and gives up after a few seconds' : undefined;
  if (first !== undefined && asksForVersion(first, model))
    return 'a program that is asked where or what it is answers at once';
  return limitOf([call], model) <= PROGRAM ? 'its author knows the program to be over in seconds' : undefined;
}

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
      ((node.kind === 'Assign' && node.targets[0]?.kind === 'Attribute' && booleanConstant(node.value) !== undefined) ||
        (node.kind === 'Call' && lastName(node.func) === 'set')),
  );
}

/** Whether it asks whoever started the program by hand. */
export const asksWhoStarted = (name: string, { context }: SemanticModel): boolean =>
  TERMINAL.has(name) && (context.role === 'script' || context.isEntryPoint);

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

/** `HTTPConnection("127.0.0.1", port, timeout=3)`, `requests.get("http://localhost:9222/json", timeout=2)`. */
function isNearAndBounded(call: Call, model: SemanticModel): boolean {
  const { func } = call;
  const made = func.kind === 'Attribute' ? model.flow.origins(func.value).filter((each) => each.kind === 'Call') : [];
  const isNear = [call, ...made].some(({ args: [address] }) => address !== undefined && isOwnAddress(address, model));
  return isNear && limitOf([call, ...made], model) <= NEIGHBOUR;
}

function isOwnAddress(address: Expression, model: SemanticModel): boolean {
  const text = model.values.string(address) ?? templateOf(address, model);
  return text !== undefined && /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)/.test(text);
}

/** The seconds that `timeout` of one of these calls gives. */
function limitOf(calls: readonly Call[], { values }: SemanticModel): number {
  const limits = calls.flatMap(({ keywords }) => {
    const given = keywords.find(({ arg }) => arg === 'timeout')?.value;
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
