/** Calls that hand a text to a shell. */
import { type Call, callKeyword, type Expression, lastName } from '#ast';
import type { SemanticModel } from '#semantics';

/** The text that a shell reads; undefined where none does. */
export function shellTextOf(call: Call, model: SemanticModel): Expression | undefined {
  const name = model.types.calleeName(call.func);
  if (name !== undefined && SHELLS.has(name)) return call.args[0] ?? keywordOf(call);
  if (name !== undefined && STARTERS.has(name)) return textOfStarter(call, model);
  if (name === 'asyncio.create_subprocess_exec') return scriptIn(call.args, model);
  const place = name === undefined ? undefined : PROCESSES.get(name);
  if (place !== undefined) return scriptIn(wordsFrom(call, place), model);
  return textOfRemote(call, name, model);
}

/** Their last names: a file without one of them hands nothing to a shell. */
export const SHELL_CALLS: readonly string[] =
  'system popen getoutput getstatusoutput create_subprocess_shell subprocess_shell run call check_call check_output Popen create_subprocess_exec exec_command sudo local execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe posix_spawn posix_spawnp'.split(
    ' ',
  );

const SHELLS: ReadonlySet<string> = new Set(
  'os.system os.popen subprocess.getoutput subprocess.getstatusoutput commands.getoutput commands.getstatusoutput asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_shell pexpect.run'.split(
    ' ',
  ),
);
const STARTERS: ReadonlySet<string> = new Set(
  'subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen'.split(' '),
);

/** What takes a program, and then its words as they are, the name of the program first: at which place the program is given. */
const PROCESSES: ReadonlyMap<string, number> = new Map([
  ...['l', 'le', 'lp', 'lpe', 'v', 've', 'vp', 'vpe'].flatMap((form) => [
    [`os.exec${form}`, 0] as const,
    [`os.spawn${form}`, 1] as const,
  ]),
  ['os.posix_spawn', 0],
  ['os.posix_spawnp', 0],
]);

/** The program and its words, which may be given as a list. */
function wordsFrom({ args }: Call, at: number): readonly Expression[] {
  const [program, first, ...others] = args.slice(at);
  const words = first?.kind === 'List' || first?.kind === 'Tuple' ? first.elts.slice(1) : others;
  return program === undefined ? [] : [program, ...words];
}

const keywordOf = (call: Call): Expression | undefined =>
  (callKeyword(call, 'cmd') ?? callKeyword(call, 'command') ?? callKeyword(call, 'args'))?.value;

function textOfStarter(call: Call, model: SemanticModel): Expression | undefined {
  const command = call.args[0] ?? keywordOf(call);
  if (command === undefined) return undefined;
  const shell = callKeyword(call, 'shell')?.value;
  const folded = shell === undefined ? undefined : model.values.fold(shell);
  // Of a list a POSIX shell reads the first.
  if (folded?.kind === 'bool' && folded.value) return command.kind === 'List' ? command.elts[0] : command;
  return command.kind === 'List' || command.kind === 'Tuple' ? scriptIn(command.elts, model) : undefined;
}

/** `["bash", "-c", script]`. */
function scriptIn(words: readonly Expression[], model: SemanticModel): Expression | undefined {
  const [program, option, script] = words;
  if (program === undefined || option === undefined) return undefined;
  const isShell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh$|^(?:cmd|powershell|pwsh)(?:\.exe)?$/.test(
    model.values.string(program) ?? '',
  );
  return isShell && /^(?:-\w*c|\/c|-Command)$/i.test(model.values.string(option) ?? '') ? script : undefined;
}

/** A shell of another machine: `client.exec_command(…)` of paramiko, `connection.run(…)` of fabric and asyncssh. */
function textOfRemote(call: Call, name: string | undefined, model: SemanticModel): Expression | undefined {
  const { func } = call;
  if (func.kind !== 'Attribute') return undefined;
  const method = lastName(func) ?? '';
  const isParamiko =
    method === 'exec_command' &&
    (name?.startsWith('paramiko.') === true || model.names.imports.some(({ module }) => module.startsWith('paramiko')));
  const isOther = /^(?:run|sudo|local)$/.test(method) && /^(?:fabric|invoke|asyncssh)\./.test(name ?? '');
  const isLoop = method === 'subprocess_shell';
  if (isLoop) return call.args[1];
  return isParamiko || isOther ? (call.args[0] ?? keywordOf(call)) : undefined;
}
