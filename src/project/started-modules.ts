/** Which modules of the project a command starts, by the programs that servers and workers are started with. */
import { invocationOf, type ShellCommand, type ShellWord } from '../artifacts/index.ts';
import { firstIndex, groupBy, memoize } from '../collections/index.ts';
import { WEB_SERVERS } from '../knowledge/server-programs.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { compareText, folderOf, type Span } from '../text/index.ts';
import type { PlacedCommand } from './commands.ts';
import type { ProjectModel } from './project-model.ts';

export interface StartedModule {
  readonly module: ModuleSummary;
  /** The word that names it, in the file of the command. */
  readonly span: Span;
}

/** Where modules may lie that a command names. */
export interface CodePlace {
  /** A folder that all of them lie in. */
  readonly folder: string;
  /** Whether an image holds a file of the repository. */
  readonly holds?: (path: string) => boolean;
}

/** The modules that a command of the repository starts, from the likeliest of its folders that has one. */
export function modulesStartedBy({ command, folders }: PlacedCommand, project: ProjectModel): readonly ModuleSummary[] {
  for (const folder of folders) {
    const found = startedModules(project, command, { folder });
    if (found.length > 0) return [...new Set(found.map(({ module }) => module))];
  }
  return [];
}

/** Commands that are inside others count by themselves: what is behind a `--`, what a script of the repository runs. */
export function startedModules(
  project: ProjectModel,
  command: ShellCommand,
  place: CodePlace,
): readonly StartedModule[] {
  const invocation = invocationOf(command);
  if (invocation === undefined) return [];
  const { program, args } = invocation;
  return startedBy(program, args).flatMap(({ word, text, isWhole, isPath }) => {
    const scripts = text.endsWith('.py') || isPath === true ? scriptNamed(project, text, place) : [];
    const isModule = scripts.length === 0 && !text.endsWith('.py');
    const modules = isModule ? modulesNamed(project, text, place, isWhole) : scripts;
    return modules.map((module) => ({ module, span: word.span }));
  });
}

interface NamedCode {
  readonly word: ShellWord;
  /** A path of a script, or a dotted name that may go on to an object. */
  readonly text: string;
  /** The name is one of a module, and does not go on. */
  readonly isWhole?: true;
  /** It is a path, whatever it ends with. */
  readonly isPath?: true;
}

/**
 * `CMD ["orders.handler"]`: a function as the images of AWS Lambda call it, with its module. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/python-image.html. `start.sh` is a file.
 */
export function handlerCalledBy(
  { command, folders, kind }: PlacedCommand,
  project: ProjectModel,
): { readonly module: ModuleSummary; readonly function: string } | undefined {
  const [word, ...others] = command.words;
  const [, dotted, name] = /^((?:\w+\.)*\w+)\.([a-z_]\w*)$/.exec(word?.text ?? '') ?? [];
  if (kind !== 'dockerfile' || others.length > 0 || dotted === undefined || name === undefined) return undefined;
  for (const folder of folders) {
    const called = modulesNamed(project, dotted, { folder }, true).flatMap((module) => {
      const accessPath = `${module.module}.${name}`;
      return module.functions.some(({ qualifiedName }) => qualifiedName === accessPath)
        ? { module, function: accessPath }
        : [];
    });
    if (called[0] !== undefined) return called[0];
  }
  return undefined;
}

/** What the arguments of a program name. */
function startedBy(program: string, args: readonly ShellWord[]): readonly NamedCode[] {
  if (program === 'python') return startedByPython(args);
  if (program.endsWith('.py')) return [];
  const optionNames = APPLICATION_OPTIONS.get(program);
  if (optionNames !== undefined) return namedByOption(args, optionNames);
  if (SERVERS.has(program)) return positionals(args).map((word) => ({ word, text: beforeColon(word.text) }));
  return RUNNERS.has(program) ? positionals(args).map((word) => ({ word, text: word.text })) : [];
}

function startedByPython(args: readonly ShellWord[]): readonly NamedCode[] {
  const at = args.findIndex(({ text }, index) => !text.startsWith('-') && !/^-[WX]$/.test(args[index - 1]?.text ?? ''));
  const word = args[at];
  if (word === undefined || args.slice(0, at).some(({ text }) => text === '-c')) return [];
  if (args[at - 1]?.text !== '-m') return [{ word, text: word.text, isPath: true }];
  const through = startedBy(word.text, args.slice(at + 1));
  return through.length > 0 ? through : [{ word, text: word.text, isWhole: true }];
}

/** `-A app`, `--app app`, `--app=app`. */
function namedByOption(args: readonly ShellWord[], names: readonly string[]): readonly NamedCode[] {
  return args.flatMap((word, index) => {
    const [name = '', value] = word.text.split('=', 2);
    if (!names.includes(name)) return [];
    const given = value === undefined ? args[index + 1] : { ...word, text: value };
    return given === undefined ? [] : [{ word: given, text: beforeColon(given.text) }];
  });
}

const beforeColon = (text: string): string => text.split(':', 1)[0] ?? text;

/** Values of options among them, which name no module. */
const positionals = (args: readonly ShellWord[]): readonly ShellWord[] =>
  args.filter(({ text, isDynamic }) => !isDynamic && /^[A-Za-z_./][\w./-]*(?::[A-Za-z_][\w.()]*)?$/.test(text));

/** Take `module:object`. */
const SERVERS: ReadonlySet<string> = new Set([
  ...WEB_SERVERS,
  ...['taskiq', 'faststream', 'dramatiq', 'saq', 'arq', 'huey_consumer', 'procrastinate'],
]);
/** Take the path of a script. */
const RUNNERS: ReadonlySet<string> = new Set([
  'fastapi',
  'streamlit',
  'chainlit',
  'panel',
  'ray',
  'torchrun',
  'accelerate',
]);
/** Take the application as an option. */
const APPLICATION_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['celery', ['-A', '--app']],
  ['flask', ['-A', '--app']],
]);

/** The one script below a folder that a path of an image ends with. */
function scriptNamed(project: ProjectModel, path: string, place: CodePlace): readonly ModuleSummary[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  for (let from = 0; from < names.length; from++) {
    const found = nearest(project, [names.slice(from).join('/')], place);
    if (found.length > 0) return found;
  }
  return [];
}

/** What a dotted name begins with, below a folder: a module, or of a package what running it or asking it for its application runs. */
function modulesNamed(
  project: ProjectModel,
  dotted: string,
  place: CodePlace,
  isWhole = false,
): readonly ModuleSummary[] {
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(dotted)) return [];
  for (let end = dotted.length; end > 0; end = dotted.lastIndexOf('.', end - 1)) {
    const path = dotted.slice(0, end).replaceAll('.', '/');
    const inPackage = ['__init__', '__main__', 'celery'].map((name) => `${path}/${name}.py`);
    const found = nearest(project, [`${path}.py`, ...inPackage], place);
    if (found.length > 0 || isWhole) return found;
  }
  return [];
}

/** Of the modules that end in one of the paths, those nearest to the folder; none where they lie in two places as near. */
function nearest(
  project: ProjectModel,
  endings: readonly string[],
  { folder, holds = () => true }: CodePlace,
): readonly ModuleSummary[] {
  const below = endings.flatMap((end) => modulesBelow(folder, byEnding(project).get(lastTwo(end)) ?? []));
  const found = [...new Set(below)].filter(
    ({ path, role }) => role !== 'test' && endings.some((end) => endsIn(path, end)) && holds(path),
  );
  const depth = ({ path }: ModuleSummary): number => path.split('/').length;
  const least = Math.min(...found.map(depth));
  const near = found.filter((module) => depth(module) === least).sort((a, b) => compareText(a.path, b.path));
  return new Set(near.map(({ path }) => folderOf(path))).size === 1 ? near : [];
}

/** Those of modules in the order of their paths that lie below a folder, which are together. */
function modulesBelow(folder: string, modules: readonly ModuleSummary[]): readonly ModuleSummary[] {
  if (folder === '') return modules;
  const start = firstIndex(modules, ({ path }) => compareText(path, `${folder}/`) >= 0);
  // The character behind a slash.
  const end = firstIndex(modules, ({ path }) => compareText(path, `${folder}0`) >= 0);
  return modules.slice(start, end);
}

/** Modules by the last name of their paths and by the last two, in the order of the paths: a repository of thousands has as many commands. */
const byEnding = memoize(({ modules }: ProjectModel): ReadonlyMap<string, readonly ModuleSummary[]> => {
  const ordered = modules.toSorted((a, b) => compareText(a.path, b.path));
  const endings = ordered.flatMap((module) => {
    const two = lastTwo(module.path);
    return [...new Set([two, two.slice(two.indexOf('/') + 1)])].map((ending) => ({ ending, module }));
  });
  return new Map(
    [...groupBy(endings, ({ ending }) => ending)].map(([ending, found]) => [ending, found.map(({ module }) => module)]),
  );
});

const lastTwo = (path: string): string => path.split('/').slice(-2).join('/');
const endsIn = (path: string, ending: string): boolean => path === ending || path.endsWith(`/${ending}`);
