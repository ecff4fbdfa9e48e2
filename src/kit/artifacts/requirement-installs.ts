/** Where the repository's commands install what a requirements file lists. */
import type { ArtifactFile, PlacedCommand, ProjectModel } from '../../project/index.ts';
import { pipArguments } from '../command-lines/shell-commands.ts';

export interface RequirementInstall {
  readonly command: PlacedCommand;
  readonly file: ArtifactFile<'requirements'>;
  /** `-c`, `--require-hashes`: the versions are held fast by something else. */
  readonly isHeld: boolean;
}

/** Every `pip install -r`, with the files that the named one includes. */
export function requirementInstalls(project: ProjectModel): RequirementInstall[] {
  return project.commands.flatMap((command) => {
    const args = pipArguments(command.command)?.map(({ text }) => text) ?? [];
    if (args[0] !== 'install' && args[0] !== 'sync') return [];
    const isHeld = args.some((arg) => /^(?:-c|--constraints?|--require-hashes)(?:=|$)/.test(arg));
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

/** In an image the file lies where it was copied to; it is called the same. */
function fileBehind(written: string, { folders, isInImage }: PlacedCommand, { tree, artifacts }: ProjectModel) {
  const names = isInImage ? [written, written.slice(written.lastIndexOf('/') + 1)] : [written];
  for (const name of names) {
    const answer = tree.resolve(name, ...folders);
    const file = answer.kind === 'file' ? artifacts.at('requirements', answer.path) : undefined;
    if (file !== undefined) return [file];
  }
  return [];
}

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
