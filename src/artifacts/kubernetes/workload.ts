/** Pods, and what makes them. */
import { readExecList, type WordFilling } from '../yaml/exec-list.ts';
import { namedValuesOf } from '../yaml/named-values.ts';
import { booleanAt, itemsOf, numberAt, textAt, textsAt, textsOf, valueAt } from '../yaml/queries.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type {
  KubernetesContainer,
  KubernetesMount,
  KubernetesPort,
  KubernetesProbe,
  KubernetesReference,
  KubernetesSecurityContext,
  KubernetesVariable,
  KubernetesVolume,
  KubernetesWorkload,
} from './kubernetes-file.ts';

/** What an object of this kind runs; undefined for those that run nothing. */
export function readWorkload(kind: string, spec: YamlNode | undefined): KubernetesWorkload | undefined {
  const template = podTemplate(spec);
  const pod = kind === 'Pod' ? spec : valueAt(template, 'spec');
  if (pod?.kind !== 'map') return undefined;
  return {
    replicas: numberAt(spec, 'replicas'),
    podLabels: namedValuesOf(valueAt(template, 'metadata', 'labels')),
    limits: namedValuesOf(valueAt(pod, 'resources', 'limits')),
    securityContext: securityContext(valueAt(pod, 'securityContext')),
    serviceAccount: textAt(pod, 'serviceAccountName') ?? textAt(pod, 'serviceAccount'),
    usesHostNetwork: booleanAt(pod, 'hostNetwork')?.value ?? false,
    restartPolicy: textAt(pod, 'restartPolicy'),
    containers: containers(valueAt(pod, 'containers')),
    initContainers: containers(valueAt(pod, 'initContainers')),
    volumes: itemsOf(valueAt(pod, 'volumes')).map(volume),
  };
}

/** Whatever has a template of pods runs them, also kinds that only a cluster's own controllers know. */
function podTemplate(spec: YamlNode | undefined): YamlNode | undefined {
  const template =
    valueAt(spec, 'jobTemplate', 'spec', 'template') ??
    valueAt(spec, 'jobTargetRef', 'template') ??
    valueAt(spec, 'template');
  return valueAt(template, 'spec', 'containers')?.kind === 'list' ? template : undefined;
}

function containers(node: YamlNode | undefined): readonly KubernetesContainer[] {
  return itemsOf(node).flatMap((each) => (each.kind === 'map' ? [container(each)] : []));
}

function container(node: YamlNode): KubernetesContainer {
  const [command, args] = [valueAt(node, 'command'), valueAt(node, 'args')];
  const words = [...itemsOf(command), ...itemsOf(args)];
  return {
    name: textAt(node, 'name'),
    span: node.span,
    image: textAt(node, 'image'),
    command: textsOf(command),
    args: textsOf(args),
    script: command === undefined ? undefined : readExecList(words, KUBELET_FILLING),
    environment: itemsOf(valueAt(node, 'env')).flatMap((each) => variable(each) ?? []),
    environmentFrom: itemsOf(valueAt(node, 'envFrom')).map((each) => reference(each, 'configMapRef', 'secretRef')),
    ports: ports(valueAt(node, 'ports')),
    requests: namedValuesOf(valueAt(node, 'resources', 'requests')),
    limits: namedValuesOf(valueAt(node, 'resources', 'limits')),
    securityContext: securityContext(valueAt(node, 'securityContext')),
    livenessProbe: probe(valueAt(node, 'livenessProbe')),
    readinessProbe: probe(valueAt(node, 'readinessProbe')),
    startupProbe: probe(valueAt(node, 'startupProbe')),
    mounts: itemsOf(valueAt(node, 'volumeMounts')).map(mount),
  };
}

/** The kubelet fills `$(NAME)`; `$$(NAME)` it leaves as `$(NAME)`. */
const KUBELET_FILLING: WordFilling = {
  isDynamic: (written) => /(?:^|[^$])\$\([A-Za-z_]/.test(written),
  unescape: (text) => text,
};

function variable(node: YamlNode): KubernetesVariable | undefined {
  const name = textAt(node, 'name');
  if (name === undefined) return undefined;
  const from = valueAt(node, 'valueFrom');
  return {
    name,
    value: textAt(node, 'value'),
    from: from && reference(from, 'configMapKeyRef', 'secretKeyRef'),
    span: node.span,
  };
}

function reference(node: YamlNode, configMap: string, secret: string): KubernetesReference {
  const [kind, found] =
    valueAt(node, configMap) !== undefined
      ? (['config-map', valueAt(node, configMap)] as const)
      : valueAt(node, secret) !== undefined
        ? (['secret', valueAt(node, secret)] as const)
        : (['other', undefined] as const);
  return { kind, name: textAt(found, 'name'), key: textAt(found, 'key') };
}

function ports(node: YamlNode | undefined): readonly KubernetesPort[] {
  return itemsOf(node).flatMap((each) => {
    const port = textAt(each, 'containerPort');
    return port === undefined ? [] : { name: textAt(each, 'name'), port };
  });
}

function mount(node: YamlNode): KubernetesMount {
  return { volume: textAt(node, 'name'), path: textAt(node, 'mountPath') };
}

function securityContext(node: YamlNode | undefined): KubernetesSecurityContext | undefined {
  if (node === undefined) return undefined;
  return {
    span: node.span,
    runAsNonRoot: booleanAt(node, 'runAsNonRoot'),
    runAsUser: numberAt(node, 'runAsUser'),
    readOnlyRootFilesystem: booleanAt(node, 'readOnlyRootFilesystem'),
    allowPrivilegeEscalation: booleanAt(node, 'allowPrivilegeEscalation'),
    privileged: booleanAt(node, 'privileged'),
    addedCapabilities: textsAt(node, 'capabilities', 'add'),
    droppedCapabilities: textsAt(node, 'capabilities', 'drop'),
  };
}

function probe(node: YamlNode | undefined): KubernetesProbe | undefined {
  if (node === undefined) return undefined;
  const command = itemsOf(valueAt(node, 'exec', 'command'));
  const kind = PROBES.find(([key]) => valueAt(node, key) !== undefined);
  return {
    kind: kind?.[1] ?? 'unknown',
    path: textAt(node, 'httpGet', 'path'),
    port: kind && textAt(node, kind[0], 'port'),
    script: command.length === 0 ? undefined : readExecList(command, KUBELET_FILLING),
    span: node.span,
  };
}

const PROBES: readonly (readonly [string, KubernetesProbe['kind']])[] = [
  ['httpGet', 'http'],
  ['exec', 'command'],
  ['tcpSocket', 'tcp'],
  ['grpc', 'grpc'],
];

function volume(node: YamlNode): KubernetesVolume {
  const name = textAt(node, 'name');
  const found = VOLUMES.find(([key]) => node.kind === 'map' && node.entries.has(key));
  if (found === undefined) return { name, source: 'other', of: undefined };
  const [key, source, nameKey] = found;
  return { name, source, of: nameKey === undefined ? undefined : textAt(node, key, nameKey) };
}

const VOLUMES: readonly (readonly [string, KubernetesVolume['source'], string | undefined])[] = [
  ['configMap', 'config-map', 'name'],
  ['secret', 'secret', 'secretName'],
  ['persistentVolumeClaim', 'claim', 'claimName'],
  ['emptyDir', 'empty', undefined],
  ['hostPath', 'host', 'path'],
];
