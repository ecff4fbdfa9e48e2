/** Packages of the system that a RUN installs and takes away again. */
import { type DockerInstruction, invocationOf, type ShellCommand, type ShellWord } from '../../artifacts/index.ts';

/**
 * Words that name packages to install, without versions; those of `apk add --virtual`, which are there to be taken away, and,
 * where only what is `certain` counts, those under a condition aside.
 */
export function installedPackages(instruction: DockerInstruction, certain?: 'certain'): readonly ShellWord[] {
  return commandsOf(instruction).flatMap((command) => {
    if (certain === 'certain' && command.isConditional) return [];
    const invocation = invocationOf(command);
    const verb = invocation && INSTALLING.get(invocation.program);
    if (invocation === undefined || verb === undefined || !invocation.args.some(({ text }) => text === verb)) return [];
    if (invocation.args.some(({ text }) => /^(?:-t|--virtual)/.test(text) && invocation.program === 'apk')) return [];
    return invocation.args.flatMap((word) => {
      const text = word.text.replace(/[=~<>][\s\S]*$/, '');
      return /[$`*?]|^-/.test(text) || text === verb ? [] : { ...word, text };
    });
  });
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
