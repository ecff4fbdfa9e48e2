/** How what the repository packages is installed: linked from a checkout, or built. */
import { invocationOf } from '../../artifacts/index.ts';
import type { Distribution, PlacedCommand, ProjectModel } from '../../project/index.ts';
import { joinPath } from '../../text/index.ts';
import { pipArguments } from '../command-lines/shell-commands.ts';

/** Some command installs the distribution as it is packaged, or builds or publishes it: whoever has it has only that. */
export function isInstalledBuilt({ folder }: Distribution, { commands, artifacts }: ProjectModel): boolean {
  const isBuilt = (command: PlacedCommand): boolean =>
    packages(command) ? isIn(folder, command) : isInstalledFrom(folder, command);
  return commands.some(isBuilt) || isPublishedByAction(artifacts);
}

/** Some command installs what stands in the folder, as a link or built, or packs it. */
export const isInstalledAtAll = (folder: string, { commands, artifacts }: ProjectModel): boolean =>
  isPublishedByAction(artifacts) ||
  commands.some(
    (placed) =>
      installsFrom(folder, placed).length > 0 || (isIn(folder, placed) && (packages(placed) || setsUp(placed))),
  );

/** `poetry install`, `uv sync`. */
function setsUp({ command }: PlacedCommand): boolean {
  const { program = '', args = [] } = invocationOf(command) ?? {};
  return PACKAGERS.has(program) && /^(?:install|sync|run)$/.test(args[0]?.text ?? '');
}

/** So does a lock, tox or a list of requirements. */
export const isEverInstalled = (folder: string, project: ProjectModel): boolean =>
  project.artifacts.of('lock-file').some((file) => file.folder === folder) ||
  project.tree.isFile(joinPath(folder, 'tox.ini') ?? '') ||
  project.artifacts
    .of('requirements')
    .some((file) => file.model.places.some(({ value }) => joinPath(file.folder, value) === folder)) ||
  isInstalledAtAll(folder, project);

const isIn = (folder: string, { folders }: PlacedCommand): boolean => folders.includes(folder);

/** `pip install .`, and not a link to it. */
const isInstalledFrom = (folder: string, command: PlacedCommand): boolean =>
  pipArguments(command.command) !== undefined && installsFrom(folder, command).includes('built');

/** It makes what is published, or publishes it. */
function packages({ command }: PlacedCommand): boolean {
  const { program = '', args = [] } = invocationOf(command) ?? {};
  const [first = '', second = ''] = args.map(({ text }) => text);
  if (args.some(({ text }) => /^(?:sdist|bdist_wheel)$/.test(text)) || PUBLISHERS.has(program)) return true;
  if (program === 'python') return first === '-m' && (second === 'build' || PUBLISHERS.has(second));
  return PACKAGERS.has(program) && (first === 'build' || first === 'publish');
}

const PUBLISHERS: ReadonlySet<string> = new Set(['twine', 'cibuildwheel', 'maturin', 'pyproject-build']);
const PACKAGERS: ReadonlySet<string> = new Set(['poetry', 'hatch', 'flit', 'pdm', 'uv']);

const isPublishedByAction = (artifacts: ProjectModel['artifacts']): boolean =>
  artifacts
    .of('workflow')
    .some(({ model }) => model.jobs.some(({ steps }) => steps.some(({ uses }) => PUBLISHES.test(uses?.value ?? ''))));

const PUBLISHES = /pypi-publish|action-pypi|pypi-upload/;
const BUILDERS = /^(?:twine|build|hatch|flit|poetry|pdm|maturin|cibuildwheel|setup\.py|sdist|bdist_wheel|publish)$/;

function installsFrom(folder: string, placed: PlacedCommand): readonly ('editable' | 'built')[] {
  const isHere = (written: string): boolean =>
    placed.folders.some((each) => joinPath(each, written.split('[')[0] ?? '') === folder);
  const args = pipArguments(placed.command)?.map(({ text }) => text);
  if (args !== undefined && (args[0] === 'install' || args[0] === 'wheel')) {
    return args.slice(1).flatMap((arg, index, all) => {
      const inline = /^(?:-e|--editable=)(.+)$/.exec(arg)?.[1];
      if (inline !== undefined) return isHere(inline) ? ['editable' as const] : [];
      if (arg.startsWith('-') || !isPath(arg) || !isHere(arg)) return [];
      return all[index - 1] === '-e' || all[index - 1] === '--editable' ? ['editable' as const] : ['built' as const];
    });
  }
  const invocation = invocationOf(placed.command);
  const words = [invocation?.program ?? '', ...(invocation?.args ?? []).map(({ text }) => text)];
  return words.some((word) => BUILDERS.test(word)) && isHere('.') ? ['built'] : [];
}

const isPath = (written: string): boolean => /^\.|\//.test(written);
