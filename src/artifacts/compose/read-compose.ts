import type { Located, SourceText, Span } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { namedValuesOf } from '../yaml/named-values.ts';
import {
  booleanAt,
  entriesOf,
  hasKey,
  itemsOf,
  keyOf,
  namesOf,
  numberAt,
  textAt,
  textOf,
  textsAt,
  valueAt,
} from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import type { YamlEntry, YamlNode } from '../yaml/yaml-node.ts';
import { readComposeCommand, readComposeHealthcheck } from './commands.ts';
import type {
  ComposeBuild,
  ComposeDependency,
  ComposeEnvFile,
  ComposeExtension,
  ComposeFile,
  ComposeReference,
  ComposeResource,
  ComposeService,
} from './compose-file.ts';
import { filledVariables } from './filled-variables.ts';
import { readComposeMounts } from './mounts.ts';
import { readComposePorts } from './ports.ts';

export function readCompose(text: SourceText, path: string): Reading<ComposeFile> {
  return readingOf(readYaml(text), ([root]) => (root?.kind === 'map' ? composeFile(root, path) : undefined));
}

/** Undefined for other files of such a name, and for version 1 of the format, which had services at the top. */
function composeFile(root: YamlNode, path: string): ComposeFile | undefined {
  const services = entriesOf(valueAt(root, 'services'));
  const isFragment = ['include', 'volumes', 'networks', 'configs', 'secrets'].some((key) => hasKey(root, key));
  if (!hasKey(root, 'services') && !isFragment) return undefined;
  return {
    name: textAt(root, 'name'),
    services: services.flatMap((entry) => (entry.value.kind === 'map' ? [service(entry, entry.value)] : [])),
    volumes: resources(root, 'volumes'),
    networks: resources(root, 'networks'),
    configs: resources(root, 'configs'),
    secrets: resources(root, 'secrets'),
    includes: includes(valueAt(root, 'include')),
    filled: filledVariables(root),
    isOverride: /(?:^|\/)(?:docker-)?compose\.override\.ya?ml$/.test(path),
  };
}

function service(entry: YamlEntry, node: YamlNode): ComposeService {
  return {
    name: keyOf(entry),
    span: entry.span,
    image: textAt(node, 'image'),
    build: build(valueAt(node, 'build')),
    command: readComposeCommand(valueAt(node, 'command')),
    entrypoint: readComposeCommand(valueAt(node, 'entrypoint')),
    environment: namedValuesOf(valueAt(node, 'environment')),
    envFiles: envFiles(valueAt(node, 'env_file')),
    ports: readComposePorts(valueAt(node, 'ports')),
    expose: textsAt(node, 'expose'),
    mounts: readComposeMounts(node),
    configs: references(valueAt(node, 'configs')),
    secrets: references(valueAt(node, 'secrets')),
    healthcheck: readComposeHealthcheck(node),
    dependsOn: dependencies(valueAt(node, 'depends_on')),
    networks: namesOf(valueAt(node, 'networks')),
    profiles: textsAt(node, 'profiles'),
    extends: extension(valueAt(node, 'extends')),
    user: textAt(node, 'user'),
    workingDir: textAt(node, 'working_dir'),
    restart: textAt(node, 'restart') ?? textAt(node, 'deploy', 'restart_policy', 'condition'),
    networkMode: textAt(node, 'network_mode'),
    isReadOnly: booleanAt(node, 'read_only')?.value ?? false,
    isPrivileged: booleanAt(node, 'privileged')?.value ?? false,
    replicas: numberAt(node, 'deploy', 'replicas') ?? numberAt(node, 'scale'),
    memoryLimit: textAt(node, 'deploy', 'resources', 'limits', 'memory') ?? textAt(node, 'mem_limit'),
    cpuLimit: textAt(node, 'deploy', 'resources', 'limits', 'cpus') ?? textAt(node, 'cpus'),
  };
}

/** `build: ./folder` names the context alone. */
function build(node: YamlNode | undefined): ComposeBuild | undefined {
  if (node === undefined) return undefined;
  return {
    context: textOf(node) ?? textAt(node, 'context'),
    dockerfile: textAt(node, 'dockerfile'),
    isInline: hasKey(node, 'dockerfile_inline'),
    target: textAt(node, 'target'),
    args: namedValuesOf(valueAt(node, 'args')),
    span: node.span,
  };
}

function envFiles(node: YamlNode | undefined): readonly ComposeEnvFile[] {
  const nodes = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return nodes.flatMap((each) => {
    const path = textOf(each) ?? textAt(each, 'path');
    return path === undefined ? [] : { path, isRequired: booleanAt(each, 'required')?.value ?? true };
  });
}

function references(node: YamlNode | undefined): readonly ComposeReference[] {
  return itemsOf(node).flatMap((each) => {
    const source = textOf(each) ?? textAt(each, 'source');
    return source === undefined ? [] : { source, target: textAt(each, 'target') };
  });
}

function dependencies(node: YamlNode | undefined): readonly ComposeDependency[] {
  if (node?.kind === 'map') {
    return entriesOf(node).map((entry) => ({ service: keyOf(entry), condition: textAt(entry.value, 'condition') }));
  }
  return namesOf(node).map((service) => ({ service, condition: undefined }));
}

function extension(node: YamlNode | undefined): ComposeExtension | undefined {
  if (node === undefined) return undefined;
  return { service: textOf(node) ?? textAt(node, 'service'), file: textAt(node, 'file') };
}

/** `include` takes paths, and maps with one or more under `path`. */
function includes(node: YamlNode | undefined): readonly Located<string>[] {
  const nodes = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return nodes.flatMap((each) => textOf(each) ?? textsAt(each, 'path'));
}

function resources(root: YamlNode, key: string): readonly ComposeResource[] {
  return entriesOf(valueAt(root, key)).map((entry) => resource(entry, entry.value, entry.span));
}

/** `external` is a boolean, or in older files a map that holds the real name. */
function resource(entry: YamlEntry, node: YamlNode, span: Span): ComposeResource {
  return {
    name: keyOf(entry),
    isExternal: booleanAt(node, 'external')?.value ?? valueAt(node, 'external') !== undefined,
    file: textAt(node, 'file'),
    environment: textAt(node, 'environment'),
    span,
  };
}
