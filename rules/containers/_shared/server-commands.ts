/** Servers that commands start, and requests to a port of one's own container. */
import { invocationOf, type ShellCommand, type ShellWord } from '#artifacts';
import { SERVER_PORTS } from '#knowledge/server-programs';

interface StartedProgram {
  readonly program: string;
  /** The word that names it. */
  readonly word: ShellWord;
  readonly args: readonly string[];
  /** With `python -m`. */
  readonly words: readonly string[];
}

/** `python -m` is read through. */
export function programIn(command: ShellCommand): StartedProgram | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined) return undefined;
  const { program, word, args } = invocation;
  const [flag, module, ...rest] = args;
  const isModule = program === 'python' && flag?.text === '-m' && module !== undefined;
  const started = isModule ? { program: module.text, word: module, args: rest } : { program, word, args };
  const textsOf = (given: readonly ShellWord[]): readonly string[] => given.map(({ text }) => text);
  return { ...started, args: textsOf(started.args), words: [program, ...textsOf(args)] };
}

export interface StartedServer extends StartedProgram {
  /** Those that options name, each time; undefined where one of them cannot be determined. */
  readonly ports: readonly string[] | undefined;
}

export function serverIn(command: ShellCommand): StartedServer | undefined {
  const started = programIn(command);
  return started !== undefined && SERVER_PORTS.has(started.program)
    ? { ...started, ports: portsIn(started.args) }
    : undefined;
}

/** `--port 9000`, `-b 0.0.0.0:9000`. */
function portsIn(args: readonly string[]): readonly string[] | undefined {
  const ports: string[] = [];
  for (const [index, arg] of args.entries()) {
    const option = PORT_OPTION.exec(arg);
    if (option === null) continue;
    const port = /(?:^|:)(\d+)$/.exec(option[1] ?? option[2] ?? args[index + 1] ?? '')?.[1];
    if (port === undefined) return undefined;
    ports.push(port);
  }
  return ports;
}

const PORT_OPTION = /^(?:(?:--port|--bind|--listen|-p|-b|--server\.port)(?:=(.*))?|-[bp](.+))$/;

export interface OwnAddress {
  readonly port: string;
  readonly path: string;
}

/** The address of a port of the same container in a word: by itself, or as a text of a program. */
export function ownAddressIn(text: string): OwnAddress | undefined {
  const [found, scheme, port, path = '/'] = OWN_ADDRESS.exec(text) ?? [];
  return found === undefined ? undefined : { port: port ?? (scheme === 'https' ? '443' : '80'), path };
}

const OWN_ADDRESS =
  /(?:^|['"\s])(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[\w./-]*)?(?=$|[?'"\s])/;
