/** What runs in a service of a compose file: service → build → stage → command → module → all that it imports. */
import { type DockerStage, invocationOf, type ShellCommand } from '../artifacts/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { ArtifactFile } from './artifacts.ts';
import { buildOf, type ComposeLayer, firstOf, layersOf } from './compose-layers.ts';
import type { ProjectModel } from './project-model.ts';
import { joinPath } from './repository-tree.ts';
import { type StartedModule, startedModules } from './started-modules.ts';

/** An image that is built from a Dockerfile of the repository. */
export interface BuiltImage {
  readonly dockerfile: ArtifactFile<'dockerfile'>;
  readonly stage: DockerStage;
  /** The folder that the build sees. */
  readonly context: string;
}

export interface ServiceCode {
  readonly image: BuiltImage;
  /** What its container runs, scripts of the repository opened. */
  readonly commands: readonly ShellCommand[];
  readonly started: readonly StartedModule[];
  /** Those with all that they import, or name in a text. */
  readonly modules: ReadonlySet<ModuleSummary>;
}

/** The image that a service builds; undefined where it takes one from elsewhere, or the Dockerfile is not found. */
function imageOfService(project: ProjectModel, layers: readonly ComposeLayer[]): BuiltImage | undefined {
  const found = buildOf(layers);
  if (found === undefined || found.build.isInline) return undefined;
  const { build, file } = found;
  const context = project.tree.resolve(build.context?.value ?? '.', file.folder);
  if (context.kind !== 'folder') return undefined;
  const path = joinPath(context.path, build.dockerfile?.value ?? 'Dockerfile');
  const dockerfile = path === undefined ? undefined : project.artifacts.at('dockerfile', path);
  const target = build.target?.value.toLowerCase();
  const stage = dockerfile?.model.stages.findLast(({ name }) => target === undefined || name?.value === target);
  return dockerfile && stage && { dockerfile, stage, context: context.path };
}

/** Undefined where the service builds no image here. */
export function codeOfService(project: ProjectModel, layer: ComposeLayer): ServiceCode | undefined {
  const layers = layersOf(project.artifacts, layer);
  const image = imageOfService(project, layers);
  if (image === undefined) return undefined;
  const commands = withScripts(project, commandsOf(layers, image), image.context);
  const started = commands.flatMap((command) => startedModules(project, command, image.context));
  return { image, commands, started, modules: closureOf(project, started) };
}

/** As Docker puts them together: a service's entrypoint takes the image's command away as well. */
function commandsOf(layers: readonly ComposeLayer[], image: BuiltImage): readonly ShellCommand[] {
  const ownEntrypoint = firstOf(layers, ({ entrypoint }) => entrypoint?.script.commands);
  const entrypoint = ownEntrypoint ?? commandsOfImage(image, 'entrypoint');
  const ownCommand = firstOf(layers, ({ command }) => command?.script.commands);
  const command = ownCommand ?? (ownEntrypoint === undefined ? commandsOfImage(image, 'cmd') : []);
  const [first, ...more] = entrypoint;
  const [argument, ...others] = command;
  if (first === undefined || more.length > 0 || argument === undefined) return [...entrypoint, ...command];
  // Whether the first word of the command is a program depends on the entrypoint, so both readings count.
  return [{ ...first, words: [...first.words, ...argument.words] }, argument, ...others];
}

/** The last instruction of the kind, of the stage or of those that it is built on. */
function commandsOfImage(image: BuiltImage, kind: 'entrypoint' | 'cmd'): readonly ShellCommand[] {
  const { stages } = image.dockerfile.model;
  for (let stage: DockerStage | undefined = image.stage; stage !== undefined; ) {
    const last = stage.instructions.findLast((each) => each.kind === kind);
    if (last !== undefined && 'script' in last) return last.script.commands;
    stage = stage.base.kind === 'stage' ? stages[stage.base.index] : undefined;
  }
  return [];
}

const MAX_COMMANDS = 200;

/** With the commands of the repository's scripts among them, and those that stand behind a `--`. */
function withScripts(project: ProjectModel, commands: readonly ShellCommand[], context: string): ShellCommand[] {
  const all = [...commands];
  const opened = new Set<string>();
  for (let at = 0; at < all.length && at < MAX_COMMANDS; at++) {
    const command = all[at];
    const invocation = command && invocationOf(command);
    if (command === undefined || invocation === undefined) continue;
    const end = command.words.findIndex(({ text }) => text === '--');
    if (end > 0 && end + 1 < command.words.length) all.push({ ...command, words: command.words.slice(end + 1) });
    if (STARTERS.has(invocation.program)) all.push({ ...command, words: invocation.args });
    for (const { text } of [invocation.word, ...invocation.args].filter(({ text }) => text.endsWith('sh'))) {
      const script = scriptNamed(project, text, context);
      if (script === undefined || opened.has(script.path)) continue;
      opened.add(script.path);
      all.push(...script.model.script.commands);
    }
  }
  return all.filter(({ words }) => words.length > 0);
}

/** Programs that start another one under their watch. */
const STARTERS: ReadonlySet<string> = new Set(['opentelemetry-instrument', 'ddtrace-run', 'gosu', 'su-exec']);

/** The one shell script of the build that a path of the image ends with. */
function scriptNamed(project: ProjectModel, path: string, context: string): ArtifactFile<'shell-script'> | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const prefix = context === '' ? '' : `${context}/`;
  const found = project.artifacts
    .of('shell-script')
    .filter((file) => (file.path.startsWith(prefix) && file.path.endsWith(`/${name}`)) || file.path === name);
  return found.length === 1 ? found[0] : undefined;
}

/** The modules started, with all that they import or name in a text. */
export function closureOf(
  project: ProjectModel,
  started: readonly Pick<StartedModule, 'module'>[],
): ReadonlySet<ModuleSummary> {
  const imports = new Map<ModuleSummary, ModuleSummary[]>();
  for (const { from, to, imported } of project.importEdges) {
    if (imported.when === 'type-checking') continue;
    const known = imports.get(from);
    if (known === undefined) imports.set(from, [to]);
    else known.push(to);
  }
  const reached = new Set(started.map(({ module }) => module));
  // Python runs the packages above a module before it.
  for (const each of project.modules) {
    if (each.isPackage && started.some(({ module }) => module.module.startsWith(`${each.module}.`))) reached.add(each);
  }
  for (const module of reached) {
    for (const each of imports.get(module) ?? []) reached.add(each);
    for (const mention of module.mentions ?? []) {
      const named = project.resolve(mention, module);
      if ('module' in named && named.module !== undefined) reached.add(named.module);
    }
  }
  return reached;
}
