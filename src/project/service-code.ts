/** What runs in a service of a compose file: service → build → stage → command → module → all that it imports. */

import {
  type ComposeService,
  type DockerStage,
  invocationOf,
  lineOfStage,
  type ShellCommand,
  sourcesOf,
} from '../artifacts/index.ts';
import { groupBy, memoize } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { joinPath, pathAndFolders } from '../text/index.ts';
import type { ArtifactFile } from './artifacts.ts';
import { buildOf, type ComposeLayer, firstOf, layersOf } from './compose-layers.ts';
import type { ProjectModel } from './project-model.ts';
import { type CodePlace, type StartedModule, startedModules } from './started-modules.ts';

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
  /** Those with all that they import, or name in a text, and what variables of the service name. */
  readonly modules: ReadonlySet<ModuleSummary>;
  /** Other code of the repository may run too: a command cannot be followed, what the image holds cannot be determined, or a framework finds modules by itself. */
  readonly mayRunMore: boolean;
}

/** The image that a service builds; undefined where it takes one from elsewhere, or the Dockerfile is not found. */
function imageOfService(project: ProjectModel, layers: readonly ComposeLayer[]): BuiltImage | undefined {
  const found = buildOf(layers);
  if (found === undefined || found.build.isInline) return undefined;
  const { build, file } = found;
  const context = project.tree.resolve(build.context?.value ?? '.', file.folder);
  if (context.kind !== 'folder') return undefined;
  // Docker takes the name in small letters too.
  const names = build.dockerfile === undefined ? ['Dockerfile', 'dockerfile'] : [build.dockerfile.value];
  const dockerfile = names
    .flatMap((name) => joinPath(context.path, name) ?? [])
    .flatMap((path) => project.artifacts.at('dockerfile', path) ?? [])[0];
  const target = build.target?.value.toLowerCase();
  const stage = dockerfile?.model.stages.findLast(({ name }) => target === undefined || name?.value === target);
  return dockerfile && stage && { dockerfile, stage, context: context.path };
}

/** Undefined where the service builds no image here. */
export function codeOfService(project: ProjectModel, layer: ComposeLayer): ServiceCode | undefined {
  const known = codeOf(project);
  const code = known.has(layer.service) ? known.get(layer.service) : findCode(project, layer);
  known.set(layer.service, code);
  return code;
}

/** Several rules ask for that of each service. */
const codeOf = memoize((_: ProjectModel) => new Map<ComposeService, ServiceCode | undefined>());

function findCode(project: ProjectModel, layer: ComposeLayer): ServiceCode | undefined {
  const layers = layersOf(project.artifacts, layer);
  const image = imageOfService(project, layers);
  return image && codeOfImage(project, image, layers);
}

/** What a container of the image runs: by itself, or as the services say that are laid over it. */
export function codeOfImage(
  project: ProjectModel,
  image: BuiltImage,
  layers: readonly ComposeLayer[] = [],
): ServiceCode {
  const commands = withScripts(project, commandsOf(layers, image), image);
  const { holds, isUnsure } = contentsOf(project, image, layers);
  const place: CodePlace = { folder: image.context, holds };
  const startedBy = commands.map((command) => startedModules(project, command, place));
  const started = startedBy.flat();
  const modules = closureOf(project, started, namedByVariables(layers));
  const isFollowed = commands.every((command, index) => startedBy[index]?.length !== 0 || startsNothing(command));
  return { image, commands, started, modules, mayRunMore: isUnsure || !isFollowed || [...modules].some(findsModules) };
}

/** Whether a file of the repository is copied to the image, by whichever stage, or mounted; all are where that cannot be determined. */
function contentsOf(
  project: ProjectModel,
  { dockerfile, context }: BuiltImage,
  layers: readonly ComposeLayer[],
): { readonly holds: (path: string) => boolean; readonly isUnsure: boolean } {
  const copied = dockerfile.model.stages
    .flatMap(({ instructions }) => instructions)
    .flatMap((each) => ((each.kind === 'copy' || each.kind === 'add') && each.from === undefined ? each.sources : []));
  const sources = copied.map(({ value }) => value.replace(/^\/+/, ''));
  const answers = [
    // What a pattern fits may be a folder, which is copied with all in it.
    ...sources
      .flatMap((value) => (/[*?[]/.test(value) ? [value, `${value}/**`] : value))
      .map((value) => project.tree.resolve(value, context)),
    ...layers.flatMap(({ file, service }) =>
      service.mounts.flatMap(({ kind, source }) =>
        kind === 'bind' && source !== undefined ? project.tree.resolve(source.value, file.folder) : [],
      ),
    ),
  ];
  const isUnsure = copied.length === 0 || answers.some(({ kind }) => kind === 'unknown');
  const paths = answers.flatMap((answer) =>
    answer.kind === 'glob' ? answer.paths : answer.kind === 'file' || answer.kind === 'folder' ? answer.path : [],
  );
  const held = new Set(paths);
  const holds = (path: string): boolean =>
    isUnsure || held.has('') || pathAndFolders(path).some((each) => held.has(each));
  return { holds, isUnsure };
}

/** Dotted names in values: `DJANGO_SETTINGS_MODULE: shop.settings.production`, `APP_MODULE: shop.main:app`. */
function namedByVariables(layers: readonly ComposeLayer[]): readonly string[] {
  const variables = layers.flatMap(({ service }) => service.environment);
  return variables.flatMap(({ value }) => /^([A-Za-z_]\w*(?:\.\w+)*)(?::\w+)?$/.exec(value?.value ?? '')?.[1] ?? []);
}

/** It only prepares the start of another one. */
function startsNothing(command: ShellCommand): boolean {
  const program = invocationOf(command)?.program;
  return program !== undefined && (PREPARING.has(program) || STARTERS.has(program) || program.endsWith('sh'));
}

const PREPARING: ReadonlySet<string> = new Set([
  ...['cd', 'echo', 'sleep', 'set', 'export', 'mkdir', 'chown', 'chmod', 'test', '[', 'true', 'wait-for-it', 'nc'],
]);

/** Modules are imported by names made at run time, or by a framework that looks for them. */
const findsModules = (module: ModuleSummary): boolean =>
  module.texts.loads.length > 0 ||
  module.attributeReads.includes('autodiscover_tasks') ||
  module.imports.some((imported) =>
    /^(?:django|airflow|dagster|prefect|scrapy|odoo|frappe)(?:\.|$)/.test(imported.module),
  );

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
  for (const { instructions } of lineOfStage(image.dockerfile.model, image.stage)) {
    const last = instructions.findLast((each) => each.kind === kind);
    if (last !== undefined && 'script' in last) return last.script.commands;
  }
  return [];
}

const MAX_COMMANDS = 200;

/** With the commands of the repository's scripts among them, and those that are behind a `--`. */
function withScripts(project: ProjectModel, commands: readonly ShellCommand[], image: BuiltImage): ShellCommand[] {
  const all = [...commands];
  const opened = new Set<string>();
  for (let at = 0; at < all.length && at < MAX_COMMANDS; at++) {
    const command = all[at];
    const invocation = command && invocationOf(command);
    if (command === undefined || invocation === undefined) continue;
    const end = command.words.findIndex(({ text }) => text === '--');
    if (end > 0 && end + 1 < command.words.length) all.push({ ...command, words: command.words.slice(end + 1) });
    const taken = STARTERS.get(invocation.program);
    if (taken !== undefined) all.push({ ...command, words: invocation.args.slice(taken) });
    for (const { text } of [invocation.word, ...invocation.args].filter(({ text }) => text.endsWith('sh'))) {
      const script = scriptCopied(project, text, image) ?? scriptNamed(project, text, image.context);
      if (script === undefined || opened.has(script.path)) continue;
      opened.add(script.path);
      all.push(...script.model.script.commands);
    }
  }
  return all.filter(({ words }) => words.length > 0);
}

/** Programs that start another one, with how many words they take before it: the user. */
const STARTERS: ReadonlyMap<string, number> = new Map([
  ['opentelemetry-instrument', 0],
  ['ddtrace-run', 0],
  ['gosu', 1],
  ['su-exec', 1],
  ['s6-setuidgid', 1],
]);

/** The script that the image has under another name: `COPY docker-entrypoint.sh /entrypoint.sh`. */
function scriptCopied(
  { artifacts }: ProjectModel,
  path: string,
  { dockerfile, stage, context }: BuiltImage,
): ArtifactFile<'shell-script'> | undefined {
  const instructions = lineOfStage(dockerfile.model, stage)
    .toReversed()
    .flatMap((each) => each.instructions);
  return sourcesOf(path, instructions).flatMap(
    (source) => artifacts.at('shell-script', joinPath(context, source) ?? source) ?? [],
  )[0];
}

/** The one shell script of the build that a path of the image ends with. */
function scriptNamed(project: ProjectModel, path: string, context: string): ArtifactFile<'shell-script'> | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const prefix = context === '' ? '' : `${context}/`;
  const [only, ...others] = (scriptsByName(project).get(name) ?? []).filter(
    (file) => (file.path.startsWith(prefix) && file.folder !== '') || file.path === name,
  );
  return others.length === 0 ? only : undefined;
}

const scriptsByName = memoize(({ artifacts }: ProjectModel) =>
  groupBy(artifacts.of('shell-script'), ({ path }) => path.slice(path.lastIndexOf('/') + 1)),
);

/** The modules started, with all that they import or name in a text, and what the other names lead to. */
export function closureOf(
  project: ProjectModel,
  started: readonly Pick<StartedModule, 'module'>[],
  named: readonly string[] = [],
): ReadonlySet<ModuleSummary> {
  const reached = new Set(started.map(({ module }) => module));
  // Python runs the packages above a module before it.
  for (const name of new Set(started.flatMap(({ module }) => namesAbove(module.module))))
    for (const each of packagesByName(project).get(name) ?? []) reached.add(each);
  const first = started[0]?.module;
  const folders = new Set(started.flatMap(({ module }) => foldersAbove(module.path)));
  for (const module of reached) {
    for (const each of besideStart(project, module, folders)) reached.add(each);
    for (const { to, imported } of project.importsOf(module)) if (imported.when !== 'type-checking') reached.add(to);
    for (const mention of [...module.texts.mentions, ...(module === first ? named : [])]) {
      const found = project.resolve(mention, module);
      if ('module' in found && found.module !== undefined) reached.add(found.module);
    }
  }
  return reached;
}

const packagesByName = memoize(({ modules }: ProjectModel) =>
  groupBy(
    modules.filter(({ isPackage }) => isPackage),
    ({ module }) => module,
  ),
);

/** `shop`, `shop.orders` of `shop.orders.place`. */
const namesAbove = (dotted: string): string[] =>
  dotted
    .split('.')
    .slice(0, -1)
    .map((_, index, names) => names.slice(0, index + 1).join('.'));

/**
 * Python looks for modules beside what it runs. Where the repository has several of a name, their importers cannot be determined
 * apart by the name alone, so each that lies there counts.
 */
function besideStart(
  project: ProjectModel,
  importer: ModuleSummary,
  folders: ReadonlySet<string>,
): readonly ModuleSummary[] {
  const known = besideOf(project);
  return [...folders].flatMap((folder) => {
    const ofFolder = known.get(folder) ?? new Map<ModuleSummary, readonly ModuleSummary[]>();
    known.set(folder, ofFolder);
    const beside = ofFolder.get(importer) ?? importedFrom(folder, importer, project);
    ofFolder.set(importer, beside);
    return beside;
  });
}

/** Applications of a repository are started in the same folders, and reach the same modules. */
const besideOf = memoize((_: ProjectModel) => new Map<string, Map<ModuleSummary, readonly ModuleSummary[]>>());

function importedFrom(folder: string, { imports }: ModuleSummary, project: ProjectModel): readonly ModuleSummary[] {
  const paths = new Set<string>();
  for (const { module, name, relativeLevel, when } of imports) {
    if (relativeLevel > 0 || when === 'type-checking') continue;
    const path = module.replaceAll('.', '/');
    paths.add(path);
    if (name !== undefined && name !== '*') paths.add(`${path}/${name}`);
  }
  return [...paths].flatMap((path) => {
    const below = folder === '' ? path : `${folder}/${path}`;
    return [`${below}.py`, `${below}/__init__.py`].flatMap((each) => project.moduleByPath(each) ?? []);
  });
}

/** The folders that a file lies in, the root among them. */
function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/')).concat('');
}
