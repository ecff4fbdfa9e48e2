/** Calls that may block, and of which their arguments or names say that it is for a moment only. */
import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** As a clause, why the call that blocks by `name` is likely over at once; undefined where nothing says so. */
export function whyShort(call: Call, name: string, model: SemanticModel): string | undefined {
  const [first] = call.args;
  if (name === 'time.sleep') {
    const seconds = first === undefined ? undefined : model.values.number(first);
    return seconds !== undefined && seconds <= MOMENT ? 'it pauses for a moment only' : undefined;
  }
  if (LOOK_UPS.has(name)) {
    const isOwn = first === undefined || model.flow.origins(first).every((origin) => isOfProgram(origin, model));
    return isOwn ? 'the program itself says whose address is looked up, and mostly it is a number' : undefined;
  }
  return name.startsWith('subprocess.') && first !== undefined && asksForVersion(first, model)
    ? 'a program that is asked where or what it is answers at once'
    : undefined;
}

/** Seconds that a person does not notice. */
const MOMENT = 0.2;

const LOOK_UPS: ReadonlySet<string> = new Set([
  ...['socket.getaddrinfo', 'socket.gethostbyname', 'socket.gethostbyname_ex', 'socket.gethostbyaddr'],
]);

const OWN_NAMES: ReadonlySet<string> = new Set(['socket.gethostname', 'socket.getfqdn', 'platform.node']);

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
