import type { ShellCommand, ShellWord } from './shell-script.ts';

/** A command without what only starts it (`sudo`, `exec`, `env A=1`, `time`, `uv run`, `poetry run`). */
export interface Invocation {
  /** The program's name, without its folder and version: `/usr/bin/python3.11` is `python`. */
  readonly program: string;
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
}

/** What a command runs; undefined where only a shell could say. */
export function invocationOf({ words }: Pick<ShellCommand, 'words'>): Invocation | undefined {
  let rest = words;
  for (let skipped = startersIn(rest); skipped > 0; skipped = startersIn(rest)) rest = rest.slice(skipped);
  const [word, ...args] = rest;
  if (word === undefined || word.isDynamic) return undefined;
  const name = word.text.slice(word.text.lastIndexOf('/') + 1);
  return { program: /^(?:python|pip)[\d.]*$/.test(name) ? name.replace(/[\d.]+/, '') : name, word, args };
}

/** How many words in front only start what comes after them. */
function startersIn(words: readonly ShellWord[]): number {
  const [first, second] = words.map(({ text }) => text);
  if (first === undefined) return 0;
  const pair = PAIRS.get(first);
  if (pair !== undefined && second === pair) return 2 + optionsIn(words.slice(2));
  if (CONTAINER_PROGRAMS.has(first)) return inContainer(words);
  if (first === 'timeout') return 1 + optionsIn(words.slice(1)) + 1;
  if (!STARTERS.has(first)) return 0;
  const assignments = words.slice(1).findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text));
  const taken = 1 + (first === 'env' ? Math.max(0, assignments) : 0);
  return taken + optionsIn(words.slice(taken), STARTERS_TAKING_WORDS.has(first) ? TAKING_A_WORD : NONE);
}

/** `docker exec -it api python job.py`, `docker compose exec api …`: the words before the command; none where no command comes. */
function inContainer(words: readonly ShellWord[]): number {
  const [, second, third] = words.map(({ text }) => text);
  const verb = second === 'compose' ? 2 : 1;
  if ((verb === 2 ? third : second) !== 'exec') return 0;
  const container = verb + 1 + optionsIn(words.slice(verb + 1), TAKING_A_WORD_IN_CONTAINER);
  return container + 1 < words.length ? container + 1 : 0;
}

/** Options with what they take, where that is a word of its own. */
function optionsIn(words: readonly ShellWord[], takingWord = TAKING_A_WORD): number {
  let count = 0;
  for (let text = words[0]?.text; text?.startsWith('-') === true; text = words[count]?.text)
    count += takingWord.has(text) ? 2 : 1;
  return count < words.length ? count : 0;
}

/** https://docs.astral.sh/uv/reference/cli/#uv-run, https://docs.conda.io/projects/conda/en/stable/commands/run.html */
const TAKING_A_WORD: ReadonlySet<string> = new Set([
  ...[
    '--with',
    '--with-editable',
    '--with-requirements',
    '--group',
    '--only-group',
    '--no-group',
    '--extra',
    '--no-extra',
  ],
  ...['--python', '-p', '--directory', '--project', '--package', '--env-file', '-n', '--name', '--cwd', '--index'],
  ...['--from', '--signal', '-s', '--kill-after', '-k'],
]);

/** https://docs.docker.com/reference/cli/docker/container/exec/, https://docs.docker.com/reference/cli/docker/compose/exec/ */
const TAKING_A_WORD_IN_CONTAINER: ReadonlySet<string> = new Set([
  ...['-e', '--env', '--env-file', '-u', '--user', '-w', '--workdir', '--index'],
]);
const CONTAINER_PROGRAMS: ReadonlySet<string> = new Set(['docker', 'podman', 'docker-compose', 'podman-compose']);

const NONE: ReadonlySet<string> = new Set();
const STARTERS_TAKING_WORDS: ReadonlySet<string> = new Set(['nice', 'uvx']);
const STARTERS: ReadonlySet<string> = new Set([
  'sudo',
  'exec',
  'env',
  'time',
  'nohup',
  'command',
  'nice',
  'tini',
  'dumb-init',
  'xvfb-run',
  'uvx',
]);
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['uv', 'run'],
  ['poetry', 'run'],
  ['pdm', 'run'],
  ['pipenv', 'run'],
  ['hatch', 'run'],
  ['rye', 'run'],
  ['conda', 'run'],
  ['pipx', 'run'],
  ['pixi', 'run'],
]);
