import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import type { NamedValue } from '../yaml/named-value.ts';
import { namedValuesOf } from '../yaml/named-values.ts';
import { entriesOf, itemsOf, keyOf, numberAt, textAt, textOf, textsAt, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type {
  KubernetesAutoscaler,
  KubernetesFile,
  KubernetesLimitRange,
  KubernetesObject,
  KubernetesPort,
  Kustomization,
} from './kubernetes-file.ts';
import { readWorkload } from './workload.ts';

export function readKubernetes(text: SourceText, path: string): Reading<KubernetesFile> {
  return readingOf(readYaml(text), (documents) => {
    const nodes = documents.flatMap((document) => withItems(document));
    const objects = nodes.flatMap((node) => objectOf(node) ?? []);
    const kustomization = nodes.map((node) => kustomizationOf(node, path)).find((each) => each !== undefined);
    return objects.length === 0 && kustomization === undefined ? undefined : { objects, kustomization };
  });
}

/** A `List` is its items. */
function withItems(document: YamlNode): readonly YamlNode[] {
  return textAt(document, 'kind')?.value === 'List' ? itemsOf(valueAt(document, 'items')) : [document];
}

function objectOf(node: YamlNode): KubernetesObject | undefined {
  const kind = textAt(node, 'kind');
  const apiVersion = textAt(node, 'apiVersion');
  if (kind === undefined || apiVersion === undefined) return undefined;
  const spec = valueAt(node, 'spec');
  return {
    kind,
    apiVersion,
    name: textAt(node, 'metadata', 'name'),
    namespace: textAt(node, 'metadata', 'namespace'),
    labels: namedValuesOf(valueAt(node, 'metadata', 'labels')),
    span: node.span,
    workload: readWorkload(kind.value, spec),
    autoscaler: autoscaler(kind.value, spec),
    limitRange: kind.value === 'LimitRange' ? limitRange(spec) : undefined,
    entries: keptEntries(kind.value, node),
    service:
      kind.value === 'Service'
        ? { selector: namedValuesOf(valueAt(spec, 'selector')), ports: servicePorts(spec) }
        : undefined,
  };
}

function autoscaler(kind: string, spec: YamlNode | undefined): KubernetesAutoscaler | undefined {
  const target = valueAt(spec, 'scaleTargetRef');
  if (target === undefined) return undefined;
  return {
    // KEDA scales a Deployment where nothing else is written.
    targetKind: textAt(target, 'kind')?.value ?? 'Deployment',
    target: textAt(target, 'name'),
    minReplicas: numberAt(spec, kind === 'ScaledObject' ? 'minReplicaCount' : 'minReplicas'),
    maxReplicas: numberAt(spec, kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas'),
  };
}

function limitRange(spec: YamlNode | undefined): KubernetesLimitRange {
  const limits = itemsOf(valueAt(spec, 'limits')).filter((each) => textAt(each, 'type')?.value === 'Container');
  return {
    hasDefaultLimits: limits.some((each) => valueAt(each, 'default') !== undefined),
    hasDefaultRequests: limits.some((each) => valueAt(each, 'defaultRequest') !== undefined),
  };
}

/** Longer values are files that a ConfigMap carries. */
const MAX_SETTING_LENGTH = 500;

/** Values of a Secret's `data` are encoded, and none of anybody's business; those of `stringData` are literals that rules judge. */
function keptEntries(kind: string, node: YamlNode): readonly NamedValue[] {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  const of = (key: string): readonly NamedValue[] =>
    entriesOf(valueAt(node, key)).map((entry) => {
      const value = textOf(entry.value);
      const isKept =
        value !== undefined && value.value.length <= MAX_SETTING_LENGTH && !(kind === 'Secret' && key === 'data');
      return { name: keyOf(entry), value: isKept ? value : undefined, span: entry.span };
    });
  return [...of('data'), ...of('stringData'), ...of('binaryData').map((each) => ({ ...each, value: undefined }))];
}

function servicePorts(spec: YamlNode | undefined): readonly KubernetesPort[] {
  return itemsOf(valueAt(spec, 'ports')).flatMap((each) => {
    const port = textAt(each, 'targetPort') ?? textAt(each, 'port');
    return port === undefined ? [] : { name: textAt(each, 'name'), port };
  });
}

/** Where nothing is written, its name says it. */
function kustomizationOf(node: YamlNode, path: string): Kustomization | undefined {
  const kind = textAt(node, 'kind')?.value;
  const isKustomization = kind === 'Kustomization' || (kind === undefined && /kustomization\.ya?ml$/.test(path));
  if (!isKustomization) return undefined;
  const patches: readonly (readonly Located<string>[])[] = [
    textsAt(node, 'patchesStrategicMerge'),
    ...['patches', 'patchesJson6902'].map((key) =>
      itemsOf(valueAt(node, key)).flatMap((each) => textAt(each, 'path') ?? []),
    ),
  ];
  return {
    resources: ['resources', 'bases', 'components'].flatMap((key) => textsAt(node, key)),
    patches: patches.flat(),
  };
}
