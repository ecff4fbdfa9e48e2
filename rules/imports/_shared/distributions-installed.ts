/** Distributions that are there without standing in a list: what commands install, and what images bring. */
import { invocationOf, normalizeDistribution, type ShellCommand, type ShellWord } from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import type { ProjectModel } from '#project';

/** By their normalised names, wherever in the repository the command or the image is named. */
export function distributionsInstalled({ commands, artifacts }: ProjectModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { command } of commands) {
    const named = installArguments(command);
    // The packages of a Linux system begin with `python3-`.
    for (const { text } of named ?? command.words) {
      const [, prefix, word] = /^["']?(python3?-)?([A-Za-z][\w.-]*)/.exec(text) ?? [];
      if (word !== undefined && (named !== undefined || prefix !== undefined)) names.add(normalizeDistribution(word));
    }
  }
  for (const { model } of artifacts.of('dockerfile'))
    for (const { base } of model.stages)
      if (base.kind === 'image') for (const name of preinstalledIn(base.name)) names.add(name);
  return names;
}

function installArguments(command: ShellCommand): readonly ShellWord[] | undefined {
  const invocation = invocationOf(command);
  if (invocation !== undefined && CONDA.has(invocation.program)) return invocation.args;
  return pipArguments(command);
}

const CONDA: ReadonlySet<string> = new Set(['conda', 'mamba', 'micromamba']);

/** `rayproject/ray` holds Ray; others are called otherwise than what they hold (the Dockerfile of each says so). */
function preinstalledIn(image: string): readonly string[] {
  const name = normalizeDistribution(image.slice(image.lastIndexOf('/') + 1));
  return [name, ...(HELD.get(name) ?? [])];
}

const HELD: ReadonlyMap<string, readonly string[]> = new Map([
  ['airflow', ['apache-airflow']],
  ['pytorch', ['torch', 'torchvision']],
  ['spark', ['pyspark']],
  ['tritonserver', ['triton-python-backend-utils']],
]);
