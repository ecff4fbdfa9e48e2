import type { ShellCommand, ShellWord } from '../artifacts/index.ts';

/** What a `docker build` says, as it is written. */
export interface DockerBuildCommand {
  readonly file: ShellWord | undefined;
  readonly target: ShellWord | undefined;
  readonly tags: readonly string[];
  /** Undefined where variables may hold it. */
  readonly context: ShellWord | undefined;
}

/** Reads `docker build`, `docker buildx build`, `podman build` and the like; undefined for other commands. */
export function dockerBuildOf({ words }: ShellCommand): DockerBuildCommand | undefined {
  const start = words.findIndex(isBuilder);
  if (start < 0 || start > MAX_WORDS_BEFORE) return undefined;
  let at = start + 1;
  if (/^(?:buildx|image|builder)$/.test(words[at]?.text ?? '')) at++;
  if (!/^(?:build|bud|b)$/.test(words[at]?.text ?? '')) return undefined;
  return readArguments(words.slice(at + 1));
}

/** The image name that a `docker tag` gives. */
export function tagGivenBy({ words }: ShellCommand): string | undefined {
  const [program, verb] = words;
  return program !== undefined && isBuilder(program) && verb?.text === 'tag' ? words[3]?.text : undefined;
}

/** `sudo -E env A=1 docker build`. */
const MAX_WORDS_BEFORE = 4;

/** The program itself, or a variable that is named after one. */
function isBuilder({ text, isDynamic }: ShellWord): boolean {
  return isDynamic
    ? /^\$\{?\(?(?=\w+\)?\}?$)\w*(?:docker|podman|container_(?:tool|engine|cli|runtime))/i.test(text)
    : /(?:^|\/)(?:docker|podman|nerdctl|buildah)$/.test(text);
}

function readArguments(words: readonly ShellWord[]): DockerBuildCommand {
  let file: ShellWord | undefined;
  let target: ShellWord | undefined;
  const tags: string[] = [];
  const positional: ShellWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const option = /^(--?[a-z][a-z-]*)(?:=(.*))?$/is.exec(word.text);
    if (option === null) {
      positional.push(word);
      continue;
    }
    const [, name = '', attached] = option;
    const value =
      attached === undefined ? (VALUED.has(name) ? words[++index] : undefined) : { ...word, text: attached };
    if (name === '-f' || name === '--file') file = value;
    else if (name === '--target') target = value;
    else if ((name === '-t' || name === '--tag') && value !== undefined) tags.push(value.text);
  }
  const [plain, another] = positional.filter(({ isDynamic, text }) => !isDynamic && text !== '-');
  return { file, target, tags, context: another === undefined ? plain : undefined };
}

/** Options with a value of their own. Source: https://docs.docker.com/reference/cli/docker/buildx/build/ */
const VALUED: ReadonlySet<string> = new Set([
  '-c',
  '-f',
  '-m',
  '-o',
  '-t',
  '--add-host',
  '--allow',
  '--annotation',
  '--attest',
  '--build-arg',
  '--build-context',
  '--builder',
  '--cache-from',
  '--cache-to',
  '--call',
  '--cgroup-parent',
  '--cpuset-cpus',
  '--file',
  '--format',
  '--iidfile',
  '--isolation',
  '--label',
  '--memory',
  '--metadata-file',
  '--network',
  '--no-cache-filter',
  '--output',
  '--platform',
  '--progress',
  '--secret',
  '--security-opt',
  '--shm-size',
  '--ssh',
  '--tag',
  '--target',
  '--ulimit',
  '--volume',
]);
