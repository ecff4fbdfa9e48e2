/** Programs of the system that parts of the deep suite need, and how they come onto a machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Program {
  /** What it may be called; one of them is enough. */
  readonly commands: readonly string[];
  /** Debian's packages. Undefined: a toolchain, which nobody wants installed by a test. */
  readonly packages?: readonly string[];
  /** Folders to look in beside the PATH. */
  readonly folders?: () => readonly string[];
}

const PROGRAMS = {
  python3: { commands: ['python3'] },
  go: { commands: ['go'] },
  redis: { commands: ['redis-server', 'valkey-server'], packages: ['redis-server'] },
  postgresql: { commands: ['postgres'], packages: ['postgresql'], folders: postgresFolders },
  chromium: {
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
  },
  fish: { commands: ['fish'], packages: ['fish'] },
  zsh: { commands: ['zsh'], packages: ['zsh'] },
  neovim: { commands: ['nvim'], packages: ['neovim'] },
  emacs: { commands: ['emacs'], packages: ['emacs-nox', 'elpa-eglot'] },
} satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof PROGRAMS;

/** Undefined where the program is there or could be installed; otherwise why it is not, as one sentence without a full stop. */
export function missingProgram(name: ProgramName): string | undefined {
  const program: Program = PROGRAMS[name];
  if (isThere(program)) return undefined;
  const { commands, packages } = program;
  if (packages === undefined) return `\`${commands[0]}\` is not on the PATH; install it and run this part again`;
  const problem = install(packages);
  if (problem === undefined && isThere(program)) return undefined;
  const reason = problem ?? `there is no \`${commands[0]}\` after it`;
  return `\`${commands[0]}\` is missing, and \`apt-get install ${packages.join(' ')}\` failed: ${reason}`;
}

function isThere({ commands, folders }: Program): boolean {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...(folders?.() ?? [])];
  return places.some((folder) => commands.some((command) => existsSync(join(folder, command))));
}

function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  return existsSync(root) ? readdirSync(root).map((version) => join(root, version, 'bin')) : [];
}

/** Undefined where it worked. Nobody needs the services that the packages would start (`RUNLEVEL`). */
function install(packages: readonly string[]): string | undefined {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const [command = '', ...args] = [...sudo, ...environment, 'apt-get', ...words];
    const { error, status, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (error !== undefined) return error.message;
    if (status !== 0) return stderr.trim().split('\n').at(-1) ?? `exit code ${status}`;
  }
  return undefined;
}
