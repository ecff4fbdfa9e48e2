/** What an image takes from a stage that is not below it. */
import type { Dockerfile, DockerInstruction, DockerStage, ShellCommand } from '../../artifacts/index.ts';
import { memoize } from '../../collections/index.ts';

/**
 * Whether what other stages take from this one depends on the image that it is built on: they copy from its system folders, or
 * something is built in it. A stage that only brings files passes them on as they are, whatever its base.
 */
export const passesOnItsBase = (stage: DockerStage, dockerfile: Dockerfile): boolean =>
  passingOn(dockerfile).has(stage);

/** What is built on a stage, and what others take from that, counts for the stage. */
const passingOn = memoize((dockerfile: Dockerfile): ReadonlySet<DockerStage> => {
  const { stages } = dockerfile;
  const numbers = new Map(stages.map((_, index) => [String(index), index] as const));
  // Of a name and a number that are alike, the first stage is meant.
  for (const [index, { name }] of [...stages.entries()].toReversed()) {
    const known = name === undefined ? undefined : numbers.get(name.value);
    if (name !== undefined) numbers.set(name.value, Math.min(index, known ?? index));
  }
  const taken = new Set(
    stages.flatMap(({ instructions }) => instructions.flatMap((each) => systemFolderOf(each, numbers) ?? [])),
  );
  const passing = new Set<DockerStage>();
  for (const [index, stage] of [...stages.entries()].toReversed()) {
    if (taken.has(index) || stage.instructions.some(builds)) passing.add(stage);
    const below = stage.base.kind === 'stage' ? stages[stage.base.index] : undefined;
    if (below !== undefined && passing.has(stage)) passing.add(below);
  }
  return passing;
});

const builds = (instruction: DockerInstruction): boolean =>
  instruction.kind === 'run' && !instruction.script.commands.every(onlyFetches);

const onlyFetches = ({ words: [program] }: ShellCommand): boolean =>
  program === undefined || BRINGING.has(program.text);

/** Programs that fetch, unpack and arrange files, and the package managers that install them. */
const BRINGING: ReadonlySet<string> = new Set(
  `[ apk apt apt-get cd chmod chown cp curl dnf echo export find git gunzip gzip ln microdnf mkdir mv rm set sha256sum tar
   test touch true unzip wget xz yum`.split(/\s+/),
);

/** The stage, by its place, from which an instruction copies a folder of the system. */
function systemFolderOf(instruction: DockerInstruction, numbers: ReadonlyMap<string, number>): number | undefined {
  if (instruction.kind !== 'copy' || instruction.from === undefined) return undefined;
  const isOfSystem = instruction.sources.some(({ value }) => SYSTEM_FOLDER.test(value));
  return isOfSystem ? numbers.get(instruction.from.value.toLowerCase()) : undefined;
}

const SYSTEM_FOLDER = /^\/?(?:$|(?:bin|etc|lib|lib64|opt|sbin|usr|var)(?:\/|$))/;
