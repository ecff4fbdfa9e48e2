/** Files of an image that its build or its start reads. */
import {
  type Dockerfile,
  type DockerInstruction,
  type DockerStage,
  imagePath,
  invocationOf,
  lineOfStage,
  pathWithin,
  type ShellCommand,
  type ShellWord,
} from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import { memoize } from '#collections';
import { finalStage, instructionsOf } from '#kit/artifacts';
import type { ArtifactFile, BuildContext, ProjectModel } from '#project';
import { pathAndFolders, type Span } from '#text';
import { ImageFiles } from './image-files.ts';

/** A file that is read and certainly not there. */
export interface FileNeeded {
  /** As it is written. */
  readonly path: string;
  readonly span: Span;
  /** The paths of the repository that would be it, were they there. */
  readonly wanted: readonly string[];
  /** The container starts with it. */
  readonly isStart: boolean;
}

/**
 * Requirements that a RUN installs and scripts that the container starts with, which nothing brought to the image. Only of
 * images on a plain distribution: what other images hold nobody knows.
 */
export function filesNeeded(
  { model }: ArtifactFile<'dockerfile'>,
  contexts: readonly BuildContext[],
  project: ProjectModel,
): readonly FileNeeded[] {
  return model.stages.flatMap((stage) => {
    if (!isPlainlyBased(model, stage)) return [];
    const files = new ImageFiles(instructionsOf(model, stage), contexts);
    const isFinal = stage === finalStage(model);
    return stage.instructions.flatMap((instruction, index) => {
      if (instruction.kind === 'run') return requirementsLacked(instruction, index, files);
      const isStart = (instruction.kind === 'cmd' || instruction.kind === 'entrypoint') && isFinal;
      // The container starts when all is there, wherever the line stands.
      return isStart ? scriptsLacked(instruction, files, (file) => isMounted(file, project)) : [];
    });
  });
}

/** Images that hold a system or an interpreter and work in `/`. */
const PLAIN_BASES =
  /^(?:docker\.io\/)?(?:library\/)?(?:python|debian|ubuntu|alpine|node|buildpack-deps|fedora|rockylinux|almalinux|amazonlinux|nvidia\/cuda)$/;

function isPlainlyBased(dockerfile: Dockerfile, stage: DockerStage): boolean {
  const line = lineOfStage(dockerfile, stage);
  const base = line.at(-1)?.base;
  if (base?.kind !== 'image' || !PLAIN_BASES.test(base.name) || base.tag?.includes('onbuild') === true) return false;
  // A stage on another one works where that one ended; the model tells only of its own WORKDIR.
  return line.length === 1;
}

type Run = Extract<DockerInstruction, { readonly kind: 'run' }>;
type Start = Extract<DockerInstruction, { readonly kind: 'cmd' | 'entrypoint' }>;

function requirementsLacked(run: Run, index: number, files: ImageFiles): readonly FileNeeded[] {
  const hasWorkdir = files.hasWorkdirBefore(index);
  return run.script.commands.flatMap((command, number) =>
    requirementsIn(command).flatMap((word) => {
      const file = placeInImage(command, run, hasWorkdir, word.text);
      if (file === undefined) return [];
      if (run.mounts.some(({ target }) => pathWithin(file, imagePath(run.workdir, target ?? '') ?? '/') !== undefined))
        return [];
      const wanted = files.wanted(file, index, number);
      return wanted === undefined ? [] : [{ path: word.text, span: word.span, wanted, isStart: false }];
    }),
  );
}

function requirementsIn(command: ShellCommand): readonly ShellWord[] {
  const args = pipArguments(command) ?? [];
  if (!/^(?:install|wheel|download)$/.test(args[0]?.text ?? '')) return [];
  const files = args.flatMap((word, index) => {
    if (/^(?:-[rc]|--requirement|--constraint)$/.test(word.text)) return args[index + 1] ?? [];
    const attached = /^(?:-[rc]|--requirement=|--constraint=)(?=.)(.*)$/.exec(word.text)?.[1];
    return attached === undefined ? [] : { ...word, text: attached };
  });
  return files.filter(({ text, isDynamic }) => !isDynamic && !/:\/\/|^-$/.test(text));
}

function scriptsLacked(
  start: Start,
  files: ImageFiles,
  isMountedLater: (file: string) => boolean,
): readonly FileNeeded[] {
  // What is after the last WORKDIR knows it; a start before it is left alone.
  if ((files.lastWorkdir?.span.start ?? 0) > start.span.start) return [];
  return start.script.commands.flatMap((command) => {
    const word = scriptIn(command);
    const file = word && placeInImage(command, start, files.lastWorkdir !== undefined, word.text);
    if (word === undefined || file === undefined || command.isConditional || isMountedLater(file)) return [];
    const wanted = files.wanted(file);
    // Other folders of the image may hold scripts of its own.
    const isOwn =
      wanted !== undefined &&
      (wanted.length > 0 || (start.workdir !== undefined && pathWithin(file, start.workdir) !== undefined));
    return isOwn ? [{ path: word.text, span: word.span, wanted, isStart: true }] : [];
  });
}

/** `./start.sh`, `bash start.sh`, `python app/main.py`. */
function scriptIn(command: ShellCommand): ShellWord | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined) return undefined;
  const { program, word, args } = invocation;
  const script = /^(?:sh|bash|ash|python)$/.test(program) ? args.find(({ text }) => text !== '-u') : word;
  if (script === undefined || script.isDynamic || !/\.(?:sh|py)$/.test(script.text)) return undefined;
  return script === word && !word.text.includes('/') ? undefined : script;
}

/** Undefined where a WORKDIR or `cd` of variables decides. */
function placeInImage(
  { folder }: ShellCommand,
  { workdir }: DockerInstruction,
  hasWorkdir: boolean,
  written: string,
): string | undefined {
  const isUnknown = workdir === undefined && hasWorkdir;
  if (folder === undefined || (isUnknown && !written.startsWith('/'))) return undefined;
  return imagePath(workdir, folder, written);
}

/** Compose, Kubernetes, or a `docker run -v` puts something over the place when the container starts. */
function isMounted(file: string, project: ProjectModel): boolean {
  const targets = mountTargets(project);
  return targets.has('/') || pathAndFolders(file).some((each) => targets.has(each));
}

const mountTargets = memoize(({ artifacts, commands }: ProjectModel): ReadonlySet<string> => {
  const targets = [
    ...artifacts
      .of('compose')
      .flatMap(({ model }) => model.services.flatMap(({ mounts }) => mounts.map(({ target }) => target?.value))),
    ...artifacts
      .of('kubernetes')
      .flatMap(({ model }) =>
        model.objects.flatMap(({ workload }) =>
          (workload?.containers ?? []).flatMap(({ mounts }) => mounts.map(({ path }) => path?.value)),
        ),
      ),
    ...commands.flatMap(({ command }) => command.words.map(({ text }) => /:(\/[^:]+)(?::\w+)?$/.exec(text)?.[1])),
  ];
  return new Set(targets.flatMap((target) => target?.replace(/(?<=[^/])\/+$/, '') ?? []));
});
