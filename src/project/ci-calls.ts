/** What a command of CI calls that is in the repository: targets of make, environments of tox, sessions of nox, scripts. */
import {
  type Invocation,
  invocationOf,
  type ShellCommand,
  type ShellScript,
  type ShellWord,
  type ToxConfiguration,
  type ToxEnvironment,
} from '../artifacts/index.ts';
import { groupBy, memoize } from '../collections/index.ts';
import { TOOL_OF_PROGRAM } from '../knowledge/check-tools.ts';
import type { Span } from '../text/index.ts';
import { joinPath } from '../text/index.ts';
import type { Artifacts } from './artifacts.ts';
import type { CiOpenEnd, CiStep } from './ci-runs.ts';
import { textsOfWord, valuesOfVariable } from './ci-variables.ts';
import { type Recipe, recipesOf } from './make-targets.ts';
import { type NoxFile, noxScripts, type PlacedFile, sessionsNamed } from './nox-scripts.ts';
import type { RepositoryTree } from './repository-tree.ts';
import { type ToxFile, toxFiles } from './tox-files.ts';

/** A script that a call runs. */
export interface CalledScript {
  readonly file: PlacedFile;
  readonly script: ShellScript;
  readonly folder: string | undefined;
  /** Where make, nox or tox is told to go on when it fails. */
  readonly ignoredAt: Span | undefined;
  readonly ignoredBy: 'make' | 'nox' | 'tox' | undefined;
  /** Of the target, environment or session that it belongs to; undefined for a script. */
  readonly name: string | undefined;
}

/** A command that CI runs, and from where. */
export interface CalledFrom {
  readonly command: ShellCommand;
  readonly folder: string | undefined;
  readonly step: CiStep;
}

export type Called =
  | {
      readonly kind: 'scripts';
      readonly key: string;
      readonly scripts: readonly CalledScript[];
      /** It runs something else beside them. */
      readonly alsoOpen?: CiOpenEnd['kind'];
    }
  | { readonly kind: 'open'; readonly key: string; readonly what: CiOpenEnd['kind'] };

export class CiCalls {
  readonly #recipes = new Map<string, readonly Recipe[] | undefined>();
  readonly #noxfiles: ReadonlyMap<string | undefined, NoxFile>;
  readonly #toxFiles: ReadonlyMap<string | undefined, ToxFile>;

  constructor(
    readonly artifacts: Artifacts,
    readonly tree: RepositoryTree,
    noxfiles: readonly NoxFile[],
  ) {
    this.#toxFiles = new Map(toxFiles(artifacts).map((each) => [each.file.folder, each]));
    this.#noxfiles = new Map(noxfiles.map((each) => [each.path, each]));
  }

  /** What the command calls; undefined where it does its work itself. */
  calledBy(run: CalledFrom): Called | undefined {
    const { command, folder } = run;
    const invocation = invocationOf(command);
    if (invocation === undefined) return { kind: 'open', key: command.words[0]?.text ?? '', what: 'script' };
    const { program, args, word } = invocation;
    if (program === 'make' || program === 'gmake') return this.#make(args, folder);
    if (program === 'tox') return this.#tox(args, run);
    if (program === 'nox') return this.#nox(args, folder);
    if (program === 'python') return this.#python(args, run);
    if (CONTAINERS.has(program)) return { kind: 'open', key: program, what: 'container' };
    if (isTask(command, invocation) || this.#isNodeScript(invocation, folder))
      return { kind: 'open', key: textOf(command.words), what: 'task' };
    if (SHELLS.has(program))
      return this.#script(
        args.find(({ text }) => !/^[-+]/.test(text)),
        folder,
      );
    return word.text.includes('/') ? this.#script(word, folder) : undefined;
  }

  /** `npm test` where `package.json` is beside what Python requires: its scripts, which are not read, may run Python too. */
  #isNodeScript({ program, args: [first] }: Invocation, folder: string | undefined): boolean {
    if (!NODE_RUNNERS.has(program) || !/^(?:t|test|run|run-script)$/.test(first?.text ?? '')) return false;
    const holds = (name: string): boolean => folder !== undefined && this.tree.resolve(name, folder).kind === 'file';
    return holds('package.json') && ['requirements.txt', 'pyproject.toml', 'setup.py'].some(holds);
  }

  #make(args: readonly ShellWord[], folder: string | undefined): Called | undefined {
    const { targets, file, changed, isLenient } = makeArguments(args);
    const open: Called = { kind: 'open', key: `make ${targets.join(' ')}`.trim(), what: 'make' };
    if (folder === undefined || args.some(({ isDynamic }) => isDynamic)) return open;
    const at = changed === undefined ? folder : joinPath(folder, changed);
    const recipes = at === undefined ? undefined : this.#recipesOf(at, file, targets);
    if (recipes === undefined) return open;
    const scripts = recipes.map(({ file: makefile, line, target }): CalledScript => {
      const isIgnored = line.ignoresFailure || isLenient;
      const [ignoredAt, ignoredBy] = isIgnored ? ([line.span, 'make'] as const) : [undefined, undefined];
      return { file: makefile, script: line.script, folder: at, ignoredAt, ignoredBy, name: target };
    });
    return { kind: 'scripts', key: `${at}/${file ?? ''} ${open.key}`, scripts };
  }

  #recipesOf(folder: string, file: string | undefined, targets: readonly string[]): readonly Recipe[] | undefined {
    const key = JSON.stringify([folder, file, targets]);
    if (!this.#recipes.has(key)) this.#recipes.set(key, recipesOf(this.artifacts, folder, file, targets));
    return this.#recipes.get(key);
  }

  #tox(args: readonly ShellWord[], { command, folder, step }: CalledFrom): Called {
    const open: Called = { kind: 'open', key: textOf(args), what: 'tox' };
    const configured = this.#toxFiles.get(folder);
    const environments = configured?.tox.environments ?? [];
    if (configured === undefined || environments.length === 0) return open;
    const { file } = configured;
    const named = toxNames(args, command, step);
    if (named === undefined) return open;
    const names = named === 'all' ? configured.tox.environmentList : named;
    const chosen = names === undefined ? environments : chosenOf(configured.tox, names);
    const scripts = chosen.flatMap(({ name, commands }) =>
      commands.map(({ script, ignoresFailure, span }): CalledScript => {
        const [ignoredAt, ignoredBy] = ignoresFailure ? ([span, 'tox'] as const) : [undefined, undefined];
        return { file, script, folder, ignoredAt, ignoredBy, name: name === '' ? names?.join(',') : name };
      }),
    );
    return { kind: 'scripts', key: `tox ${folder} ${names?.join(',') ?? ''}`, scripts };
  }

  #nox(args: readonly ShellWord[], folder: string | undefined): Called {
    const open: Called = { kind: 'open', key: 'nox', what: 'nox' };
    const chosen = noxArguments(args);
    const path = folder === undefined ? undefined : joinPath(folder, chosen?.file ?? 'noxfile.py');
    const file = this.#noxfiles.get(path);
    const sessions = file && chosen && sessionsNamed(file, chosen);
    if (file === undefined || sessions === undefined || sessions.length === 0) return open;
    const scripts = sessions.flatMap((session) =>
      noxScripts(session).map(({ script, ignoredAt }): CalledScript => {
        const ignoredBy = ignoredAt === undefined ? undefined : 'nox';
        return { file, script, folder: file.folder, ignoredAt, ignoredBy, name: session.name };
      }),
    );
    const isComplete = sessions.every((session) => session.isComplete);
    const key = `nox ${path} ${sessions.map(({ name }) => name).join(' ')}`;
    return { kind: 'scripts', key, scripts, ...(!isComplete && { alsoOpen: 'nox' }) };
  }

  #python(args: readonly ShellWord[], run: CalledFrom): Called | undefined {
    const written = args.find(({ text }) => text === '-m' || text === '-c' || !text.startsWith('-'));
    if (written === undefined || written.text === '-c') return undefined;
    if (written.text !== '-m') return { kind: 'open', key: written.text, what: 'python' };
    const module = args[args.indexOf(written) + 1];
    const rest = args.slice(args.indexOf(written) + 2);
    if (module?.text === 'tox') return this.#tox(rest, run);
    if (module?.text === 'nox') return this.#nox(rest, run.folder);
    const isKnown = module === undefined || MODULES.has(module.text) || TOOL_OF_PROGRAM.has(module.text);
    return isKnown ? undefined : { kind: 'open', key: module.text, what: 'python' };
  }

  #script(written: ShellWord | undefined, folder: string | undefined): Called | undefined {
    if (written === undefined) return undefined;
    const answer = folder === undefined ? undefined : this.tree.resolve(written.text, folder);
    if (answer?.kind === 'missing' || answer?.kind === 'outside') return undefined;
    const file = answer?.kind === 'file' ? this.artifacts.at('shell-script', answer.path) : undefined;
    if (file === undefined) return { kind: 'open', key: written.text, what: 'script' };
    const { script } = file.model;
    const called = { file, script, folder, ignoredAt: undefined, ignoredBy: undefined, name: undefined };
    return { kind: 'scripts', key: `script ${file.path}`, scripts: [called] };
  }
}

const textOf = (words: readonly ShellWord[]): string => words.map(({ text }) => text).join(' ');

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'source', '.']);
const CONTAINERS: ReadonlySet<string> = new Set(['docker', 'docker-compose', 'podman', 'kubectl', 'act']);
const NODE_RUNNERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);
/** Programs that run what their own configuration says under some name. */
const TASK_RUNNERS: ReadonlySet<string> = new Set([
  ...[
    'just',
    'task',
    'invoke',
    'inv',
    'poe',
    'poethepoet',
    'taskipy',
    'doit',
    'earthly',
    'dagger',
    'nx',
    'bazel',
    'bazelisk',
  ],
  ...[
    'pants',
    'moon',
    'hatch',
    'pdm',
    'pixi',
    'rye',
    'duty',
    'mise',
    'devbox',
    'nix',
    'nix-build',
    'tilt',
    'snakemake',
    'lefthook',
    'husky',
    'lint-staged',
  ],
]);
/** Modules that `python -m` runs and that bring nothing of a check along. */
const MODULES: ReadonlySet<string> = new Set([
  ...[
    'pip',
    'build',
    'venv',
    'ensurepip',
    'unittest',
    'coverage',
    'compileall',
    'twine',
    'pipx',
    'poetry',
    'uv',
    'json.tool',
  ],
  ...['http.server', 'spacy', 'piptools', 'virtualenv', 'site', 'zipfile', 'cibuildwheel', 'wheel', 'setuptools_scm'],
]);
const INSTALLING =
  /^(?:add|build|config|env|fmt|init|install|lock|publish|remove|self|show|sync|update|version|-V|--version)$/;

/** A task of some runner, or what `hatch run` and its like may know under that name. */
function isTask({ words }: ShellCommand, { program, args }: Invocation): boolean {
  if (TASK_RUNNERS.has(program)) return !INSTALLING.test(args[0]?.text ?? '');
  return TASK_RUNNERS.has(words[0]?.text ?? '') && !TOOL_OF_PROGRAM.has(program) && program !== 'coverage';
}

function makeArguments(args: readonly ShellWord[]) {
  const targets: string[] = [];
  let [file, changed]: (string | undefined)[] = [];
  let isLenient = false;
  for (let index = 0; index < args.length; index++) {
    const text = args[index]?.text ?? '';
    if (text === '-C' || text === '--directory') changed = args[++index]?.text;
    else if (text.startsWith('--directory=')) changed = text.slice(12);
    else if (text === '-f' || text === '--file') file = args[++index]?.text;
    else if (text === '-i' || text === '--ignore-errors') isLenient = true;
    else if (!text.startsWith('-') && !text.includes('=')) targets.push(text);
  }
  return { targets, file, changed, isLenient };
}

/** What `-e` or `TOXENV` names; undefined where that cannot be determined. */
function toxNames(
  args: readonly ShellWord[],
  command: ShellCommand,
  step: CiStep,
): readonly string[] | 'all' | undefined {
  const at = args.findIndex(({ text }) => /^(?:-e|-m|--env|run-parallel)$/.test(text));
  const joined = args.find(({ text }) => /^(?:-e[\w]|--env=)/.test(text));
  const named = joined ?? (at < 0 ? undefined : args[at + 1]);
  if (args[at]?.text === '-m') return undefined;
  if (named !== undefined) return separate(textsOfWord(named, step)?.map((text) => text.replace(/^(?:-e|--env=)/, '')));
  const variable = valuesOfVariable('TOXENV', command, step);
  return variable === 'unset' ? 'all' : separate(variable);
}

function separate(lists: readonly string[] | undefined): readonly string[] | 'all' | undefined {
  const names = lists?.flatMap((list) => list.split(',')).map((name) => name.trim());
  return names?.includes('ALL') === true ? 'all' : names;
}

/** What `-s`, `-e` and `-t` name, each up to the next option; undefined where a variable, a keyword or an interpreter chooses. */
function noxArguments(args: readonly ShellWord[]) {
  const names: string[] = [];
  const tags: string[] = [];
  let file: string | undefined;
  let taken: string[] | undefined;
  for (let index = 0; index < args.length; index++) {
    const { text, isDynamic } = args[index] ?? { text: '', isDynamic: true };
    if (text === '--') break;
    const [, option = text, joined] = /^(--?[\w-]+)=(.*)$/s.exec(text) ?? [];
    if (isDynamic || /^(?:-k|--keywords|-p|--pythons?|--force-python|-l|--list)$/.test(option)) return undefined;
    if (/^(?:-s|-e|--sessions?)$/.test(option)) taken = names;
    else if (/^(?:-t|--tags)$/.test(option)) taken = tags;
    else if (/^(?:-f|--noxfile)$/.test(option)) file = joined ?? args[++index]?.text;
    else if (option.startsWith('-')) taken = undefined;
    else taken?.push(text);
    if (joined !== undefined && option !== '-f' && option !== '--noxfile') taken?.push(joined);
  }
  return { names, tags, file };
}

/** The sections of the environments, in their order; `[testenv]` for those that have none. */
function chosenOf(tox: ToxConfiguration, named: readonly string[]): ToxEnvironment[] {
  const { byName, ofSeveral } = placedByName(tox);
  const own = new Set([...named.flatMap((name) => byName.get(name) ?? []), ...ofSeveral]);
  const isBare = named.some((name) => !byName.has(name));
  return [...[...own].sort((a, b) => a.index - b.index), ...(isBare ? (byName.get('') ?? []) : [])].map(
    ({ environment }) => environment,
  );
}

/** The sections of the environments, and those that stand for several. */
const placedByName = memoize(({ environments }: ToxConfiguration) => {
  const placed = environments.map((environment, index) => ({ environment, index }));
  return {
    byName: groupBy(placed, ({ environment: { name } }) => name),
    ofSeveral: placed.filter(({ environment: { name } }) => /[{},]/.test(name)),
  };
});
