/** Where the repository's commands install what a requirements file lists. */
import { type DependencyRequirement, parseRequirement, type ShellCommand } from '../../artifacts/index.ts';
import type { ArtifactFile, PlacedCommand, ProjectModel } from '../../project/index.ts';
import type { Located } from '../../text/index.ts';
import { pipArguments } from '../command-lines/shell-commands.ts';
import { contextSources } from './build-sources.ts';

export interface RequirementInstall {
  readonly command: PlacedCommand;
  readonly file: ArtifactFile<'requirements'>;
  /** `-c`, `--require-hashes`: the versions are held fast by something else. */
  readonly isHeld: boolean;
}

/** Every `pip install -r`, with the files that the named one includes; none of a Dockerfile that Docker cannot read. */
export function requirementInstalls(project: ProjectModel): RequirementInstall[] {
  return project.commands.flatMap((command) => {
    if (project.artifacts.at('dockerfile', command.path)?.model.cannotBeBuilt === true) return [];
    const args = pipArguments(command.command)?.map(({ text }) => text) ?? [];
    if (args[0] !== 'install' && args[0] !== 'sync') return [];
    const isHeld = args.some((arg) => HOLDING.test(arg));
    const files = args.flatMap((arg, index) => {
      const inline = /^(?:-r|--requirement=)(.+)$/.exec(arg)?.[1];
      const written = inline ?? (arg === '-r' || arg === '--requirement' ? args[index + 1] : undefined);
      return written === undefined ? [] : fileBehind(written, command, project);
    });
    return files
      .flatMap((file) => withIncludes(file, project))
      .map((file) => ({
        command,
        file,
        isHeld: isHeld || file.model.includes.some(({ kind }) => kind === 'constraints'),
      }));
  });
}

const HOLDING = /^(?:-c|--constraints?|--require-hashes)(?:=|$)/;

/** Options of pip that a path, an address or a number follows. */
export const VALUED =
  /^(?:-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host|-c|--constraints?|-t|--target|-w|--wheel-dir|--prefix|--root|--cache-dir|--timeout|--default-timeout|--retries|--python|-p|--index-strategy|--platform|--no-binary|--only-binary|--progress-bar)$/;

/** `pip install fastapi "httpx>=0.27"`: what the command names itself; nothing where something else holds the versions fast. */
export function requirementsNamed(command: ShellCommand): readonly Located<DependencyRequirement>[] {
  const args = pipArguments(command) ?? [];
  if (args[0]?.text !== 'install' || args.some(({ text }) => HOLDING.test(text))) return [];
  return args.slice(1).flatMap(({ text, span, isDynamic }, index) => {
    const isOfOption =
      /^(?:-r|--requirement|-e|--editable)$/.test(args[index]?.text ?? '') || VALUED.test(args[index]?.text ?? '');
    const value = isDynamic || isOfOption ? undefined : parseRequirement(text);
    return value === undefined ? [] : { value, span };
  });
}

/** In an image the file lies where it was copied to, from where the build says; it is called the same. */
function fileBehind(written: string, command: PlacedCommand, project: ProjectModel) {
  const { folders, isInImage } = command;
  const { tree, artifacts } = project;
  const last = lastOf(written);
  const copied = isInImage ? copiedAs(last, command, project) : undefined;
  if (copied !== undefined) return copied.flatMap((path) => artifacts.at('requirements', path) ?? []).slice(0, 1);
  const names = isInImage ? [written, last] : [written];
  for (const name of names) {
    const answer = tree.resolve(name, ...folders);
    const file = answer.kind === 'file' ? artifacts.at('requirements', answer.path) : undefined;
    if (file !== undefined) return [file];
  }
  return [];
}

/** The files that the instructions of a Dockerfile copy under this name, in the contexts that its builds may have; undefined where none names it. */
function copiedAs(name: string, { path }: PlacedCommand, { artifacts, builds }: ProjectModel): string[] | undefined {
  const instructions = artifacts.at('dockerfile', path)?.model.stages.flatMap((stage) => stage.instructions) ?? [];
  const told = builds.of(path).flatMap(({ context }) => (context === undefined ? [] : builds.context(context, path)));
  const contexts = told.length > 0 ? told : builds.contextsOf(path);
  if (contexts === undefined) return undefined;
  const sources = instructions.flatMap((instruction) => {
    const taken = contextSources(instruction);
    // `COPY deploy/api.txt /app/requirements.txt` gives it another name; where there is none, an older list may be what is meant.
    const isNamed = 'destination' in instruction && lastOf(instruction.destination?.value ?? '') === name;
    const isThere = taken.some(({ value }) => contexts.some((context) => context.resolve(value).kind === 'file'));
    return isNamed && taken.length === 1 && isThere ? taken : taken.filter(({ value }) => lastOf(value) === name);
  });
  if (sources.length === 0) return undefined;
  const answers = sources.flatMap(({ value }) => contexts.map((context) => context.resolve(value)));
  if (answers.some(({ kind }) => kind === 'unknown')) return undefined;
  return answers.flatMap((answer) => (answer.kind === 'file' ? answer.path : []));
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const MAX_DEPTH = 5;

/** With the lists that it includes. */
export function withIncludes(
  file: ArtifactFile<'requirements'>,
  project: ProjectModel,
  depth = 0,
): ArtifactFile<'requirements'>[] {
  if (depth > MAX_DEPTH) return [];
  const included = file.model.includes.flatMap(({ kind, path }) => {
    const answer = project.tree.resolve(path.value, file.folder);
    const found =
      answer.kind === 'file' && kind === 'requirements' ? project.artifacts.at('requirements', answer.path) : undefined;
    return found === undefined || found.path === file.path ? [] : withIncludes(found, project, depth + 1);
  });
  return [file, ...included];
}
