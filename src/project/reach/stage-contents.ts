/** What an image takes from a stage that is not below it. */
import {
  type Dockerfile,
  type DockerInstruction,
  type DockerStage,
  lineOfStage,
  type ShellCommand,
} from '../../artifacts/index.ts';

/**
 * Whether what other stages take from this one depends on the image that it is built on: they copy from its system folders, or
 * something is built in it. A stage that only brings files passes them on as they are, whatever its base.
 */
export function passesOnItsBase(stage: DockerStage, dockerfile: Dockerfile): boolean {
  const { stages } = dockerfile;
  const built = stages.filter((each) => lineOfStage(dockerfile, each).includes(stage));
  if (built.some(({ instructions }) => instructions.some(builds))) return true;
  return stages.some(({ instructions }) =>
    instructions.some((instruction) => takesSystemFolder(instruction, built, stages)),
  );
}

type Stages = readonly DockerStage[];

const builds = (instruction: DockerInstruction): boolean =>
  instruction.kind === 'run' && !instruction.script.commands.every(onlyBrings);

const onlyBrings = ({ words: [program] }: ShellCommand): boolean => program === undefined || BRINGING.has(program.text);

/** Programs that fetch, unpack and arrange files, and the package managers that install them. */
const BRINGING: ReadonlySet<string> = new Set(
  `[ apk apt apt-get cd chmod chown cp curl dnf echo export find git gunzip gzip ln microdnf mkdir mv rm set sha256sum tar
   test touch true unzip wget xz yum`.split(/\s+/),
);

function takesSystemFolder(instruction: DockerInstruction, built: Stages, stages: Stages): boolean {
  if (instruction.kind !== 'copy' || instruction.from === undefined) return false;
  const from = instruction.from.value.toLowerCase();
  const named = stages.find(({ name }, index) => name?.value === from || String(index) === from);
  return (
    named !== undefined && built.includes(named) && instruction.sources.some(({ value }) => SYSTEM_FOLDER.test(value))
  );
}

const SYSTEM_FOLDER = /^\/?(?:$|(?:bin|etc|lib|lib64|opt|sbin|usr|var)(?:\/|$))/;
