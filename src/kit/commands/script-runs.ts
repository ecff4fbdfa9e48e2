import { invocationOf, type ShellWord } from '../../artifacts/index.ts';
import type { ModuleSummary, PlacedCommand, ProjectModel } from '../../project/index.ts';
import { joinPath } from '../../text/index.ts';

/** A script of the project that a command runs, and the words that it is given. */
export interface ScriptRun {
  readonly module: ModuleSummary;
  /** The word that names it. */
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
}

/** `python a.py …`, `python -m pkg.a …`, `./a.py …`, `torchrun a.py …`, `manage.py command …`; undefined for all else. */
export function scriptRun(placed: PlacedCommand, project: ProjectModel): ScriptRun | undefined {
  const named = scriptNamed(placed);
  if (named === undefined || named.word.isDynamic) return undefined;
  const { word, args, isModule } = named;
  const command = managementCommand(named, project);
  if (command !== undefined) return command;
  const module = isModule ? moduleOf(word.text, placed, project) : scriptAt(word.text, placed, project);
  return module === undefined ? undefined : { module, word, args };
}

/** The only file that Django may look for a command of that name in. */
function managementCommand({ word, args: [name, ...args] }: NamedScript, project: ProjectModel): ScriptRun | undefined {
  if (!/(?:^|\/)manage\.py$/.test(word.text) || name === undefined || name.isDynamic) return undefined;
  const file = `/management/commands/${name.text}.py`;
  const [module, ...others] = project.modules.filter(({ path }) => `/${path}`.endsWith(file));
  return module === undefined || others.length > 0 ? undefined : { module, word: name, args };
}

interface NamedScript {
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
  readonly isModule: boolean;
}

/** The script that a command names, whether it is there or not. */
export function scriptNamed(placed: Pick<PlacedCommand, 'command'>): NamedScript | undefined {
  const invocation = invocationOf(placed.command);
  if (invocation === undefined) return undefined;
  const { program, word, args } = invocation;
  if (/^\.{0,2}\/?[\w./-]+\.py$/.test(word.text)) return { word, args, isModule: false };
  if (program === 'python') return behindOptions(args, PYTHON_VALUES);
  return LAUNCHERS.has(program) ? launched(args) : undefined;
}

/** Options of python that take the next word. */
const PYTHON_VALUES: ReadonlySet<string> = new Set(['-W', '-X', '--check-hash-based-pycs']);
/** Programs that run a script with its own words behind it. */
const LAUNCHERS: ReadonlySet<string> = new Set(['torchrun', 'accelerate', 'deepspeed']);

function behindOptions(args: readonly ShellWord[], values: ReadonlySet<string>): NamedScript | undefined {
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word === undefined) return undefined;
    if (word.text === '-m') {
      const module = args[index + 1];
      return module && { word: module, args: args.slice(index + 2), isModule: true };
    }
    if (!word.text.startsWith('-')) return { word, args: args.slice(index + 1), isModule: false };
    if (word.text === '-c' || word.text === '-' || word.isDynamic) return undefined;
    if (values.has(word.text)) index++;
  }
  return undefined;
}

/** The first word that is a script: what is before it is the launcher's. */
function launched(args: readonly ShellWord[]): NamedScript | undefined {
  const index = args.findIndex(({ text }) => text.endsWith('.py'));
  const word = args[index];
  return word && { word, args: args.slice(index + 1), isModule: false };
}

function scriptAt(
  written: string,
  { folders, isInImage }: PlacedCommand,
  project: ProjectModel,
): ModuleSummary | undefined {
  const path = isInImage ? written.replace(/^\/(?:app|code|src|workspace|srv|opt\/\w+)\//, '') : written;
  const answer = project.tree.resolve(path, ...folders);
  return answer.kind === 'file' ? project.moduleByPath(answer.path) : undefined;
}

function moduleOf(dotted: string, { folders }: PlacedCommand, project: ProjectModel): ModuleSummary | undefined {
  if (!/^[A-Za-z_][\w.]*$/.test(dotted)) return undefined;
  const path = dotted.replaceAll('.', '/');
  for (const folder of folders) {
    for (const written of [`${path}.py`, `${path}/__main__.py`, `src/${path}.py`, `src/${path}/__main__.py`]) {
      const module = project.moduleByPath(joinPath(folder, written) ?? '');
      if (module !== undefined) return module;
    }
  }
  return undefined;
}
