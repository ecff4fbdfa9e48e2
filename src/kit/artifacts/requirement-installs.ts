/** Where the repository's commands install what a requirements file lists. */
import {
  type DependencyRequirement,
  type DockerInstruction,
  parseRequirement,
  type ShellCommand,
} from '../../artifacts/index.ts';
import { pipArguments } from '../../artifacts/shell/pip-arguments.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import type { ArtifactFile, BuildContext, PlacedCommand, ProjectModel } from '../../project/index.ts';
import type { Located } from '../../text/index.ts';
import { contextSources } from './build-sources.ts';

export interface RequirementInstall {
  readonly command: PlacedCommand;
  readonly file: ArtifactFile<'requirements'>;
  /** `-c`, `--require-hashes`: the versions are held fast by something else. */
  readonly isHeld: boolean;
}

/** Every `pip install -r`, with the files that the named one includes; none of a Dockerfile that Docker cannot read. */
export const requirementInstalls = memoize((project: ProjectModel): readonly RequirementInstall[] =>
  project.commands.flatMap((command) => {
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
  }),
);

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
  const copied = isInImage ? copies(project)(command.path)?.(last) : undefined;
  if (copied !== undefined) return copied.flatMap((path) => artifacts.at('requirements', path) ?? []).slice(0, 1);
  const names = isInImage ? [written, last] : [written];
  for (const name of names) {
    const answer = tree.resolve(name, ...folders);
    const file = answer.kind === 'file' ? artifacts.at('requirements', answer.path) : undefined;
    if (file !== undefined) return [file];
  }
  return [];
}

type Copied = (name: string) => readonly string[] | undefined;

/** What Dockerfiles copy, by their paths: each is gone through once, however many lists are installed in it. */
const copies = memoize((project: ProjectModel) => {
  const known = new Map<string, Copied | undefined>();
  return (path: string): Copied | undefined => {
    if (!known.has(path)) known.set(path, copiesOf(path, project));
    return known.get(path);
  };
});

/** The files that the instructions of a Dockerfile copy under a name, in the contexts that its builds may have; undefined where none names it. */
function copiesOf(path: string, { artifacts, builds }: ProjectModel): Copied | undefined {
  const built = builds.of(path).flatMap(({ context }) => (context === undefined ? [] : builds.context(context, path)));
  const contexts = built.length > 0 ? built : builds.contextsOf(path);
  if (contexts === undefined) return undefined;
  const instructions = artifacts.at('dockerfile', path)?.model.stages.flatMap((stage) => stage.instructions) ?? [];
  const sources = groupBy(
    instructions.flatMap((each) => namedSources(each, contexts)),
    ({ name }) => name,
  );
  const files = new Map(
    [...sources].flatMap(([name, ofName]) => {
      const answers = ofName.flatMap(({ source }) => contexts.map((context) => context.resolve(source)));
      if (answers.some(({ kind }) => kind === 'unknown')) return [];
      return [[name, [...new Set(answers.flatMap((answer) => (answer.kind === 'file' ? answer.path : [])))]] as const];
    }),
  );
  return (name) => files.get(name);
}

/** What an instruction takes, each by its own name and by the one that it is given. */
function namedSources(instruction: DockerInstruction, contexts: readonly BuildContext[]) {
  const taken = contextSources(instruction).map(({ value }) => value);
  const [source = ''] = taken;
  // `COPY deploy/api.txt /app/requirements.txt` gives it another name; where there is none, an older list may be what is meant.
  const given = 'destination' in instruction ? lastOf(instruction.destination?.value ?? '') : undefined;
  const isGiven =
    given !== undefined && taken.length === 1 && contexts.some((context) => context.resolve(source).kind === 'file');
  const own = taken.map((each) => ({ name: lastOf(each), source: each }));
  return isGiven && own[0]?.name !== given ? [...own, { name: given, source }] : own;
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
