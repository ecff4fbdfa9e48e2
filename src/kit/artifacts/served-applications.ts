/** How many workers and replicas an application is started with, from what artifacts and the code itself say. */

import { invocationOf, type NamedValue, type ShellWord } from '../../artifacts/index.ts';
import type { ArtifactFile, ArtifactPlace, PlacedCommand, ProjectModel } from '../../project/index.ts';
import { isComposeForDevelopment, isForDevelopment } from '../../project/reach/for-development.ts';
import { closureOf, codeOfService } from '../../project/service-code.ts';
import { modulesStartedBy } from '../../project/started-modules.ts';
import type { ModuleSummary } from '../../semantics/index.ts';
import { unpackPlace } from '../packed-place.ts';
import { isDeployment } from './deployed-modules.ts';
import type { ServerFact } from './server-facts.ts';

export interface WorkerCount {
  readonly what: 'workers' | 'replicas';
  readonly count: number | 'several';
  /** As many as an autoscaler may start. */
  readonly isLimit?: true;
  readonly place: ArtifactPlace;
}

export interface ServedApplication {
  readonly module: ModuleSummary;
  /** With all that it imports. */
  readonly modules: ReadonlySet<ModuleSummary>;
  readonly counts: readonly WorkerCount[];
  /** Something starts it, and how often cannot be determined. */
  readonly hasUnknownCount: boolean;
}

/** The applications that something starts, each with every count that is known of it. */
export function servedApplications(
  project: ProjectModel,
  facts: readonly { readonly path: string; readonly fact: ServerFact }[],
): readonly ServedApplication[] {
  const starts = [...startsByCommand(project, facts), ...startsInCode(project, facts)];
  const all = [...starts, ...replicasInCompose(project), ...replicasInKubernetes(project, starts)];
  return [...new Set(all.map(({ module }) => module))].map((module) => ({
    module,
    modules: closureOf(project, [{ module }]),
    counts: all.flatMap((start) => (start.module === module && start.count !== undefined ? start.count : [])),
    hasUnknownCount: all.some((start) => start.module === module && start.count === undefined),
  }));
}

interface Start {
  readonly module: ModuleSummary;
  readonly count: WorkerCount | undefined;
}

type Facts = readonly { readonly path: string; readonly fact: ServerFact }[];

const SERVERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['gunicorn', ['-w', '--workers']],
  ['uvicorn', ['--workers']],
  ['hypercorn', ['-w', '--workers']],
  ['granian', ['--workers']],
  ['fastapi', ['--workers']],
  ['sanic', ['-w', '--workers']],
]);
function startsByCommand(project: ProjectModel, facts: Facts): readonly Start[] {
  return project.commands.flatMap((placed): Start[] => {
    if (!isDeployment(placed)) return [];
    const invocation = invocationOf(placed.command);
    if (invocation === undefined) return [];
    const isModule = invocation.program === 'python' && invocation.args[0]?.text === '-m';
    const program = (isModule ? invocation.args[1]?.text : invocation.program) ?? '';
    const options = SERVERS.get(program);
    if (options === undefined || invocation.args.some(({ text }) => text === '--reload')) return [];
    const configuration = optionOf(invocation.args, ['-c', '--config'])?.text.replace(/^(?:python|file):/, '');
    const modules = modulesStartedBy(placed, project).filter(
      ({ path }) => configuration === undefined || !isSameFile(path, configuration),
    );
    const count = countOfCommand(program, options, invocation.args, placed, project, facts);
    return modules.map((module) => ({ module, count }));
  });
}

/** By its options, by gunicorn's configuration, by `WEB_CONCURRENCY`; in this order they win. */
function countOfCommand(
  program: string,
  options: readonly string[],
  args: readonly ShellWord[],
  placed: PlacedCommand,
  project: ProjectModel,
  facts: Facts,
): WorkerCount | undefined {
  const environment = environmentOf(placed, project);
  const option = optionOf(args, options);
  if (option !== undefined) {
    const count = countIn(option.text, environment);
    return count === undefined ? undefined : { what: 'workers', count, place: placed.placeOf(option.span) };
  }
  if (program === 'gunicorn' && isConfigured(args, project)) return gunicornCount(args, environment, facts);
  const variable = program === 'hypercorn' ? undefined : environment.get('WEB_CONCURRENCY');
  if (variable === undefined) return { what: 'workers', count: 1, place: placed.placeOf(placed.command.span) };
  const count = countIn(variable.text, environment);
  return count === undefined ? undefined : { what: 'workers', count, place: variable.place };
}

/** By a file that it is given, or finds beside itself. */
function isConfigured(args: readonly ShellWord[], { files }: ProjectModel): boolean {
  return (
    optionOf(args, ['-c', '--config']) !== undefined || [...files].some((path) => path.endsWith('gunicorn.conf.py'))
  );
}

function optionOf(args: readonly ShellWord[], names: readonly string[]): ShellWord | undefined {
  for (const [index, word] of args.entries()) {
    const equals = word.text.indexOf('=');
    if (names.includes(word.text)) return args[index + 1];
    if (equals > 0 && names.includes(word.text.slice(0, equals))) return { ...word, text: word.text.slice(equals + 1) };
    if (names.includes('-w') && /^-w\d+$/.test(word.text)) return { ...word, text: word.text.slice(2) };
  }
  return undefined;
}

/** `4`, `$WORKERS`, `${WORKERS:-4}`. */
function countIn(text: string, environment: Environment): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const variable = /^\$\{?([A-Za-z_]\w*)(?::?-(\d+))?\}?$/.exec(text);
  const value = variable?.[1] === undefined ? undefined : (environment.get(variable[1])?.text ?? variable[2]);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

function gunicornCount(args: readonly ShellWord[], environment: Environment, facts: Facts): WorkerCount | undefined {
  const given = optionOf(args, ['-c', '--config'])?.text.replace(/^(?:python|file):/, '') ?? 'gunicorn.conf.py';
  const path = given.replace(/^\.?\//, '');
  // Inside an image the file may be elsewhere; its name is what stays.
  const files = facts.filter((each) => each.fact.kind === 'gunicorn-workers' && isSameFile(each.path, path));
  const [only, ...others] = files;
  if (only === undefined || others.length > 0) return undefined;
  const { count, place } = only.fact;
  if (typeof count !== 'object') return { what: 'workers', count, place: { path: only.path, ...unpackPlace(place) } };
  const variable = environment.get(count.variable);
  if (variable !== undefined && /^\d+$/.test(variable.text))
    return { what: 'workers', count: Number(variable.text), place: variable.place };
  if (count.otherwise === undefined) return undefined;
  return { what: 'workers', count: count.otherwise, place: { path: only.path, ...unpackPlace(place) } };
}

function isSameFile(path: string, written: string): boolean {
  const name = written.slice(written.lastIndexOf('/') + 1);
  return (
    path === written ||
    path === name ||
    path.endsWith(`/${written}`) ||
    written.endsWith(`/${path}`) ||
    path.endsWith(`/${name}`)
  );
}

type Environment = ReadonlyMap<string, { readonly text: string; readonly place: ArtifactPlace }>;

/** Variables that the file of a command sets for it: ENV of a Dockerfile, `environment` of a service. */
function environmentOf(placed: PlacedCommand, { artifacts }: ProjectModel): Environment {
  const dockerfile = placed.kind === 'dockerfile' ? artifacts.at('dockerfile', placed.path) : undefined;
  if (dockerfile !== undefined) return environmentOfImage(dockerfile);
  const compose = placed.kind === 'compose' ? artifacts.at('compose', placed.path) : undefined;
  const service = compose?.model.services.find(({ command, entrypoint }) =>
    [command, entrypoint].some((each) => each?.script.commands.includes(placed.command)),
  );
  return compose === undefined || service === undefined ? new Map() : valuesOf(service.environment, compose);
}

function environmentOfImage(file: ArtifactFile<'dockerfile'>): Environment {
  const variables = file.model.stages.flatMap(({ instructions }) =>
    instructions.flatMap((each) => (each.kind === 'env' ? each.variables : [])),
  );
  return new Map(
    variables.flatMap(({ name, value, span }) =>
      value === undefined ? [] : [[name, { text: value, place: file.placeOf(span) }] as const],
    ),
  );
}

function valuesOf(values: readonly NamedValue[], file: ArtifactFile): Environment {
  return new Map(
    values.flatMap(({ name, value, span }) =>
      value === undefined ? [] : [[name.value, { text: value.value, place: file.placeOf(span) }] as const],
    ),
  );
}

function startsInCode(project: ProjectModel, facts: Facts): readonly Start[] {
  return facts.flatMap(({ path, fact }): Start[] => {
    const own = project.moduleByPath(path);
    if (fact.kind !== 'served-here' || own === undefined || typeof fact.count === 'object') return [];
    const named = fact.application === undefined ? undefined : project.resolve(fact.application, own);
    // Where the name leads nowhere, the file knows its application all the same.
    const module = named?.kind === 'module' ? named.module : own;
    const place = { path, ...unpackPlace(fact.place) };
    return [{ module, count: { what: 'workers', count: fact.count, place } }];
  });
}

function replicasInCompose(project: ProjectModel): readonly Start[] {
  return project.artifacts.of('compose').flatMap((file) =>
    file.model.services.flatMap((service): Start[] => {
      const { replicas } = service;
      if (replicas === undefined || replicas.value < 2 || isComposeForDevelopment(file.path)) return [];
      const started = codeOfService(project, { file, service })?.started ?? [];
      const count = { what: 'replicas', count: replicas.value, place: file.placeOf(replicas.span) } as const;
      return started.map(({ module }) => ({ module, count }));
    }),
  );
}

/** What everybody runs beside their own images. */
const FOREIGN_IMAGE =
  /(?:^|\/)(?:redis|valkey|postgres\w*|postgresql|mysql|mariadb|mongo\w*|rabbitmq|kafka|zookeeper|nginx|traefik|envoy|haproxy|caddy|prometheus|grafana|loki|jaeger[\w-]*|otel[\w-]*|opentelemetry[\w-]*|minio|elasticsearch|kibana|qdrant|vault|consul|memcached|busybox|alpine|curl|node|mlflow|chroma|ollama|vllm[\w-]*|triton[\w-]*)(?=[:@]|$)/i;

/**
 * Manifests name images by what a registry calls them. The one that is built from here is told where a repository builds
 * one image and deploys one of its own.
 */
function replicasInKubernetes(project: ProjectModel, starts: readonly Start[]): readonly Start[] {
  const dockerfiles = project.artifacts.of('dockerfile').filter(({ path }) => !isForDevelopment(path));
  const modules = [...new Set(starts.map(({ module }) => module))];
  const [only] = modules;
  if (dockerfiles.length !== 1 || modules.length !== 1 || only === undefined) return [];
  const files = project.artifacts.of('kubernetes').filter(({ path }) => !isForDevelopment(path));
  const objects = files.flatMap((file) => file.model.objects.map((object) => ({ file, object })));
  const own = objects.filter(({ object: { kind, workload } }) => {
    const images = workload?.containers.map(({ image }) => image?.value ?? '') ?? [];
    return kind.value === 'Deployment' && images.some((image) => image !== '' && !FOREIGN_IMAGE.test(image));
  });
  if (new Set(own.map(({ object }) => object.name?.value)).size !== 1) return [];
  return own.flatMap(({ file, object: { workload, name } }): Start[] => {
    const scaler = objects.find(({ object: { autoscaler } }) => autoscaler?.target?.value === name?.value);
    const scaled = scaler?.object.autoscaler?.maxReplicas;
    const replicas = workload?.replicas;
    const declared =
      replicas !== undefined && replicas.value > 1
        ? { count: replicas.value, place: file.placeOf(replicas.span) }
        : scaler !== undefined && scaled !== undefined && scaled.value > 1
          ? { count: scaled.value, isLimit: true as const, place: scaler.file.placeOf(scaled.span) }
          : undefined;
    return declared === undefined ? [] : [{ module: only, count: { what: 'replicas', ...declared } }];
  });
}
