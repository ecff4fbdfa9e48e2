/** Packages of the system that a RUN installs and takes away again. */
import { type DockerInstruction, invocationOf, type ShellCommand, type ShellWord } from '../../artifacts/index.ts';
import type { Span } from '../../text/index.ts';

/**
 * Words that name packages to install, without versions, and where a variable of the Dockerfile set `before` lists them those of the
 * list; those of `apk add --virtual`, which are there to be taken away, and, where only what is `certain` counts, those under a
 * condition aside.
 */
export function installedPackages(
  instruction: DockerInstruction,
  certain?: 'certain',
  before: readonly DockerInstruction[] = [],
): readonly InstalledPackage[] {
  return commandsOf(instruction).flatMap((command) => {
    if (certain === 'certain' && command.isConditional) return [];
    const invocation = invocationOf(command);
    const verb = invocation && INSTALLING.get(invocation.program);
    if (invocation === undefined || verb === undefined || !invocation.args.some(({ text }) => text === verb)) return [];
    if (invocation.args.some(({ text }) => /^(?:-t|--virtual)/.test(text) && invocation.program === 'apk')) return [];
    return invocation.args.flatMap((word) => {
      const listed = word.isDynamic ? listIn(word, before) : undefined;
      if (listed !== undefined) return listed;
      const text = word.text.replace(/[=~<>][\s\S]*$/, '');
      return /[$`*?]|^-/.test(text) || text === verb ? [] : { ...word, text };
    });
  });
}

export interface InstalledPackage extends ShellWord {
  /** Where the variable is set that lists it. */
  readonly listedAt?: Span;
}

/** `$PACKAGES`, by the last ENV or ARG before it. */
function listIn(word: ShellWord, before: readonly DockerInstruction[]): InstalledPackage[] | undefined {
  const name = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})$/
    .exec(word.text)
    ?.slice(1)
    .find((each) => each !== undefined);
  const list = before
    .flatMap((each) => (each.kind === 'env' || each.kind === 'arg' ? each.variables : []))
    .findLast((each) => each.name === name);
  if (name === undefined || list?.value === undefined || list.value.includes('$')) return undefined;
  const { span } = list;
  return list.value
    .split(/[\s\\]+/)
    .filter((text) => text !== '')
    .map((text) => ({ ...word, text: text.replace(/[=~<>][\s\S]*$/, ''), isDynamic: false, listedAt: span }));
}

export function removedPackages(instruction: DockerInstruction): readonly string[] {
  return commandsOf(instruction).flatMap((command) => {
    const invocation = invocationOf(command);
    if (invocation === undefined || !INSTALLING.has(invocation.program)) return [];
    const isRemoving = invocation.args.some(({ text }) => /^(?:remove|purge|autoremove|del|erase)$/.test(text));
    return isRemoving ? invocation.args.map(({ text }) => text) : [];
  });
}

const INSTALLING: ReadonlyMap<string, string> = new Map([
  ['apt', 'install'],
  ['apt-get', 'install'],
  ['aptitude', 'install'],
  ['apk', 'add'],
  ['yum', 'install'],
  ['dnf', 'install'],
  ['microdnf', 'install'],
  ['tdnf', 'install'],
  ['zypper', 'install'],
]);

function commandsOf(instruction: DockerInstruction): readonly ShellCommand[] {
  return instruction.kind === 'run' ? instruction.script.commands : [];
}
